"""Undoing what who holds a room did there, as long as nothing that came later changed the same thing."""

from __future__ import annotations

from flask_babel import gettext as _

from forum.chat.models import HiddenAs, Message, Room, RoomAct, RoomMember
from forum.chat.policy import PersonInRoom
from forum.chat.queries.acts import act_in, is_last, newest_standing
from forum.chat.services.hide import show_again
from forum.chat.services.holding.acts import ON_ROOM, ActKind, write
from forum.chat.services.holding.holders import give, take_back
from forum.chat.services.holding.silence import take_back_silence
from forum.chat.services.holding.standing import held
from forum.core.actor import Actor
from forum.core.errors import Conflict, NotAllowed
from forum.core.models import now
from forum.core.policy import require
from forum.core.transactions import transaction
from forum.extensions import db
from forum.notices.services import withdraw


def undo_act(actor: Actor, room_id: int, act_id: int) -> RoomAct:
    """Undoes an act, and says so in the log; undoing it again changes nothing.

    Raises:
        NotFound, NotAllowed: see the rule "room.hold"; and nobody undoes what was done to them.
        Conflict: a later act changed the same thing, or what it concerns is no longer as it left it.
    """
    with transaction():
        room = held(actor, room_id)
        act = act_in(room_id, act_id)
        if act.undone_at is not None:
            return act
        if act.person_id == actor.id:
            raise NotAllowed(_("Cet acte vous concerne : c’est à une autre personne qui tient le salon de l’annuler."))
        if not is_last(act, newest_standing(room_id)):
            raise Conflict(_("Un acte plus récent a changé la même chose : annulez-le d’abord."))
        put_back(actor, room, act)
        act.undone_at, act.undone_by = now(), actor.person_id
        db.session.flush()
    return act


def put_back(actor: Actor, room: Room, act: RoomAct) -> None:
    """Has all be as it was before an act, in the transaction at hand."""
    if act.kind in ON_ROOM:
        write(room, act.facts["before"])
        return
    match ActKind(act.kind):
        case ActKind.REMOVE:
            put_back_message(act)
        case ActKind.SILENCE:
            take_back_silence(actor, act, room.name, room.audience)
        case ActKind.PUT_OUT:
            put_back_in(room, act)
        case ActKind.HOLDER:
            put_back_holder(actor, room, act)


def put_back_message(act: RoomAct) -> None:
    message = db.session.get(Message, act.message_id, populate_existing=True, with_for_update=True)
    theirs = message is not None and message.hidden_at is not None and message.hidden_as == HiddenAs.HOLDER
    if message is None or not theirs or message.deleted_at is not None:
        raise Conflict(_("Ce message n’est plus à vous de montrer : la médiation ou son auteur en a décidé depuis."))
    show_again(message)
    withdraw(f"room-act:{act.id}")


def put_back_in(room: Room, act: RoomAct) -> None:
    member = db.session.get(RoomMember, (room.id, act.person_id), populate_existing=True)
    if member is None or member.left_at is None:
        raise Conflict(_("Cette personne est de nouveau dans le salon, ou invitée."))
    member.left_at, member.role = None, act.facts["role"]
    db.session.flush()
    withdraw(f"room-act:{act.id}")


def put_back_holder(actor: Actor, room: Room, act: RoomAct) -> None:
    person_id = act.person_id or 0
    require(actor, "room.name_holder", PersonInRoom(person_id, room))
    if act.facts["holds"]:
        take_back(room, person_id)
    else:
        give(room, person_id, actor.person_id)
    withdraw(f"room-act:{act.id}")
