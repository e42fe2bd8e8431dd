"""Excerpts: the stretch around what was looked for, marked, and nothing a browser would run."""

from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from forum.search.analysis import words
from forum.search.excerpts import LONGEST, excerpt
from forum.search.query import parse

FILLING = "Nous avons parlé longtemps de tout autre chose. " * 40


def marks(html: str) -> list[str]:
    return [found.get_text() for found in BeautifulSoup(html, "html.parser").select("mark")]


def test_words_are_marked_as_they_stand_in_the_text() -> None:
    shown = excerpt("Les élèves d’une école, et l’Exclusion.", parse("eleve ecoles exclusions").marked)

    assert marks(shown) == ["élèves", "école", "Exclusion"]


def test_an_excerpt_is_taken_from_where_most_of_the_words_stand() -> None:
    text = f"Une exclusion. {FILLING} Le conseil a choisi une exclusion définitive. {FILLING}"

    shown = excerpt(text, parse("exclusion définitive").marked)

    assert marks(shown) == ["exclusion", "définitive"]
    assert shown.startswith("… ")
    assert shown.endswith(" …")


def test_an_excerpt_of_a_text_that_holds_no_word_is_its_beginning() -> None:
    assert excerpt("Nous avons essayé.", parse("climat").marked) == "Nous avons essayé."


def test_an_excerpt_reaches_to_the_end_of_a_very_long_text() -> None:
    shown = excerpt(FILLING * 60 + "cornemuse", parse("cornemuse").marked)

    assert marks(shown) == ["cornemuse"]


def test_what_a_text_holds_of_html_is_shown_and_not_run() -> None:
    shown = excerpt("<script>alert('exclusion')</script> & <mark>", parse("exclusion script").marked)

    assert shown == (
        "&lt;<mark>script</mark>&gt;alert(&#39;<mark>exclusion</mark>&#39;)"
        "&lt;/<mark>script</mark>&gt; &amp; &lt;mark&gt;"
    )


@given(st.text(), st.text(max_size=60))
def test_an_excerpt_holds_no_tag_but_marks(text: str, asked: str) -> None:
    soup = BeautifulSoup(f"<div>{excerpt(text, parse(asked).marked)}</div>", "html.parser")

    assert {tag.name for tag in soup.find_all(True)} <= {"div", "mark"}
    assert len(soup.get_text()) <= LONGEST + len("… …") + 60


@given(
    st.lists(st.sampled_from(["élève", "x" * 300, "a", "des", "<b>", "l’école,", "-", "médiation" * 3]), max_size=80),
    st.integers(0, 80),
    st.sampled_from(["exclusion", "d’exclusion,", "«exclusion»", "rendez-exclusion", "x" * 200 + "-exclusion"]),
)
def test_a_word_that_is_in_the_text_is_shown_and_marked(around: list[str], at: int, word: str) -> None:
    text = " ".join([*around[:at], word, *around[at:]])

    assert "exclusion" in marks(excerpt(text, {"exclusion"}))


@given(st.lists(st.sampled_from(["élève", "exclusion", "classe", "des", "<i>", "médiation,", "l’école"]), max_size=60))
def test_what_is_marked_is_what_was_looked_for(text: list[str]) -> None:
    terms = {"exclusion", "elev"}

    for shown in marks(excerpt(" ".join(text), terms)):
        assert {word.term for word in words(shown)} <= terms
