"""What is asked, in Whoosh's own queries: what a document must hold, and what makes it come first."""

from __future__ import annotations

from whoosh import query

from forum.search.engines.schema import number_of
from forum.search.query import Query

TITLE_BOOST, TAG_BOOST = 4.0, 3.0
PHRASE_BOOST, NEAR = 5.0, 2
SHEET_BONUS = 10.0
"""What was learnt and written down comes before what was said of it, unless a title or a phrase says more."""
LENGTH_WEIGHS = 0.1
"""BM25’s b: how much less a long text counts. A sheet is long because it is whole, not because it is vague."""


class Any(query.Or):
    """Any of some queries, each read as far as needed.

    Left to itself, Whoosh loads all that a small index holds of them into an array first, and goes through that array
    anew for each document (0.1 s for one word among 5,000 documents).
    """

    matcher_type = query.Or.DEFAULT_MATCHER


def must(wanted: Query, *, loose: bool) -> query.Query:
    """What a document must hold to be found.

    Args:
        wanted: with something asked for in it.
        loose: any of the words is enough.
    """
    each = [query.Term("text", term) for term in wanted.terms]
    parts: list[query.Query] = [Any(each) if loose else query.And(each)] if each else []
    parts += [side_by_side(phrase) for phrase in wanted.phrases]
    parts += [query.Term("tags", tag) for tag in wanted.tags]
    parts += [query.Term("author", name) for name in wanted.authors]
    parts += [query.Term("place", place) for place in wanted.places]
    if wanted.kind:
        parts.append(query.Term("kind", wanted.kind))
    if wanted.after or wanted.before:
        first = number_of(wanted.after) if wanted.after else None
        last = number_of(wanted.before) - 1 if wanted.before else None
        parts.append(query.NumericRange("day", first, last))
    tree: query.Query = query.And(parts)
    unwanted = [side_by_side(phrase) for phrase in wanted.without]
    unwanted += [query.Term("tags", tag) for tag in wanted.without_tags]
    return query.AndNot(tree, Any(unwanted)) if unwanted else tree


def scored(wanted: Query, *, loose: bool, near: bool) -> query.Query:
    """What makes one of the documents found come before another: its words, its title, its keywords, being a sheet.

    Args:
        wanted: what is asked, with words in it.
        loose: any of the words is enough.
        near: words that stand together in the text count too, which takes a look at where each stands.
    """
    terms = list(dict.fromkeys([*wanted.terms, *(term for phrase in wanted.phrases for term in phrase)]))
    each = [query.Term("text", term) for term in terms]
    bonus: list[query.Query] = [query.ConstantScoreQuery(query.Term("kind", "sheet"), SHEET_BONUS)]
    for term in terms:
        bonus.append(query.Term("title", term, boost=TITLE_BOOST))
        bonus.append(query.Term("words", term, boost=TAG_BOOST))
    if len(wanted.terms) > 1:
        together = list(wanted.terms)
        bonus.append(query.Phrase("title", together, slop=NEAR, boost=PHRASE_BOOST * TITLE_BOOST))
        if near:
            bonus.append(query.Phrase("text", together, slop=NEAR, boost=PHRASE_BOOST))
    return query.AndMaybe(Any(each) if loose else query.And(each), Any(bonus))


def side_by_side(terms: tuple[str, ...]) -> query.Query:
    """Words that follow each other."""
    return query.Phrase("text", list(terms)) if len(terms) > 1 else query.Term("text", terms[0])
