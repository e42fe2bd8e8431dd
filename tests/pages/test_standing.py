"""The pages that stand: the same four in both languages, for everyone."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from forum.core.i18n import LANGUAGES
from forum.pages.standing import TEXTS
from tests.browsing import Browser
from tests.factories import make_person

Open = Callable[..., Browser]
PAGES = {
    "about": "À propos de Médiane",
    "charter": "Charte",
    "privacy": "Confidentialité",
    "accessibility": "Accessibilité",
}


@pytest.mark.parametrize("name", PAGES)
def test_a_standing_page_is_read_by_everyone(browser: Open, visitor: Browser, name: str) -> None:
    for who in (visitor, browser(make_person())):
        page = who.get(f"/{name}")
        assert page.status == 200
        assert page.texts("h1") == [PAGES[name]]
        assert len(page.main) > 500


@pytest.mark.parametrize("name", PAGES)
def test_a_standing_page_is_in_the_readers_language(visitor: Browser, browser: Open, name: str) -> None:
    french = visitor.get(f"/{name}")
    english = browser(**{"Accept-Language": "en"}).get(f"/{name}")

    assert english.select("html")[0]["lang"] == "en"
    assert english.main != french.main
    assert len(english.select("main h2, main h3")) == len(french.select("main h2, main h3"))
    assert len(english.select("main li")) == len(french.select("main li"))


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_standing_text_is_there_in_each_language(name: str, language: str) -> None:
    text = (TEXTS / f"{name}.{language}.md").read_text(encoding="utf-8")

    assert text.strip()
    assert "TODO" not in text


def test_no_standing_text_is_left_unused() -> None:
    assert {path.name for path in Path(TEXTS).glob("*.md")} == {f"{n}.{lang}.md" for n in PAGES for lang in LANGUAGES}


@pytest.mark.parametrize("name", PAGES)
def test_french_texts_follow_its_typography(name: str) -> None:
    text = (TEXTS / f"{name}.fr.md").read_text(encoding="utf-8")

    assert re.findall(r"\w'\w|[^\s] [;:!?»]|« ", text) == []


def test_links_of_standing_pages_lead_somewhere(visitor: Browser) -> None:
    for name in PAGES:
        for address in visitor.get(f"/{name}").links().values():
            if address.startswith("/"):
                assert visitor.get(address).status == 200, address
