"""Saying something, changing it, reacting, for browsers without scripts."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.chat import queries, services
from forum.chat.forms import EditForm, PlainForm, SayForm
from forum.chat.views import bp
from forum.chat.views.reading import message_url, room_page
from forum.core.actor import current_actor
from forum.core.errors import Conflict, Invalid, NotAllowed, TooMany
from forum.core.policy import can, require, requires
from forum.core.uploads import TooBig, takes_files
from forum.discussions.models import ReactionKind

ON, OFF = "on", "off"


@bp.post("/rooms/<int:room_id>/messages")
@requires("message.say")
@takes_files
def say(room_id: int) -> ResponseReturnValue:
    """Says something, for browsers without scripts; back to the foot of the room."""
    actor = current_actor()
    open_room = queries.open_room(actor, room_id)
    form = SayForm()
    form.take_up(actor, f"room:{room_id}")
    status = 422
    try:
        form.bring_files(actor)
        if form.validate():
            body, submission = form.body.data or "", form.client_id.data or ""
            message = services.say(actor, room_id, submission, body, reply_to=form.answered())
            services.mark_seen(actor, room_id, message.seq)
            return redirect(url_for("chat.room", room_id=room_id, _anchor="present"), 303)
    except (Invalid, TooBig) as refusal:
        form.refuse(Invalid(refusal.field, refusal.message))
        status = refusal.status
    except (NotAllowed, TooMany, Conflict) as refusal:
        form.refuse(Invalid("body", refusal.message))
        status = refusal.status
    return room_page(open_room, form), status


@bp.route("/rooms/<int:room_id>/messages/<int:message_id>/edit", methods=["GET", "POST"])
@requires("message.edit")
def edit(room_id: int, message_id: int) -> ResponseReturnValue:
    """Changes a message of one's own, or leads to taking it back."""
    actor = current_actor()
    message = queries.message_in(actor, room_id, message_id)
    require(actor, "message.delete", message)
    form = EditForm(body=message.source)
    status = 200
    if form.is_submitted():
        status = 422
        try:
            if form.validate():
                services.edit_message(actor, room_id, message_id, form.body.data or "")
                flash(_("Votre message est corrigé."), "success")
                return redirect(message_url(room_id, message_id, message.seq), 303)
        except Invalid as refusal:
            form.refuse(refusal)
    page = render_template(
        "chat/edit.html",
        room=queries.open_room(actor, room_id),
        message=message,
        form=form,
        plain=PlainForm(),
        may_edit=can(actor, "message.edit", message),
        minutes=current_app.config["SETTINGS"].edit_message_minutes,
        back=message_url(room_id, message_id, message.seq),
    )
    return page, status


@bp.post("/rooms/<int:room_id>/messages/<int:message_id>/delete")
@requires("message.delete")
def delete(room_id: int, message_id: int) -> ResponseReturnValue:
    """Takes back a message of one's own."""
    services.delete_message(current_actor(), room_id, message_id)
    flash(_("Votre message est supprimé."), "success")
    return redirect(url_for("chat.room", room_id=room_id, _anchor="present"), 303)


@bp.post("/rooms/<int:room_id>/messages/<int:message_id>/reactions")
@requires("message.react")
def react(room_id: int, message_id: int) -> ResponseReturnValue:
    """Reacting in one way (`thanks=on`), or no longer (`thanks=off`)."""
    kind, state = next(((kind, request.form[kind]) for kind in ReactionKind if kind in request.form), ("", ""))
    if state not in (ON, OFF):
        raise Invalid("kind", _("Cette réaction n’existe pas."))
    message = services.react(current_actor(), room_id, message_id, kind, is_on=state == ON)
    return redirect(message_url(room_id, message_id, message.seq), 303)
