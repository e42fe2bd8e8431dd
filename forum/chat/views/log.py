"""The log of a room, and undoing what stands in it."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.chat import queries, services
from forum.chat.views import bp
from forum.chat.words_holding import act_words
from forum.core.actor import current_actor
from forum.core.errors import Conflict
from forum.core.policy import require, requires


@bp.get("/rooms/<int:room_id>/acts")
@requires("room.hold")
def acts(room_id: int) -> ResponseReturnValue:
    """What those who hold a room did there, newest first."""
    actor = current_actor()
    require(actor, "room.hold", queries.room_for(actor, room_id))
    return render_template(
        "chat/acts.html",
        room=queries.open_room(actor, room_id),
        found=queries.acts_of(room_id, request.args.get("after")),
        act_words=act_words,
    )


@bp.post("/rooms/<int:room_id>/acts/<int:act_id>/undo")
@requires("room.hold")
def undo(room_id: int, act_id: int) -> ResponseReturnValue:
    """Undoes an act."""
    try:
        services.undo_act(current_actor(), room_id, act_id)
        flash(_("C’est annulé. Le journal garde la trace des deux."), "success")
    except Conflict as refusal:
        flash(refusal.message, "error")
    return redirect(url_for("chat.acts", room_id=room_id), 303)
