"""Whether a person may speak in a room at this moment, and why not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import BooleanClauseList, ColumnElement, and_, case, func, null, select
from sqlalchemy.orm import aliased

from forum.chat.models import Message, Room, RoomSilence
from forum.communities.models import Community
from forum.core.errors import NotAllowed, Refused, TooMany
from forum.core.i18n import moment
from forum.core.models import now
from forum.extensions import db


@dataclass(frozen=True)
class Standing:
    """What keeps a person from speaking in a room, or does not.

    Args:
        silenced_until: None for who is not.
        last_said_at: when they last spoke, asked only where the room is slow.
    """

    is_closed: bool
    is_paused: bool
    slow_seconds: int
    silenced_until: datetime | None
    reason: str
    last_said_at: datetime | None = None

    def refusal(self, *, holds: bool, is_new: bool = True) -> Refused | None:
        """Why the person may not speak, in words; None where they may.

        Args:
            holds: whether they hold the room: neither a pause nor slow mode keeps them.
            is_new: of something new, which slow mode asks to wait for; an edit waits for nothing.
        """
        if self.is_closed:
            return NotAllowed(_("Ce salon est fermé : il se lit encore, mais on n’y écrit plus."))
        if self.silenced_until is not None:
            until = moment(self.silenced_until)
            return NotAllowed(
                _(
                    "Vous ne pouvez pas écrire dans ce salon avant : %(until)s. Motif : %(reason)s",
                    until=until,
                    reason=self.reason,
                )
            )
        if self.is_paused and not holds:
            return NotAllowed(_("Ce salon est en pause : il se lit, et l’on y écrira de nouveau bientôt."))
        return None if holds or not is_new else self.too_soon()

    def too_soon(self) -> TooMany | None:
        if not self.slow_seconds or self.last_said_at is None:
            return None
        left = ceil((self.last_said_at + timedelta(seconds=self.slow_seconds) - now()).total_seconds())
        if left <= 0:
            return None
        words = ngettext(
            "Ce salon est ralenti : vous pourrez y écrire dans %(num)d seconde.",
            "Ce salon est ralenti : vous pourrez y écrire dans %(num)d secondes.",
            left,
        )
        return TooMany(words, left)


def silence_of(person_id: int) -> BooleanClauseList | ColumnElement[bool]:
    """The condition that joins a room with a person's silence there, as long as it lasts."""
    lasts = and_(RoomSilence.until > now(), RoomSilence.lifted_at.is_(None))
    return and_(RoomSilence.room_id == Room.id, RoomSilence.person_id == person_id, lasts)


def standing_in(person_id: int, room_id: int) -> Standing:
    """How a person stands in a room, by one statement."""
    mine = aliased(Message)
    last = select(func.max(mine.said_at)).where(mine.room_id == Room.id, mine.author_id == person_id).scalar_subquery()
    row = db.session.execute(
        select(
            Room,
            Community.archived_at,
            RoomSilence.until,
            RoomSilence.reason,
            case((Room.slow_seconds > 0, last), else_=null()).label("last_said_at"),
        )
        .outerjoin(Community, Community.id == Room.community_id)
        .outerjoin(RoomSilence, silence_of(person_id))
        .where(Room.id == room_id)
        .order_by(RoomSilence.until.desc())
        .execution_options(populate_existing=True)
    ).first()
    return standing_of(row)


def standing_of(row: Any) -> Standing:
    """How a row stands that has a room, when its community was archived, and until when and why its person is
    silenced."""
    room = row.Room
    return Standing(
        is_closed=room.closed_at is not None or row.archived_at is not None,
        is_paused=room.paused_at is not None,
        slow_seconds=room.slow_seconds,
        silenced_until=row.until,
        reason=row.reason or "",
        last_said_at=getattr(row, "last_said_at", None),
    )
