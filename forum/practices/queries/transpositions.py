"""What pages read of transpositions, of the discussions of sheets, and of what is asked through Médiane."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import aliased

from forum.accounts.models import Person
from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.policy import can, require, visible
from forum.discussions.models import Post, Thread
from forum.extensions import db
from forum.practices.models import LISTED, ContactRequest, Sheet, SheetAuthor, SheetDiscussion, Transposition
from forum.practices.policy import TranspositionOfSheet
from forum.practices.services.transposing import ADAPTABLE
from forum.schools.models import School

MOST_SHOWN = 60
"""Transpositions on a sheet's page; the rest are on their own."""
TRANSPOSITIONS_A_PAGE = 50
MOST_OF_SCHOOL = 10
LAST_POSTS = 3
SCHOOL = "school:"
Sender, Recipient = aliased(Person), aliased(Person)
LastPosts = Select[Thread, Post, str, str]


@dataclass(frozen=True)
class TranspositionRow:
    """A transposition in a list, on the map, in what was adapted of each section."""

    id: int
    sheet_id: int
    state: str
    started_on: date | None
    adapted_html: Mapping[str, str]
    outcome_html: str
    again: bool | None
    may_contact: bool
    author_id: int
    author: str
    author_profession: str
    school: str
    school_key: str
    city: str
    latitude: float | None
    longitude: float | None

    @property
    def year(self) -> int | None:
        return self.started_on.year if self.started_on else None


@dataclass(frozen=True)
class TranspositionPage:
    """A transposition as its own page shows it."""

    transposition: Transposition
    sheet: Sheet
    school: School
    author: str
    author_profession: str

    @property
    def one(self) -> TranspositionOfSheet:
        """What the rules are asked about."""
        return TranspositionOfSheet(self.transposition, self.sheet)


@dataclass(frozen=True)
class PostLine:
    """A post of a discussion, as the page of what is discussed shows it."""

    id: int
    author: str
    author_profession: str
    html: str
    written_at: datetime


@dataclass(frozen=True)
class Discussion:
    """A thread with its last posts, the newest last."""

    thread: Thread
    posts: Sequence[PostLine]


@dataclass(frozen=True)
class ContactPage:
    """What was asked, and answered."""

    asked: ContactRequest
    sheet: Sheet | None
    sender: str
    recipient: str


def listed(actor: Actor, *conditions: ColumnElement[bool]) -> Select[Transposition, School, str, str]:
    """Transpositions with their school and author, the latest start first, those without one last."""
    return (
        select(Transposition, School, Person.name, Person.profession)
        .join(School, School.id == Transposition.school_id)
        .join(Person, Person.id == Transposition.author_id)
        .where(visible(actor, Transposition), *conditions)
        .order_by(Transposition.started_on.is_(None), Transposition.started_on.desc(), Transposition.id.desc())
    )


def transpositions_of(
    actor: Actor, sheet_id: int, limit: int, after: tuple[date | None, int] | None = None
) -> Sequence[TranspositionRow]:
    """The transpositions of a sheet, the latest start first, by one statement.

    Args:
        limit: how many at most.
        after: the start and the id of the last one seen.
    """
    conditions = [Transposition.sheet_id == sheet_id]
    if after is not None:
        conditions.append(comes_after(*after))
    return [row_of(*found) for found in db.session.execute(listed(actor, *conditions).limit(limit))]


def comes_after(day: date | None, transposition_id: int) -> ColumnElement[bool]:
    later_ids = Transposition.id < transposition_id
    undated = Transposition.started_on.is_(None)
    if day is None:
        return undated & later_ids
    return undated | (Transposition.started_on < day) | ((Transposition.started_on == day) & later_ids)


def row_of(transposition: Transposition, school: School, author: str, profession: str) -> TranspositionRow:
    return TranspositionRow(
        id=transposition.id,
        sheet_id=transposition.sheet_id,
        state=transposition.state,
        started_on=transposition.started_on,
        adapted_html=transposition.adapted_html,
        outcome_html=transposition.outcome_html,
        again=transposition.again,
        may_contact=transposition.may_contact,
        author_id=transposition.author_id,
        author=author,
        author_profession=profession,
        school=school.name,
        school_key=school.uai or school.slug,
        city=school.city,
        latitude=school.latitude,
        longitude=school.longitude,
    )


def by_year(rows: Sequence[TranspositionRow]) -> list[tuple[int | None, list[TranspositionRow]]]:
    """The rows parted by the year of their start, as they come."""
    return [(year, list(of_year)) for year, of_year in groupby(rows, key=lambda row: row.year)]


def adapted_by_section(rows: Sequence[TranspositionRow]) -> list[tuple[str, list[TranspositionRow]]]:
    """For each section of the sheet, the transpositions that tell what they adapted of it."""
    gathered = [(key, [row for row in rows if row.adapted_html.get(key)]) for key in ADAPTABLE]
    return [(key, telling) for key, telling in gathered if telling]


def transposition_page(actor: Actor, sheet_id: int, transposition_id: int) -> TranspositionPage:
    """A transposition as its page shows it, by one statement.

    Raises:
        NotFound: there is none of this sheet that the actor sees.
    """
    found = db.session.execute(
        select(Transposition, Sheet, School, Person.name, Person.profession)
        .join(Sheet, Sheet.id == Transposition.sheet_id)
        .join(School, School.id == Transposition.school_id)
        .join(Person, Person.id == Transposition.author_id)
        .where(Transposition.id == transposition_id, Transposition.sheet_id == sheet_id, visible(actor, Transposition))
    ).first()
    if found is None:
        raise NotFound
    return TranspositionPage(*found)


