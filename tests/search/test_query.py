"""Reading what is typed in the search box. Whatever is typed can be read."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.search.query import LONGEST_QUERY, MOST_WORDS, Query, parse

FILTERS = ["tag:", "author:", "in:", "kind:", "after:", "before:", "après:", "2025", "2025-13", "hier"]
MARKS = ['"', "«", "»", "-", ":", " ", "\n", "OR", "*", "?", "~", "^", "\\", "0"]
STRANGE = ["élève", "l’école", "😀", "\x00", "שלום", "\u202e", "e\u0301\u0301\u0301\u0301\u0301", "﷽", "\ud800", "le"]
PIECES = st.sampled_from([*FILTERS, *MARKS, *STRANGE])


@given(st.text() | st.lists(PIECES, max_size=40).map("".join))
def test_anything_is_read_and_reading_it_again_changes_nothing(text: str) -> None:
    query = parse(text)

    assert len(query.text) <= LONGEST_QUERY
    assert len(query.terms) <= MOST_WORDS
    assert parse(query.text) == query


def test_words_phrases_and_filters_are_told_apart() -> None:
    typed = (
        'climat "exclusion définitive" -sanction -"renvoi sec" tag:"climat scolaire" -tag:famille '
        "author:Claire in:vie-scolaire kind:sheet after:2025-01 before:2026"
    )

    assert parse(typed) == Query(
        text=typed,
        terms=("climat",),
        phrases=(("exclusion", "definitif"),),
        without=(("sanction",), ("renvoi", "sec")),
        tags=("climat-scolaire",),
        authors=("clair",),
        places=("vie-scolaire",),
        kind="sheet",
        after=date(2025, 1, 1),
        before=date(2026, 1, 1),
        without_tags=("famille",),
    )


@pytest.mark.parametrize(
    ("french", "english"),
    [
        ("auteur:claire", "author:claire"),
        ("dans:entraide", "in:entraide"),
        ("mot:climat", "tag:climat"),
        ("genre:post", "kind:post"),
        ("après:2025", "after:2025"),
        ("apres:2025", "after:2025"),
        ("Avant:2025", "before:2025"),
        ("« exclusion définitive »", '"exclusion définitive"'),
        ("“exclusion définitive”", '"exclusion définitive"'),
    ],
)
def test_filters_and_quotes_are_read_in_french_too(french: str, english: str) -> None:
    read, same = parse(french), parse(english)

    assert {**vars(read), "text": ""} == {**vars(same), "text": ""}
    assert not read.is_empty


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("after:2025", date(2025, 1, 1)),
        ("after:2025-02", date(2025, 2, 1)),
        ("after:2024-2-29", date(2024, 2, 29)),
    ],
)
def test_a_day_may_be_a_year_or_a_month(typed: str, day: date) -> None:
    assert parse(typed).after == day


@pytest.mark.parametrize("typed", ["after:hier", "before:2025-13", "après:2025-02-30", "after:0000", "avant:٢٠٢٥"])
def test_a_day_that_is_none_is_said_and_narrows_nothing(typed: str) -> None:
    query = parse(f"climat {typed}")

    assert query.unread == (typed,)
    assert (query.after, query.before, query.terms) == (None, None, ("climat",))


def test_what_only_looks_like_a_filter_is_words() -> None:
    assert parse("12:30").terms == ("12", "30")
    assert parse("urgent:conseil").terms == ("urgent", "conseil")
    assert parse("tag: famille").terms == ("tag", "famil")


@pytest.mark.parametrize(
    "typed", ["", "   ", '"', '""', "«»", "-", ":::", "😀", "\x00", "-sanction", 'tag:"', "tag:😀", "after:hier"]
)
def test_what_asks_for_nothing_is_empty(typed: str) -> None:
    assert parse(typed).is_empty


@pytest.mark.parametrize("typed", ["le", "kind:sheet", "tag:a", "author:b", "in:c", "after:2025", '"le"'])
def test_a_filter_alone_or_a_word_without_weight_asks_for_something(typed: str) -> None:
    assert not parse(typed).is_empty
