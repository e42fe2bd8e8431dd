"""One line a request, for those who keep the site: enough to find a fault, nothing of what people write."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask

from forum.accounts.links import Purpose
from tests.accounts.factories import link
from tests.browsing import Browser
from tests.discussions.factories import make_space, make_thread
from tests.factories import PASSWORD, make_person

Lines = Callable[[], list[dict[str, Any]]]
SECRET = "un mot que personne ne doit lire"


def test_a_request_is_one_line_of_json(visitor: Browser, lines: Lines) -> None:
    page = visitor.get("/about")
    (line,) = lines()

    assert (line["event"], line["method"], line["path"], line["status"]) == ("request", "GET", "/about", 200)
    assert line["request_id"] == page.response.headers["X-Request-ID"]
    assert line["ms"] >= 0
    assert line["level"] == "info"
    assert line["timestamp"].endswith("Z")


def test_an_error_has_the_id_that_its_page_shows(visitor: Browser, lines: Lines) -> None:
    page = visitor.get("/nowhere")
    (line,) = lines()

    assert line["status"] == 404
    assert line["request_id"] in page.main


def test_each_request_has_an_id_of_its_own_that_nobody_chooses(visitor: Browser, lines: Lines) -> None:
    for _ in range(3):
        visitor.get("/about", headers={"X-Request-ID": "chosen-by-me"})
    ids = {line["request_id"] for line in lines()}

    assert len(ids) == 3
    assert "chosen-by-me" not in ids


def test_what_people_search_and_write_is_not_logged(app: Flask, browser: Callable[..., Browser], lines: Lines) -> None:
    person = make_person()
    thread = make_thread(person, make_space())
    member = browser(person)
    member.get("/search", query_string={"q": SECRET})
    member.post(f"/threads/{thread.id}/reply", {"body": SECRET})
    member.post("/login", {"email": "anais@example.org", "password": SECRET})
    member.get("/people", query_string={"q": SECRET})
    member.get(
        "/nowhere",
        query_string={"q": SECRET},
        headers={"User-Agent": SECRET, "Referer": f"http://localhost/?q={SECRET}"},
    )
    told = json.dumps(lines(), ensure_ascii=False)

    assert SECRET not in told
    assert "anais@example.org" not in told
    assert PASSWORD not in told
    assert person.name not in told


def test_the_links_of_mails_cannot_be_followed_from_the_log(visitor: Browser, lines: Lines) -> None:
    person = make_person(confirmed_at=None)
    for address in (link(Purpose.RESET, person), link(Purpose.CONFIRM, person)):
        visitor.get(address)
        visitor.post(address, {"password": "x"})
        visitor.get(f"{address}/")
        token = address.rsplit("/", 1)[1]
        assert token not in json.dumps(lines())
    paths = {line["path"].split("/…")[0] for line in lines()}

    assert paths - {"/login"} == {"/account/reset", "/account/confirm"}


def test_slugs_and_files_are_logged_whole(visitor: Browser, lines: Lines) -> None:
    address = "/threads/12-comment-preparer-le-retour-d-un-eleve-exclu-en-quatrieme"
    visitor.get(address)
    visitor.get("/static/dist/literata-italic-0000000000.woff2")

    assert [line["path"] for line in lines()] == [address, "/static/dist/literata-italic-0000000000.woff2"]


def test_a_path_of_several_lines_stays_one_line(visitor: Browser, lines: Lines) -> None:
    visitor.get('/a%0A%7B"event": "forged"%7D')

    assert [line["event"] for line in lines()] == ["request"]


@pytest.fixture
def lines(app: Flask) -> Iterator[Lines]:
    """Reads what was logged since the fixture was asked for, as it is written to standard error."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    formatters = [each.formatter for each in logging.getLogger().handlers if type(each) is logging.StreamHandler]
    handler.setFormatter(formatters[-1])
    logger = logging.getLogger("web")
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    logger.removeHandler(handler)
    logger.setLevel(level)
