"""What makes one document come before another (forum/search/weights.py), in PostgreSQL's words."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import REAL, ColumnElement, Float, Integer, Table, case, cast, func, literal
from sqlalchemy.dialects.postgresql import ARRAY

from forum.search.engines.postgres.counting import Counted
from forum.search.engines.postgres.lexemes import quoted
from forum.search.engines.postgres.matching import as_tsquery, begun, choice_of
from forum.search.query import Query, Wanted, Words
from forum.search.weights import APART, AUTHOR, BODY, NEAR, NEAR_IN_TITLE, SCARCE, SUMMARY, SYNONYM, TITLE

FULL = math.pi**2 / 6
"""What `ts_rank` divides by: the sum of what a word counts for that stands everywhere."""
BY_PART = (BODY / 2, AUTHOR, SUMMARY, TITLE)
"""A word that stands once in a text counts for half of what one does that comes again and again."""
STEP = 0.25
"""Rarity is rounded to this."""

Number = ColumnElement[float]


def rarities(query: Query, counted: Counted) -> tuple[float, ...]:
    """How rare each thing wanted is among what the reader may find."""
    return tuple(rarity(counted.everything, holders_of(wanted, counted.holders)) for wanted in query.wanted)


def holders_of(wanted: Wanted, holders: Mapping[str, int]) -> int:
    """How many documents hold one thing at most, by its words: of those side by side, the rarest."""
    return sum(
        min((holders.get(term, 0) for term in (words.terms[:-1] if words.is_beginning else words.terms)), default=0)
        for words in wanted.choices
    )


def rarity(total: int, holders: int) -> float:
    """How much something counts that some documents of a total hold."""
    return round(math.log(1 + total / max(min(holders, total), 1)) / STEP) * STEP + STEP


def score(documents: Table, query: Query, rarities: Sequence[float], *, is_loose: bool) -> Number:
    """The score of a document, as an expression."""
    terms = documents.c.terms
    each = [worth(terms, wanted) for wanted in query.wanted]
    whole = summed(number * rarity for number, rarity in zip(each, rarities, strict=True))
    for number, (one, other) in enumerate(zip(query.wanted, query.wanted[1:], strict=False)):
        whole = whole + nearness(terms, one, other) * ((rarities[number] + rarities[number + 1]) / 2)
    whole = whole * cast(documents.c.standing, Float)
    if is_loose:
        holds = (cast(terms.bool_op("@@")(as_tsquery(choice_of(wanted))), Integer) for wanted in query.wanted)
        held = summed(number * rarity for number, rarity in zip(holds, rarities, strict=True))
        whole = whole * func.power(held / sum(rarities), SCARCE)
    return cast(func.round(cast(whole, Float) * 1e6) / 1e6, Float)


def worth(terms: ColumnElement[Any], wanted: Wanted) -> Number:
    """What one thing wanted is worth in a document: the best of its wordings, synonyms a little less."""
    first, *others = (least(terms, words) for words in wanted.choices)
    return func.greatest(first, *(other * SYNONYM for other in others)) if others else first


def least(terms: ColumnElement[Any], words: Words) -> Number:
    """What words side by side are worth: as much as the poorest of them."""
    *before, last = words.terms
    asked = [*map(quoted, before), begun(last) if words.is_beginning else quoted(last)]
    each = [func.ts_rank(cast(BY_PART, ARRAY(REAL)), terms, as_tsquery(word)) * FULL for word in asked]
    return func.least(*each) if len(each) > 1 else each[0]


def nearness(terms: ColumnElement[Any], one: Wanted, other: Wanted) -> Number:
    """What is added where one thing follows another closely: more so in the title. What was typed counts, as typed."""
    last, first = one.choices[0].terms[-1], other.choices[0].terms[0]
    if one.choices[0].is_beginning or other.choices[0].is_beginning:
        return literal(0.0)
    apart = range(1, APART + 2)
    anywhere = " | ".join(f"({quoted(last)} <{distance}> {quoted(first)})" for distance in apart)
    in_title = " | ".join(f"({quoted(last)}:A <{distance}> {quoted(first)}:A)" for distance in apart)
    return case(
        (terms.bool_op("@@")(as_tsquery(in_title)), NEAR_IN_TITLE),
        (terms.bool_op("@@")(as_tsquery(anywhere)), NEAR),
        else_=0.0,
    )


def summed(numbers: Any) -> Any:
    first, *others = numbers
    for other in others:
        first = first + other
    return first
