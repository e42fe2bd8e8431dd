"""No address breaks anything: numbers that no row has, characters that no text holds, queries of anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from werkzeug.routing import BuildError, IntegerConverter, Rule

from forum.accounts.models import Role
from tests.browsing import Browser
from tests.discussions.factories import make_space
from tests.factories import make_person

Open = Callable[..., Browser]

QUERIES = [
    "page=0", "page=-1", "page=99999999999", "page=abc", f"page={'9' * 5_000}", "post=0", "post=-5", "post=99999999999",
    "after=99999999999999999999", "before=-1", "cursor=x", "q=%22", "q=%F0%28", "q=tag:", "q=(((", "q=*", "kind=x",
    "tag=x&tag=y", "domain=%F0&beneficiary=", "next=//evil.example", "state=x", "a=%2500", "q=" + "a" * 3_000,
]  # fmt: skip


def test_no_address_breaks_on_a_number_that_no_row_has(app: Flask, browser: Open) -> None:
    mediator, visitor = browser(make_person(role=Role.MEDIATOR)), browser()
    asked = 0
    for rule, address in addresses(app, (2**31, 10**30)):
        for who in (mediator, visitor):
            asked += 1
            for method in rule.methods or ():
                page = who.get(address) if method == "GET" else who.post(address)
                assert page.status < 500, (method, address)

    assert asked > 60


def test_no_address_breaks_on_words_that_nothing_has(app: Flask, browser: Open) -> None:
    mediator = browser(make_person(role=Role.MEDIATOR))

    for _, address in addresses(app, ("é" * 300, "a.b", "%F0")):
        assert mediator.get(address).status in (200, 301, 302, 303, 403, 404, 405, 410), address


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query[:30])
def test_no_page_breaks_on_a_query(app: Flask, browser: Open, query: str) -> None:
    mediator, visitor = browser(make_person(role=Role.MEDIATOR)), browser()
    pages = [rule.rule for rule in app.url_map.iter_rules() if not rule.arguments and "GET" in (rule.methods or ())]
    assert len(pages) > 20

    for address in pages:
        for who in (mediator, visitor):
            assert who.get(f"{address}?{query}").status < 500, address


def test_a_character_that_no_text_holds_is_left_out_of_addresses(visitor: Browser) -> None:
    space = make_space("Climat")

    for address in ("/schools/a%00b", "/tags/%00", "/spaces/%00"):
        assert visitor.get(address).status == 404, address
    for address in ("/search?q=cli%00mat", "/practices?domain=a%00", f"/spaces/%00{space.slug}?%00page=1%00"):
        assert visitor.get(address).status == 200, address
    assert visitor.get("/search?q=cli%00mat").select('main input[name="q"]')[0]["value"] == "climat"


def addresses(app: Flask, words: tuple[object, ...]) -> Iterator[tuple[Rule, str]]:
    """Each address with parts, made of each of some words; a part that takes numbers is given numbers alone."""
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            for word in words if rule.arguments and rule.endpoint != "static" else ():
                takes = {name: isinstance(rule._converters.get(name), IntegerConverter) for name in rule.arguments}
                values = {name: 1 if number and isinstance(word, str) else word for name, number in takes.items()}
                try:
                    yield rule, app.url_for(rule.endpoint, **values)
                except (BuildError, ValueError):
                    continue
