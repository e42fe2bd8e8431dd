"""Excerpts: the stretch around what was looked for, marked, and nothing a browser would run."""

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from forum.search.analysis import words
from forum.search.excerpts import LONGEST, excerpt
from forum.search.grammar import parse
from forum.search.synonyms import book_of, with_synonyms
from tests.search.test_query import TYPED

FILLING = "Nous avons parlé longtemps de tout autre chose. " * 40


def shown(text: str, typed: str) -> str:
    return str(excerpt(text, parse(typed)))


def marks(html: str) -> list[str]:
    return [found.get_text() for found in BeautifulSoup(html, "html.parser").select("mark")]


@pytest.mark.parametrize(
    ("text", "typed", "marked"),
    [
        ("Les élèves d’une école, et l’Exclusion.", "eleve ecoles exclusions", ["élèves", "école", "Exclusion"]),
        ("Ils les empêchaient d’entrer.", "empecher", ["empêchaient"]),
        ("Un médiateur, des médiatrices, une médiathèque.", "médiat*", ["médiateur", "médiatrices", "médiathèque"]),
        ("Des exclusives et une exclusion.", "exclusiv*", ["exclusives"]),
        ("Une exclusion, puis l’exclusion définitive.", '"exclusion définitive"', ["exclusion définitive"]),
        ("Une exclusion, puis l’exclusion définitive.", 'exclusion "exclusion définitive"', ["exclusion"] * 2),
        ("La vie de l’école et de l'école.", "« vie de l’école »", ["vie de l’école"]),
        ("Vivre-ensemble, vivre ensemble, vivreensemble, ensemble.", "vivre-ensemble", None),
        ("Écrire à cpe@college.example ou au cpe.", "cpe@college.example", ["cpe@college.example"]),
        ("La co-éducation et l’éducation.", "coéducation", ["co-éducation"]),
        ("La co-éducation et l’éducation.", "éducation", ["éducation", "éducation"]),
        ("Un collège REP+ et un autre en REP.", "REP+", ["REP+"]),
        ("Le C.P.E. et le CPE.", "cpe", ["C.P.E.", "CPE"]),
        ("En 6ème ou en 6e.", "6e", ["6ème", "6e"]),
        ("Le cœur et l’œuvre.", "coeur oeuvres", ["cœur", "œuvre"]),
        ("Une exclusion.", "-exclusion climat", []),
        ("La vie scolaire, sco.", '"vie sco*"', ["vie scolaire"]),
    ],
)
def test_what_was_looked_for_is_marked_as_it_stands(text: str, typed: str, marked: list[str] | None) -> None:
    if marked is None:
        marked = ["Vivre-ensemble", "vivre ensemble", "vivreensemble"]
    if typed.startswith("exclusion "):
        marked = ["exclusion", "exclusion définitive"]
    assert marks(shown(text, typed)) == marked


def test_what_is_said_for_it_is_marked_too() -> None:
    book = book_of(("décrochage = abandon scolaire",))
    query = with_synonyms(parse("décrochage"), book)

    assert marks(excerpt("L’abandon, un abandon scolaire, le décrochage.", query)) == ["abandon scolaire", "décrochage"]


def test_an_excerpt_is_taken_from_where_most_of_the_words_stand() -> None:
    text = f"Une exclusion. {FILLING} Le conseil a choisi une exclusion définitive. {FILLING}"

    found = shown(text, "exclusion définitive")

    assert marks(found) == ["exclusion", "définitive"]
    assert found.startswith("… ")
    assert found.endswith(" …")


def test_an_excerpt_of_a_text_that_holds_no_word_is_its_beginning() -> None:
    assert shown("Nous avons essayé.", "climat") == "Nous avons essayé."


def test_an_excerpt_reaches_to_the_end_of_a_very_long_text() -> None:
    assert marks(shown(FILLING * 60 + "cornemuse", "cornemuse")) == ["cornemuse"]


def test_what_a_text_holds_of_html_is_shown_and_not_run() -> None:
    assert shown("<script>alert('exclusion')</script> & <mark>", "exclusion script") == (
        "&lt;<mark>script</mark>&gt;alert(&#39;<mark>exclusion</mark>&#39;)"
        "&lt;/<mark>script</mark>&gt; &amp; &lt;mark&gt;"
    )


@given(st.text(), TYPED)
def test_an_excerpt_holds_no_tag_but_marks(text: str, asked: str) -> None:
    soup = BeautifulSoup(f"<div>{shown(text, asked)}</div>", "html.parser")

    assert {tag.name for tag in soup.find_all(True)} <= {"div", "mark"}
    assert len(soup.get_text()) <= LONGEST + len("… …") + 60


@given(
    st.lists(st.sampled_from(["élève", "x" * 300, "a", "des", "<b>", "l’école,", "-", "médiation" * 3]), max_size=80),
    st.integers(0, 80),
    st.sampled_from(["exclusion", "d’exclusion,", "«exclusion»", "rendez-exclusion", "x" * 200 + "-exclusion"]),
)
def test_a_word_that_is_in_the_text_is_shown_and_marked(around: list[str], at: int, word: str) -> None:
    text = " ".join([*around[:at], word, *around[at:]])

    assert "exclusion" in marks(shown(text, "exclusion"))


@given(st.lists(st.sampled_from(["élève", "exclusion", "classe", "des", "<i>", "médiation,", "l’école"]), max_size=60))
def test_what_is_marked_is_what_was_looked_for(text: list[str]) -> None:
    for marked in marks(shown(" ".join(text), "exclusion élève")):
        assert {word.term for word in words(marked)} <= {"exclusion", "elev"}


@pytest.mark.parametrize("typed", ["a", "a*x ab*", '"a a a a a a a a a a a a b"', "a-a-a-a", "l’a", "aa*"])
@pytest.mark.parametrize("text", ["a ", "a-", "a’", "l’a ", "a", "a.", "a-a ", "aab "])
def test_a_bomb_is_gone_through_once(text: str, typed: str) -> None:
    assert len(shown(text * 25_000, typed)) < 2_000
