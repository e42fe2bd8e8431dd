"""One verb, one transaction: whole or not at all, and what follows a commit follows nothing else."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, StatementError

from forum.accounts.models import Person
from forum.core.changes import Change, touch, versions
from forum.core.transactions import after_commit, transaction
from forum.extensions import db
from tests.factories import make_person


class GivenUp(Exception):
    """What stops a verb half-way."""


def topics() -> list[str]:
    db.session.expire_all()
    return sorted(db.session.scalars(select(Change.topic)))


def test_a_block_is_committed_at_its_end(app: Flask) -> None:
    with transaction():
        touch("one", "two")
    db.session.rollback()

    assert topics() == ["one", "two"]


def test_an_error_undoes_the_whole_block(app: Flask) -> None:
    with pytest.raises(GivenUp), transaction():
        touch("one")
        raise GivenUp

    assert topics() == []


def test_a_nested_block_belongs_to_the_outermost(app: Flask) -> None:
    with pytest.raises(GivenUp), transaction():
        with transaction():
            touch("inner")
        raise GivenUp
    assert topics() == []

    with transaction():
        with transaction():
            touch("inner")
        touch("outer")
    assert topics() == ["inner", "outer"]


def test_the_transaction_after_a_failed_one_works(app: Flask) -> None:
    make_person(email="rose@example.org")
    with pytest.raises(IntegrityError):
        make_person(email="rose@example.org")

    make_person(email="paul@example.org")
    assert len(db.session.scalars(select(Person)).all()) == 2


def test_what_follows_a_commit_runs_once_and_after_it(app: Flask) -> None:
    seen: list[list[str]] = []
    with transaction():
        with transaction():
            after_commit("look", lambda: seen.append(topics()))
            after_commit("look", lambda: seen.append(["twice"]))
        touch("one")
        assert seen == []

    assert seen == [["one"]]


def test_what_follows_a_commit_does_not_follow_a_rollback_nor_the_next_commit(app: Flask) -> None:
    seen: list[str] = []
    with pytest.raises(GivenUp), transaction():
        after_commit("look", lambda: seen.append("ran"))
        raise GivenUp
    with transaction():
        touch("one")

    assert seen == []


def test_a_version_grows_with_each_change(app: Flask) -> None:
    for _ in range(3):
        with transaction():
            touch("library")

    assert versions(["library", "people"]) == (("library", 3),)


def test_writers_at_once_wait_for_each_other_and_none_fails(app: Flask) -> None:
    """Each reads, then writes what it read: the pattern that fails half-way where the lock is taken late."""

    def add_one(_: int) -> None:
        with app.app_context(), transaction():
            topic = db.session.scalars(select(Change).where(Change.topic == "sum").with_for_update()).one()
            topic.version = topic.version + 1

    with transaction():
        touch("sum")
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add_one, range(60)))

    db.session.expire_all()
    assert versions(["sum"]) == (("sum", 61),)


def test_writers_of_the_same_topics_in_any_order_never_wait_in_a_ring(app: Flask) -> None:
    names = ["a", "b", "c", "d"]

    def change(number: int) -> None:
        with app.app_context(), transaction():
            touch(*(names if number % 2 else reversed(names)))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(change, range(40)))

    db.session.expire_all()
    assert versions(names) == tuple((name, 40) for name in names)


def test_sqlite_is_set_up_to_be_safe_and_to_wait(app: Flask, on_sqlite: None) -> None:
    pragmas = {
        name: db.session.execute(text(f"PRAGMA {name}")).scalar_one()
        for name in ("journal_mode", "foreign_keys", "busy_timeout", "synchronous")
    }

    assert pragmas == {"journal_mode": "wal", "foreign_keys": 1, "busy_timeout": 10_000, "synchronous": 2}


def test_a_reader_is_not_kept_waiting_by_a_writer(app: Flask) -> None:
    def read() -> tuple[tuple[str, int], ...]:
        with app.app_context():
            return versions(["sum"])

    with transaction(), ThreadPoolExecutor(1) as pool:
        touch("sum")
        assert pool.submit(read).result(timeout=5) == ()


def test_a_row_that_points_nowhere_is_refused(app: Flask) -> None:
    with pytest.raises(IntegrityError), transaction():
        db.session.execute(
            text("INSERT INTO site_roles (person_id, role, given_at) VALUES (99, 'editor', '2026-01-01')")
        )


def test_a_moment_is_kept_in_utc_and_a_naive_one_refused(app: Flask) -> None:
    person = make_person(confirmed_at=datetime(2026, 7, 1, 12, 0, tzinfo=timezone(timedelta(hours=2))))
    db.session.expire_all()

    assert db.session.get_one(Person, person.id).confirmed_at == datetime(2026, 7, 1, 10, 0, tzinfo=UTC)
    assert db.session.get_one(Person, person.id).confirmed_at.utcoffset() == timedelta(0)  # type: ignore[union-attr]
    with pytest.raises(StatementError, match="without a time zone"):
        make_person(confirmed_at=datetime(2026, 7, 1, 12, 0))  # noqa: DTZ001


def test_the_words_of_a_database_error_hold_nothing_of_what_was_written(app: Flask) -> None:
    with pytest.raises(IntegrityError) as failure, transaction():
        db.session.execute(
            text("INSERT INTO site_roles (person_id, role, given_at) VALUES (99, :role, '2026-01-01')"),
            {"role": "un secret"},
        )

    assert "un secret" not in str(failure.value)


@pytest.fixture
def on_sqlite(app: Flask) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("SQLite's own settings")
