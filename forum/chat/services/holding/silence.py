"""Keeping a person from speaking in a room for a time."""

from __future__ import annotations

from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import select, update

from forum.accounts.audiences import people_in
from forum.accounts.models import Person
from forum.chat import live
from forum.chat.models import RoomAct, RoomSilence
from forum.chat.notices_words import SILENCED, SPEAKING
from forum.chat.policy import PersonInRoom
from forum.chat.services.holding.acts import ActKind, checked_reason, write_down
from forum.chat.services.inviting import hold_room
from forum.chat.told import topic
from forum.core.actor import Actor
from forum.core.errors import Invalid, NotFound
from forum.core.models import now
from forum.core.policy import require
from forum.core.transactions import transaction
from forum.extensions import db
from forum.notices.services import tell, withdraw

MINUTES = (10, 60, 24 * 60, 7 * 24 * 60, 30 * 24 * 60)
"""How long a silence may last: ten minutes, an hour, a day, a week, thirty days."""


def silence_person(actor: Actor, room_id: int, person_id: int, minutes: int, reason: str) -> RoomSilence:
    """Keeps a person from speaking in a room for a time, from now on; one that lasted already ends with it.

    Args:
        minutes: one of `MINUTES`.
        reason: the person will read it.

    Raises:
        NotFound, NotAllowed: see the rule "room.silence"; or the person is not in the room.
        Invalid: minutes or reason can't be accepted.
    """
    with transaction():
        room = hold_room(actor, room_id)
        require(actor, "room.silence", PersonInRoom(person_id, room))
        there = select(Person.id).where(Person.id == person_id, Person.id.in_(people_in(room.audience)))
        if db.session.scalar(there) is None:
            raise NotFound
        if minutes not in MINUTES:
            raise Invalid("minutes", _("Choisissez une durée de la liste."))
        why = checked_reason(reason)
        end_silences(room_id, person_id, actor.person_id)
        silence = RoomSilence(
            room_id=room_id,
            person_id=person_id,
            until=now() + timedelta(minutes=minutes),
            reason=why,
            by_id=actor.person_id,
        )
        db.session.add(silence)
        db.session.flush()
        facts = {"silence": silence.id, "until": silence.until.isoformat()}
        act = write_down(actor, room_id, ActKind.SILENCE, facts, reason=why, person_id=person_id)
        tell(
            person_id,
            SILENCED,
            f"room-act:{act.id}",
            {"title": room.name, "reason": why, "until": silence.until.isoformat()},
            f"/rooms/{room_id}",
            by_mail=True,
            about=f"room-act:{act.id}",
            topic=topic(room_id),
            audience=room.audience,
        )
        live.push_speech_once_committed(room_id, person_id)
    return silence


def end_silences(room_id: int, person_id: int, by_id: int) -> None:
    """Ends, in the transaction at hand, the silences of a person in a room that still last."""
    lasting = (RoomSilence.room_id == room_id, RoomSilence.person_id == person_id, RoomSilence.lifted_at.is_(None))
    db.session.execute(
        update(RoomSilence).where(*lasting, RoomSilence.until > now()).values(lifted_at=now(), lifted_by=by_id),
        execution_options={"synchronize_session": False},
    )


def take_back_silence(actor: Actor, act: RoomAct, room_name: str, audience: str) -> None:
    """Lets a person speak again, in the transaction at hand, and tells them so."""
    if act.person_id is None:
        raise NotFound
    end_silences(act.room_id, act.person_id, actor.person_id)
    withdraw(f"room-act:{act.id}")
    tell(
        act.person_id,
        SPEAKING,
        f"room-act:{act.id}:undone",
        {"title": room_name},
        f"/rooms/{act.room_id}",
        topic=topic(act.room_id),
        audience=audience,
    )
    live.push_speech_once_committed(act.room_id, act.person_id)
