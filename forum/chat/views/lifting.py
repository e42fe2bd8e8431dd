"""Lifting messages out of a room into the draft of a discussion, or into something else that takes them."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.chat import queries, services
from forum.chat.forms_holding import LiftForm
from forum.chat.reading import asked_number
from forum.chat.services.lifting import check_liftable
from forum.chat.views import bp
from forum.core.actor import current_actor
from forum.core.errors import Conflict, Invalid, TooLarge, TooMany
from forum.core.forms import choice
from forum.core.policy import require, requires
from forum.writing.quotables import takers


@bp.route("/rooms/<int:room_id>/lift", methods=["GET", "POST"])
@requires("message.lift")
def lift(room_id: int) -> ResponseReturnValue:
    """Choosing the messages, among the newest 50 or those before a place (`?before=`), and where the discussion will
    stand, or what else takes them (`into`, the number of its button); `?pick=` ticks one."""
    actor = current_actor()
    found = queries.room_for(actor, room_id)
    require(actor, "message.lift", found)
    spaces = services.spaces_to_lift_to(actor, found)
    form = LiftForm()
    form.space.choices = [choice(str(space.id), space.name) for space in spaces]
    status = 200
    if form.is_submitted():
        status = 422
        try:
            taker = next((one for number, one in enumerate(takers()) if str(number) == request.form.get("into")), None)
            if form.validate() and taker is not None:
                check_liftable(actor, room_id, form.messages.data or [])
                return redirect(taker.url(form.messages.data or []), 303)
            if form.validate():
                space = services.lift_messages(actor, room_id, form.messages.data or [], form.space.data or 0)
                flash(
                    _("Les messages sont dans votre brouillon. Donnez-lui un titre et un mot d’introduction."),
                    "success",
                )
                return redirect(url_for("discussions.new_thread", slug=space.slug), 303)
        except (Invalid, Conflict, TooLarge, TooMany) as refusal:
            form.refuse(refusal if isinstance(refusal, Invalid) else Invalid("", refusal.message))
            status = refusal.status
    stretch = queries.stretch(actor, room_id, asked_number("before"))
    picked = form.messages.data if form.is_submitted() else [request.args.get("pick", 0, type=int)]
    page = render_template(
        "chat/lift.html",
        room=queries.open_room(actor, room_id),
        form=form,
        spaces=spaces,
        takers=takers(),
        stretch=stretch,
        picked=picked or [],
    )
    return page, status
