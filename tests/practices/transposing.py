"""Transpositions to test with: schools with members, forms filled in, rows put down."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select

from forum.accounts.models import Person
from forum.core.models import now
from forum.core.transactions import transaction
from forum.extensions import db
from forum.practices.models import Sheet, Transposition
from forum.practices.services.record_transposition import record_transposition
from forum.practices.services.transposing import Told
from forum.schools.models import School
from tests.browsing import Browser, Page
from tests.factories import actor


def day(ago: int) -> date:
    """The day so many days ago; a negative number gives one to come."""
    return (now() - timedelta(days=ago)).date()


def told(school: School, started_on: date | None = None, **said: Any) -> Told:
    """What a member tells of a transposition."""
    adapted: Mapping[str, str] = said.pop("adapted", {})
    kept = {"outcome": "", "again": None, "may_contact": False, **said}
    return Told(school.id, started_on, adapted, **kept)


def make_transposition(
    person: Person, sheet: Sheet, school: School, state: str = "under_way", ago: int | None = 30, **said: Any
) -> Transposition:
    """One, begun 30 days ago where nothing else is said."""
    start = day(ago) if ago is not None else None
    return record_transposition(actor(person), sheet.id, state, told(school, start, **said))


def address(one: Transposition, end: str = "") -> str:
    return f"/practices/{one.sheet_id}/transpositions/{one.id}{end}"


def fill_in(member: Browser, sheet: Sheet, **fields: Any) -> Page:
    """Opens the form of « we did this here » and sends it."""
    page = member.get(f"/practices/{sheet.id}/transpositions/new")
    return member.submit(page, with_field="school", **fields)


def again(one: Transposition) -> Transposition:
    """The row as it stands now."""
    db.session.expire_all()
    return db.session.get_one(Transposition, one.id)


def count_of(sheet: Sheet) -> int:
    """What the sheet keeps as the number of its transpositions."""
    db.session.expire_all()
    return db.session.scalars(select(Sheet.transposition_count).where(Sheet.id == sheet.id)).one()


def recount(sheet: Sheet) -> int:
    """How many there are."""
    there = Transposition.sheet_id == sheet.id, Transposition.removed_at.is_(None)
    return db.session.scalar(select(func.count()).select_from(Transposition).where(*there)) or 0


def every() -> list[Transposition]:
    db.session.expire_all()
    return list(db.session.scalars(select(Transposition).order_by(Transposition.id)))


def set_down(one: Transposition, **columns: Any) -> None:
    """Writes columns as time would have left them."""
    with transaction():
        row = db.session.get_one(Transposition, one.id)
        for name, value in columns.items():
            setattr(row, name, value)
