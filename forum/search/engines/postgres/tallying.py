"""How many of very many documents answer, and which, told by the bits of what they have (bits.py): none is looked at.

A question is a row of demands, all of which are to be met: an audience, a word in any of its wordings, a facet's value.
The bits of what meets one are joined; those of what meets all are cut with those of each value that is counted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from sqlalchemy import Connection

from forum.search.engine import Question
from forum.search.engines.postgres.bits import AUDIENCE, WORD
from forum.search.engines.postgres.facets import is_text
from forum.search.engines.postgres.holders import Holders
from forum.search.engines.postgres.lexemes import STRONG, quoted
from forum.search.engines.postgres.matching import IN_STANDING, among, any_of
from forum.search.engines.postgres.statements import Given, on
from forum.search.engines.postgres.tables import CHUNK, Generation
from forum.search.query import Narrowing, Wanted

MANY = 0.04
"""The part of all documents from which on it takes less to look at bits than at documents."""
ANY, STRONG_IN_ALL, STRONG_IN_ANY = "*", "!&", "!|"
"""Answers beside the one of which all is minded, which is "", and those by the name of a facet, of which the page's
choice is left aside: the same for any facet; what is about all of the things looked for; what is about any of them."""
ANSWERS = """
    WITH found AS (
        SELECT asked.demand, number / {chunk} AS chunk, {gathered} AS bits
        FROM unnest(CAST(:looked_up AS tsquery[]), CAST(:looked_up_demands AS integer[])) AS asked (words, demand)
        JOIN {documents} AS documents ON documents.terms @@ asked.words GROUP BY 1, 2
    ), kept AS (
        SELECT asked.demand, bits.chunk, bits.bits
        FROM unnest(CAST(:facets AS text[]), CAST(:values AS text[]), CAST(:demands AS integer[]))
            AS asked (facet, value, demand)
        JOIN {bits} AS bits USING (facet, value)
    ), met AS MATERIALIZED (
        SELECT demand, chunk, bit_or(bits) AS bits
        FROM (SELECT * FROM found UNION ALL SELECT * FROM kept) AS each GROUP BY 1, 2
    ), answers AS MATERIALIZED (
        SELECT part.answer, met.chunk, bit_and(CASE WHEN part.is_unwanted THEN ~met.bits ELSE met.bits END) AS bits
        FROM unnest(CAST(:answers AS integer[]), CAST(:parts AS integer[]), CAST(:unwanted AS boolean[]))
            AS part (answer, demand, is_unwanted)
        JOIN met USING (demand) GROUP BY 1, 2
        HAVING count(*) FILTER (WHERE NOT part.is_unwanted) = (CAST(:least AS integer[]))[part.answer]
    )
"""
COUNT = f"""{ANSWERS}
    SELECT answer, '' AS facet, '' AS value, sum(bit_count(bits)::integer) AS documents FROM answers GROUP BY 1
    UNION ALL
    SELECT answers.answer, bits.facet, bits.value, sum(bit_count(answers.bits & bits.bits)::integer) AS documents
    FROM unnest(CAST(:counted AS text[]), CAST(:counted_in AS integer[])) AS counted (facet, answer)
    JOIN answers USING (answer) JOIN {{bits}} AS bits USING (facet, chunk) GROUP BY 1, 2, 3
    HAVING sum(bit_count(answers.bits & bits.bits)::integer) > 0
"""  # noqa: S608  (of our own words)
FIRST = f"""{ANSWERS}
    SELECT number FROM {{documents}} WHERE get_bit((ARRAY(
        SELECT answers.bits FROM generate_series(0, (SELECT max(chunk) FROM answers)) AS every (chunk)
        LEFT JOIN answers USING (chunk) ORDER BY chunk
    ))[number / {{chunk}} + 1], number % {{chunk}}) > 0 ORDER BY standing DESC, number DESC LIMIT :most
