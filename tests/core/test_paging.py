"""Long lists cut into pages: each row once whatever the ties, and no cursor that breaks anything."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select

from forum.accounts.models import Person
from forum.core.addresses import LARGEST_ID
from forum.core.errors import NotFound
from forum.core.models import now
from forum.core.paging import (
    Page,
    after_cursor,
    cut,
    decode_cursor,
    decode_position,
    encode_cursor,
    encode_position,
    page_of,
)
from forum.core.transactions import transaction
from forum.extensions import db
from forum.notices.models import Notice
from forum.notices.words import notice_words
from tests.browsing import Browser
from tests.factories import make_person

Open = Callable[..., Browser]
BEGAN = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
TAMPERED = ["", "x", "é", "%", "AAAA", "MXxhAA", "bnVsbHxudWxs", "==", "-" * 5_000, "\x00", "9" * 40, "../..", "👍"]

moments = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC))  # noqa: DTZ001
ids = st.integers(0, LARGEST_ID)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(offsets=st.lists(st.integers(0, 4), max_size=30), size=st.integers(1, 7))
def test_walking_all_cursors_yields_each_row_once_whatever_the_ties(
    reader: Person, offsets: list[int], size: int
) -> None:
    fill(reader, [BEGAN + timedelta(seconds=offset) for offset in offsets])
    walked: list[tuple[datetime, int]] = []
    cursor: str | None = None
    for _ in range(len(offsets) + 1):
        query = after_cursor(select(Notice.told_at, Notice.id), Notice.told_at, Notice.id, cursor, size)
        piece = cut(list(db.session.execute(query)), size, lambda row: (row.told_at, row.id))
        assert len(piece.rows) <= size
        walked += [(row.told_at, row.id) for row in piece.rows]
        cursor = piece.next_cursor
        if cursor is None:
            break

    assert cursor is None
    assert len(walked) == len(offsets)
    assert walked == sorted(walked, reverse=True)
    assert len(set(walked)) == len(walked)


def test_a_reader_walks_a_long_list_by_its_links(browser: Open, reader: Person) -> None:
    fill(reader, [BEGAN] * 65)
    member = browser(reader)
    page, seen = member.get("/notices"), []
    for _ in range(5):
        seen += [str(link["href"]) for link in page.select("main .row a")]
        if "Avis plus anciens" not in page.links():
            break
        page = member.get(page.links()["Avis plus anciens"])

    assert sorted(seen) == sorted(f"/somewhere/{number}" for number in range(65))


def test_what_is_added_while_reading_moves_nothing(reader: Person) -> None:
    fill(reader, [BEGAN] * 4)
    query = after_cursor(select(Notice.told_at, Notice.id), Notice.told_at, Notice.id, None, 2)
    first = cut(list(db.session.execute(query)), 2, lambda row: (row.told_at, row.id))
    with transaction():
        db.session.execute(insert(Notice), rows(reader, [BEGAN + timedelta(days=1)], 100))
    query = after_cursor(select(Notice.told_at, Notice.id), Notice.told_at, Notice.id, first.next_cursor, 2)
    second = list(db.session.execute(query))

    assert len(second) == 2
    assert not set(first.rows) & set(second)


@given(moments, ids)
def test_a_cursor_reads_as_it_was_made(moment: datetime, item: int) -> None:
    assert decode_cursor(encode_cursor(moment, item)) == (moment, item)


@given(st.text(st.characters(exclude_characters="\x00", exclude_categories=("Cs",))), ids)
def test_a_position_reads_as_it_was_made(name: str, item: int) -> None:
    assert decode_position(encode_position(name, item)) == (name, item)


@given(st.one_of(st.text(), st.text(alphabet="AZaz09-_=|"), st.binary().map(lambda raw: raw.hex())))
def test_any_cursor_at_all_is_read_or_begins_at_the_start(cursor: str) -> None:
    assert decode_cursor(cursor) is None or isinstance(decode_cursor(cursor), tuple)
    assert decode_position(cursor) is None or isinstance(decode_position(cursor), tuple)


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-01T08:00:00|1",  # no time zone
        "0001-01-01T00:00:00+14:00|1",  # before time begins in UTC
        "9999-12-31T23:59:59-14:00|1",
        "2026-03-01T08:00:00+00:00|-99999999999999999999",
        "2026-03-01T08:00:00+00:00|2147483648",
        "2026-03-01T08:00:00+00:00|1|1",
        "|",
    ],
)
def test_a_cursor_that_points_nowhere_begins_at_the_start(reader: Person, text: str) -> None:
    fill(reader, [BEGAN] * 2)
    cursor = base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")
    query = after_cursor(select(Notice.told_at, Notice.id), Notice.told_at, Notice.id, cursor, 5)

    assert decode_cursor(cursor) is None
    assert len(list(db.session.execute(query))) == 2


@pytest.mark.parametrize("cursor", TAMPERED)
def test_a_tampered_address_shows_the_first_page(browser: Open, reader: Person, cursor: str) -> None:
    fill(reader, [BEGAN] * 2)
    member = browser(reader)
    for address, shown in (("/notices", "La cloche a sonné."), ("/people", reader.name)):
        page = member.get(address, query_string={"after": cursor, "cursor": cursor})
        assert page.status == 200
        assert shown in page.main


@given(st.integers(1, 2_000), st.integers(0, 50_000), st.integers(1, 50))
def test_a_number_beyond_the_last_page_is_no_page(number: int, total: int, size: int) -> None:
    last = max(1, -(-total // size))
    if number > last:
        with pytest.raises(NotFound):
            Page(number, total, size, str)
        return
    page = Page(number, total, size, str)
    shown = [each for each in page.near() if each is not None]

    assert page.first_item <= max(total, 1)
    assert {1, last, number} <= set(shown)
    assert shown == sorted(set(shown))
    assert len(page.near()) <= 9


@pytest.mark.parametrize("number", [0, -1, -(10**30), 10**30])
def test_there_is_no_page_before_the_first_nor_after_the_last(number: int) -> None:
    with pytest.raises(NotFound):
        Page(number, 45, 20, str)


@given(st.integers(1, 10**6), st.integers(1, 100))
def test_a_thing_stands_on_the_page_of_its_number(item: int, size: int) -> None:
    page = Page(page_of(item, size), item, size, str)

    assert page.first_item <= item <= page.last_item


def rows(person: Person, told: list[datetime], start: int = 0) -> list[dict[str, object]]:
    same: dict[str, object] = {"person_id": person.id, "kind": "tests.bell", "facts": {}}
    return [
        {**same, "key": f"k{number}", "url": f"/somewhere/{number}", "told_at": moment}
        for number, moment in enumerate(told, start)
    ]


def fill(person: Person, told: list[datetime]) -> None:
    """Tells a person as many things as there are moments, in place of what they were told."""
    with transaction():
        db.session.execute(delete(Notice))
        if told:
            db.session.execute(insert(Notice), rows(person, told))


@notice_words("tests.bell")
def bell(facts: object) -> str:
    return "La cloche a sonné."


@pytest.fixture
def reader(app: Flask) -> Person:
    return make_person(joined_at=now())
