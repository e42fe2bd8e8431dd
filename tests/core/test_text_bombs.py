"""Texts made to keep the server busy: each of 50,000 characters is shown in a moment, whatever it repeats.

The bound is pytest's: what is shown in a second here took half a minute, or all of the stack, before it was bounded.
"""

from __future__ import annotations

import unicodedata

import pytest
from bs4 import BeautifulSoup

from forum.core.differences import differences
from forum.core.text import excerpt, render_markdown, tidy
from tests.browsing import Browser
from tests.factories import make_person

LONGEST = 50_000
pytestmark = pytest.mark.timeout(20)


def repeated(piece: str, characters: int = LONGEST) -> str:
    return (piece * (characters // len(piece) + 1))[:characters]


REPEATED = [
    "*", "_", "`", "~", "[", "]", "(", ")", "!", "!(", "#", ">", "<", "&", "|", "-", "=", "+", '"', "\\", ":", "/",
    ".", "*a", "a*", "_a", "a_", "**a ", "***a ", "*_", "*_a", "**_a*", "`a", "``a`", "[a](", "[a][", "[a]", "![",
    "[[a]", "[^1]", "[^1]: a\n", "[a]: b\n", "<a ", "</", "&amp;", "&#x;", "> ", "- ", "+ ", "* ", "1. ", "1) ",
    "> - ", "- > ", "1. - ", "> a\n", ">> a\n\n", "- a\n", "- a\n\n", "+ a\n", "1. a\n\n", "- a\n1. b\n",
    "- a\n\n1. b\n\n", "- [ ] a\n", "-a\n", "# a\n", "#a\n", "a\n=\n", "a\n-\n", "- - -\n", "***\n", "---\n", "```\n",
    "~~~ a\n", "```a\n", "    a\n\n", "\ta\n", "a\n\n\tb\n\n", "- a\n\n        b\n\n", "\n", "a\n", "a\n\n", "  \n",
    " ", "\t", "a|b\n", "|a|b|\n", "|-|-|\n", "|a|\n|-|\n", "http://a.example/ ", "http://", "http:", "www.a.fr ",
    "www.", "https://a.example/(", "a@b.fr ", "a.", "a.fr/", "://", "mot ", "a", "\xe9", "e\u0301", "\u0301",
    "\u0301\u05b0", "\u202e", "\u200b", "\x00", "\x02", "\x03", "\U0001f469\u200d\U0001f467",
    "\r", "\u2028",
]  # fmt: skip


@pytest.mark.parametrize("piece", REPEATED, ids=lambda piece: ascii(piece)[1:-1])
def test_one_piece_repeated_is_shown_in_a_moment(piece: str) -> None:
    assert render_markdown(repeated(piece)) is not None
    assert render_markdown(repeated(piece, 7_990) + "\n" + repeated("mot ", 40_000))
    assert len(excerpt(repeated(piece))) <= 161


NESTED = {
    "quotes in one line": ">" * 7_900 + " fin",
    "quotes and lists in one line": "> - " * 7_000 + "fin",
    "numbers and bullets in one line": "1. - " * 900 + "fin",
    "bullets in one line": "- " * 25_000 + "fin",
    "stars in one line": "* " * 3_500 + "fin",
    "each line deeper by one": "\n".join(" " * depth + "- a" for depth in range(300)),
    "each line deeper by four": "\n".join("    " * depth + "- a" for depth in range(150)),
    "quotes deeper inside": "\n".join("> " + "    " * depth + "- a" for depth in range(150)),
    "every quote and list": "\n".join("> " * (n % 8) + "- " * (n % 5) + "a" for n in range(2_000)),
    "footnotes in footnotes": "[^0]\n\n" + "\n".join("    " * n + f"[^{n}]: x [^{n + 1}]" for n in range(200)),
    "links in links": "[" * 499 + "fin" + "](b)" * 499,
    "brackets that never close": "[" * 499 + "mot " * 12_000,
    "links that never close": '[a](b "' * 400 + "mot " * 10_000,
    "parentheses that never close": "[a](" + "(" * 49_000,
    "ticks of every length": " ".join("`" * n for n in range(1, 125)),
    "a table of many columns": "|a" * 3_900 + "|\n" + "|-" * 3_900 + "|\n",
    "a table whose rows are filled up": "|a" * 1_300 + "|\n" + "|-" * 1_300 + "|\n" + "x\n" * 20_000,
    "a table of many rows": "a|b\n-|-\n" + "x\n" * 24_000,
    "a table in a quote": "> a|b\n> -|-\n" + "> x\n" * 7_000,
    "many small tables": "|a|b|\n|-|-|\n\n" * 790,
    "footnotes": "".join(f"[^{n}] " for n in range(240)) + "\n\n" + "".join(f"[^{n}]: x\n" for n in range(240)),
    "one footnote called often": "[^1] " * 499 + "\n\n[^1]: x",
    "a footnote of many paragraphs": "[^1]\n\n[^1]: a\n" + "    b\n\n" * 2_400,
    "references": "".join(f"[{n}]: /x\n" for n in range(240)) + "\n" + " ".join(f"[{n}]" for n in range(240)),
    "a title that never ends": '[a]: b "' + '"' * 40_000 + "\n\nfin",
    "attributes of a fence": "```{ " + "a=b " * 12_000,
    "headings of one name": "# même\n" * 499,
}


@pytest.mark.parametrize("source", NESTED.values(), ids=NESTED.keys())
def test_what_is_nested_is_shown_in_a_moment(source: str) -> None:
    assert "<" in render_markdown(source, "p1")


def test_what_is_nested_too_deep_stands_at_the_deepest_level() -> None:
    shown = BeautifulSoup(render_markdown("> " * 200 + "la fin"), "html.parser")

    assert shown.select("blockquote")[-1].get_text(strip=True) == "la fin"
    assert 1 < len(shown.select("blockquote")) <= 10


def test_a_text_with_more_marks_than_a_person_writes_is_shown_as_typed() -> None:
    source = "*a* " * 5_000

    assert BeautifulSoup(render_markdown(source), "html.parser").get_text() == source


def test_the_longest_text_that_a_person_writes_keeps_its_marks() -> None:
    part = (
        "## Ce que nous avons essayé\n\nNous avons *d’abord* réuni l’équipe, puis **les familles** "
        "([compte rendu](https://a.example/x)). " + "Des mots, encore des mots. " * 60 + "\n\n- un\n- deux\n- trois\n\n"
        "| Classe | Élèves |\n|---|---|\n| 6e | 28 |\n| 5e | 26 |\n\n> Une parole citée.\n\n"
    )
    shown = BeautifulSoup(render_markdown(repeated(part)), "html.parser")

    assert len(shown.select("h3")) > 20
    assert len(shown.select("table")) > 20
    assert len(shown.select("a")) > 20


def test_two_megabytes_of_marks_on_one_letter_are_put_in_order_in_a_moment() -> None:
    tidied = tidy("a" + "\u0301\u05b0" * 1_000_000)

    assert unicodedata.is_normalized("NFC", tidied)
    assert len(tidied) < 10


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a " * 25_000, "b a " * 12_500),
        ("a " * 2_000, "b a " * 1_000),
        ("a b " * 1_000, "b a c " * 660),
        ("x\n" * 9_000, "y\n" * 9_000),
        ("a" * LONGEST, "b" * LONGEST),
        ("." * LONGEST, "," * LONGEST),
    ],
)
def test_two_texts_with_little_in_common_are_compared_in_a_moment(before: str, after: str) -> None:
    shown = BeautifulSoup(differences(before, after), "html.parser")

    assert "".join(part.get_text() for part in shown.children if part.name != "del") == after


def test_a_bomb_posted_by_a_member_is_answered(browser: object) -> None:
    member = browser(make_person())  # type: ignore[operator]

    assert member.post("/preview", {"source": repeated("(")}).status == 200
    assert member.post("/preview", {"source": repeated("- ")}).status == 200


def test_a_preview_of_more_than_a_post_holds_is_refused_in_words(browser: object) -> None:
    member: Browser = browser(make_person())  # type: ignore[operator]
    page = member.post("/preview", {"source": repeated("mot ", LONGEST + 1)})

    assert page.status == 413
    assert "trop long" in page.main
