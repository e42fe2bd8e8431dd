"""What changed between two versions of a text."""

from __future__ import annotations

from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from forum.core.differences import differences, steps

TEXTS = st.lists(st.sampled_from(["mot", "Mot", " ", "\n", ".", "<b>", "é", "👍"]), max_size=40).map("".join)


def test_what_was_taken_out_and_what_was_added_are_told_apart() -> None:
    assert differences("Je viens à huit heures.", "Je viens à neuf heures.") == (
        "Je viens à <del>huit</del><ins>neuf</ins> heures."
    )


def test_texts_that_are_the_same_show_no_change() -> None:
    assert differences("Même <b>texte</b>", "Même <b>texte</b>") == "Même &lt;b&gt;texte&lt;/b&gt;"


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_from_the_differences(before: str, after: str) -> None:
    found = steps(before, after)

    assert "".join(piece for piece, fate in found if fate != "added") == before
    assert "".join(piece for piece, fate in found if fate != "removed") == after


@given(st.text(), st.text())
def test_nothing_in_the_texts_becomes_markup(before: str, after: str) -> None:
    shown = BeautifulSoup(f"<p>{differences(before, after)}</p>", "html.parser").p

    assert shown is not None
    assert {element.name for element in shown.find_all(True)} <= {"ins", "del"}
