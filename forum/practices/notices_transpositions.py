"""What people are told about transpositions, about what is asked of them, and about the discussion of their sheets."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from forum.accounts.models import Person
from forum.core.changes import touch
from forum.core.events import on
from forum.core.transactions import transaction
from forum.discussions.events import PostChanged, PostsMoved, PostWritten, ThreadMoved, ThreadOpened
from forum.discussions.models import Thread
from forum.extensions import db
from forum.notices.services import tell
from forum.notices.words import notice_words
from forum.practices.authors import authors_of
from forum.practices.events_transpositions import (
    ContactAnswered,
    ContactAsked,
    TranspositionFinished,
    TranspositionRecorded,
)
from forum.practices.models import ContactRequest, Sheet, SheetDiscussion, Transposition
from forum.schools.models import School

RECORDED, FINISHED = "transposition.recorded", "transposition.finished"
FOLLOW_UP, A_YEAR_ON = "transposition.follow_up", "transposition.a_year_on"
ASKED, ANSWERED = "contact.asked", "contact.answered"
DISCUSSED = "sheet.discussed"


@notice_words(RECORDED, "library")
def recorded(facts: Mapping[str, Any]) -> str:
    """Somebody takes up a practice that one described."""
    return _("%(name)s transpose « %(title)s » : %(school)s.", **facts)


@notice_words(FINISHED, "library")
def finished(facts: Mapping[str, Any]) -> str:
    """Who took up a practice that one described is done."""
    return _("%(name)s a terminé sa transposition de « %(title)s » : %(school)s.", **facts)


@notice_words(FOLLOW_UP, "library")
def follow_up(facts: Mapping[str, Any]) -> str:
    """Three months after the start."""
    return _("Trois mois après le début de « %(title)s » : où en êtes-vous ?", **facts)


@notice_words(A_YEAR_ON, "library")
def a_year_on(facts: Mapping[str, Any]) -> str:
    """Twelve months after the start."""
    return _("Un an après le début de « %(title)s » : qu’en est-il, et le referiez-vous ?", **facts)


@notice_words(ASKED, "library")
def asked(facts: Mapping[str, Any]) -> str:
    """Somebody asked one something through Médiane."""
    return _("%(name)s vous écrit au sujet de « %(title)s ».", **facts)


@notice_words(ANSWERED, "library")
def answered(facts: Mapping[str, Any]) -> str:
    """Who was asked answered."""
    return _("%(name)s vous a répondu au sujet de « %(title)s ».", **facts)


@notice_words(DISCUSSED, "library")
def discussed(facts: Mapping[str, Any]) -> str:
    """Somebody speaks of a sheet or a transposition of one's own."""
    return _("%(name)s écrit au sujet de « %(title)s ».", **facts)


def transposition_address(transposition: Transposition) -> str:
    return f"/practices/{transposition.sheet_id}/transpositions/{transposition.id}"


@on(TranspositionRecorded, "notices")
def tell_authors_of_transposition(events: Sequence[TranspositionRecorded]) -> None:
    """Tells the sheet's authors, by mail too."""
    for event in events:
        tell_authors(event.transposition_id, RECORDED, "recorded")


@on(TranspositionFinished, "notices")
def tell_authors_of_its_end(events: Sequence[TranspositionFinished]) -> None:
    """Tells the sheet's authors, by mail too; once, even if it is taken up again and finished again."""
    for event in events:
        tell_authors(event.transposition_id, FINISHED, "finished")


def tell_authors(transposition_id: int, kind: str, what: str) -> None:
    found = db.session.execute(
        select(Transposition, Sheet, School.name, Person.name)
        .join(Sheet, Sheet.id == Transposition.sheet_id)
        .join(School, School.id == Transposition.school_id)
        .join(Person, Person.id == Transposition.author_id)
        .where(Transposition.id == transposition_id, Transposition.removed_at.is_(None))
    ).first()
    if found is None:
        return
    transposition, sheet, school, name = found
    facts = {"name": name, "title": sheet.title, "school": school}
    with transaction():
        for person_id in sorted(authors_of([sheet.id])[sheet.id].people):
            if person_id != transposition.author_id:
                key = f"transposition:{transposition.id}:{what}"
                tell(person_id, kind, key, facts, transposition_address(transposition), by_mail=True)


@on(ContactAsked, "notices")
def tell_who_is_asked(events: Sequence[ContactAsked]) -> None:
    """Tells who is asked, by mail too; the address of neither is in it."""
    for event in events:
        tell_of_contact(event.request_id, ASKED)


@on(ContactAnswered, "notices")
def tell_who_asked(events: Sequence[ContactAnswered]) -> None:
    """Tells who asked that there is an answer, by mail too."""
    for event in events:
        tell_of_contact(event.request_id, ANSWERED)


def tell_of_contact(request_id: int, kind: str) -> None:
    request = db.session.get(ContactRequest, request_id, populate_existing=True)
    if request is None:
        return
    speaker, listener = request.sender_id, request.recipient_id
    if kind == ANSWERED:
        speaker, listener = listener, speaker
    name = db.session.get_one(Person, speaker).name
    title = db.session.get_one(Sheet, request.sheet_id).title
    facts = {"name": name, "title": title}
    tell(listener, kind, f"contact:{request.id}:{kind}", facts, f"/contacts/{request.id}", by_mail=True)


@on(ThreadOpened, "library")
def show_first_words(events: Sequence[ThreadOpened]) -> None:
    """Has the sheet's page show anew what is said of it."""
    show_again({event.thread_id for event in events})


@on(PostWritten, "library")
def show_more_words(events: Sequence[PostWritten]) -> None:
    """Has the sheet's page show anew what is said of it; whom that concerns is told as of any post."""
    show_again({event.thread_id for event in events})


@on(PostChanged, "library")
def show_what_posts_say_now(events: Sequence[PostChanged]) -> None:
    """Has the sheet's page show anew the posts that were edited, deleted or hidden."""
    show_again({event.thread_id for event in events})


@on(ThreadMoved, "library")
def show_to_whom_it_is_open(events: Sequence[ThreadMoved]) -> None:
    """Has the sheet's page show the discussion no more, or again, to those who read the thread now."""
    show_again({event.thread_id for event in events})


@on(PostsMoved, "library")
def show_where_posts_are(events: Sequence[PostsMoved]) -> None:
    """Has the sheet's page show the posts that stand in its thread now."""
    show_again({thread_id for event in events for thread_id in (event.from_thread_id, event.to_thread_id)})


def show_again(threads: Collection[int]) -> None:
    opened = select(Thread.id).where(Thread.id.in_(threads) | Thread.merged_into_id.in_(threads))
    discussed_sheets = select(SheetDiscussion.sheet_id).where(SheetDiscussion.thread_id.in_(opened))
    with transaction():
        touch(*(f"sheet:{sheet_id}" for sheet_id in db.session.scalars(discussed_sheets)))
