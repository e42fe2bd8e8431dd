"""Sheets before the committee, to test with."""

from __future__ import annotations

from sqlalchemy import select

from forum.accounts.models import Person, Role
from forum.core.models import now
from forum.core.transactions import transaction
from forum.extensions import db
from forum.notices.models import Notice
from forum.practices.models import Review, Sheet, SheetAuthor
from forum.practices.services import (
    ask_changes,
    comment_sheet,
    give_opinion,
    submit_sheet,
    take_review,
)
from forum.schools.models import School
from forum.schools.services import admit_member
from tests.factories import actor, make_person
from tests.schools.factories import ask

REASONS = "Les effets sont décrits, et l’on voit comment refaire."


def make_editor(name: str = "") -> Person:
    """A member of the committee."""
    return make_person(name, role=Role.EDITOR)


def belong(school: School, referent: Person, person: Person) -> None:
    """Has a person who is there already admitted to a school."""
    ask(school, person)
    admit_member(actor(referent), school.id, person.id)


def make_coauthor(sheet: Sheet, person: Person, *, may_submit: bool = False, **columns: object) -> Person:
    """A person who writes a sheet with its owner.

    Args:
        columns: of the invitation, where it is not accepted, or ended.
    """
    with transaction():
        db.session.add(
            SheetAuthor(
                sheet_id=sheet.id,
                person_id=person.id,
                may_submit=may_submit,
                invited_by=sheet.owner_id,
                **{"accepted_at": now(), **columns},
            )
        )
    return person


def submitted(sheet: Sheet) -> Sheet:
    """The sheet, submitted by its owner."""
    owner = db.session.get_one(Person, sheet.owner_id)
    return submit_sheet(actor(owner), sheet.id, seen_version=db.session.get_one(Sheet, sheet.id).latest_version)


def review_of(sheet: Sheet) -> Review:
    """The last passage of a sheet before the committee."""
    last = select(Review).where(Review.sheet_id == sheet.id).order_by(Review.id.desc()).limit(1)
    return db.session.scalars(last.execution_options(populate_existing=True)).one()


def taken(sheet: Sheet, editor: Person) -> Review:
    """The passage of a sheet that waits, taken by an editor."""
    return take_review(actor(editor), sheet.id)


def judged(sheet: Sheet, editor: Person, opinion: str, reasons: str = REASONS) -> Sheet:
    """A sheet of which an editor gave their opinion."""
    return give_opinion(actor(editor), sheet.id, review_of(sheet).id, opinion, reasons)


def sent_back(sheet: Sheet, editor: Person, words: str = "Précisez les résultats.") -> None:
    """Sends a sheet that an editor holds back to its authors."""
    ask_changes(actor(editor), sheet.id, review_of(sheet).id, words)


def remark(sheet: Sheet, person: Person, words: str, field: str = "", parent: int | None = None) -> int:
    """The id of a remark that somebody left."""
    return comment_sheet(actor(person), sheet.id, words, field=field, parent_id=parent).id


def published_by_committee(sheet: Sheet, *editors: Person, opinion: str = "follow") -> Sheet:
    """A draft that went all the way: submitted, taken by the first editor, retained by all."""
    submitted(sheet)
    taken(sheet, editors[0])
    for editor in editors:
        judged(sheet, editor, opinion)
    return db.session.get_one(Sheet, sheet.id)


def fresh(sheet: Sheet) -> Sheet:
    """The sheet as it stands."""
    return db.session.get_one(Sheet, sheet.id, populate_existing=True)


def notices(person: Person, kind: str = "") -> list[Notice]:
    """What a person was told, oldest first."""
    query = select(Notice).where(Notice.person_id == person.id).order_by(Notice.id)
    return list(db.session.scalars(query.where(Notice.kind == kind) if kind else query))
