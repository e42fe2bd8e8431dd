"""What can be reported, whichever feature it belongs to, and what the desk can do with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from markupsafe import escape
from sqlalchemy import ColumnElement, literal, union_all

from forum.core.actor import Actor
from forum.core.errors import Conflict, NotFound
from forum.extensions import db
from forum.moderation.subjects.kind import Brief, Kind, Subject, first_words
from forum.moderation.subjects.said import LETTER, MESSAGE, POST, PROPOSAL, SAID
from forum.moderation.subjects.shown import CONTACT, CONTACT_ANSWER, PROFILE, SHEET, SHOWN

__all__ = ["CONTACT", "CONTACT_ANSWER", "LETTER", "MESSAGE", "POST", "PROFILE", "PROPOSAL", "SHEET", "Brief", "Subject"]

KIND: Mapping[str, Kind] = {**SAID, **SHOWN}
KINDS = tuple(KIND)


def seen_by(actor: Actor, kind: str, object_id: int) -> Subject:
    """Something that somebody can see where it stands.

    Raises:
        NotFound: there is none that they see, or it was deleted.
    """
    found = read(kind, KIND[kind].sight(actor), KIND[kind].row.id == object_id)
    if not found or found[0].is_deleted:
        raise NotFound
    return found[0]


def brought_to_mediators(kind: str, object_id: int) -> Subject:
    """Something that was reported, wherever it stands.

    Raises:
        NotFound: there is none any more.
    """
    found = read(kind, KIND[kind].row.id == object_id)
    if not found:
        raise NotFound
    return found[0]


def in_context(kind: str, object_id: int) -> Sequence[Subject]:
    """What was reported, by one statement, and one more where its words stand elsewhere: of a thread or a room with up
    to three before and three after it, in order; of anything else, that alone."""
    return read(kind, *KIND[kind].around(object_id))


def briefly(objects: Iterable[tuple[str, int]], reader: Actor | None = None) -> dict[tuple[str, int], Brief]:
    """The little that lists show, by kind and id, by one statement whatever the kinds.

    Args:
        objects: kinds and ids.
        reader: who must see each where it stands; None for the desk.
    """
    wanted = list(objects)
    parts = []
    for kind in KINDS:
        ids = [object_id for object_kind, object_id in wanted if object_kind == kind]
        if ids:
            part = KIND[kind].brief.where(KIND[kind].row.id.in_(ids)).add_columns(literal(kind))
            parts.append(part if reader is None else part.where(KIND[kind].sight(reader)))
    if not parts:
        return {}
    return {
        (kind, object_id): Brief(
            kind, object_id, name, first_words(escape(words) if KIND[kind].is_plain else words), place, audience
        )
        for object_id, name, words, place, audience, kind in db.session.execute(union_all(*parts))
    }


def hide(actor: Actor, subject: Subject, reason: str) -> None:
    """Hides it, by the verb of the feature it belongs to.

    Raises:
        Conflict: nothing of the kind is hidden.
    """
    verb = KIND[subject.kind].hide
    if verb is None:
        raise Conflict
    verb(actor, subject.id, reason)


def restore(actor: Actor, subject: Subject) -> None:
    """Shows it again, by the verb of the feature it belongs to.

    Raises:
        Conflict: nothing of the kind is hidden.
    """
    verb = KIND[subject.kind].restore
    if verb is None:
        raise Conflict
    verb(actor, subject.id)


def place_of(subject: Subject) -> str:
    """The address at which its author and its readers find it."""
    return address_of(subject.kind, subject.id)


def address_of(kind: str, object_id: int) -> str:
    """The address at which readers find something."""
    return KIND[kind].address(object_id)


def read(kind: str, *conditions: ColumnElement[bool]) -> Sequence[Subject]:
    """What meets some conditions, in the order of its place."""
    known = KIND[kind]
    rows = db.session.execute(known.query.where(*conditions)).all()
    html = known.html(rows)
    can_hide = known.hide is not None
    return [
        Subject(
            kind=kind,
            id=written.id,
            author_id=known.author_id(written),
            name=name,
            profession=profession,
            html=html.get(written.id, ""),
            written_at=moment,
            is_hidden=can_hide and written.hidden_at is not None,
            is_deleted=known.is_deleted(written),
            hidden_reason=written.hidden_reason if can_hide else "",
            place=place,
            audience=audience,
            can_hide=can_hide,
            can_edit=known.can_edit,
        )
        for written, moment, place, audience, name, profession, *_more in rows
    ]
