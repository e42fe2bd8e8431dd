"""Following sheets and people: who is told of a sheet's discussion, of its versions, of what is made of it, and of the
new sheets of somebody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import Select, select, union

from forum.accounts.models import Person
from forum.accounts.queries import names_of
from forum.core import audience
from forum.core.actor import Actor
from forum.core.events import on
from forum.core.policy import visible
from forum.core.text import slug
from forum.core.transactions import transaction
from forum.discussions.notices import Spoken, spared, told_as
from forum.extensions import db
from forum.notices.models import Watch, WatchLevel
from forum.notices.services import tell_many, withdraw
from forum.notices.watching import Followed, register_watched, watchers
from forum.notices.words import notice_words, reason_words
from forum.practices.authors import authors_of
from forum.practices.events import SheetArchived, SheetPublished
from forum.practices.events_transpositions import TranspositionRecorded
from forum.practices.models import LISTED, Sheet, SheetAuthor, SheetDiscussion, Transposition
from forum.practices.notices_transpositions import DISCUSSED, RECORDED, transposition_address
from forum.schools.models import School

BY_FOLLOWED, REVISED = "sheet.by_followed", "sheet.revised"
NEWS = [WatchLevel.ALL, WatchLevel.FIRST]
"""The levels at which a sheet's followers are told of its versions and transpositions."""


@notice_words(BY_FOLLOWED, "watched")
def by_followed(facts: Mapping[str, Any]) -> str:
    """Somebody whom one follows published a sheet."""
    return _("%(name)s a publié une fiche : « %(title)s ».", name=facts["name"], title=facts["title"])


@notice_words(REVISED, "watched")
def revised(facts: Mapping[str, Any]) -> str:
    """A sheet that one follows has a new version."""
    return _("« %(title)s » a une nouvelle version.", title=facts["title"])


@reason_words("own-sheet")
def own_sheet() -> str:
    return _("Parce que vous avez écrit cette fiche")


@reason_words("own-transposition")
def own_transposition() -> str:
    return _("Parce que cette transposition est la vôtre")


@reason_words("watch-sheet")
def watch_sheet() -> str:
    return _("Parce que vous suivez cette fiche")


@reason_words("watch-person")
def watch_person() -> str:
    return _("Parce que vous suivez cette personne")


def discussed_in(spoken: Spoken) -> Select[int]:
    """The sheet whose discussion the thread of a post is."""
    return select(SheetDiscussion.sheet_id).where(SheetDiscussion.thread_id == spoken.thread.id)


@told_as("own-sheet", rank=112, kind=DISCUSSED)
def authors_of_sheet(spoken: Spoken) -> Select[int]:
    """Who wrote the sheet that is discussed."""
    coauthors = select(SheetAuthor.person_id).where(
        SheetAuthor.sheet_id.in_(discussed_in(spoken)),
        SheetAuthor.accepted_at.is_not(None),
        SheetAuthor.ended_at.is_(None),
    )
    owners = select(Sheet.owner_id).where(Sheet.id.in_(discussed_in(spoken)))
    return select(union(owners, coauthors).subquery().c[0])


@told_as("own-transposition", rank=114, kind=DISCUSSED)
def author_of_transposition(spoken: Spoken) -> Select[int]:
    """Who recorded the transposition that is discussed."""
    return select(Transposition.author_id).where(Transposition.thread_id == spoken.thread.id)


@told_as("watch-sheet", rank=125)
def followers_of_sheet(spoken: Spoken) -> Select[int]:
    levels = NEWS if spoken.post.number == 1 else [WatchLevel.ALL]
    return watchers("sheet", discussed_in(spoken), levels)


@spared
def who_muted_the_sheet(spoken: Spoken) -> Select[int]:
    return watchers("sheet", discussed_in(spoken), [WatchLevel.MUTED])


@on(SheetPublished, "watching")
def tell_of_published(events: Sequence[SheetPublished]) -> None:
    """Tells those who follow an author of a new sheet, and those who follow a sheet of a new version."""
    for sheet_id in sorted({event.sheet_id for event in events}):
        with transaction():
            listed = select(Sheet).where(Sheet.id == sheet_id, LISTED)
            sheet = db.session.scalar(listed.execution_options(populate_existing=True))
            if sheet is None:
                continue
            authors = authors_of([sheet.id])[sheet.id].people
            if sheet.published_at == sheet.listed_at:
                tell_of_new_sheet(sheet, authors)
            else:
                people = confirmed(watchers("sheet", sheet.id, NEWS), authors)
                tell_of_sheet(sheet, people, "watch-sheet", REVISED, f"version:{sheet.published_version}", {})


