"""How often things may be done: what is too much is said, with when to come back, and nothing written is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import func, select

from config import Settings
from forum.core.errors import TooMany
from forum.core.ratelimits import count_once
from forum.discussions.models import Post
from forum.extensions import db
from tests.browsing import Browser
from tests.discussions.factories import make_space, make_thread
from tests.factories import make_person

Open = Callable[..., Browser]


def test_a_person_writes_so_often_in_a_minute_and_no_more(app: Flask) -> None:
    for _ in range(3):
        count_once("posts", 1, 3)
    with pytest.raises(TooMany) as refusal:
        count_once("posts", 1, 3)

    assert 1 <= (refusal.value.seconds or 0) <= 60
    count_once("posts", 2, 3)
    count_once("messages", 1, 3)


def test_who_writes_too_fast_is_told_and_keeps_what_they_wrote(browser: Open, few: Settings) -> None:
    thread = make_thread(make_person(), make_space())
    member = browser(make_person())
    for number in range(2):
        assert member.post(f"/threads/{thread.id}/reply", {"body": f"Réponse {number}"}).status == 200
    page = member.post(f"/threads/{thread.id}/reply", {"body": "Trois mots à garder"})

    assert page.status == 429
    assert "Attendez une minute" in page.text
    assert page.select("textarea")[0].get_text().strip() == "Trois mots à garder"
    assert db.session.scalar(select(func.count()).select_from(Post)) == 3


def test_a_preview_is_not_a_way_to_keep_the_server_busy(browser: Open, few: Settings) -> None:
    member = browser(make_person())
    statuses = [member.post("/preview", {"source": "a"}).status for _ in range(62)]

    assert statuses[:60] == [200] * 60
    assert statuses[60:] == [429] * 2


def test_attempts_to_come_in_are_counted_for_an_address_of_the_network(visitor: Browser, few: Settings) -> None:
    for number in range(3):
        tried = {"email": f"p{number}@example.org", "password": "x"}
        assert visitor.post("/login", tried).status == 422
    for address in ("/login", "/register", "/account/reset", "/account/resend"):
        page = visitor.post(address, {"email": "autre@example.org", "password": "x"})
        assert page.status == 429, address
        assert "Trop de demandes" in page.main
        assert 1 <= int(page.response.headers["Retry-After"]) <= 3_600


def test_pages_are_read_without_counting(visitor: Browser, few: Settings) -> None:
    assert {visitor.get("/login").status for _ in range(10)} == {200}


@pytest.fixture
def few(app: Flask, settings: Settings) -> Iterator[Settings]:
    """Settings that allow little."""
    app.config["SETTINGS"] = settings.model_copy(update={"credentials_per_hour": 3, "posts_per_minute": 2})
    yield app.config["SETTINGS"]
    app.config["SETTINGS"] = settings
