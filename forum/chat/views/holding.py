"""What those who hold a room do with it: its settings, its pace, its pauses, what is pinned, what is removed."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.chat import queries, services
from forum.chat.forms_holding import ReasonForm, SettingsForm, SlowForm
from forum.chat.views import bp
from forum.chat.views.reading import message_url
from forum.core.actor import Actor, current_actor
from forum.core.errors import Conflict, Invalid
from forum.core.policy import can, require, requires


@bp.route("/rooms/<int:room_id>/settings", methods=["GET", "POST"])
@requires("room.hold")
def settings(room_id: int) -> ResponseReturnValue:
    """How a room is called, what it is for, how it welcomes; and its pace."""
    actor = current_actor()
    found = queries.room_for(actor, room_id)
    require(actor, "room.hold", found)
    form = SettingsForm(name=found.name, purpose=found.purpose, welcome=found.welcome_source)
    status = 200
    if form.is_submitted():
        status = 422
        try:
            if form.validate():
                services.change_settings(
                    actor, room_id, form.name.data or "", form.purpose.data or "", form.welcome.data or ""
                )
                flash(_("C’est enregistré."), "success")
                return redirect(url_for("chat.room", room_id=room_id), 303)
        except Invalid as refusal:
            form.refuse(refusal)
    page = render_template(
        "chat/settings.html",
        room=queries.open_room(actor, room_id),
        form=form,
        slow=SlowForm(formdata=None, seconds=found.slow_seconds),
        may_rename=can(actor, "room.rename", found),
    )
    return page, status


@bp.post("/rooms/<int:room_id>/slow")
@requires("room.hold")
def slow(room_id: int) -> ResponseReturnValue:
    """Sets how long each waits between two messages."""
    form = SlowForm()
    if not form.validate():
        raise Invalid("seconds", _("Choisissez une durée de la liste."))
    services.slow_room(current_actor(), room_id, form.seconds.data)
    flash(_("C’est enregistré."), "success")
    return redirect(url_for("chat.settings", room_id=room_id), 303)


@bp.post("/rooms/<int:room_id>/pause")
@requires("room.hold")
def pause(room_id: int) -> ResponseReturnValue:
    """Has nobody speak for a while but those who hold the room."""
    return done(services.pause_room, room_id, _("Le salon est en pause."))


@bp.post("/rooms/<int:room_id>/resume")
@requires("room.hold")
def resume(room_id: int) -> ResponseReturnValue:
    """Has everybody speak again."""
    return done(services.resume_room, room_id, _("On écrit de nouveau dans le salon."))


@bp.post("/rooms/<int:room_id>/close")
@requires("room.hold")
def close(room_id: int) -> ResponseReturnValue:
    """Closes a room."""
    return done(services.close_room, room_id, _("Le salon est fermé : il se lit encore."))


@bp.post("/rooms/<int:room_id>/reopen")
@requires("room.hold")
def reopen(room_id: int) -> ResponseReturnValue:
    """Opens a closed room again."""
    return done(services.reopen_room, room_id, _("Le salon est rouvert."))


@bp.post("/rooms/<int:room_id>/unpin")
@requires("room.hold")
def unpin(room_id: int) -> ResponseReturnValue:
    """Has no message stand above the others."""
    return done(services.unpin_message, room_id, _("Plus aucun message n’est épinglé."))


@bp.post("/rooms/<int:room_id>/messages/<int:message_id>/pin")
@requires("message.pin")
def pin(room_id: int, message_id: int) -> ResponseReturnValue:
    """Has a message stand above the others."""
    services.pin_message(current_actor(), room_id, message_id)
    flash(_("Le message est épinglé."), "success")
    return redirect(url_for("chat.room", room_id=room_id), 303)


@bp.route("/rooms/<int:room_id>/messages/<int:message_id>/take-away", methods=["GET", "POST"])
@requires("message.remove")
def take_away(room_id: int, message_id: int) -> ResponseReturnValue:
    """Removes what somebody else said, once the reason is given."""
    actor = current_actor()
    said = queries.said_in(actor, room_id, message_id)
    require(actor, "message.remove", said)
    form, back = ReasonForm(), message_url(room_id, message_id, said.message.seq)
    status = 200
    if form.is_submitted():
        status = 422
        try:
            if form.validate():
                services.remove_message(actor, room_id, message_id, form.reason.data)
                flash(_("Le message est retiré ; son auteur sait pourquoi."), "success")
                return redirect(back, 303)
        except Conflict as refusal:
            form.refuse(Invalid("", refusal.message))
            status = refusal.status
    page = render_template(
        "chat/take_away.html",
        room=queries.open_room(actor, room_id),
        found=queries.several_in(actor, room_id, [message_id]),
        form=form,
        back=back,
    )
    return page, status


def done(verb: Callable[[Actor, int], object], room_id: int, words: str) -> ResponseReturnValue:
    """Does something to a room and says so; or says why it was not done."""
    try:
        verb(current_actor(), room_id)
        flash(words, "success")
    except Conflict as refusal:
        flash(refusal.message, "error")
    return redirect(url_for("chat.room", room_id=room_id), 303)