def tell_of_new_sheet(sheet: Sheet, authors: frozenset[int]) -> None:
    followed = (
        select(Watch.object_id, Watch.person_id)
        .join(Person, Person.id == Watch.person_id)
        .where(Watch.kind == "person", Watch.object_id.in_(authors), Watch.level == WatchLevel.ALL.value)
        .where(Watch.person_id.not_in(authors), Person.confirmed_at.is_not(None))
    )
    rows, names = db.session.execute(followed).all(), names_of(authors)
    for author_id in sorted({row.object_id for row in rows}):
        people = [row.person_id for row in rows if row.object_id == author_id]
        tell_of_sheet(sheet, people, "watch-person", BY_FOLLOWED, "new", {"name": names[author_id].name})


def tell_of_sheet(
    sheet: Sheet, people: Sequence[int], reason: str, kind: str, what: str, facts: Mapping[str, Any]
) -> None:
    tell_many(
        dict.fromkeys(people, reason),
        kind,
        f"sheet:{sheet.id}:{what}",
        {"title": sheet.title, **facts},
        f"/practices/{sheet.id}-{sheet.slug}",
        about=f"sheet:{sheet.id}",
        topic=f"sheet:{sheet.id}",
        audience=audience.PUBLIC,
    )


def confirmed(people: Select[int], but: frozenset[int]) -> Sequence[int]:
    """Those of some people whose address is confirmed, but for a few."""
    query = select(Person.id).where(Person.id.in_(people), Person.confirmed_at.is_not(None), Person.id.not_in(but))
    return list(db.session.scalars(query))


@on(TranspositionRecorded, "watching")
def tell_of_transpositions(events: Sequence[TranspositionRecorded]) -> None:
    """Tells those who follow a sheet that a school takes it up; its authors are told in any case."""
    for event in events:
        with transaction():
            found = db.session.execute(
                select(Transposition, Sheet, School.name, Person.name)
                .join(Sheet, Sheet.id == Transposition.sheet_id)
                .join(School, School.id == Transposition.school_id)
                .join(Person, Person.id == Transposition.author_id)
                .where(Transposition.id == event.transposition_id, Transposition.removed_at.is_(None), LISTED)
            ).first()
            if found is None:
                continue
            transposition, sheet, school, name = found
            but = authors_of([sheet.id])[sheet.id].people | {transposition.author_id}
            tell_many(
                dict.fromkeys(confirmed(watchers("sheet", sheet.id, NEWS), but), "watch-sheet"),
                RECORDED,
                f"transposition:{transposition.id}:recorded",
                {"name": name, "title": sheet.title, "school": school},
                transposition_address(transposition),
                about=f"sheet:{sheet.id}",
                topic=f"sheet:{sheet.id}",
                audience=audience.PUBLIC,
            )


@on(SheetArchived, "watching")
def withdraw_archived(events: Sequence[SheetArchived]) -> None:
    """Takes back what followers were told of sheets that left the library."""
    for event in events:
        withdraw(f"sheet:{event.sheet_id}")


def levels_of_sheet() -> Mapping[str, str]:
    return {
        WatchLevel.ALL.value: _("À chaque nouveauté, et à chaque message de sa discussion"),
        WatchLevel.FIRST.value: _("À chaque nouvelle version ou transposition"),
        WatchLevel.MENTIONS.value: _("Si l’on me mentionne ou me cite"),
        WatchLevel.MUTED.value: _("Jamais"),
    }


def levels_of_person() -> Mapping[str, str]:
    return {WatchLevel.ALL.value: _("À chaque nouvelle fiche"), "": _("Jamais")}


def sheets_seen(actor: Actor, ids: Sequence[int]) -> Mapping[int, Followed]:
    """Sheets."""
    query = select(Sheet.id, Sheet.title, Sheet.slug).where(Sheet.id.in_(ids), visible(actor, Sheet))
    return {
        row.id: Followed(row.title, url_for("practices.sheet", sheet_id=row.id, slug=row.slug))
        for row in db.session.execute(query)
    }


def people_seen(actor: Actor, ids: Sequence[int]) -> Mapping[int, Followed]:
    """People, for their new sheets."""
    query = select(Person.id, Person.name).where(Person.id.in_(ids), visible(actor, Person))
    return {
        row.id: Followed(row.name, url_for("accounts.profile", person_id=row.id, slug=slug(row.name)))
        for row in db.session.execute(query)
    }


register_watched("sheet", sheets_seen, heading=lambda: _("Fiches"), levels=levels_of_sheet)
register_watched("person", people_seen, heading=lambda: _("Personnes"), levels=levels_of_person, unchosen="")
