"""Quotations as each reader sees them: as who is quoted allows, and no more of a discussion than the reader may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app
from flask_babel import LazyString
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Text, cast, inspect, select

from forum.accounts.models import Person
from forum.core.actor import VISITOR, Actor
from forum.core.errors import NotFound
from forum.core.i18n import day
from forum.core.policy import can, require, visible
from forum.discussions.models import Post, Thread
from forum.extensions import db
from forum.practices.fields import BY_KEY
from forum.practices.models import LISTED, Consent, Quotation, Sheet, SheetVersion
from forum.practices.models.quotation import SHOWN
from forum.practices.quoting import Shown, ShownQuotation, html_with, markers_in, source_with
from forum.writing.quotables import Saying, sayings

MOST_CITED = 200
MOST_SHEETS_OF_THREAD = 10


@dataclass(frozen=True)
class PostInThread:
    """A post that is quoted, as `Saying` is a message."""

    post: Post
    thread: Thread

    @property
    def is_readable(self) -> bool:
        return self.post.is_readable

    @property
    def said_at(self) -> datetime:
        return self.post.written_at

    @property
    def url(self) -> str:
        """Where the post stands, also outside any request."""
        return str(current_app.url_map.bind("").build("discussions.post", {"post_id": self.post.id}))

    def is_seen_by(self, actor: Actor) -> bool:
        return can(actor, "thread.see", self.thread)


@dataclass(frozen=True)
class Quoted:
    """A quotation with what decides who reads it."""

    quotation: Quotation
    said: PostInThread | Saying
    name: str
    """Of whom it quotes."""

    @property
    def is_for_readers(self) -> bool:
        """Whether who reads the sheet reads it: who is quoted agreed, and what they said still stands."""
        return self.quotation.consent in SHOWN and self.said.is_readable

    def may_be_named_to(self, actor: Actor) -> bool:
        """Whether a reader may learn who said it: all may once that is agreed, who may see where it stands knows."""
        agreed = self.quotation.consent == Consent.AGREED
        return self.said.is_readable and (agreed or self.said.is_seen_by(actor))

    @property
    def moment(self) -> str:
        return day(self.said.said_at)

    @property
    def path(self) -> str:
        return self.said.url

    @property
    def is_of_room(self) -> bool:
        """Whether it was said in a room."""
        return self.quotation.message_id is not None


def quoted(*conditions: ColumnElement[bool]) -> list[Quoted]:
    """Quotations in the order in which they were made, by one statement; by two where a message of a room is quoted."""
    query = (
        select(Quotation, Post, Thread, Person.name)
        .outerjoin(Post, Post.id == Quotation.post_id)
        .outerjoin(Thread, Thread.id == Post.thread_id)
        .join(Person, Person.id == Quotation.person_id)
        .where(*conditions)
        .order_by(Quotation.id)
    )
    rows = db.session.execute(query).all()
    messages = sayings([row[0].message_id for row in rows if row[0].message_id is not None])
    return [
        Quoted(quotation, PostInThread(post, thread) if post is not None else messages[quotation.message_id], name)
        for quotation, post, thread, name in rows
    ]


def as_readers_see(one: Quoted, actor: Actor) -> ShownQuotation | None:
    """A quotation as a published sheet shows it, if it does.

    The link goes with the name: where somebody would rather not be named, what it leads to would tell.
    """
    if not one.is_for_readers:
        return None
    kept = one.quotation
    if kept.consent == Consent.UNNAMED:
        return ShownQuotation(kept.html, kept.words, _("une personne membre de Médiane"))
    credit = _("%(name)s, le %(day)s", name=one.name, day=one.moment)
    link = one.path if one.said.is_seen_by(actor) else ""
    return ShownQuotation(kept.html, kept.words, credit, link, name=one.name)


def as_authors_see(one: Quoted, actor: Actor) -> ShownQuotation | None:
    """A quotation as a draft shows it: also one that waits, to who may read the discussion or room it comes from."""
    shown = as_readers_see(one, actor)
    if shown is not None or one.quotation.consent != Consent.ASKED or not one.said.is_readable:
        return shown
    if not one.said.is_seen_by(actor):
        waiting = _("Une citation attend l’accord de la personne citée.")
        where = _("salon réservé") if one.is_of_room else _("discussion réservée")
        return ShownQuotation(f"<p>{waiting}</p>", waiting, where, note=_("en attente"))
    credit = _("%(name)s, le %(day)s", name=one.name, day=one.moment)
    return ShownQuotation(one.quotation.html, one.quotation.words, credit, one.path, note=_("en attente d’accord"))


def shown_in(
    texts: Iterable[Any], sheet_ids: Sequence[int], actor: Actor, *, to_authors: bool = False
) -> Mapping[int, Shown]:
    """The quotations of some sheets that stand in their texts, as an actor sees them; no statement where none does.

    Args:
        texts: what may hold markers.
        sheet_ids: whose texts they are. A marker of another sheet is worth nothing: nobody agreed to be quoted there.
        to_authors: shows those that wait for an answer too.
    """
    markers = markers_in(texts)
    shown: dict[int, dict[str, ShownQuotation]] = defaultdict(dict)
    if not markers:
        return shown
    see = as_authors_see if to_authors else as_readers_see
    for one in quoted(Quotation.marker.in_(sorted(markers)), Quotation.sheet_id.in_(sheet_ids)):
        quotation = see(one, actor)
        if quotation is not None:
            shown[one.quotation.sheet_id][one.quotation.marker] = quotation
    return shown


def as_read(actor: Actor, sheet: Sheet, version: SheetVersion) -> SheetVersion:
    """A version with its quotations as an actor sees them: the door through which everyone reads a sheet.

    Authors and editors see in a version that is not the published one what waits for an answer; in the published
    one they see what readers see. The answer is a copy: nothing of it is ever saved.
    """
    is_published = sheet.is_listed and version.number == sheet.published_version
    to_authors = not is_published and can(actor, "sheet.edit", sheet)
    shown = shown_in(texts_of(version), [sheet.id], actor, to_authors=to_authors)
    return with_quotations(version, shown.get(sheet.id, {}))


def as_visitors_read(versions: Sequence[SheetVersion]) -> list[SheetVersion]:
    """Published versions as everybody may read them, by one statement at most."""
    texts = [text for version in versions for text in texts_of(version)]
    shown = shown_in(texts, [version.sheet_id for version in versions], VISITOR)
    return [with_quotations(version, shown.get(version.sheet_id, {})) for version in versions]


def texts_of(version: SheetVersion) -> list[str]:
    return [*version.content.values(), *version.html.values()]


def with_quotations(version: SheetVersion, shown: Shown) -> SheetVersion:
    if not markers_in(texts_of(version)):
        return version
    html = {key: html_with(text, shown) for key, text in version.html.items()}
    columns = {column.key: getattr(version, column.key) for column in inspect(SheetVersion).column_attrs}
    columns["content"] = content_with(version.content, shown)
    columns["html"] = {key: text for key, text in html.items() if text}
    return SheetVersion(**columns)


def content_with(content: Mapping[str, Any], shown: Shown) -> dict[str, Any]:
    """The fields by key with quotations in Markdown; those of which nothing is left are left out."""
    site = current_app.config["SETTINGS"].address
    filled = {key: source_with(text, shown, site) for key, text in content.items()}
    return {key: text for key, text in filled.items() if text}


def as_previewed(
    actor: Actor, content: Mapping[str, Any], html: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """A text that is not saved yet, and its HTML, with the quotations of sheets that the actor writes."""
    markers = markers_in([*content.values(), *html.values()])
    if not markers:
        return dict(content), dict(html)
    query = select(Sheet).where(
        Sheet.id.in_(select(Quotation.sheet_id).where(Quotation.marker.in_(sorted(markers)))), visible(actor, Sheet)
    )
    written = [sheet.id for sheet in db.session.scalars(query) if can(actor, "sheet.edit", sheet)]
    of_sheets = shown_in(content.values(), written, actor, to_authors=True)
    shown = {marker: one for quotations in of_sheets.values() for marker, one in quotations.items()}
    filled = {key: html_with(str(text), shown) for key, text in html.items()}
    return content_with(content, shown), {key: text for key, text in filled.items() if text}


@dataclass(frozen=True)
class QuotationRow:
    """A quotation as its page lists it."""

    quoted: Quoted
    field: LazyString | None
    """Where it stands now; nothing where it is in the text no more."""
    words: str
    """In Markdown; empty where the reader may not see them."""
    html: str
    name: str
    link: str


@dataclass(frozen=True)
class QuotationsOfSheet:
    """The quotations of a sheet, for who writes it."""

    sheet: Sheet
    rows: Sequence[QuotationRow]

    @property
    def waiting(self) -> int:
        return sum(row.quoted.quotation.consent == Consent.ASKED for row in self.rows)


def quotations_of_sheet(actor: Actor, sheet_id: int) -> QuotationsOfSheet:
    """The quotations of a sheet and what became of them, by two statements.

    Raises:
        NotFound, NotAllowed: see the rule "sheet.edit".
    """
    sheet, version = sheet_with_latest(actor, sheet_id)
    require(actor, "sheet.edit", sheet)
    return QuotationsOfSheet(sheet, quotation_rows(actor, sheet_id, places_in(version.content)))


def quotation_rows(actor: Actor, sheet_id: int, places: Mapping[str, LazyString]) -> list[QuotationRow]:
    """The quotations of a sheet that the actor writes, by one statement.

    Args:
        places: for each marker of its text, the label of the field in which it stands.
    """
    rows = []
    for one in quoted(Quotation.sheet_id == sheet_id):
        shown = as_authors_see(one, actor)
        is_seen = one.said.is_seen_by(actor) and one.said.is_readable
        is_told = shown is not None and (is_seen or one.is_for_readers)
        rows.append(
            QuotationRow(
                one,
                places.get(one.quotation.marker),
                one.quotation.words if is_told else "",
                one.quotation.html if is_told else "",
                one.name if one.may_be_named_to(actor) else "",
                one.path if is_seen else "",
            )
        )
    return rows


def sheet_with_latest(actor: Actor, sheet_id: int) -> tuple[Sheet, SheetVersion]:
    found = db.session.execute(
        select(Sheet, SheetVersion)
        .join(SheetVersion, (SheetVersion.sheet_id == Sheet.id) & (SheetVersion.number == Sheet.latest_version))
        .where(Sheet.id == sheet_id, visible(actor, Sheet))
    ).first()
    if found is None:
        raise NotFound
    return found[0], found[1]


def places_in(content: Mapping[str, Any]) -> Mapping[str, LazyString]:
    """For each marker of a version, the label of the field in which it stands."""
    return {
        marker: BY_KEY[key].label for key, text in content.items() if key in BY_KEY for marker in markers_in([text])
    }


@dataclass(frozen=True)
class CitedSheet:
    """A sheet that quotes a person, as they see it: also while it is a draft, of which they see nothing else."""

    sheet: Sheet
    writer: str
    rows: Sequence[tuple[Quoted, LazyString]]
    """Each quotation, and the field where it stands or was placed."""


def cited_in(actor: Actor, sheet_id: int) -> CitedSheet:
    """Where a sheet quotes the actor, by two statements.

    Raises:
        NotFound: it does not.
    """
    found = db.session.execute(
        select(Sheet, SheetVersion.content, Person.name)
        .join(SheetVersion, (SheetVersion.sheet_id == Sheet.id) & (SheetVersion.number == Sheet.latest_version))
        .join(Person, Person.id == Sheet.owner_id)
        .where(Sheet.id == sheet_id)
    ).first()
    rows = quoted(Quotation.sheet_id == sheet_id, visible(actor, Quotation)) if found is not None else []
    if found is None or not rows:
        raise NotFound
    sheet, content, writer = found
    places = places_in(content)
    return CitedSheet(
        sheet,
        writer,
        [(one, places.get(one.quotation.marker, BY_KEY[one.quotation.field].label)) for one in rows],
    )


def cited(actor: Actor) -> Sequence[tuple[Sheet, Sequence[Quotation]]]:
    """The sheets that quote the actor, newest question first, by one statement."""
    query = (
        select(Quotation, Sheet)
        .join(Sheet, Sheet.id == Quotation.sheet_id)
        .where(visible(actor, Quotation))
        .order_by(Quotation.id.desc())
        .limit(MOST_CITED)
    )
    sheets: dict[int, tuple[Sheet, list[Quotation]]] = {}
    for quotation, sheet in db.session.execute(query):
        sheets.setdefault(sheet.id, (sheet, []))[1].append(quotation)
    return list(sheets.values())


@dataclass(frozen=True)
class Contributor:
    """Somebody whose words stand in what readers see of a sheet."""

    person_id: int
    name: str
    consent: str


def contributors(sheet_id: int) -> Sequence[Contributor]:
    """Whose words a published sheet shows, each once, in the order in which they were quoted; by one statement, by two
    where a message of a room is quoted."""
    stands = (
        select(SheetVersion.id)
        .join(Sheet, (Sheet.id == SheetVersion.sheet_id) & (Sheet.published_version == SheetVersion.number))
        .where(SheetVersion.sheet_id == Quotation.sheet_id, cast(SheetVersion.content, Text).contains(Quotation.marker))
    )
    query = (
        select(Quotation.person_id, Person.name, Quotation.consent, Quotation.message_id)
        .join(Person, Person.id == Quotation.person_id)
        .outerjoin(Post, Post.id == Quotation.post_id)
        .where(
            Quotation.sheet_id == sheet_id,
            Quotation.consent.in_(SHOWN),
            Post.deleted_at.is_(None),
            Post.hidden_at.is_(None),
            stands.exists(),
        )
        .order_by(Quotation.id)
    )
    rows = db.session.execute(query).all()
    messages = sayings([row.message_id for row in rows if row.message_id is not None])
    found = [Contributor(*row[:3]) for row in rows if row.message_id is None or messages[row.message_id].is_readable]
    return list(dict.fromkeys(found))


def sheets_of_thread(actor: Actor, thread_id: int) -> Sequence[Sheet]:
    """The sheets in the library that were made from a thread, by one statement."""
    quoting = select(Quotation.sheet_id).where(Quotation.thread_id == thread_id)
    query = select(Sheet).where(Sheet.id.in_(quoting), LISTED, visible(actor, Sheet))
    return list(db.session.scalars(query.order_by(Sheet.published_at.desc()).limit(MOST_SHEETS_OF_THREAD)))
