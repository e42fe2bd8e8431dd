"""What people show of themselves and of their practice: profiles, sheets, and what is asked about those through
Médiane. Mediators hide none of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup
from sqlalchemy import case, func, literal, select

from forum.accounts.models import Person
from forum.core import audience
from forum.core.policy import visible
from forum.moderation.subjects.kind import Kind
from forum.practices.fields import FIELDS
from forum.practices.models import LISTED, ContactRequest, Sheet, SheetVersion
from forum.practices.queries.quotations import as_visitors_read

SHEET, PROFILE, CONTACT, CONTACT_ANSWER = "sheet", "profile", "contact", "contact-answer"

READERS = case((LISTED, audience.PUBLIC), else_="")
"""A draft belongs to no audience: its authors and the committee are told one by one."""


def said_by_sheets(rows: Sequence[Any]) -> Mapping[int, str]:
    """The fields of sheets, by id, as everybody may read their quotations: one statement where there are any."""
    versions = as_visitors_read([row[-1] for row in rows if row[-1] is not None])
    return {version.sheet_id: said_by(version) for version in versions}


def said_by(version: SheetVersion) -> str:
    """A version from its title on, each field under its name."""
    parts = []
    for field in FIELDS:
        value = version.html.get(field.key) or version.content.get(field.key)
        if not value:
            continue
        said = Markup(value) if field.key in version.html else Markup("<p>{}</p>").format(value)  # noqa: S704
        parts.append(Markup("<p><b>{}</b></p>\n{}").format(field.label, said))
    return Markup("\n").join(parts)


def plain(rows: Sequence[Any], words: str) -> Mapping[int, str]:
    """What is kept as text, as HTML."""
    return {row[0].id: Markup('<p class="as-typed">{}</p>').format(getattr(row[0], words)) for row in rows}


SHOWN: Mapping[str, Kind] = {
    SHEET: Kind(
        row=Sheet,
        query=select(Sheet, Sheet.changed_at, Sheet.title, READERS, Person.name, Person.profession, SheetVersion)
        .join(Person, Person.id == Sheet.owner_id)
        .outerjoin(
            SheetVersion,
            (SheetVersion.sheet_id == Sheet.id)
            & (SheetVersion.number == func.coalesce(Sheet.published_version, Sheet.latest_version)),
        ),
        brief=select(Sheet.id, Person.name, Sheet.title, Sheet.title, READERS).join(
            Person, Person.id == Sheet.owner_id
        ),
        sight=lambda actor: visible(actor, Sheet),
        around=lambda object_id: (Sheet.id == object_id,),
        address=lambda object_id: f"/practices/{object_id}",
        html=said_by_sheets,
        author_id=lambda sheet: int(sheet.owner_id),
        is_plain=True,
    ),
    PROFILE: Kind(
        row=Person,
        query=select(Person, Person.joined_at, Person.name, literal(audience.MEMBERS), Person.name, Person.profession),
        brief=select(Person.id, Person.name, Person.about, Person.name, literal(audience.MEMBERS)),
        sight=lambda actor: visible(actor, Person),
        around=lambda object_id: (Person.id == object_id,),
        address=lambda object_id: f"/people/{object_id}--",
        html=lambda rows: plain(rows, "about"),
        author_id=lambda person: int(person.id),
        is_plain=True,
    ),
    CONTACT: Kind(
        row=ContactRequest,
        query=select(
            ContactRequest, ContactRequest.sent_at, literal(""), literal(""), Person.name, Person.profession
        ).join(Person, Person.id == ContactRequest.sender_id),
        brief=select(ContactRequest.id, Person.name, ContactRequest.body, literal(""), literal("")).join(
            Person, Person.id == ContactRequest.sender_id
        ),
        sight=lambda actor: visible(actor, ContactRequest),
        around=lambda object_id: (ContactRequest.id == object_id,),
        address=lambda object_id: f"/contacts/{object_id}",
        html=lambda rows: plain(rows, "body"),
        author_id=lambda asked: int(asked.sender_id),
        is_plain=True,
    ),
    CONTACT_ANSWER: Kind(
        row=ContactRequest,
        query=select(
            ContactRequest, ContactRequest.answered_at, literal(""), literal(""), Person.name, Person.profession
        )
        .join(Person, Person.id == ContactRequest.recipient_id)
        .where(ContactRequest.answered_at.is_not(None)),
        brief=select(ContactRequest.id, Person.name, ContactRequest.answer, literal(""), literal("")).join(
            Person, Person.id == ContactRequest.recipient_id
        ),
        sight=lambda actor: visible(actor, ContactRequest),
        around=lambda object_id: (ContactRequest.id == object_id,),
        address=lambda object_id: f"/contacts/{object_id}",
        html=lambda rows: plain(rows, "answer"),
        author_id=lambda asked: int(asked.recipient_id),
        is_plain=True,
    ),
}
