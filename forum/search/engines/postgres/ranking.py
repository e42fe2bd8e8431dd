"""What makes one document come before another (forum/search/weights.py), in PostgreSQL's words."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from forum.search.engines.postgres.holders import Holders
from forum.search.engines.postgres.lexemes import quoted
from forum.search.engines.postgres.matching import begun, choice_of
from forum.search.engines.postgres.statements import Given
from forum.search.query import Query, Wanted, Words
from forum.search.weights import APART, AUTHOR, BODY, NEAR, NEAR_IN_TITLE, SCARCE, SUMMARY, SYNONYM, TITLE

FULL = math.pi**2 / 6
"""What `ts_rank` divides by: the sum of what a word counts for that stands everywhere."""
BY_PART = (BODY / 2, AUTHOR, SUMMARY, TITLE)
"""A word that stands once in a text counts for half of what one does that comes again and again."""
STEP = 0.25
"""Rarity is rounded to this."""


def rarities(query: Query, holders: Holders) -> tuple[float, ...]:
    """How rare each thing wanted is among what the reader may find."""
    return tuple(rarity(holders.everything, most(wanted, holders.of)) for wanted in query.wanted)


def most(wanted: Wanted, holders: Mapping[str, int]) -> int:
    """How many documents hold one thing at most, by its words: of those side by side, the rarest."""
    return sum(
        min((holders.get(term, 0) for term in (words.terms[:-1] if words.is_beginning else words.terms)), default=0)
        for words in wanted.choices
    )


def rarity(total: int, holders: int) -> float:
    """How much something counts that some documents of a total hold."""
    return round(math.log(1 + total / max(min(holders, total), 1)) / STEP) * STEP + STEP


def score(given: Given, query: Query, rarities: Sequence[float], *, is_loose: bool) -> str:
    """The score of a document, as an expression of its `terms` and its `standing`."""
    given_rarities = [given(rarity, "float8") for rarity in rarities]
    whole = [f"{worth(given, wanted)} * {rarity}" for wanted, rarity in zip(query.wanted, given_rarities, strict=True)]
    for number, (one, other) in enumerate(zip(query.wanted, query.wanted[1:], strict=False)):
        if not (one.choices[0].is_beginning or other.choices[0].is_beginning):
            mean = given((rarities[number] + rarities[number + 1]) / 2, "float8")
            whole.append(f"{nearness(given, one, other)} * {mean}")
    scored = f"({' + '.join(whole)}) * CAST(standing AS float8)"
    if is_loose:
        holds = (f"CAST(terms @@ {given(choice_of(wanted), 'tsquery')} AS integer)" for wanted in query.wanted)
        held = " + ".join(f"{number} * {rarity}" for number, rarity in zip(holds, given_rarities, strict=True))
        scored += f" * power(({held}) / {given(sum(rarities), 'float8')}, {given(SCARCE, 'float8')})"
    return f"round({scored} * CAST(1e6 AS float8)) / CAST(1e6 AS float8)"


def worth(given: Given, wanted: Wanted) -> str:
    """What one thing wanted is worth in a document: the best of its wordings, synonyms a little less."""
    first, *others = (least(given, words) for words in wanted.choices)
    less = given(SYNONYM, "float8") if others else ""
    return f"greatest({', '.join([first, *(f'{other} * {less}' for other in others)])})" if others else first


def least(given: Given, words: Words) -> str:
    """What words side by side are worth: as much as the poorest of them."""
    *before, last = words.terms
    asked = [*map(quoted, before), begun(last) if words.is_beginning else quoted(last)]
    parts, full = given(list(BY_PART), "real[]"), given(FULL, "float8")
    each = [f"ts_rank({parts}, terms, {given(word, 'tsquery')}) * {full}" for word in asked]
    return f"least({', '.join(each)})" if len(each) > 1 else each[0]


def nearness(given: Given, one: Wanted, other: Wanted) -> str:
    """What is added where one thing follows another closely: more so in the title. What was typed counts, as typed."""
    last, first = one.choices[0].terms[-1], other.choices[0].terms[0]
    apart = range(1, APART + 2)
    anywhere = " | ".join(f"({quoted(last)} <{distance}> {quoted(first)})" for distance in apart)
    in_title = " | ".join(f"({quoted(last)}:A <{distance}> {quoted(first)}:A)" for distance in apart)
    return (
        f"CASE WHEN terms @@ {given(in_title, 'tsquery')} THEN {given(NEAR_IN_TITLE, 'float8')}"
        f" WHEN terms @@ {given(anywhere, 'tsquery')} THEN {given(NEAR, 'float8')} ELSE 0 END"
    )
