"""A browser without scripts: follows links, fills in forms, keeps cookies, and reads as a person does."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextvars import Context
from functools import cached_property
from typing import Any, TypeVar

from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from forum.extensions import db
from tests.factories import open_session

Answer = TypeVar("Answer")


class Page:
    """What a browser shows after a request."""

    def __init__(self, response: TestResponse) -> None:
        self.response = response
        self.status = response.status_code
        self.url = response.request.path
        self.html = response.get_data(as_text=True)

    @cached_property
    def soup(self) -> BeautifulSoup:
        """The page taken apart; not asked of what is no page, such as a feed."""
        return BeautifulSoup(self.html, "html.parser")

    @property
    def text(self) -> str:
        """The words of the page, with white space (no-break spaces too) made single spaces."""
        return " ".join(self.soup.get_text(" ").split())

    @property
    def main(self) -> str:
        """The words of the main part alone."""
        main = self.soup.find("main")
        return " ".join(main.get_text(" ").split()) if main else ""

    def select(self, selector: str) -> list[Tag]:
        return list(self.soup.select(selector))

    def texts(self, selector: str) -> list[str]:
        return [" ".join(found.get_text(" ").split()) for found in self.soup.select(selector)]

    def links(self) -> dict[str, str]:
        """Each link's words and where it leads."""
        return {" ".join(a.get_text(" ").split()): str(a["href"]) for a in self.soup.select("a[href]")}

    def form(self, action: str = "", *, with_field: str = "") -> Tag:
        """The form that posts to an address (its end is enough), or that holds a field."""
        for form in self.soup.select("form"):
            if not str(form.get("action") or self.url).endswith(action):
                continue
            if with_field and not form.select(f'[name="{with_field}"]'):
                continue
            if str(form.get("method", "get")).lower() == "post":
                return form
        raise AssertionError(f"no form {action!r} {with_field!r} on {self.url}")

    def values(self, form: Tag) -> dict[str, Any]:
        """What a form would send as it stands."""
        sent: dict[str, Any] = {}
        for field in form.select("input[name], textarea[name], select[name]"):
            name, kind = str(field["name"]), field.get("type")
            if field.name == "textarea":
                sent[name] = field.get_text().removeprefix("\n")
            elif field.name == "select":
                chosen = field.select("option[selected]") or field.select("option")[:1]
                values = [str(option.get("value", option.get_text())) for option in chosen]
                sent[name] = values if field.has_attr("multiple") else (values or [""])[0]
            elif kind in ("checkbox", "radio"):
                if field.has_attr("checked"):
                    sent[name] = str(field.get("value", "on"))
            elif kind not in ("submit", "button", "file"):
                sent[name] = str(field.get("value", ""))
        return sent


def apart(do: Callable[[], Answer]) -> Answer:
    """Does something as another thread of the server would: with no context and no database session of the test's."""
    db.session.rollback()
    answer = Context().run(do)
    db.session.expire_all()
    return answer


class Browser:
    """One person's browser, or a visitor's."""

    def __init__(self, app: Flask, person: Any = None, headers: dict[str, str] | None = None) -> None:
        self.app = app
        self.client: FlaskClient = app.test_client()
        self.headers = {"Accept": "text/html", "Accept-Language": "fr", **(headers or {})}
        self.csrf = "the-token-of-this-session"
        token = open_session(person) if person is not None else None
        apart(lambda: self.begin(token))

    def begin(self, token: str | None) -> None:
        with self.client.session_transaction() as session:
            if token is not None:
                session["_user_id"] = token
                session["_fresh"] = True

    def request(self, method: str, url: str, *, follow: bool = True, **options: Any) -> Page:
        headers = {**self.headers, **options.pop("headers", {})}
        # The answer is read there too: one that is streamed is still being written.
        return apart(
            lambda: Page(self.client.open(url, method=method, headers=headers, follow_redirects=follow, **options))
        )

    def get(self, url: str, **options: Any) -> Page:
        return self.request("GET", url, **options)

    def post(self, url: str, data: dict[str, Any] | None = None, **options: Any) -> Page:
        """Posts with this session's token, as a form of the site would."""
        return self.request("POST", url, data={"csrf_token": self.token(), **(data or {})}, **options)

    def submit(self, page: Page, action: str = "", *, with_field: str = "", follow: bool = True, **fields: Any) -> Page:
        """Fills in a form of a page and sends it."""
        form = page.form(action, with_field=with_field)
        data = {**page.values(form), **fields}
        return self.request("POST", str(form.get("action") or page.url), data=data, follow=follow)

    def token(self) -> str:
        """A token such as forms of this session carry."""

        def sign() -> str:
            with self.client.session_transaction() as session:
                raw = session.setdefault("csrf_token", self.csrf)
            return str(URLSafeTimedSerializer(self.app.secret_key or "", salt="wtf-csrf-token").dumps(raw))

        return apart(sign)


def at_once(times: int, open_browser: Callable[[Any], Browser], person: Any, address: str) -> list[int]:
    """Posts from several browsers of one person at the same moment, as a server with threads gets them.

    Returns:
        the status of each answer.
    """
    browsers = [open_browser(person) for _ in range(times)]
    sent = [{"csrf_token": one.token()} for one in browsers]
    statuses: list[int] = []
    start = threading.Barrier(times)

    def press(one: Browser, data: dict[str, str]) -> None:
        start.wait()
        statuses.append(one.client.post(address, data=data, headers=one.headers).status_code)

    threads = [threading.Thread(target=press, args=pair) for pair in zip(browsers, sent, strict=True)]
    db.session.rollback()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.expire_all()
    return statuses
