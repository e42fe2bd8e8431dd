"""What went wrong, in words: a page or JSON, in the reader's language, with a reference and nothing of the code."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from config import Settings
from forum.core.errors import Conflict, Invalid, NotAllowed, TooLarge, TooMany
from forum.core.policy import public
from forum.extensions import db
from tests.browsing import Browser, Page
from tests.factories import make_person

Open = Callable[..., Browser]

WORDS = {
    400: "Demande non comprise",
    403: "Accès réservé",
    404: "Page introuvable",
    405: "Action impossible ici",
    409: "Quelqu’un est passé avant vous",
    413: "Trop volumineux",
    422: "À corriger",
    429: "Trop de demandes",
    500: "Une erreur est survenue",
}
BREAKS = {
    403: NotAllowed(),
    409: Conflict(),
    413: TooLarge(),
    422: Invalid("name", ""),
    429: TooMany("", 42),
    500: RuntimeError("a secret of the code"),
}


def failing(status: int, who: Browser) -> Page:
    """A page that answers with a status."""
    match status:
        case 400:
            return who.request("POST", "/login", data={})
        case 404:
            return who.get("/nowhere")
        case 405:
            return who.get("/logout")
        case _:
            return who.get(f"/healthz?break={status}")


@pytest.mark.parametrize("status", WORDS)
def test_an_error_is_a_page_in_french(breaking: Flask, visitor: Browser, status: int) -> None:
    page = failing(status, visitor)

    assert page.status == status
    assert page.select("html")[0]["lang"] == "fr"
    assert page.texts("h1") == [WORDS[status]]
    assert page.select(".error-page p")
    assert page.select("header.top") and page.select("footer.foot")


@pytest.mark.parametrize("status", WORDS)
def test_an_error_is_a_page_in_english(breaking: Flask, browser: Open, status: int) -> None:
    page = failing(status, browser(**{"Accept-Language": "en"}))

    assert page.status == status
    assert page.select("html")[0]["lang"] == "en"
    assert page.texts("h1") != [WORDS[status]]
    assert not re.search("[éèàç]", page.main.replace("Médiane", ""))


@pytest.mark.parametrize("status", WORDS)
def test_an_error_is_json_for_a_program(breaking: Flask, browser: Open, status: int) -> None:
    answer = failing(status, browser(Accept="application/json")).response
    body = answer.get_json()

    assert answer.content_type == "application/problem+json"
    assert (answer.status_code, body["status"], body["title"]) == (status, status, WORDS[status])
    assert body["detail"]
    assert body["instance"] == answer.headers["X-Request-ID"]


@pytest.mark.parametrize("status", WORDS)
def test_an_error_says_its_reference_and_nothing_of_the_code(breaking: Flask, visitor: Browser, status: int) -> None:
    page = failing(status, visitor)

    assert page.response.headers["X-Request-ID"] in page.main
    for trace in ("Traceback", "RuntimeError", "a secret of the code", ".py", "werkzeug", "SELECT"):
        assert trace not in page.html


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_an_unknown_address_is_not_found_whatever_is_done_to_it(visitor: Browser, method: str) -> None:
    page = visitor.request(method, "/nowhere/at/all", data={"csrf_token": visitor.token()})

    assert page.status == 404


def test_what_is_too_much_says_when_to_come_back(breaking: Flask, visitor: Browser) -> None:
    assert failing(429, visitor).response.headers["Retry-After"] == "42"


def test_what_is_not_possible_says_what_is(visitor: Browser) -> None:
    assert failing(405, visitor).response.headers["Allow"] == "OPTIONS, POST"


def test_the_words_of_a_refusal_are_shown(breaking: Flask, visitor: Browser) -> None:
    assert "La salle est <pleine>." in visitor.get("/healthz?words=La salle est <pleine>.").main


def test_a_body_that_is_too_large_is_refused_in_words(visitor: Browser, settings: Settings) -> None:
    page = visitor.post("/login", {"email": "a" * settings.max_request_bytes})

    assert page.status == 413
    assert "Cet envoi dépasse la taille acceptée." in page.main


def test_a_body_that_is_no_form_is_refused_in_words(visitor: Browser) -> None:
    for body, kind in (
        (b"\xff\xfe", "application/x-www-form-urlencoded"),
        (b"--x\r\nContent-Disposition: nonsense", "multipart/form-data; boundary=x"),
        (b"--x", "multipart/form-data"),
        (b"{", "application/json"),
        (b"", "x" * 500),
    ):
        page = visitor.request("POST", "/login", data=body, content_type=kind)
        assert page.status == 400
        assert page.texts("h1") == ["Demande non comprise"]


def test_a_member_is_answered_when_the_database_is_gone(database_gone: Flask, browser: Open) -> None:
    member = database_gone.extensions["member"]
    page = member.get("/notices")

    assert page.status == 500
    assert page.texts("h1") == ["Une erreur est survenue"]
    assert page.response.headers["X-Request-ID"] in page.main


def test_a_visitor_is_answered_when_the_database_is_gone(database_gone: Flask, visitor: Browser) -> None:
    page = visitor.get("/")

    assert page.status == 500
    assert page.texts("h1") == ["Une erreur est survenue"]


def test_the_request_after_an_error_works(breaking: Flask, browser: Open) -> None:
    member = browser(make_person())
    assert failing(500, member).status == 500

    assert member.get("/").status == 200


@pytest.fixture
def breaking(app: Flask) -> Iterator[Flask]:
    """The application with an address that breaks as asked."""
    from flask import request

    healthy = app.view_functions["health.alive"]

    @public
    def alive() -> str:
        if words := request.args.get("words"):
            raise NotAllowed(words)
        raise BREAKS[int(request.args["break"])]

    app.view_functions["health.alive"] = alive
    yield app
    app.view_functions["health.alive"] = healthy


@pytest.fixture
def database_gone(app: Flask, browser: Open) -> Iterator[Flask]:
    """The application, and a member's browser, with a database that no longer answers."""
    app.extensions["member"] = browser(make_person())

    def refuse(*_: object) -> None:
        raise OperationalError("connect", None, Exception("the server is gone"))

    event.listen(db.engine, "before_cursor_execute", refuse)
    yield app
    event.remove(db.engine, "before_cursor_execute", refuse)
