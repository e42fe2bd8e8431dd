"""Who wrote a sheet: its owner, and those who accepted to write it with them; and the schools they belong to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select, union_all

from forum.extensions import db
from forum.practices.models import Sheet, SheetAuthor
from forum.schools.models import MembershipState, SchoolMembership


@dataclass(frozen=True)
class Authors:
    """The people who wrote a sheet.

    Args:
        people: their ids.
        schools: the ids of the schools they belong to today.
    """

    people: frozenset[int] = frozenset()
    schools: frozenset[int] = frozenset()


NOBODY = Authors()


def authors_of(sheet_ids: Iterable[int]) -> Mapping[int, Authors]:
    """The authors of some sheets, by one statement; by none for no sheet."""
    wanted = set(sheet_ids)
    if not wanted:
        return {}
    written = union_all(
        select(Sheet.id.label("sheet_id"), Sheet.owner_id.label("person_id")).where(Sheet.id.in_(wanted)),
        select(SheetAuthor.sheet_id, SheetAuthor.person_id).where(
            SheetAuthor.sheet_id.in_(wanted), SheetAuthor.accepted_at.is_not(None), SheetAuthor.ended_at.is_(None)
        ),
    ).subquery()
    belongs = (SchoolMembership.person_id == written.c.person_id) & (
        SchoolMembership.state == MembershipState.ADMITTED.value
    )
    people: dict[int, set[int]] = defaultdict(set)
    schools: dict[int, set[int]] = defaultdict(set)
    query = select(written.c.sheet_id, written.c.person_id, SchoolMembership.school_id).outerjoin(
        SchoolMembership, belongs
    )
    for sheet_id, person_id, school_id in db.session.execute(query):
        people[sheet_id].add(person_id)
        if school_id is not None:
            schools[sheet_id].add(school_id)
    return {sheet_id: Authors(frozenset(people[sheet_id]), frozenset(schools[sheet_id])) for sheet_id in people}
