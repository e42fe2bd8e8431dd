"""What composers and the page of drafts read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select

from forum.accounts.models import LONGEST_HANDLE, Person, sort_name
from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.policy import require, visible
from forum.core.text import excerpt, slug, tidy_line
from forum.extensions import db
from forum.writing.models import Attachment, Draft
from forum.writing.places import ShownPlace, people_at, shown_places
from forum.writing.quotes import readable_by
from forum.writing.services.drafts import MOST_DRAFTS, WRITTEN

MOST_PICKED = 8
NO_DRAFT = 0


@dataclass(frozen=True)
class KeptDraft:
    """A draft as its author finds it again: what its quotations say, only where they may still be read.

    Args:
        place: "thread:12".
        fields: what the form held.
        version: for the next save.
        saved_at: when it was kept.
        shown: the place, where its author sees it still.
    """

    place: str
    fields: Mapping[str, Any]
    version: int
    saved_at: datetime | None
    shown: ShownPlace | None = None

    @property
    def title(self) -> str:
        """The title that was begun, if there is one."""
        return str(self.fields.get("title", ""))

    @property
    def body(self) -> str:
        """The text."""
        return str(self.fields.get("body", ""))

    @property
    def excerpt(self) -> str:
        """Its first words."""
        return excerpt(self.body, 200)


def kept_draft(actor: Actor, place: str) -> KeptDraft:
    """The actor's draft of a place; one without a word where there is none."""
    draft = db.session.get(Draft, (actor.person_id, place)) if actor.is_signed_in else None
    return draft_as_kept(actor, place, draft)


def draft_as_kept(actor: Actor, place: str, draft: Draft | None) -> KeptDraft:
    """The actor's draft of a place, which a page has read along with what else it shows."""
    if draft is None:
        return KeptDraft(place, {}, NO_DRAFT, None)
    return as_read(actor, draft, None)


def as_read(actor: Actor, draft: Draft, shown: ShownPlace | None) -> KeptDraft:
    """A draft without what went out of its author's sight since."""
    fields = {
        name: readable_by(actor, held) if name in WRITTEN and isinstance(held, str) else held
        for name, held in draft.fields.items()
    }
    return KeptDraft(draft.place, fields, draft.version, draft.saved_at, shown)


def drafts_of(actor: Actor) -> list[KeptDraft]:
    """Everything that the actor began to write, the latest first."""
    query = select(Draft).where(Draft.person_id == actor.person_id).order_by(Draft.saved_at.desc(), Draft.place)
    drafts = list(db.session.scalars(query.limit(MOST_DRAFTS)))
    shown = shown_places(actor, [draft.place for draft in drafts])
    return [as_read(actor, draft, shown.get(draft.place)) for draft in drafts]


def file_for(actor: Actor, file_id: int) -> Attachment:
    """One file, for who may see it.

    Raises:
        NotFound: there is none, or none that the actor sees.
    """
    file = db.session.get(Attachment, file_id)
    if file is None:
        raise NotFound
    require(actor, "file.see", file)
    return file


@dataclass(frozen=True)
class Named:
    """A person as the picker of mentions offers them."""

    handle: str
    name: str
    profession: str


def people_to_name(actor: Actor, place: str, asked: str) -> Sequence[Named]:
    """People who may see a place and whose name, part of a name or handle begins so: eight, by one statement.

    Raises:
        NotFound: the actor sees no such place.
    """
    beginning = sort_name(tidy_line(asked)[:LONGEST_HANDLE])
    if not beginning:
        return []
    query = (
        select(Person.handle, Person.name, Person.profession)
        .where(visible(actor, Person), Person.id.in_(people_at(actor, place)), Person.id != actor.person_id)
        .where(
            or_(
                Person.sort_name.startswith(beginning, autoescape=True),
                Person.sort_name.contains(f" {beginning}", autoescape=True),
                Person.handle.startswith(slug(asked, LONGEST_HANDLE), autoescape=True),
            )
        )
        .order_by(Person.sort_name, Person.id)
        .limit(MOST_PICKED)
    )
    return [Named(*row) for row in db.session.execute(query)]
