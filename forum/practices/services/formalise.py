"""Making a sheet of a discussion or of what was said in a room: words placed in fields; everyone quoted is asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError, PendingRollbackError

from forum.core.actor import Actor
from forum.core.errors import Invalid, NotFound
from forum.core.models import now
from forum.core.policy import require
from forum.core.ratelimits import count_once
from forum.core.text import is_blank, render_markdown, tidy
from forum.core.transactions import transaction
from forum.discussions.models import Thread
from forum.extensions import db
from forum.notices.services import tell
from forum.practices.fields import DEFAULT_LICENCE, FIELDS, Kind
from forum.practices.models import Consent, Quotation, Sheet, SheetState
from forum.practices.notices_quotations import ASKED, page_of_cited
from forum.practices.queries.formalising import Quotable, key_of_message, quotables
from forum.practices.quoting import in_text, is_said_in, markers_in, new_marker
from forum.practices.services.save_sheet import latest_version_of, save_sheet
from forum.practices.services.start_sheet import sheet_sent_before, start_sheet

QUOTABLE = tuple(
    field for field in FIELDS if field.kind == Kind.TEXT and field.group in ("story", "results", "lessons")
)
"""Where quotations can be placed: in what tells of the practice; never in the summary, which lists and mails show."""
MOST_QUOTATIONS = 30
LONGEST_QUOTATION = 5_000
DRAFTS_A_MINUTE = 3
"""Each asks up to MOST_QUOTATIONS people by mail."""


@dataclass(frozen=True)
class Placement:
    """Words of a post or of a message of a room, and the field they go to.

    Args:
        number: of the post in its thread; None of a message.
        field: the key of one of QUOTABLE.
        words: Markdown: the author's own words, « […] » where some are left out.
        message_id: of the message; None of a post.
    """

    number: int | None
    field: str
    words: str
    message_id: int | None = None

    @property
    def key(self) -> str:
        """What is quoted, by the key that it has among others."""
        return str(self.number) if self.message_id is None else key_of_message(self.message_id)


def formalise(
    actor: Actor,
    thread_id: int | None,
    title: str,
    placements: Sequence[Placement],
    *,
    language: str = "fr",
    submission: str | None = None,
    into: int | None = None,
) -> Sheet:
    """Begins a draft with quotations, or adds them to one, and asks everyone quoted but the actor themselves.

    Args:
        actor: the draft's owner.
        thread_id: where the posts stand; None where only messages of rooms are quoted.
        title: of a new draft.
        placements: what is quoted, in the order in which each field shows it.
        language: of a new draft.
        submission: what tells the same form sent twice: the second time gives the draft that the first began.
        into: a draft of the actor's; what it quotes already is not quoted there again. None for a new one.

    Raises:
        NotFound, NotAllowed: see the rule "thread.formalise"; of messages, "sheet.draft".
        Invalid: of the field "title" or "sheet"; or of "words-2" or "field-2", for the third placement; or of "" as a
            whole.
        TooMany: the actor made several drafts of discussions in this minute.
    """
    try:
        with transaction():
            return quote_in_draft(actor, thread_id, title, placements, language, submission, into)
    except (IntegrityError, PendingRollbackError):
        twin = sheet_sent_before(actor.person_id, submission)  # two presses of the button at once
        if twin is None:
            raise
        return twin


def quote_in_draft(
    actor: Actor,
    thread_id: int | None,
    title: str,
    placements: Sequence[Placement],
    language: str,
    submission: str | None,
    into: int | None,
) -> Sheet:
    require_quoting(actor, thread_id)
    twin = sheet_sent_before(actor.person_id, submission)
    if twin is not None:
        return twin
    numbers = [place.number for place in placements if place.number is not None]
    messages = [place.message_id for place in placements if place.message_id is not None]
    found = quotables(actor, thread_id, numbers, messages)
    check(placements, found)
    count_once("formalised", actor.person_id, DRAFTS_A_MINUTE)
    quotations = [quotation_of(actor, place, found[place.key]) for place in placements]
    if into is None:
        content = {"title": title, "language": language, "licence": DEFAULT_LICENCE, "authors": actor.name}
        sheet = start_sheet(actor, content | texts(quotations), submission=submission)
    else:
        sheet = own_draft(actor, into)
        content = {key: str(text) for key, text in latest_version_of(sheet).content.items()}
        quotations = new_in(sheet, content, quotations)
        add_to(actor, sheet, content, quotations)
    for quotation in quotations:
        quotation.sheet_id = sheet.id
        db.session.add(quotation)
    db.session.flush()
    ask(actor, sheet, quotations)
    return sheet


def require_quoting(actor: Actor, thread_id: int | None) -> None:
    if thread_id is None:
        require(actor, "sheet.draft")
        return
    thread = db.session.get(Thread, thread_id, populate_existing=True)
    if thread is None:
        raise NotFound
    require(actor, "thread.formalise", thread)


def own_draft(actor: Actor, sheet_id: int) -> Sheet:
    """A draft that the actor began, read anew and held until the end of the verb."""
    query = select(Sheet).where(Sheet.id == sheet_id, Sheet.owner_id == actor.person_id)
    held = query.where(Sheet.state == SheetState.DRAFT.value).with_for_update()
    sheet = db.session.scalar(held.execution_options(populate_existing=True))
    if sheet is None:
        raise Invalid("sheet", _("Choisissez l’un de vos brouillons."))
    return sheet


def new_in(sheet: Sheet, content: Mapping[str, str], quotations: Sequence[Quotation]) -> list[Quotation]:
    """What the text of a draft does not quote yet: a form that is sent twice quotes once."""
    query = select(Quotation.post_id, Quotation.message_id, Quotation.field, Quotation.words)
    standing = query.where(Quotation.sheet_id == sheet.id, Quotation.marker.in_(sorted(markers_in(content.values()))))
    known = {tuple(row) for row in db.session.execute(standing)}
    return [each for each in quotations if (each.post_id, each.message_id, each.field, each.words) not in known]


def add_to(actor: Actor, sheet: Sheet, content: Mapping[str, str], quotations: Sequence[Quotation]) -> None:
    """Puts the markers of quotations below what stands in the fields of a draft."""
    added = {key: "\n\n".join(filter(None, [content.get(key), markers])) for key, markers in texts(quotations).items()}
    try:
        save_sheet(actor, sheet.id, sheet.latest_version, {**content, **added})
    except Invalid as refusal:
        raise Invalid("", refusal.message) from None  # of a field of the sheet, which no form shows here


def check(placements: Sequence[Placement], found: Mapping[str, Quotable]) -> None:
    if not placements:
        raise Invalid("", _("Placez au moins un message dans un champ."))
    if len(placements) > MOST_QUOTATIONS:
        raise Invalid("", _("C’est trop à la fois : %(max)d citations au plus.", max=MOST_QUOTATIONS))
    for index, place in enumerate(placements):
        quotable = found.get(place.key)
        if quotable is None:
            raise Invalid(f"words-{index}", _("Ce message ne peut plus être lu : il ne peut pas être cité."))
        if place.field not in {field.key for field in QUOTABLE}:
            raise Invalid(f"field-{index}", _("Choisissez un champ de la fiche."))
        if len(place.words) > LONGEST_QUOTATION:
            longest = LONGEST_QUOTATION
            raise Invalid(f"words-{index}", _("Ce texte est trop long : %(max)d caractères au plus.", max=longest))
        if is_blank(place.words) or not is_said_in(place.words, quotable.words):
            raise Invalid(
                f"words-{index}",
                _("Ce ne sont pas les mots du message. Gardez-en des passages tels quels ; « […] » remplace le reste."),
            )


def quotation_of(actor: Actor, place: Placement, quotable: Quotable) -> Quotation:
    marker, words = new_marker(), tidy(place.words).strip()
    mine = quotable.author_id == actor.id
    return Quotation(
        thread_id=quotable.thread_id,
        post_id=quotable.post_id,
        message_id=quotable.message_id,
        person_id=quotable.author_id,
        field=place.field,
        words=words,
        html=render_markdown(words, f"q{marker}"),
        marker=marker,
        consent=(Consent.AGREED if mine else Consent.ASKED).value,
        asked_at=now(),
        answered_at=now() if mine else None,
    )


def texts(quotations: Sequence[Quotation]) -> dict[str, str]:
    """The fields with the markers of what was placed there."""
    placed: dict[str, list[str]] = defaultdict(list)
    for quotation in quotations:
        placed[quotation.field].append(in_text(quotation.marker))
    return {key: "\n\n".join(markers) for key, markers in placed.items()}


def ask(actor: Actor, sheet: Sheet, quotations: Sequence[Quotation]) -> None:
    """Asks everyone quoted, each once for all that is quoted of them at this moment."""
    asked: dict[int, int] = defaultdict(int)
    for quotation in quotations:
        if quotation.consent == Consent.ASKED:
            asked[quotation.person_id] += 1
    for person_id, count in asked.items():
        facts = {"name": actor.name, "title": sheet.title, "count": count}
        key = f"sheet:{sheet.id}:quoted:{quotations[0].id}"
        tell(person_id, ASKED, key, facts, page_of_cited(sheet.id), by_mail=True)