def transposition_to_edit(actor: Actor, sheet_id: int, transposition_id: int) -> TranspositionPage:
    """The same, for its author.

    Raises:
        NotFound, NotAllowed: see the rule "transposition.edit".
    """
    page = transposition_page(actor, sheet_id, transposition_id)
    require(actor, "transposition.edit", page.one)
    return page


def transpositions_of_school(actor: Actor, school_id: int) -> Sequence[tuple[Transposition, Sheet]]:
    """What a school took up, the latest start first, by one statement."""
    query = (
        select(Transposition, Sheet)
        .join(Sheet, Sheet.id == Transposition.sheet_id)
        .where(Transposition.school_id == school_id, Transposition.removed_at.is_(None), LISTED, visible(actor, Sheet))
        .order_by(Transposition.started_on.is_(None), Transposition.started_on.desc(), Transposition.id.desc())
        .limit(MOST_OF_SCHOOL)
    )
    return [(transposition, sheet) for transposition, sheet in db.session.execute(query)]


def own_schools(actor: Actor) -> Sequence[School]:
    """The schools that the actor belongs to, by one statement."""
    ids = [int(claim.removeprefix(SCHOOL)) for claim in actor.claims if claim.startswith(SCHOOL)]
    return list(db.session.scalars(select(School).where(School.id.in_(ids)).order_by(School.sort_name, School.id)))


def authors_to_ask(sheet_id: int) -> Sequence[tuple[int, str, str]]:
    """The authors of a sheet with the professions they have, by one statement."""
    owner = select(Sheet.owner_id).where(Sheet.id == sheet_id)
    others = select(SheetAuthor.person_id).where(
        SheetAuthor.sheet_id == sheet_id, SheetAuthor.accepted_at.is_not(None), SheetAuthor.ended_at.is_(None)
    )
    query = select(Person.id, Person.name, Person.profession).where(Person.id.in_(owner.union(others)))
    return [(row.id, row.name, row.profession) for row in db.session.execute(query.order_by(Person.sort_name))]


def discussion_of_sheet(actor: Actor, sheet_id: int) -> Discussion | None:
    """The thread of a sheet with its last posts, by one statement; nothing where nobody opened it."""
    opened = select(SheetDiscussion.thread_id).where(SheetDiscussion.sheet_id == sheet_id)
    return discussion(last_posts(actor).where(Thread.id.in_(where_it_goes_on(opened))))


def discussion_of_transposition(actor: Actor, transposition: Transposition) -> Discussion | None:
    """The thread of a transposition with its last posts, by one statement; by none where nobody opened it."""
    if transposition.thread_id is None:
        return None
    opened = select(Transposition.thread_id).where(Transposition.id == transposition.id)
    return discussion(last_posts(actor).where(Thread.id.in_(where_it_goes_on(opened))))


def where_it_goes_on(opened: Select[int | None] | Select[int]) -> Select[int]:
    """The ids of threads, or of those that they were merged into."""
    first = aliased(Thread)
    return select(func.coalesce(first.merged_into_id, first.id)).where(first.id.in_(opened))


def last_posts(actor: Actor) -> LastPosts:
    readable = (Post.thread_id == Thread.id) & Post.deleted_at.is_(None) & Post.hidden_at.is_(None)
    return (
        select(Thread, Post, Person.name, Person.profession)
        .outerjoin(Post, readable)
        .outerjoin(Person, Person.id == Post.author_id)
        .where(visible(actor, Thread))
        .order_by(Post.number.desc())
        .limit(LAST_POSTS)
    )


def discussion(query: LastPosts) -> Discussion | None:
    found = db.session.execute(query).all()
    if not found:
        return None
    posts = [
        PostLine(post.id, name, profession, post.html, post.written_at)
        for _thread, post, name, profession in reversed(found)
        if post is not None
    ]
    return Discussion(found[0][0], posts)


def sheet_to_discuss(actor: Actor, sheet_id: int) -> Sheet:
    """A sheet of the library that the actor may speak of.

    Raises:
        NotFound, NotAllowed: see the rule "sheet.discuss".
    """
    sheet = db.session.scalar(select(Sheet).where(Sheet.id == sheet_id, visible(actor, Sheet)))
    if sheet is None:
        raise NotFound
    require(actor, "sheet.discuss", sheet)
    return sheet


def author_to_ask(actor: Actor, sheet_id: int, author_id: int) -> tuple[Sheet, str]:
    """A sheet and the name of one of its authors.

    Raises:
        NotFound: there is no such sheet that the actor sees, or no such author of it.
        NotAllowed: see the rule "sheet.ask".
    """
    sheet = db.session.scalar(select(Sheet).where(Sheet.id == sheet_id, visible(actor, Sheet)))
    if sheet is None:
        raise NotFound
    require(actor, "sheet.ask", sheet)
    name = next((name for person_id, name, _ in authors_to_ask(sheet_id) if person_id == author_id), None)
    if name is None:
        raise NotFound
    return sheet, name


def contact_page(actor: Actor, request_id: int) -> ContactPage:
    """What was asked and answered, for the two whom it concerns, by one statement.

    The sheet is left out where the actor does not see it any more.

    Raises:
        NotFound: there is none that the actor sees.
    """
    found = db.session.execute(
        select(ContactRequest, Sheet, Sender.name, Recipient.name)
        .join(Sheet, Sheet.id == ContactRequest.sheet_id)
        .join(Sender, Sender.id == ContactRequest.sender_id)
        .join(Recipient, Recipient.id == ContactRequest.recipient_id)
        .where(ContactRequest.id == request_id, visible(actor, ContactRequest))
    ).first()
    if found is None:
        raise NotFound
    asked, sheet, sender, recipient = found
    return ContactPage(asked, sheet if can(actor, "sheet.see", sheet) else None, sender, recipient)