"""  # noqa: S608  (of our own words)
ALL = f"{ANSWERS} SELECT chunk, bits FROM answers"  # noqa: S608


@dataclass(frozen=True)
class Demand:
    """One of those things that a document has to meet.

    Args:
        values: facets with their values, any of which is enough.
        words: those that no bits are kept of, any of which is enough as well.
        is_unwanted: it must not be met.
        chosen: the facet, where the page is narrowed down by it.
        only_in: the only answer that it is part of.
    """

    values: tuple[tuple[str, str], ...]
    words: tuple[str, ...] = ()
    is_unwanted: bool = False
    chosen: str = ""
    only_in: str = ""

    def is_part_of(self, answer: str) -> bool:
        """Whether it has to be met in an answer: the choice of a facet is left aside in some."""
        return self.only_in in ("", answer) and (not self.chosen or answer not in (self.chosen, ANY))


@dataclass
class Tally:
    """The bits of what answers one question.

    Args:
        is_loose: any of the words is enough.
        totals: by answer, how many documents there are, once they are counted.
    """

    connection: Connection
    of: Generation
    question: Question
    holders: Holders
    is_loose: bool
    totals: Counter[str] = field(default_factory=Counter)

    @cached_property
    def demands(self) -> Sequence[Demand]:
        question, holders = self.question, self.holders
        return [*demands_of(question, holders, is_loose=self.is_loose), *strong_ones(question, holders)]

    def count(self) -> Iterator[tuple[str, str, int]]:
        """How many of what answers have each value of the facets that are counted, and by the way the totals."""
        chosen = sorted({demand.chosen for demand in self.demands} - {""})
        strong = sorted({demand.only_in for demand in self.demands} - {""})
        answers = ["", *chosen, *([ANY] if chosen else []), *strong]
        counted = self.question.counted
        places = [answers.index(facet) + 1 if facet in chosen else 1 for facet in counted]
        given = {"counted": list(counted), "counted_in": places, **given_of(self.demands, answers)}
        for number, facet, value, documents in self.connection.execute(on(self.of, COUNT), given).all():
            if not facet:
                self.totals[answers[number - 1]] = documents
            else:
                yield facet, value, documents

    def numbers(self, answer: str) -> list[int]:
        """The numbers of the documents of an answer."""
        rows = self.connection.execute(on(self.of, ALL), given_of(self.demands, [answer]))
        return [CHUNK * chunk + each.start() for chunk, bits in rows for each in re.finditer("1", bits)]

    def first(self, answer: str, most: int) -> Sequence[int]:
        """The numbers of those that count most whatever is looked for: many are soon met on the way through all in that
        order, few are put in order themselves."""
        if self.totals[answer] >= MANY * self.holders.everything:
            given = {**given_of(self.demands, [answer]), "most": most}
            return self.connection.scalars(on(self.of, FIRST), given).all()
        few = Given()
        rows = f"SELECT number FROM {{documents}} WHERE {among(few, self.numbers(answer))}"  # noqa: S608
        return self.connection.scalars(on(self.of, f"{rows} {IN_STANDING} LIMIT {most}"), few.values).all()


def is_tallied(question: Question, holders: Holders, *, is_loose: bool) -> bool:
    """Whether a question asks for nothing but words and facets, and finds so much that it is to be counted by bits."""
    query = question.query
    others = (query.without, query.authors, query.without_authors, query.after, query.before, question.indexed_after)
    words = [words for wanted in query.wanted for words in wanted.choices]
    if any(others) or any(len(each.terms) > 1 or each.is_beginning for each in words):
        return False
    found = [sum(holders.of.get(words.terms[0], 0) for words in wanted.choices) for wanted in query.wanted]
    return not found or (sum(found) if is_loose else min(found)) >= MANY * holders.everything


def given_of(demands: Sequence[Demand], answers: Sequence[str]) -> dict[str, object]:
    """What the statements are given: what meets each of the demands, and which of them are parts of each answer."""
    parts = [
        (number, place, demand.is_unwanted)
        for number, answer in enumerate(answers, start=1)
        for place, demand in enumerate(demands)
        if demand.is_part_of(answer)
    ]
    asked = {place for _number, place, _is_unwanted in parts}
    words = [(any_of(map(quoted, demands[place].words)), place) for place in asked if demands[place].words]
    values = [(*each, place) for place in asked for each in demands[place].values]
    return {
        "looked_up": [query for query, _place in words],
        "looked_up_demands": [place for _query, place in words],
        "facets": [facet for facet, _value, _place in values],
        "values": [value for _facet, value, _place in values],
        "demands": [place for _facet, _value, place in values],
        "answers": [number for number, _place, _is_unwanted in parts],
        "parts": [place for _number, place, _is_unwanted in parts],
        "unwanted": [is_unwanted for _number, _place, is_unwanted in parts],
        "least": [sum(demand.is_part_of(each) and not demand.is_unwanted for demand in demands) for each in answers],
    }


def demands_of(question: Question, holders: Holders, *, is_loose: bool) -> Iterator[Demand]:
    """All that a document has to meet."""
    yield Demand(tuple((AUDIENCE, audience) for audience in sorted(question.audiences)))
    wanted = question.query.wanted
    if is_loose:
        yield from (held([each], holders) for each in wanted if each.is_phrase)
        words = [each for each in wanted if not each.is_phrase]
        yield from [held(words, holders)] if words else []
    else:
        yield from (held([each], holders) for each in wanted)
    yield from (met(narrowing) for narrowing in question.query.narrowed)
    yield from (met(narrowing, narrowing.facet) for narrowing in question.narrowed)


def strong_ones(question: Question, holders: Holders) -> Iterator[Demand]:
    """That it is about all of what is looked for, or about any of it."""
    wanted = question.query.wanted
    yield from (held([each], holders, STRONG, STRONG_IN_ALL) for each in wanted)
    if len(wanted) > 1:
        yield held(wanted, holders, STRONG, STRONG_IN_ANY)


def held(wanted: Iterable[Wanted], holders: Holders, sign: str = "", only_in: str = "") -> Demand:
    """That a document holds any of some words, under a sign."""
    words = {sign + words.terms[0] for each in wanted for words in each.choices}
    values = tuple((WORD, word) for word in sorted(words & holders.kept))
    return Demand(values, tuple(sorted(words - holders.kept)), only_in=only_in)


def met(narrowing: Narrowing, chosen: str = "") -> Demand:
    """That a document has one of a facet's values, or none of them."""
    values = tuple((narrowing.facet, value) for value in narrowing.values if is_text(value))
    return Demand(values, is_unwanted=narrowing.is_unwanted, chosen=chosen)
