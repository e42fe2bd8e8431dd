"""Answering an invitation, and leaving."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.chat import queries, services
from forum.chat.forms import PlainForm
from forum.chat.views import bp
from forum.core.actor import current_actor
from forum.core.policy import require, requires


@bp.get("/rooms/<int:room_id>/invitation")
@requires("room.answer")
def invitation(room_id: int) -> ResponseReturnValue:
    """An invitation: what the room is for and who holds it, nothing that was said there."""
    return render_template("chat/invitation.html", invited=queries.invitation_for(current_actor(), room_id))


@bp.post("/rooms/<int:room_id>/invitation/accept")
@requires("room.answer")
def accept(room_id: int) -> ResponseReturnValue:
    """Enters a room that one was invited to."""
    services.accept_invitation(current_actor(), room_id)
    flash(_("Vous êtes dans le salon."), "success")
    return redirect(url_for("chat.room", room_id=room_id), 303)


@bp.post("/rooms/<int:room_id>/invitation/decline")
@requires("room.answer")
def decline(room_id: int) -> ResponseReturnValue:
    """Says no to an invitation."""
    services.decline_invitation(current_actor(), room_id)
    flash(_("L’invitation est déclinée."), "success")
    return redirect(url_for("chat.rooms"), 303)


@bp.route("/rooms/<int:room_id>/leave", methods=["GET", "POST"])
@requires("room.leave")
def leave(room_id: int) -> ResponseReturnValue:
    """Leaves a shared room, once one has said so."""
    actor = current_actor()
    form = PlainForm()
    if form.validate_on_submit():
        services.leave_room(actor, room_id)
        flash(_("Vous avez quitté le salon."), "success")
        return redirect(url_for("chat.rooms"), 303)
    require(actor, "room.leave", queries.room_for(actor, room_id))
    return render_template("chat/leave.html", room=queries.open_room(actor, room_id), form=form)
