"""Writing a sheet together: inviting, answering, leaving, taking back."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select

from forum.accounts.models import Person
from forum.core.actor import Actor
from forum.core.changes import touch
from forum.core.errors import Conflict, Invalid, NotFound
from forum.core.models import now
from forum.core.policy import require
from forum.core.transactions import transaction
from forum.extensions import db
from forum.notices.services import tell
from forum.practices.models import SheetAuthor
from forum.practices.services.content import find_sheet
from forum.practices.services.history import note

INVITED, ACCEPTED, DECLINED, LEFT, TAKEN_BACK = (
    "sheet.invited",
    "sheet.joined",
    "sheet.invitation_declined",
    "sheet.author_left",
    "sheet.author_removed",
)
"""Kinds of notices; their words are in forum/practices/notices_writing.py."""
MOST_AUTHORS = 20


def invite_author(actor: Actor, sheet_id: int, person_id: int, *, may_submit: bool) -> SheetAuthor:
    """Invites a member to write a sheet; they are told, and see the sheet once they accept.

    Args:
        actor: the sheet's owner.
        person_id: whom.
        may_submit: whether they may also submit it to the committee.

    Raises:
        NotFound, NotAllowed: see the rule "sheet.invite".
        Invalid: it is the owner, or somebody invited already, or nobody, or there are too many.
    """
    with transaction():
        sheet = find_sheet(sheet_id)
        require(actor, "sheet.invite", sheet)
        person = db.session.get(Person, person_id)
        if person is None or person.confirmed_at is None:
            raise Invalid("who", _("Aucun membre n’a ce nom ou cette adresse."))
        if person_id == sheet.owner_id:
            raise Invalid("who", _("Vous êtes déjà l’auteur de cette fiche."))
        known = author_row(sheet_id, person_id)
        if known is not None and known.ended_at is None:
            raise Invalid("who", _("%(name)s est déjà sur cette fiche.", name=person.name))
        if len(current_authors(sheet_id)) >= MOST_AUTHORS:
            raise Invalid("who", _("Une fiche a %(max)d coauteurs au plus.", max=MOST_AUTHORS))
        row = known or SheetAuthor(sheet_id=sheet_id, person_id=person_id)
        row.may_submit, row.invited_by, row.invited_at = may_submit, actor.person_id, now()
        row.accepted_at = row.ended_at = None
        db.session.add(row)
        note(sheet_id, "invited", actor.person_id, {"person": person_id, "may_submit": may_submit})
        said = {"title": sheet.title, "name": actor.name}
        tell(person_id, INVITED, key_of(row, "invited"), said, f"/practices/{sheet_id}/invitation", by_mail=True)
    return row


def answer_invitation(actor: Actor, sheet_id: int, *, accepts: bool) -> None:
    """Accepts or declines an invitation; whoever invited is told.

    Raises:
        NotFound: the actor has no invitation to this sheet that waits for an answer.
    """
    with transaction():
        sheet = find_sheet(sheet_id)
        row = author_row(sheet_id, actor.person_id)
        if row is None or row.ended_at is not None:
            raise NotFound
        if row.accepted_at is not None:
            if accepts:
                return  # the button was pressed twice
            raise Conflict(_("Vous avez déjà accepté. Vous pouvez quitter la fiche depuis sa page des auteurs."))
        if accepts:
            row.accepted_at = now()
        else:
            row.ended_at = now()
        note(sheet_id, "joined" if accepts else "invitation_declined", actor.person_id)
        kind, said = ACCEPTED if accepts else DECLINED, {"title": sheet.title, "name": actor.name}
        tell(row.invited_by, kind, key_of(row, kind), said, f"/practices/{sheet_id}/authors")


def leave_sheet(actor: Actor, sheet_id: int) -> None:
    """Stops writing a sheet of somebody else's; its owner is told.

    Raises:
        NotFound: the actor is not among its co-authors.
    """
    with transaction():
        sheet = find_sheet(sheet_id)
        row = author_row(sheet_id, actor.person_id)
        if row is None or row.ended_at is not None or row.accepted_at is None:
            raise NotFound
        row.ended_at = now()
        note(sheet_id, "author_left", actor.person_id)
        said = {"title": sheet.title, "name": actor.name}
        tell(sheet.owner_id, LEFT, key_of(row, LEFT), said, f"/practices/{sheet_id}/authors")
        touch(f"sheet:{sheet_id}")


def take_back_author(actor: Actor, sheet_id: int, person_id: int) -> None:
    """Takes an invitation back, or ends a co-author's part; done already, it changes nothing.

    Raises:
        NotFound, NotAllowed: see the rule "sheet.invite"; or nobody of this id was ever invited.
    """
    with transaction():
        sheet = find_sheet(sheet_id)
        require(actor, "sheet.invite", sheet)
        row = author_row(sheet_id, person_id)
        if row is None:
            raise NotFound
        if row.ended_at is not None:
            return
        row.ended_at = now()
        note(sheet_id, "author_removed", actor.person_id, {"person": person_id})
        said = {"title": sheet.title, "name": actor.name}
        tell(person_id, TAKEN_BACK, key_of(row, TAKEN_BACK), said, "/practices/drafts")
        touch(f"sheet:{sheet_id}")


def let_author_submit(actor: Actor, sheet_id: int, person_id: int, *, may_submit: bool) -> None:
    """Says whether a co-author may submit the sheet.

    Raises:
        NotFound, NotAllowed: see the rule "sheet.invite"; or they are not among the co-authors.
    """
    with transaction():
        sheet = find_sheet(sheet_id)
        require(actor, "sheet.invite", sheet)
        row = author_row(sheet_id, person_id)
        if row is None or row.ended_at is not None:
            raise NotFound
        if row.may_submit != may_submit:
            row.may_submit = may_submit
            note(sheet_id, "author_rights", actor.person_id, {"person": person_id, "may_submit": may_submit})


def key_of(row: SheetAuthor, what: str) -> str:
    """What makes telling it again the same notice: each invitation is one of its own."""
    return f"sheet:{row.sheet_id}:{row.person_id}:{what}:{int(row.invited_at.timestamp())}"


def author_row(sheet_id: int, person_id: int) -> SheetAuthor | None:
    return db.session.scalar(
        select(SheetAuthor)
        .where(SheetAuthor.sheet_id == sheet_id, SheetAuthor.person_id == person_id)
        .execution_options(populate_existing=True)
    )


def current_authors(sheet_id: int) -> list[SheetAuthor]:
    return list(
        db.session.scalars(select(SheetAuthor).where(SheetAuthor.sheet_id == sheet_id, SheetAuthor.ended_at.is_(None)))
    )
