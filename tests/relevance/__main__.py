"""Measures how well the search answers, with each engine, and fails where it answers worse than it did.

make relevance
python -m tests.relevance --engine whoosh
python -m tests.relevance --show "retour d'exclusion"     # what is found, with the grades
"""

from __future__ import annotations

import argparse
import tempfile
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.exc import OperationalError

from config import Settings
from tests.conftest import POSTGRESQL, drop_postgresql_database, make_postgresql_database
from tests.relevance.judged import Judged, judged
from tests.relevance.metrics import DEPTH, mean
from tests.relevance.scores import Score, print_one, print_table, print_worst, score
from tests.relevance.shelf import filled

ENGINES = ("whoosh", "postgresql")
DATABASE = "mediane_relevance"
FLOORS = Path(__file__).parent / "floor.toml"


@contextmanager
def settings_of(engine: str) -> Iterator[Settings]:
    """Settings with an empty database that goes with the engine."""
    url = ""
    if engine == "postgresql":
        make_postgresql_database(DATABASE)
        url = f"{POSTGRESQL}/{DATABASE}?options=-csynchronous_commit%3Doff"
    with tempfile.TemporaryDirectory() as folder:
        yield Settings(
            app_env="test",
            data_dir=Path(folder),
            database_url=url,
            redis_url="",
            jobs="by-hand",
            log_level="ERROR",
            search_engine=engine,  # type: ignore[arg-type]
        )
    if url:
        drop_postgresql_database(DATABASE)


def answers(engine: str) -> bool:
    """Says whether an engine is on this machine."""
    if engine == "whoosh":
        return True
    try:
        create_engine(f"{POSTGRESQL}/postgres").connect().close()
    except OperationalError:
        return False
    return True


def measure(engine: str, queries: Sequence[Judged]) -> list[Score]:
    """Asks an engine everything."""
    with settings_of(engine) as settings, filled(settings) as shelf:
        return [score(query, shelf.ask(query)) for query in queries]


def is_above_floor(engine: str, scores: Sequence[Score]) -> bool:
    """Says whether an engine answers as well as it did, and where it does not."""
    floor = tomllib.loads(FLOORS.read_text(encoding="utf-8"))[engine]
    reached = {"ndcg": mean(each.ndcg for each in scores), "mrr": mean(each.rank for each in scores)}
    for name, value in reached.items():
        if value < floor[name]:
            print(f"\n{engine}: {name} is {value:.3f}, below the floor of {floor[name]:.3f}.")
    return all(value >= floor[name] for name, value in reached.items())


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--engine", choices=ENGINES, help="all that answer unless one is named")
    arguments.add_argument("--show", metavar="TEXT", help="print what is found for the questions that hold this")
    options = arguments.parse_args()
    queries = judged()
    scores: dict[str, list[Score]] = {}
    for engine in [options.engine] if options.engine else ENGINES:
        if answers(engine):
            scores[engine] = measure(engine, queries)
        else:
            print(f"{engine} is left out: it does not answer at {POSTGRESQL}.")
    if options.show is not None:
        for engine, several in scores.items():
            print(f"\n{engine}")
            for each in several:
                if options.show.casefold() in each.query.text.casefold():
                    print_one(each, DEPTH)
        return 0
    if not scores:
        return 1
    print_table(scores)
    for engine, several in scores.items():
        print_worst(engine, several)
    below = [engine for engine, several in scores.items() if not is_above_floor(engine, several)]
    return 1 if below else 0


if __name__ == "__main__":
    raise SystemExit(main())
