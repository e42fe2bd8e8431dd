"""What a reader sees of the results' page and of what is offered while one types."""

from __future__ import annotations

import json

from tests.browsing import Browser, Page


def ask(browser: Browser, text: str, **more: str | list[str]) -> Page:
    return browser.get("/search", query_string={"q": text, **more})


def titles(page: Page) -> list[str]:
    return page.texts(".row h3")


def values(page: Page, facet: str = "kind") -> list[str]:
    """The values of a facet with their counts: « Discussions 1 »."""
    return [
        text.replace(" (choisi ; cliquez pour l’ôter)", "") for text in page.texts(f"section:has(#facet-{facet}) li a")
    ]


def total(page: Page) -> int:
    """How many results the page says there are."""
    said = page.texts(".list-head [role=status]")
    return int(said[0].split()[0]) if said else 0


def chips(page: Page) -> list[str]:
    return [text.removeprefix("Ôter le filtre ").removesuffix(" ×") for text in page.texts(".chosen a")]


def suggested(browser: Browser, typed: str) -> list[str]:
    """What is offered, as « kind: title »."""
    answer = browser.get("/search/suggest", query_string={"q": typed})
    assert answer.status == 200
    return [f"{each['kind']}: {each['title']}" for each in json.loads(answer.html)["suggestions"]]
