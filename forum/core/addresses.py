"""Addresses: what can stand in them, and those that lead to others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from types import NoneType
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app, has_request_context, request
from flask.globals import app_ctx
from werkzeug.routing import IntegerConverter, Map, UnicodeConverter

LARGEST_ID = 2**31 - 1
"""What an integer column of either database holds."""


class RowNumber(IntegerConverter):
    """A number that a row can have: a larger one is an address of nothing, and no error of the database."""

    def __init__(self, map: Map, *, max: int = LARGEST_ID, **options: Any) -> None:
        super().__init__(map, max=max, **options)


class Words(UnicodeConverter):
    """A piece of an address without the character that no text of PostgreSQL holds."""

    def to_python(self, value: str) -> str:
        return super().to_python(value.replace("\x00", ""))


def init_app(app: Flask) -> None:
    """Bounds what `<int:…>`, `<…>` and queries take in routes bound after this; has templates remember addresses."""
    app.url_map.converters.update({"int": RowNumber, "string": Words, "default": Words})
    app.jinja_env.globals["url_for"] = remembering(app)

    @app.before_request
    def clean_query() -> None:
        request.query_string = request.query_string.replace(b"%00", b"")


def remembering(app: Flask) -> Callable[..., str]:
    """Flask's `url_for`, remembering what it worked out: a page asks for a hundred addresses, mostly the same ones."""

    @lru_cache(maxsize=8_192)
    def address_of(script_root: str, endpoint: str, values: tuple[tuple[str, Any], ...]) -> str:
        return app.url_for(endpoint, **dict(values))

    def url_for(endpoint: str, **values: Any) -> str:
        given = tuple(values.items())
        is_plain = not endpoint.startswith(".") and all(isinstance(value, (str, int, NoneType)) for _, value in given)
        if not is_plain or not has_request_context():
            return app.url_for(endpoint, **values)
        return address_of(request.script_root, endpoint, given)

    return url_for


@contextmanager
def whole_addresses() -> Iterator[None]:
    """Has `url_for` give whole addresses where no request is being answered: what is written for mail names things as
    pages do."""
    site = urlsplit(current_app.config["SETTINGS"].address)
    before = app_ctx.url_adapter
    app_ctx.url_adapter = current_app.url_map.bind(site.netloc, site.path or "/", url_scheme=site.scheme)
    try:
        yield
    finally:
        app_ctx.url_adapter = before


def with_query(url: str) -> str:
    """An address of ours with the query of the request at hand, as it was sent."""
    query = request.query_string.decode("ascii", "replace")
    return f"{url}?{query}" if query else url
