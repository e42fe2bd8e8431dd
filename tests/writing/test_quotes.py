"""Quotations in a text: found wherever they stand, and taken out of it and put back without losing a word."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from forum.core.text import render_markdown
from forum.writing.quotes import own_words, put_back, quotation, quoted_messages, quoted_posts, without_withheld

GONE = "Cette citation ne peut plus être lue."
SECRET = "le secret"


@pytest.fixture(autouse=True)
def speaking(whole_app: Flask) -> object:
    with whole_app.test_request_context():
        yield


ONE = f"> [Marie Dupont](/posts/12) :\n> {SECRET}\n\nMa réponse."

QUOTING = {
    "one": ONE,
    "a paragraph more": f"> [M](/posts/12) :\n> un\n>\n> {SECRET}\n\nMa réponse.",
    "without a mark on the next line": f"> [M](/posts/12) :\n{SECRET}\n\nMa réponse.",
    "parted by an empty line": f"> [M](/posts/12) :\n> un\n\n> {SECRET}\n\nMa réponse.",
    "in a list": f"- > [M](/posts/12) :\n  > {SECRET}\n\nMa réponse.",
    "in a numbered list": f"1. > [M](/posts/12) :\n   > {SECRET}\n\nMa réponse.",
    "on the line of the credit": f"> [M](/posts/12) : {SECRET}\n\nMa réponse.",
    "without a colon": f"> [M](/posts/12)\n> {SECRET}\n\nMa réponse.",
    "with emphasis": f"> **[M](/posts/12)** :\n> {SECRET}\n\nMa réponse.",
    "with the address of the site": f"> [M](https://mediane.example/posts/12) :\n> {SECRET}\n\nMa réponse.",
    "with a name in brackets": f"> [M \\[x\\]](/posts/12) :\n> {SECRET}\n\nMa réponse.",
    "without a space": f">[M](/posts/12) :\n>{SECRET}\n\nMa réponse.",
    "within another": f"> [B](/posts/3) :\n> > [M](/posts/12) :\n> > {SECRET}\n>\n> de B\n\nMa réponse.",
    "around another": f"> [M](/posts/12) :\n> > [B](/posts/3) :\n> > de B\n>\n> {SECRET}\n\nMa réponse.",
    "after another": f"> [B](/posts/3) :\n> de B\n> [M](/posts/12) :\n> {SECRET}\n\nMa réponse.",
    "in code": f"> [M](/posts/12) :\n>\n>     {SECRET}\n\nMa réponse.",
    "in a fence": f"> [M](/posts/12) :\n> ```\n> {SECRET}\n> ```\n\nMa réponse.",
}


@pytest.mark.parametrize("source", QUOTING.values(), ids=QUOTING)
def test_a_quotation_is_found_and_its_words_are_taken_out(source: str) -> None:
    shown = without_withheld(source, {12})

    assert 12 in quoted_posts(source)
    assert SECRET not in shown
    assert "/posts/12" not in shown
    assert shown.count(GONE) == 1
    assert "Ma réponse." in shown
    outside = BeautifulSoup(render_markdown(shown), "html.parser")
    for quote in outside.select("blockquote"):
        quote.extract()
    assert outside.get_text(strip=True) == "Ma réponse."


@pytest.mark.parametrize("source", QUOTING.values(), ids=QUOTING)
def test_what_was_not_shown_to_an_editor_comes_back_where_it_stood(source: str) -> None:
    edited = without_withheld(source, {12}, to_edit=True)

    assert SECRET not in edited
    assert put_back(edited, source, {12}) == source
    longer = put_back(edited.replace("Ma réponse.", "Ma réponse, plus longue."), source, {12})
    assert longer == source.replace("Ma réponse.", "Ma réponse, plus longue.")


def test_what_an_editor_throws_away_stays_away() -> None:
    assert put_back("Ma réponse.", ONE, {12}) == "Ma réponse."


def test_an_editor_can_not_ask_for_words_that_were_not_there() -> None:
    asked = "> [x](/posts/12) :\n\nEt celle-ci :\n\n> [x](/posts/77) :\n"

    assert put_back(asked, "Rien de cité.", {12, 77}) == asked


def test_other_quotations_stay() -> None:
    source = f"{ONE}\n\n> [B](/posts/3) :\n> de B\n\nFin."

    shown = without_withheld(source, {12})

    assert quoted_posts(source) == [12, 3]
    assert "> [B](/posts/3) :\n> de B" in shown
    assert without_withheld(source, {4}) == source


def test_a_link_to_a_post_is_no_quotation() -> None:
    assert quoted_posts("Voir [ce message](/posts/12) : utile.") == []
    assert quoted_posts("> Une parole, voir [ce message](/posts/12).") == []


def test_a_quotation_is_made_as_it_is_read() -> None:
    made = quotation(12, "Marie [dite *M*]", "un\n\n> [B](/posts/3) :\n> deux")

    assert made == ("> [Marie \\[dite \\*M\\*\\]](/posts/12)\u00a0:\n> un\n>\n> > [B](/posts/3) :\n> > deux\n\n")
    assert quoted_posts(made) == [12, 3]


def test_a_quotation_within_a_quotation_is_folded_under_its_name() -> None:
    shown = BeautifulSoup(render_markdown(quotation(12, "Marie", "> [Bruno](/posts/3) :\n> deux\n\nun")), "html.parser")

    folded = shown.select_one("blockquote > details")
    assert folded is not None
    assert folded.summary.get_text() == "Bruno"
    assert "deux" in folded.select_one("blockquote").get_text()
    assert [link["href"] for link in shown.select("a")] == ["/posts/12", "/posts/3"]


A, B, C = (f"> [{name}](/posts/{number}) :\n> de {name}" for name, number in (("Ana", 1), ("Bao", 2), ("Cléo", 3)))


def drawn(source: str) -> list[str]:
    """The words of each part of a text as it is shown, those of a quotation behind a sign."""
    parts = BeautifulSoup(render_markdown(source), "html.parser").find_all(True, recursive=False)
    return [("> " if part.name == "blockquote" else "") + " ".join(part.get_text(" ").split()) for part in parts]


@pytest.mark.parametrize("between", ["\n\n", "\n", "\n>\n", "\n\n\n"], ids=["empty", "nothing", "marked", "two"])
def test_quotations_one_after_the_other_are_each_drawn_with_their_credit(between: str) -> None:
    three = between.join([A, B, C])
    each = ["> Ana : de Ana", "> Bao : de Bao", "> Cléo : de Cléo"]

    assert drawn(three) == each
    assert drawn(f"Avant.\n\n{three}\n\nAprès.") == ["Avant.", *each, "Après."]
    assert drawn(f"> Sans auteur.{between}{three}") == ["> Sans auteur.", *each]
    assert quoted_posts(three) == [1, 2, 3]


def test_quotations_one_after_the_other_within_another_are_told_apart_too() -> None:
    shown = BeautifulSoup(render_markdown(quotation(9, "Zoé", f"{A}\n\n{B}\n\nMerci.")), "html.parser")

    assert [fold.summary.get_text() for fold in shown.select("blockquote > details")] == ["Ana", "Bao"]
    assert len(shown.select("blockquote blockquote")) == 2
    assert shown.find("blockquote").find_all("p", recursive=False)[-1].get_text() == "Merci."


def test_what_directly_follows_a_quotation_belongs_to_the_last_one_until_an_empty_line() -> None:
    assert drawn(f"{A}\n\n{B}\n\nMa réponse.") == ["> Ana : de Ana", "> Bao : de Bao", "Ma réponse."]
    assert drawn(f"{A}\n\n{B}\nMa réponse.") == ["> Ana : de Ana", "> Bao : de Bao Ma réponse."]
    assert drawn(f"{A}\n\n> encore Ana") == ["> Ana : de Ana encore Ana"]
    assert drawn(f"{A}\n[Bao](/posts/2) : sans le signe") == ["> Ana : de Ana Bao : sans le signe"]


def test_of_quotations_in_a_row_one_that_went_out_of_sight_leaves_the_others_whole() -> None:
    shown = "\n".join(drawn(without_withheld("\n\n".join([A, B, C]), {2})))

    assert "> Ana : de Ana" in shown
    assert "> Cléo : de Cléo" in shown
    assert "Bao" not in shown


@given(st.text(alphabet="> \n-1.[]()/posts23: ab", max_size=120))
def test_any_text_is_read_and_nothing_of_it_is_lost(source: str) -> None:
    assert without_withheld(source, set()) == source
    for quoted in quoted_posts(source):
        edited = without_withheld(source, {quoted}, to_edit=True)
        assert put_back(edited, source, {quoted}).count("a") <= source.count("a")


LINES = st.lists(
    st.sampled_from(
        ["> [A](/posts/1) :", "> > [B](/posts/2) :", "> > b", "> a", "a", "", ">", "- > [A](/posts/1) :", "mot"]
    ),
    max_size=14,
)


@given(LINES)
def test_words_that_are_taken_out_come_back(lines: list[str]) -> None:
    source = "\n".join(lines)
    for withheld in ({1}, {2}, {1, 2}):
        edited = without_withheld(source, withheld, to_edit=True)
        assert put_back(edited, source, withheld) == source


@pytest.mark.timeout(10)
@pytest.mark.parametrize(
    "piece", ["> [a](/posts/1) :\n", "> ", "> [", "> > [a](/posts/1) :\n> a\n", "[a](/posts/1)", "- > "]
)
def test_quotations_made_to_keep_the_server_busy_are_read_in_a_moment(piece: str) -> None:
    source = (piece * 50_000)[:50_000] + "/posts/1"

    quoted_posts(source)
    assert without_withheld(source, {1}) is not None


def test_ones_own_words_are_what_is_left_without_what_one_quotes() -> None:
    assert own_words(f"Avant.\n\n{ONE}") == "Avant.\n\nMa réponse."
    assert own_words("> Une parole sans auteur.") == "> Une parole sans auteur."


LIFTED = "> [Inès Roche](/messages/7)\u00a0:\n> On a essayé.\n>\n> Deux fois."


def test_what_was_lifted_out_of_a_room_is_not_among_ones_own_words() -> None:
    assert own_words(f"Avant.\n\n{LIFTED}\n\nAprès.") == "Avant.\n\nAprès."
    assert own_words(f"{LIFTED}\n\n{ONE}") == "Ma réponse."
    assert own_words(f"> [M](/posts/12) :\n> > [I](/messages/7) :\n> > dit\n>\n> {SECRET}\n\nMoi.") == "Moi."
    assert own_words("Voir [ce message](/messages/7) : utile.") == "Voir [ce message](/messages/7) : utile."


@pytest.mark.parametrize("source", QUOTING.values(), ids=QUOTING)
def test_a_message_is_found_wherever_a_post_would_be(source: str) -> None:
    lifted = source.replace("/posts/12", "/messages/12")

    assert quoted_messages(lifted) == [12]
    assert 12 not in quoted_posts(lifted)
    assert SECRET not in own_words(lifted)
    assert "Ma réponse." in own_words(lifted)


def test_messages_are_told_from_posts_and_each_is_named_once() -> None:
    assert quoted_messages(f"{LIFTED}\n\n{ONE}\n\n> [T](/messages/3) :\n> b\n\n{LIFTED}") == [7, 3]
    assert quoted_posts(f"{LIFTED}\n\n{ONE}") == [12]
    assert quoted_messages("Voir [ce message](/messages/7) : utile.") == []
    assert without_withheld(LIFTED, {7}) == LIFTED, "a post of the same number is another thing"
