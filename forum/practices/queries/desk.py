"""The committee's desk: what waits, who follows what, and how long an answer takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from statistics import median

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased

from forum.accounts.models import Person
from forum.core.actor import Actor
from forum.core.models import now
from forum.core.policy import visible
from forum.extensions import db
from forum.practices.authors import authors_of
from forum.practices.committee import NOT_RETAINED, Interest, interest_of
from forum.practices.models import Opinion, Review, Sheet

ROWS_A_PAGE = 50
OPEN = Review.closed_at.is_(None)
ANSWERS = ("published", NOT_RETAINED, "changes_asked")
"""What the committee answers; a sheet that its authors withdrew was not answered."""
RECENT = timedelta(days=182)
MOST_ANSWERS = 500


class Shown(StrEnum):
    """What of the desk is shown."""

    WAITING = "waiting"
    MINE = "mine"
    OTHERS = "others"


@dataclass(frozen=True)
class DeskRow:
    """A sheet before the committee.

    Args:
        by: who submitted it.
        holder: who follows it; empty where nobody does.
        given: how many members gave their opinion.
        is_given: whether the reader is one of them.
        interest: what ties the reader to its authors, so that they can't judge it.
    """

    sheet_id: int
    title: str
    language: str
    since: datetime
    by: str
    holder: str
    held_since: datetime | None
    given: int
    is_given: bool
    is_again: bool
    interest: Interest | None


@dataclass(frozen=True)
class Desk:
    """The desk as a member of the committee sees it.

    Args:
        counts: how many sheets each list holds.
        next_after: where the next slice begins, if there is more.
        usual_time: the median from submission to answer, over the last half-year; nothing where there was none.
        answered: how many answers that is.
    """

    rows: Sequence[DeskRow]
    counts: Mapping[Shown, int]
    next_after: int | None
    usual_time: timedelta | None
    answered: int


def committee_desk(actor: Actor, shown: Shown, after: int = 0) -> Desk:
    """A slice of the desk, the oldest first, by four statements.

    Args:
        actor: who sits at the desk.
        after: the passage after which the slice begins.
    """
    rows = rows_of(actor, shown, after)
    kept = rows[:ROWS_A_PAGE]
    ties = authors_of(sheet.id for _review, sheet, *_ in kept)
    counts = counts_of(actor)
    times = answer_times()
    return Desk(
        [
            DeskRow(
                sheet.id,
                sheet.title,
                sheet.language,
                review.submitted_at,
                by,
                holder or "",
                review.taken_at,
                given,
                bool(own),
                review.previous_version is not None,
                interest_of(actor, ties[sheet.id]),
            )
            for review, sheet, by, holder, given, own in kept
        ],
        counts,
        kept[-1][0].id if len(rows) > ROWS_A_PAGE else None,
        timedelta(seconds=max(median(times), 60.0)) if times else None,
        len(times),
    )


def is_shown(actor: Actor, shown: Shown) -> ColumnElement[bool]:
    match shown:
        case Shown.WAITING:
            return Review.taken_by.is_(None)
        case Shown.MINE:
            return Review.taken_by == actor.person_id
    return Review.taken_by.is_not(None) & (Review.taken_by != actor.person_id)


def rows_of(actor: Actor, shown: Shown, after: int) -> list[tuple[Review, Sheet, str, str | None, int, int]]:
    submitter, holder = aliased(Person), aliased(Person)
    on_it = select(func.count()).where(Opinion.review_id == Review.id)
    query = (
        select(
            Review,
            Sheet,
            submitter.name,
            holder.name,
            on_it.scalar_subquery(),
            on_it.where(Opinion.editor_id == actor.person_id).scalar_subquery(),
        )
        .join(Sheet, Sheet.id == Review.sheet_id)
        .join(submitter, submitter.id == Review.submitted_by)
        .outerjoin(holder, holder.id == Review.taken_by)
        .where(OPEN, Review.id > after, visible(actor, Sheet), is_shown(actor, shown))
        .order_by(Review.id)
        .limit(ROWS_A_PAGE + 1)
    )
    return [tuple(row) for row in db.session.execute(query)]


def counts_of(actor: Actor) -> Mapping[Shown, int]:
    columns = [func.count().filter(is_shown(actor, shown)) for shown in Shown]
    query = select(*columns).join(Sheet, Sheet.id == Review.sheet_id).where(OPEN, visible(actor, Sheet))
    return dict(zip(Shown, db.session.execute(query).one(), strict=True))


def answer_times() -> list[float]:
    """The seconds that the last answers took."""
    query = select(Review.submitted_at, Review.closed_at).where(
        Review.outcome.in_(ANSWERS), Review.closed_at > now() - RECENT
    )
    found = db.session.execute(query.order_by(Review.closed_at.desc()).limit(MOST_ANSWERS))
    return [(closed - submitted).total_seconds() for submitted, closed in found if closed is not None]
