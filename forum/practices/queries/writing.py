"""What the pages of authors read: their sheets, the one they edit, who writes it with them, what it shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, or_, select

from forum.accounts.models import Person, sort_name
from forum.accounts.queries import PersonName
from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.policy import can, require, visible
from forum.core.text import slug
from forum.extensions import db
from forum.practices.models import Sheet, SheetAuthor, SheetFile, SheetVersion
from forum.practices.policy import written_with_others
from forum.practices.queries.reading import SheetPage

MOST_NAMESAKES = 10


@dataclass(frozen=True)
class OwnSheet:
    """A sheet in the list of those that one writes."""

    sheet: Sheet
    owner: str
    is_own: bool


@dataclass(frozen=True)
class Invitation:
    """An invitation to write a sheet that waits for an answer."""

    sheet_id: int
    title: str
    invited_by: str
    may_submit: bool


@dataclass(frozen=True)
class CoAuthor:
    """Somebody who writes a sheet with its owner, or was invited to."""

    person: PersonName
    may_submit: bool
    has_accepted: bool


@dataclass(frozen=True)
class AuthorsPage:
    """Who writes a sheet."""

    sheet: Sheet
    owner: PersonName
    authors: Sequence[CoAuthor]


def sheet_to_edit(actor: Actor, sheet_id: int) -> SheetPage:
    """A sheet with its latest version, for who may edit it, by one statement.

    Raises:
        NotFound, NotAllowed: see the rule "sheet.edit".
    """
    found = db.session.execute(
        select(Sheet, SheetVersion)
        .join(SheetVersion, and_(SheetVersion.sheet_id == Sheet.id, SheetVersion.number == Sheet.latest_version))
        .where(Sheet.id == sheet_id, visible(actor, Sheet))
        .execution_options(populate_existing=True)
    ).first()
    if found is None:
        raise NotFound
    sheet, version = found
    require(actor, "sheet.edit", sheet)
    return SheetPage(sheet, version)


def files_in_writing(sheet_id: int) -> list[SheetFile]:
    """The files that a sheet's authors see on it today."""
    query = select(SheetFile).where(SheetFile.sheet_id == sheet_id, SheetFile.removed_in.is_(None))
    return list(db.session.scalars(query.order_by(SheetFile.position, SheetFile.id)))


def files_shown(actor: Actor, sheet_id: int, *, latest: bool = False, number: int | None = None) -> list[SheetFile]:
    """The files of a sheet as its page shows it, by one statement.

    Args:
        latest: those of the latest version, for who edits it, instead of those published.
        number: those of another version, for who reads its history.
    """
    query = (
        select(SheetFile, Sheet)
        .join(Sheet, Sheet.id == SheetFile.sheet_id)
        .where(Sheet.id == sheet_id, visible(actor, Sheet), SheetFile.fingerprint != "")
        .order_by(SheetFile.position, SheetFile.id)
    )
    rows = db.session.execute(query).all()
    if not rows:
        return []
    sheet = rows[0][1]
    shown = sheet.published_version or sheet.latest_version
    if latest and can(actor, "sheet.edit", sheet):
        shown = sheet.latest_version
    elif number is not None and can(actor, "sheet.history", sheet):
        shown = number
    return [file for file, _sheet in rows if is_in(file, shown)]


def is_in(file: SheetFile, version: int) -> bool:
    """Whether a version shows a file."""
    return file.added_in <= version and (file.removed_in is None or file.removed_in > version)


def file_of(actor: Actor, sheet_id: int, file_id: int) -> SheetFile:
    """A file that the actor may see, by one statement: its authors all of them, readers those of what they read.

    Raises:
        NotFound: there is none.
    """
    found = db.session.execute(
        select(SheetFile, Sheet)
        .join(Sheet, Sheet.id == SheetFile.sheet_id)
        .where(SheetFile.id == file_id, Sheet.id == sheet_id, visible(actor, Sheet))
    ).first()
    if found is None:
        raise NotFound
    file, sheet = found
    if not can(actor, "sheet.edit", sheet) and not is_in(file, sheet.published_version or 0):
        raise NotFound
    return file


def drafts(actor: Actor) -> list[OwnSheet]:
    """The sheets that the actor writes, alone or with others, those changed last first."""
    mine = or_(Sheet.owner_id == actor.person_id, Sheet.id.in_(written_with_others(actor)))
    query = select(Sheet, Person.name).join(Person, Person.id == Sheet.owner_id).where(mine)
    found = db.session.execute(query.order_by(Sheet.changed_at.desc(), Sheet.id.desc()).limit(100))
    return [OwnSheet(sheet, name, sheet.owner_id == actor.id) for sheet, name in found]


def invitations(actor: Actor, sheet_id: int | None = None) -> list[Invitation]:
    """The invitations that wait for the actor's answer; to one sheet alone where it is said."""
    query = (
        select(SheetAuthor.sheet_id, Sheet.title, Person.name, SheetAuthor.may_submit)
        .join(Sheet, Sheet.id == SheetAuthor.sheet_id)
        .join(Person, Person.id == SheetAuthor.invited_by)
        .where(
            SheetAuthor.person_id == actor.person_id,
            SheetAuthor.accepted_at.is_(None),
            SheetAuthor.ended_at.is_(None),
        )
        .order_by(SheetAuthor.invited_at.desc())
    )
    if sheet_id is not None:
        query = query.where(SheetAuthor.sheet_id == sheet_id)
    return [Invitation(*row) for row in db.session.execute(query.limit(100))]


def authors_page(actor: Actor, sheet_id: int) -> AuthorsPage:
    """Who writes a sheet, for its authors, by two statements.

    Raises:
        NotFound, NotAllowed: see the rule "sheet.authors".
    """
    found = db.session.execute(
        select(Sheet, Person)
        .join(Person, Person.id == Sheet.owner_id)
        .where(Sheet.id == sheet_id, visible(actor, Sheet))
    ).first()
    if found is None:
        raise NotFound
    sheet, owner = found
    require(actor, "sheet.authors", sheet)
    rows = db.session.execute(
        select(SheetAuthor, Person)
        .join(Person, Person.id == SheetAuthor.person_id)
        .where(SheetAuthor.sheet_id == sheet_id, SheetAuthor.ended_at.is_(None))
        .order_by(SheetAuthor.invited_at, SheetAuthor.person_id)
    )
    authors = [CoAuthor(named(person), row.may_submit, row.accepted_at is not None) for row, person in rows]
    return AuthorsPage(sheet, named(owner), authors)


def members_called(actor: Actor, words: str) -> list[PersonName]:
    """The members whom a name or an address of mail stands for: nobody, one, or several of the same name.

    Args:
        words: a whole name, accents and capitals aside, or a whole address.
    """
    same = Person.email == words.strip().lower() if "@" in words else Person.sort_name == sort_name(words)
    query = select(Person).where(same, visible(actor, Person)).order_by(Person.id).limit(MOST_NAMESAKES)
    return [named(person) for person in db.session.scalars(query)]


def named(person: Person) -> PersonName:
    return PersonName(person.id, person.name, person.profession, slug(person.name))
