"""Answers to machines that ask how the site is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from forum.extensions import db
from tests.browsing import Browser


def test_a_process_that_answers_says_so_without_the_database(visitor: Browser, statements: list[str]) -> None:
    page = visitor.get("/healthz")

    assert (page.status, page.response.get_json()) == (200, {"status": "ok"})
    assert statements == []


def test_a_site_that_can_serve_says_so(visitor: Browser) -> None:
    page = visitor.get("/readyz")

    assert (page.status, page.response.get_json()) == (200, {"status": "ok"})


def test_a_site_whose_database_is_gone_says_so_and_lives(visitor: Browser, database_gone: None) -> None:
    page = visitor.get("/readyz")

    assert (page.status, page.response.get_json()) == (503, {"status": "database"})
    assert visitor.get("/healthz").status == 200


def test_a_site_whose_tables_are_missing_is_not_ready(app: Flask, visitor: Browser) -> None:
    db.session.rollback()
    db.drop_all()
    try:
        assert visitor.get("/readyz").status == 503
    finally:
        db.session.rollback()
        db.create_all()
    assert visitor.get("/readyz").status == 200


@pytest.fixture
def database_gone(app: Flask) -> Iterator[None]:
    """A database that no longer answers."""

    def refuse(*_: object) -> None:
        raise OperationalError("connect", None, Exception("the server is gone"))

    event.listen(db.engine, "before_cursor_execute", refuse)
    yield
    event.remove(db.engine, "before_cursor_execute", refuse)
