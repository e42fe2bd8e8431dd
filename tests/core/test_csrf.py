"""What changes something comes from a page of ours, of this session, and from nowhere else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from forum.accounts.models import Login
from forum.core import audience
from forum.discussions.models import Post, Thread
from forum.extensions import db
from tests.browsing import Browser
from tests.discussions.factories import make_space, make_thread
from tests.factories import make_person

Open = Callable[..., Browser]
HOST = "http://localhost"


def posts() -> int:
    return db.session.scalar(select(func.count()).select_from(Post)) or 0


def test_a_form_of_ours_is_taken(member: Browser, thread: Thread) -> None:
    assert member.post(address(thread), {"body": "Oui."}).status == 200
    assert posts() == 2


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "\x00", "é" * 400])
def test_a_wrong_token_changes_nothing_and_says_why(member: Browser, thread: Thread, token: str) -> None:
    page = member.request("POST", address(thread), data={"body": "Non.", "csrf_token": token})

    assert page.status == 400
    assert "rechargez-la et réessayez" in page.main
    assert posts() == 1


def test_no_token_at_all_changes_nothing(member: Browser, thread: Thread) -> None:
    assert member.request("POST", address(thread), data={"body": "Non."}).status == 400
    assert posts() == 1


def test_a_token_of_another_session_changes_nothing(browser: Open, member: Browser, thread: Thread) -> None:
    other = browser(make_person())
    other.csrf = "the-token-of-another-session"

    assert member.request("POST", address(thread), data={"body": "Non.", "csrf_token": other.token()}).status == 400
    assert posts() == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "http://localhost.evil.example"},
        {"Origin": "http://localhost:8080"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": HOST, "Sec-Fetch-Site": "cross-site"},
    ],
    ids=str,
)
def test_a_request_from_another_site_changes_nothing(member: Browser, thread: Thread, headers: dict[str, str]) -> None:
    page = member.post(address(thread), {"body": "Non."}, headers=headers)

    assert page.status == 400
    assert "ne vient pas d’une page de Médiane" in page.main
    assert posts() == 1


@pytest.mark.parametrize(
    "headers", [{}, {"Origin": HOST}, {"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"}], ids=str
)
def test_a_request_from_here_is_taken(member: Browser, thread: Thread, headers: dict[str, str]) -> None:
    assert member.post(address(thread), {"body": "Oui."}, headers=headers).status == 200
    assert posts() == 2


def test_nobody_is_logged_out_or_in_from_another_site(member: Browser, visitor: Browser) -> None:
    crossing = {"Sec-Fetch-Site": "cross-site"}
    assert member.post("/logout", headers=crossing).status == 400
    assert visitor.post("/login", {"email": "a@b.example", "password": "x"}, headers=crossing).status == 400

    assert db.session.scalar(select(func.count()).select_from(Login)) == 1


def test_a_get_changes_nothing(member: Browser, thread: Thread) -> None:
    for path in (address(thread), "/logout", "/drafts/discard", "/notices/read"):
        assert member.get(path, query_string={"csrf_token": member.token(), "body": "Non."}).status == 405
    assert posts() == 1


def address(thread: Thread) -> str:
    return f"/threads/{thread.id}/reply"


@pytest.fixture
def thread(app: object) -> Thread:
    return make_thread(make_person(), make_space(audience=audience.PUBLIC))


@pytest.fixture
def member(browser: Open) -> Browser:
    return browser(make_person())
