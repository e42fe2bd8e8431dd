"""The history of a sheet: every version, and every step, in one line of time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import aliased

from forum.accounts.models import Person
from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.policy import require, visible
from forum.extensions import db
from forum.practices.comparing import FieldChange, compare
from forum.practices.history_words import words_of_line
from forum.practices.models import Sheet, SheetEvent, SheetVersion
from forum.practices.queries.review import versions_read_by

VERSIONS_A_PAGE = 50
MOST_LINES = 300
SAID_BY_THE_COMMITTEE = frozenset({"published", "not_retained"})
"""The lines that are of the committee as a whole."""


@dataclass(frozen=True)
class VersionRow:
    """A version in the list.

    Args:
        folded: those saved while the same person typed, right before it.
    """

    number: int
    author: str
    saved_at: datetime
    is_autosave: bool
    restored_from: int | None
    folded: list[VersionRow] = field(default_factory=list)


@dataclass(frozen=True)
class LineRow:
    """A line of the history: who did what, and the reason they gave."""

    who: str
    is_committee: bool
    words: str
    reason: str
    happened_at: datetime
    kind: str


Entry = VersionRow | LineRow


@dataclass(frozen=True)
class HistoryPage:
    """A slice of a sheet's history, newest first.

    Args:
        numbers: the versions of the slice, newest first, for choosing two.
        next_before: where the next slice begins, if there is more.
        original: the sheet that this one translates.
        translations: its own, published or not, that the reader may see.
    """

    sheet: Sheet
    original: Sheet | None
    translations: Sequence[Sheet]
    entries: Sequence[Entry]
    numbers: Sequence[int]
    next_before: int | None

    @property
    def is_stale_translation(self) -> bool:
        """Whether the original says something else since it was translated."""
        return self.original is not None and self.sheet.translated_version != self.original.published_version


def history(actor: Actor, sheet_id: int, before: int = 0) -> HistoryPage:
    """What happened to a sheet, by three statements.

    Args:
        before: the version that the slice before ended with; 0 for the newest.

    Raises:
        NotFound, NotAllowed: see the rule "sheet.history".
    """
    sheet, original, translations = sheet_with_translations(actor, sheet_id)
    require(actor, "sheet.history", sheet)
    versions = versions_of(sheet_id, before)
    upto = versions[0].saved_at if before and versions else None
    listed = versions[1:] if before else versions
    kept = listed[:VERSIONS_A_PAGE]
    has_more = len(listed) > VERSIONS_A_PAGE
    since = kept[-1].saved_at if has_more else None
    entries: list[Entry] = [*folded(kept), *lines_of(sheet_id, since, upto)]
    entries.sort(key=moment_of, reverse=True)
    next_before = kept[-1].number if has_more else None
    return HistoryPage(sheet, original, translations, entries, [version.number for version in kept], next_before)


def sheet_with_translations(actor: Actor, sheet_id: int) -> tuple[Sheet, Sheet | None, list[Sheet]]:
    other = aliased(Sheet)
    related = (other.id == Sheet.translation_of) | (other.translation_of == Sheet.id)
    seen = select(Sheet.id).where(visible(actor, Sheet))
    found = list(
        db.session.execute(
            select(Sheet, other)
            .outerjoin(other, related & other.id.in_(seen))
            .where(Sheet.id == sheet_id, visible(actor, Sheet))
            .order_by(other.id)
        )
    )
    if not found:
        raise NotFound
    sheet = found[0][0]
    others = [row[1] for row in found if row[1] is not None]
    original = next((one for one in others if one.id == sheet.translation_of), None)
    return sheet, original, [one for one in others if one.translation_of == sheet.id]


def versions_of(sheet_id: int, before: int) -> list[VersionRow]:
    """The versions of a slice, newest first, with one more to know whether there is more, and the one it begins at."""
    query = (
        select(
            SheetVersion.number,
            Person.name,
            SheetVersion.saved_at,
            SheetVersion.is_autosave,
            SheetVersion.restored_from,
        )
        .join(Person, Person.id == SheetVersion.author_id)
        .where(SheetVersion.sheet_id == sheet_id)
        .order_by(SheetVersion.number.desc())
    )
    if before:
        query = query.where(SheetVersion.number <= before)
    return [
        VersionRow(*row)
        for row in db.session.execute(query.limit(VERSIONS_A_PAGE + 2 if before else VERSIONS_A_PAGE + 1))
    ]


def folded(versions: Sequence[VersionRow]) -> list[VersionRow]:
    """Versions with each one saved while typing put behind the next that the same person saved."""
    shown: list[VersionRow] = []
    for version in versions:
        if version.is_autosave and shown and shown[-1].author == version.author:
            shown[-1].folded.append(version)
        else:
            shown.append(version)
    return shown


def lines_of(sheet_id: int, since: datetime | None, upto: datetime | None) -> list[LineRow]:
    query = (
        select(SheetEvent, Person.name)
        .outerjoin(Person, Person.id == SheetEvent.actor_id)
        .where(SheetEvent.sheet_id == sheet_id)
        .order_by(SheetEvent.id.desc())
        .limit(MOST_LINES)
    )
    if since is not None:
        query = query.where(SheetEvent.happened_at >= since)
    if upto is not None:
        query = query.where(SheetEvent.happened_at < upto)
    found = [(line, name, words_of_line(line.kind, line.facts)) for line, name in db.session.execute(query)]
    return [
        LineRow(
            name or "",
            line.kind in SAID_BY_THE_COMMITTEE,
            words,
            str(line.facts.get("words") or line.facts.get("reason") or ""),
            line.happened_at,
            line.kind,
        )
        for line, name, words in found
        if words
    ]


def moment_of(entry: Entry) -> datetime:
    return entry.saved_at if isinstance(entry, VersionRow) else entry.happened_at


def comparison(actor: Actor, sheet: Sheet, first: int, second: int) -> Sequence[FieldChange] | None:
    """What changed from a version to another, by one statement; nothing where either is no version.

    Args:
        sheet: whose history the actor reads.
    """
    before, after = versions_read_by(actor, sheet, [first, second])
    return compare(before.content, after.content) if before is not None and after is not None else None
