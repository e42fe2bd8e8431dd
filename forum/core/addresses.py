"""Addresses: what can stand in them, and those that lead to others."""

from __future__ import annotations

from typing import Any

from flask import Flask, request
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
    """Bounds what `<int:…>` and `<…>` take in every route bound after this, and what a query holds."""
    app.url_map.converters.update({"int": RowNumber, "string": Words, "default": Words})

    @app.before_request
    def clean_query() -> None:
        request.query_string = request.query_string.replace(b"%00", b"")


def with_query(url: str) -> str:
    """An address of ours with the query of the request at hand, as it was sent."""
    query = request.query_string.decode("ascii", "replace")
    return f"{url}?{query}" if query else url
