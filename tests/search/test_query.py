"""Reading what is typed in the search box. Whatever is typed can be read."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from forum.search.grammar import LONGEST_QUERY, MOST_THINGS, parse, with_filter, without_filter, write
from forum.search.query import Narrowing, Query, Wanted, Words

FILTERS = ["tag:", "author:", "in:", "kind:", "after:", "before:", "après:", "2025", "2025-13", "hier", "langue:fr"]
MARKS = ['"', "«", "»", "“", "”", "-", ":", ",", " ", "\n", "OR", "*", "?", "~", "^", "\\", "0", "@", "+"]
STRANGE = ["élève", "l’école", "😀", "\x00", "שלום", "\u202e", "e\u0301\u0301\u0301\u0301\u0301", "﷽", "\ud800", "le"]
PIECES = st.sampled_from([*FILTERS, *MARKS, *STRANGE])
TYPED = st.text() | st.lists(PIECES, max_size=40).map("".join)
TODAY = date(2025, 3, 10)


def word(*terms: str, is_beginning: bool = False) -> Wanted:
    return Wanted((Words(terms, is_beginning),))


def phrase(*terms: str) -> Wanted:
    return Wanted((Words(terms),), is_phrase=True)


def terms(typed: str) -> list[tuple[str, ...]]:
    """The first wording of each thing that is looked for."""
    return [wanted.choices[0].terms for wanted in parse(typed).wanted]


def meaning(typed: str) -> Query:
    """What a text asks for, whatever its letters."""
    return replace(parse(typed, TODAY), text="", problems=())


@given(TYPED)
def test_anything_is_read_and_reading_it_again_changes_nothing(text: str) -> None:
    query = parse(text, TODAY)

    assert len(query.text) <= LONGEST_QUERY
    assert len(query.wanted) <= MOST_THINGS
    assert len(query.narrowed) + len(query.authors) + len(query.without_authors) <= MOST_THINGS
    again = parse(query.text, TODAY)
    assert again == replace(query, problems=again.problems)


@example("A:0,0")
@given(TYPED)
def test_a_query_written_anew_asks_for_the_same(text: str) -> None:
    query = parse(text, TODAY)
    written = write(query)

    assert meaning(written) == replace(query, text="", problems=())
    assert write(parse(written)) == written


@given(TYPED, st.text(max_size=30))
def test_a_filter_that_is_set_is_there_and_one_that_is_removed_is_not(text: str, value: str) -> None:
    typed = parse(text).text[:100]
    without = parse(without_filter(typed, "tag"))
    set_to = parse(with_filter(typed, "tag", "x y"))

    assert not [each for each in without.narrowed if each.facet == "tag" and not each.is_unwanted]
    assert Narrowing("tag", ("x-y",)) in set_to.narrowed or "too-many" in {each.reason for each in set_to.problems}
    assert parse(with_filter(typed, "tag", value)).text


def test_words_phrases_and_filters_are_told_apart() -> None:
    typed = (
        'climat "exclusion définitive" média* -sanction -"renvoi sec" tag:"climat scolaire",paix -tag:famille '
        "author:Claire -auteur:Yann in:vie-scolaire after:2025-01 before:2026"
    )

    assert parse(typed) == Query(
        text=typed,
        wanted=(word("climat"), phrase("exclusion", "definitif"), word("media", is_beginning=True)),
        without=(Words(("sanction",)), Words(("renvoi", "sec"))),
        narrowed=(
            Narrowing("tag", ("climat-scolaire", "paix")),
            Narrowing("tag", ("famille",), is_unwanted=True),
            Narrowing("place", ("vie-scolaire",)),
        ),
        authors=(("clair",),),
        without_authors=(("yann",),),
        after=date(2025, 1, 1),
        before=date(2026, 1, 1),
    )


@pytest.mark.parametrize(
    ("french", "english"),
    [
        ("auteur:claire", "author:claire"),
        ("dans:entraide", "in:entraide"),
        ("mot:climat", "tag:climat"),
        ("mot-clé:climat", "tag:climat"),
        ("Mot-Cle:climat", "tag:climat"),
        ("langue:français", "language:french"),
        ("langue:anglais", "language:en"),
        ("après:2025", "after:2025"),
        ("apres:2025", "after:2025"),
        ("depuis:2025", "since:2025"),
        ("Avant:2025", "before:2025"),
        ("après:hier", "after:yesterday"),
        ("après:aujourd’hui", "after:today"),
        ("après:aujourd'hui", "after:today"),
        ("« exclusion définitive »", '"exclusion définitive"'),
        ("«\u00a0exclusion définitive\u00a0»", '"exclusion définitive"'),
        ("“exclusion définitive”", '"exclusion définitive"'),
        ("„exclusion définitive“", '"exclusion définitive"'),
        ("mot:«\u00a0climat scolaire\u00a0»,paix", 'tag:"climat scolaire",paix'),
    ],
)
def test_filters_and_quotes_are_read_in_french_too(french: str, english: str) -> None:
    assert meaning(french) == meaning(english)
    assert not meaning(french).is_empty


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2025", date(2025, 1, 1)),
        ("2025-02", date(2025, 2, 1)),
        ("2025-01-15", date(2025, 1, 15)),
        ("2024-2-29", date(2024, 2, 29)),
        ("15/01/2025", date(2025, 1, 15)),
        ("5/1/2025", date(2025, 1, 5)),
        ("02/2025", date(2025, 2, 1)),
        ("hier", date(2025, 3, 9)),
        ("today", TODAY),
        ('"15/01/2025"', date(2025, 1, 15)),
    ],
)
def test_a_day_is_read_as_people_write_it(typed: str, day: date) -> None:
    assert parse(f"after:{typed}", TODAY).after == day


def test_what_is_not_before_a_day_is_after_it_and_the_narrowest_days_hold() -> None:
    assert meaning("-avant:2025") == meaning("après:2025")
    assert meaning("-after:2025") == meaning("before:2025")
    assert meaning("après:2024 après:2025 avant:2027 avant:2026") == meaning("après:2025 avant:2026")


def test_what_only_looks_like_a_filter_is_words() -> None:
    assert terms("urgent:conseil") == [("urgent",), ("conseil",)]
    assert terms("https://médiane.example") == [("http",), ("median", "exampl")]
    assert terms('note:"a b" x') == [("note",), ("a", "b"), ("x",)]


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("12:30", [("12", "30")]),
        ("vivre-ensemble", [("vivr", "ensembl")]),
        ("cpe@college.example", [("cpe", "colleg", "exampl")]),
        ("0751234A", [("0751234a",)]),
        ("REP+ C.P.E.", [("rep+",), ("cpe",)]),
        ("6ème B", [("6e",), ("b",)]),
        ("COVID-19", [("covid", "19")]),
        ("élèves/parents", [("elev",), ("parent",)]),
        ("Comment peut-on aider ?", [("aide",)]),
        ("rendez-vous", [("rend", "vou")]),
        ("climat climat climats", [("climat",)]),
        ("le la", [("le",), ("la",)]),
        ("l’école", [("ecol",)]),
    ],
)
def test_what_hangs_together_is_looked_for_together(typed: str, wanted: list[tuple[str, ...]]) -> None:
    assert terms(typed) == wanted


def test_what_a_hyphen_joins_may_also_be_one_word() -> None:
    [wanted] = parse("vivre-ensemble").wanted

    assert wanted.choices == (Words(("vivr", "ensembl")), Words(("vivreensembl",)))
    assert parse("x -vivre-ensemble").without == wanted.choices


def test_a_star_asks_for_all_that_begins_so() -> None:
    assert parse("média*").wanted == (word("media", is_beginning=True),)
    assert parse("l’écolog*").wanted == (word("ecolog", is_beginning=True),)
    assert parse("vie-sco*").wanted == (word("vie", "sco", is_beginning=True),)
    assert parse("x -exclusions*").without == (Words(("exclusions",), is_beginning=True),)
    assert parse("m*").wanted == (word("m"),)
    assert parse("*").wanted == ()


@pytest.mark.parametrize(
    "typed", ["", "   ", '"', '""', "«»", "-", ":::", "😀", "\x00", 'tag:"', "tag:😀", "après:jamais"]
)
def test_what_asks_for_nothing_is_empty(typed: str) -> None:
    assert parse(typed).is_empty


@pytest.mark.parametrize("typed", ["le", "tag:a", "author:b", "in:c", "after:2025", "langue:fr", '"le"', "m*"])
def test_a_filter_alone_or_a_word_without_weight_asks_for_something(typed: str) -> None:
    assert not parse(typed).is_empty


@pytest.mark.parametrize("bomb", ["-", '"', "«", "tag:", "a:", "a,", 'tag:"a",', "a-", "l’", "*", "\u0301", "é "])
def test_a_bomb_is_read_as_far_as_it_counts(bomb: str) -> None:
    query = parse(bomb * 200_000)

    assert len(query.text) <= LONGEST_QUERY


def test_a_filter_is_set_and_removed_in_the_text_of_the_box() -> None:
    typed = 'climat tag:a,"b c" -tag:d «\u00a0exclusion définitive\u00a0» auteur:x'

    assert with_filter(typed, "auteur", "Anne Le Goff") == (
        'climat tag:a,"b c" -tag:d "exclusion définitive" auteur:"Anne Le Goff"'
    )
    assert with_filter("climat", "mot", "a", "b, c") == 'climat mot:a,"b, c"'
    assert without_filter(typed, "mot", "b-c") == 'climat tag:a -tag:d "exclusion définitive" auteur:x'
    assert without_filter(typed, "mot") == 'climat -tag:d "exclusion définitive" auteur:x'
    assert without_filter("climat", "mot") == "climat"
