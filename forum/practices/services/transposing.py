"""What the verbs about transpositions share: what may be told, reading again what is changed, the sheet's count."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import func, select, update

from forum.core.actor import Actor
from forum.core.changes import touch
from forum.core.errors import Conflict, Invalid, NotFound
from forum.core.models import now
from forum.core.policy import can, require
from forum.core.text import is_blank, render_markdown, tidy
from forum.extensions import db
from forum.practices.models import Sheet, Transposition, TranspositionState
from forum.practices.policy import TranspositionOfSheet
from forum.practices.services.content import find_sheet
from forum.schools.models import School

ADAPTABLE = (
    "beneficiaries",
    "participants",
    "budget",
    "objectives",
    "actions",
    "partnerships",
    "difficulties",
    "solutions",
    "success_factors",
    "improvements",
)
"""The fields of a sheet that a school can do otherwise; what a practice gave elsewhere is told as the outcome."""
LONGEST_ADAPTED = 4_000
LONGEST_OUTCOME = 8_000
EARLIEST = date(1980, 1, 1)
FURTHEST_YEARS = 5
FIRST_REMINDER, SECOND_REMINDER = 3, 12
"""Months after the start at which who transposes is asked what became of it."""
BEGUN = (TranspositionState.UNDER_WAY, TranspositionState.DONE)
IN_HAND = (TranspositionState.PLANNED, TranspositionState.UNDER_WAY)


@dataclass(frozen=True)
class Told:
    """What somebody tells of a transposition.

    Args:
        school_id: where.
        started_on: since when, or from when on it is planned.
        adapted: what was done otherwise, by the key of the sheet's field; Markdown.
        outcome: what came of it; Markdown.
        again: whether they would do it again; nothing while they can't tell.
        may_contact: whether others may write to them through Médiane.
    """

    school_id: int
    started_on: date | None
    adapted: Mapping[str, str]
    outcome: str
    again: bool | None
    may_contact: bool


class AlreadyInHand(Conflict):
    """The same person has one of the same sheet in the same school that is not over.

    Args:
        transposition_id: which.
    """

    def __init__(self, transposition_id: int) -> None:
        super().__init__(
            _("Vous avez déjà une transposition de cette fiche dans cet établissement. Complétez-la plutôt.")
        )
        self.transposition_id = transposition_id


def checked_adapted(given: Mapping[str, str]) -> dict[str, str]:
    """What was adapted, tidied, by field; those of which nothing is said are left out.

    Raises:
        Invalid: there is no such field, or too much is said of one.
    """
    kept: dict[str, str] = {}
    for key, words in given.items():
        text = tidy(words).strip()
        if is_blank(text):
            continue
        if key not in ADAPTABLE:
            raise Invalid("adapted", _("Cette rubrique n’est pas de celles que l’on peut adapter."))
        if len(text) > LONGEST_ADAPTED:
            raise Invalid(
                f"adapted-{key}", _("Ce texte est trop long : %(max)d caractères au plus.", max=LONGEST_ADAPTED)
            )
        kept[key] = text
    return {key: kept[key] for key in ADAPTABLE if key in kept}


def checked_outcome(given: str) -> str:
    """What came of it, tidied.

    Raises:
        Invalid: it is too long.
    """
    text = tidy(given).strip()
    if len(text) > LONGEST_OUTCOME:
        raise Invalid("outcome", _("Ce texte est trop long : %(max)d caractères au plus.", max=LONGEST_OUTCOME))
    return "" if is_blank(text) else text


def checked_start(state: TranspositionState, given: date | None, today: date, kept: date | None = None) -> date | None:
    """The day of the start.

    Args:
        state: of the transposition.
        given: what was typed.
        today: where the person lives.
        kept: what was said before: said again, it is not asked whether a planned day has passed since.

    Raises:
        Invalid: there is none where there must be one, or it can't be.
    """
    if given is None:
        if state in BEGUN:
            raise Invalid("started_on", _("Dites quand cela a commencé, même à peu près."))
        return None
    if given == kept:
        return given
    if given < EARLIEST:
        raise Invalid("started_on", _("Cette date est trop ancienne : à partir de %(year)d.", year=EARLIEST.year))
    if state != TranspositionState.PLANNED:
        if given > today:
            raise Invalid(
                "started_on", _("Cette date n’est pas encore venue. Choisissez « Prévue », ou une autre date.")
            )
        return given
    if given < today:
        raise Invalid("started_on", _("Cette date est passée. Choisissez « En cours », ou une autre date."))
    if given.year > today.year + FURTHEST_YEARS:
        raise Invalid(
            "started_on", _("Cette date est trop lointaine : dans %(years)d ans au plus.", years=FURTHEST_YEARS)
        )
    return given


def checked_again(state: TranspositionState, again: bool | None) -> bool | None:
    """Whether they would do it again.

    Raises:
        Invalid: it has not begun.
    """
    if again is not None and state == TranspositionState.PLANNED:
        raise Invalid("again", _("Vous le direz quand cela aura commencé."))
    return again


def checked_school(actor: Actor, school_id: int) -> int:
    """A school that the actor belongs to.

    Raises:
        Invalid: they do not, or there is none.
    """
    school = db.session.get(School, school_id)
    if school is None or not can(actor, "school.members", school):
        raise Invalid("school", _("Choisissez l’un de vos établissements."))
    return school.id


def today_of(actor: Actor) -> date:
    """The day it is where a person lives."""
    return now().astimezone(ZoneInfo(actor.timezone or current_app.config["SETTINGS"].default_timezone)).date()


def write_words(transposition: Transposition, adapted: Mapping[str, str], outcome: str) -> None:
    """Puts what is told into the row, with its HTML. Several stand on one page: each keeps its footnotes apart."""
    mark = secrets.token_hex(4)
    transposition.adapted = dict(adapted)
    transposition.adapted_html = {key: render_markdown(words, f"{mark}-{key}") for key, words in adapted.items()}
    transposition.outcome = outcome
    transposition.outcome_html = render_markdown(outcome, f"{mark}-outcome") if outcome else ""


def months_before(day: date, months: int) -> date:
    """The day so many months before, the last one of its month where that is shorter."""
    month = day.year * 12 + day.month - 1 - months
    year, month = divmod(month, 12)
    for last in range(day.day, 27, -1):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    return date(year, month + 1, day.day)


def settle_reminders(transposition: Transposition, today: date, moment: datetime) -> None:
    """Has the reminders whose day had passed when the start was told not be sent, and the others wait for theirs."""
    started = transposition.started_on
    for months, column in ((FIRST_REMINDER, "reminded_at_3"), (SECOND_REMINDER, "reminded_at_12")):
        is_past = started is not None and started <= months_before(today, months)
        if not is_past:
            setattr(transposition, column, None)
        elif getattr(transposition, column) is None:
            setattr(transposition, column, moment)


def find_transposition(actor: Actor, sheet_id: int, transposition_id: int) -> TranspositionOfSheet:
    """A transposition with its sheet, both held until the transaction ends.

    Raises:
        NotFound: there is none of this sheet that the actor sees.
    """
    sheet = find_sheet(sheet_id)
    found = db.session.scalar(
        select(Transposition)
        .where(Transposition.id == transposition_id, Transposition.sheet_id == sheet_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound
    one = TranspositionOfSheet(found, sheet)
    require(actor, "transposition.see", one)
    return one


def refuse_a_second(transposition: Transposition) -> None:
    """Refuses what would make two in hand of one person, sheet and school; to be called with the sheet held.

    Raises:
        AlreadyInHand: there is another.
    """
    with db.session.no_autoflush:
        other = db.session.scalar(
            select(Transposition.id).where(
                Transposition.sheet_id == transposition.sheet_id,
                Transposition.school_id == transposition.school_id,
                Transposition.author_id == transposition.author_id,
                Transposition.removed_at.is_(None),
                Transposition.state.in_([state.value for state in IN_HAND]),
                Transposition.id != (transposition.id or 0),
            )
        )
    if other is not None:
        raise AlreadyInHand(other)


def changed(sheet: Sheet) -> None:
    """Keeps the sheet's count true and says what pages show this, in the transaction at hand with the sheet held."""
    db.session.flush()
    kept = select(func.count()).where(Transposition.sheet_id == sheet.id, Transposition.removed_at.is_(None))
    db.session.execute(
        update(Sheet)
        .where(Sheet.id == sheet.id)
        .values(transposition_count=kept.scalar_subquery())
        .execution_options(synchronize_session=False)
    )
    db.session.expire(sheet, ["transposition_count"])
    touch("library", "schools", f"sheet:{sheet.id}")
