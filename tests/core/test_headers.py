"""What a browser is told with every answer, and what it keeps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from config import Settings
from forum import create_app
from forum.core.assets import asset
from forum.extensions import db
from tests.browsing import Browser
from tests.factories import PASSWORD, make_person

Open = Callable[..., Browser]
PAGES = ["/", "/nowhere", "/login", "/healthz", "/notices", "/logout", "/static/nothing.css", "/search?q=x"]


@pytest.mark.parametrize("address", PAGES)
def test_every_answer_carries_a_strict_content_policy(visitor: Browser, address: str) -> None:
    said = visitor.get(address, follow=False).response.headers["Content-Security-Policy"]
    policy = dict(part.strip().split(" ", 1) for part in said.split(";"))

    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == policy["connect-src"] == "'self'"
    assert "unsafe" not in said
    assert "http" not in said
    assert "*" not in said


@pytest.mark.parametrize("address", PAGES)
def test_every_answer_says_what_a_browser_may_do_with_it(visitor: Browser, address: str) -> None:
    headers = visitor.get(address, follow=False).response.headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    for feature in ("camera", "geolocation", "microphone"):
        assert f"{feature}=()" in headers["Permissions-Policy"]


def test_an_answer_to_a_form_carries_them_too(visitor: Browser) -> None:
    for page in (
        visitor.post("/login"),
        visitor.request("POST", "/login"),
        visitor.post("/language", {"language": "xx"}),
    ):
        assert page.status >= 400
        assert "default-src 'none'" in page.response.headers["Content-Security-Policy"]


def test_pages_are_asked_for_again_and_kept_by_nobody_else(visitor: Browser, browser: Open) -> None:
    for page in (visitor.get("/"), visitor.get("/login"), browser(make_person()).get("/"), visitor.get("/nowhere")):
        assert page.response.headers["Cache-Control"] == "private, no-cache"


def test_built_files_are_kept_for_a_year_and_missing_ones_not(app: Flask, visitor: Browser) -> None:
    with app.test_request_context():
        address = asset("mark.svg")
    found, missing = visitor.get(address), visitor.get("/static/dist/none-0000.css")

    assert missing.status == 404
    assert "immutable" not in missing.response.headers["Cache-Control"]
    if found.status == 404:
        pytest.skip("the assets are not built")
    assert found.response.headers["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("path", ["../config.py", "..%2fconfig.py", "%2e%2e/config.py", "..../config.py"])
def test_nothing_but_static_files_is_served_as_one(visitor: Browser, path: str) -> None:
    assert visitor.get(f"/static/{path}").status in (301, 308, 404)


def test_browsers_are_told_to_use_https_in_production_only(production: Flask, visitor: Browser) -> None:
    assert "Strict-Transport-Security" not in visitor.get("/healthz").response.headers
    answer = production.test_client().get("/healthz", base_url="https://mediane.example")

    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_the_cookie_of_a_session_is_out_of_the_reach_of_scripts_and_other_sites(visitor: Browser) -> None:
    person = make_person()
    page = visitor.submit(visitor.get("/login"), "/login", email=person.email, password=PASSWORD, follow=False)
    (cookie,) = page.response.headers.getlist("Set-Cookie")

    assert cookie.startswith("session=")
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


def test_in_production_the_cookie_of_a_session_never_goes_over_an_open_line(production: Flask) -> None:
    with production.app_context():
        db.create_all()
    answer = production.test_client().get("/login", base_url="https://mediane.example")
    (cookie,) = answer.headers.getlist("Set-Cookie")

    assert cookie.startswith("__Host-session=")
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))


def test_the_cookie_of_the_language_is_out_of_reach_too(visitor: Browser) -> None:
    page = visitor.post("/language", {"language": "en"}, follow=False)
    cookie = next(each for each in page.response.headers.getlist("Set-Cookie") if each.startswith("language="))

    assert {"HttpOnly", "SameSite=Lax"} <= set(cookie.split("; "))


def test_reading_leaves_a_visitor_without_a_cookie(visitor: Browser) -> None:
    for address in ("/", "/about", "/spaces", "/practices", "/schools", "/communities", "/search?q=x"):
        assert visitor.get(address).response.headers.getlist("Set-Cookie") == [], address


@pytest.fixture
def production(tmp_path: Path) -> Iterator[Flask]:
    app = create_app(
        Settings(
            app_env="production",
            secret_key="x" * 40,
            base_url="https://mediane.example",
            mail_server="127.0.0.1",
            data_dir=tmp_path,
            jobs="by-hand",
            log_level="ERROR",
        )
    )
    yield app
    with app.app_context():
        db.engine.dispose()
