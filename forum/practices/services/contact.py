"""Writing through Médiane to an author of a sheet or to who transposed it: nobody's address is shown."""

from __future__ import annotations

from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import func, select

from forum.accounts.models import Person
from forum.core.actor import Actor
from forum.core.errors import Conflict, Invalid, NotAllowed, NotFound, TooMany
from forum.core.events import record
from forum.core.models import now
from forum.core.policy import require
from forum.core.text import is_blank, tidy
from forum.core.transactions import transaction
from forum.extensions import db
from forum.practices.authors import authors_of
from forum.practices.events_transpositions import ContactAnswered, ContactAsked
from forum.practices.models import ContactRequest
from forum.practices.services.content import find_sheet
from forum.practices.services.transposing import find_transposition

LONGEST_WORDS = 5_000
MOST_A_DAY = 10
"""Requests that one person may send in 24 hours."""
MOST_UNANSWERED = 3
"""Requests of one person that another may have waiting: who does not answer is left alone."""


def ask_author(
    actor: Actor, sheet_id: int, author_id: int, body: str, *, submission: str | None = None
) -> ContactRequest:
    """Asks an author of a sheet something.

    Args:
        actor: who asks.
        sheet_id: of a sheet in the library.
        author_id: its owner, or who accepted to write it with them.
        body: what is asked; plain text.
        submission: what tells the same form sent twice.

    Raises:
        NotFound: there is no such sheet or author of it.
        NotAllowed: one does not write to oneself.
        Invalid: there is nothing to read in the text, or too much of it.
        TooMany: too many requests in a day.
        Conflict: the person has several of the actor's waiting.
    """
    text = checked_words(body, "body")
    with transaction():
        sheet = find_sheet(sheet_id)
        require(actor, "sheet.ask", sheet)
        if author_id not in authors_of([sheet.id])[sheet.id].people:
            raise NotFound
        return send(actor, ContactRequest(sheet_id=sheet.id, recipient_id=author_id, body=text), submission)


def ask_who_transposed(
    actor: Actor, sheet_id: int, transposition_id: int, body: str, *, submission: str | None = None
) -> ContactRequest:
    """Asks who transposed a practice something, where they said « contact me ».

    Args and raises as `ask_author`; see the rule "transposition.ask".
    """
    text = checked_words(body, "body")
    with transaction():
        one = find_transposition(actor, sheet_id, transposition_id)
        require(actor, "transposition.ask", one)
        recipient_id = one.transposition.author_id
        asked = ContactRequest(
            sheet_id=sheet_id, transposition_id=transposition_id, recipient_id=recipient_id, body=text
        )
        return send(actor, asked, submission)


def send(actor: Actor, asked: ContactRequest, submission: str | None) -> ContactRequest:
    """Sends what is asked, within the limits."""
    if asked.recipient_id == actor.id:
        raise NotAllowed(_("C’est à vous que ces questions arrivent : vous ne pouvez pas vous écrire."))
    # The sender's row is held, so that two sendings of one form, or of ten, come one after the other.
    db.session.execute(select(Person.id).where(Person.id == actor.person_id).with_for_update(key_share=True))
    twin = sent_before(actor.person_id, submission)
    if twin is not None:
        return twin
    keep_measure(actor, asked.recipient_id)
    asked.sender_id = actor.person_id
    asked.submission = submission
    db.session.add(asked)
    db.session.flush()
    record(ContactAsked(asked.id))
    return asked


def answer_contact(actor: Actor, request_id: int, words: str) -> ContactRequest:
    """Answers what one was asked, once; the same answer again changes nothing.

    Raises:
        NotFound, NotAllowed: see the rules "contact.see" and "contact.answer".
        Invalid: there is nothing to read in the text, or too much of it.
        Conflict: another answer was sent.
    """
    text = checked_words(words, "answer")
    with transaction():
        asked = db.session.scalar(
            select(ContactRequest)
            .where(ContactRequest.id == request_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        if asked is None:
            raise NotFound
        require(actor, "contact.answer", asked)
        if asked.answered_at is not None:
            if asked.answer == text:
                return asked
            raise Conflict(_("Vous avez déjà répondu à cette question."))
        asked.answer = text
        asked.answered_at = now()
        record(ContactAnswered(asked.id))
    return asked


def checked_words(given: str, field: str) -> str:
    text = tidy(given).strip()
    if is_blank(text):
        raise Invalid(field, _("Écrivez quelque chose avant d’envoyer."))
    if len(text) > LONGEST_WORDS:
        raise Invalid(field, _("Ce texte est trop long : %(max)d caractères au plus.", max=LONGEST_WORDS))
    return text


def sent_before(person_id: int, submission: str | None) -> ContactRequest | None:
    if submission is None:
        return None
    sent = ContactRequest.sender_id == person_id, ContactRequest.submission == submission
    return db.session.scalar(select(ContactRequest).where(*sent))


def keep_measure(actor: Actor, recipient_id: int) -> None:
    """Keeps one person from writing to everybody, and from writing on and on to one who does not answer."""
    day_ago = now() - timedelta(days=1)
    mine = ContactRequest.sender_id == actor.person_id
    first, today = db.session.execute(
        select(func.min(ContactRequest.sent_at), func.count()).where(mine, ContactRequest.sent_at > day_ago)
    ).one()
    if today >= MOST_A_DAY:
        raise TooMany(
            _("Vous avez écrit à %(most)d personnes depuis hier. Réessayez demain.", most=MOST_A_DAY),
            max(1, int((first - day_ago).total_seconds())),
        )
    waiting = select(func.count()).where(
        mine, ContactRequest.recipient_id == recipient_id, ContactRequest.answered_at.is_(None)
    )
    if (db.session.scalar(waiting) or 0) >= MOST_UNANSWERED:
        raise Conflict(_("Cette personne a déjà plusieurs questions de votre part. Attendez qu’elle y réponde."))
