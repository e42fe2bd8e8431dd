"""How each question was answered, and how that is printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.relevance.judged import WAYS, Judged
from tests.relevance.metrics import DEPTH, mean, ndcg, reciprocal_rank
from tests.relevance.shelf import FOUNDING, REPORT

WORST = 10


@dataclass(frozen=True)
class Score:
    """How one question was answered.

    Args:
        found: the names of what was found, the best first.
        grades: of what could be found.
        rank: the reciprocal of the place of the first good answer.
    """

    query: Judged
    found: Sequence[str]
    grades: Mapping[str, int]
    ndcg: float
    rank: float


def score(query: Judged, found: Sequence[str]) -> Score:
    """How well a list answers a question, the founding report left out of account where it is not on the machine."""
    grades = {name: grade for name, grade in query.grades.items() if name != FOUNDING or REPORT.exists()}
    return Score(query, found, grades, ndcg(found, grades), reciprocal_rank(found, grades))


def print_table(scores: dict[str, list[Score]]) -> None:
    """The means of each engine, over all questions, by language, and by what they try."""
    print(f"\n| {'questions':16} |   n | " + " | ".join(f"{engine:^15}" for engine in scores) + " |")
    print(f"| {'':16} |     | " + " | ".join(f"nDCG@{DEPTH}    MRR" for _ in scores) + " |")
    print("|" + "-" * 18 + "|----:|" + "|".join("-" * 16 + ":" for _ in scores) + "|")
    rows: dict[str, dict[str, str]] = {"all": {}, "French": {"language": "fr"}, "English": {"language": "en"}}
    rows |= {way: {"way": way} for way in WAYS}
    for name, facts in rows.items():
        several = {engine: [each for each in all_of if is_like(each.query, facts)] for engine, all_of in scores.items()}
        count = len(next(iter(several.values())))
        cells = (f"{mean(s.ndcg for s in each):7.3f} {mean(s.rank for s in each):7.3f}" for each in several.values())
        if count:
            print(f"| {name:16} | {count:3} | " + " | ".join(cells) + " |")


def is_like(query: Judged, facts: Mapping[str, str]) -> bool:
    return all(getattr(query, name) == value for name, value in facts.items())


def print_worst(engine: str, scores: Sequence[Score]) -> None:
    print(f"\nThe {WORST} worst, {engine}:")
    for each in sorted(scores, key=lambda score: (score.ndcg, score.rank))[:WORST]:
        print_one(each)


def print_one(each: Score, depth: int = 5) -> None:
    found = [f"{name}({each.grades.get(name, 0)})" for name in each.found[:depth]]
    missing = [name for name, grade in each.grades.items() if grade > 1 and name not in each.found[:DEPTH]]
    print(f"  {each.ndcg:.3f}  {each.query.text}")
    print(f"         found {', '.join(found) or 'nothing'}")
    if missing:
        print(f"         not found {', '.join(missing)}")
