"""The pages of rooms. All of it works without scripts; static/src/js/room.js makes it live."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.accounts.professions import WORDS
from forum.chat import queries, services
from forum.chat.forms import EditForm, PlainForm, SayForm
from forum.chat.presence import presence
from forum.chat.queries import PAGE, OpenRoom, Spoken
from forum.core.actor import current_actor
from forum.core.addresses import LARGEST_ID
from forum.core.errors import Invalid, NotAllowed, TooMany
from forum.core.i18n import current_language, day
from forum.core.policy import can, require, requires

bp = Blueprint("chat", __name__)


@bp.get("/rooms")
@requires("member")
def rooms() -> ResponseReturnValue:
    """The rooms of whoever reads."""
    return render_template("chat/rooms.html", rooms=queries.rooms_of(current_actor()))


@bp.get("/rooms/<int:room_id>")
@requires("room.see")
def room(room_id: int) -> ResponseReturnValue:
    """A room, at its present; `?before=` leads to what was said earlier."""
    before = place_before()
    if before is not None:
        return redirect(url_for("chat.history", room_id=room_id, before=before), 303)
    return room_page(queries.open_room(current_actor(), room_id), SayForm())


@bp.get("/rooms/<int:room_id>/history")
@requires("room.see")
def history(room_id: int) -> ResponseReturnValue:
    """What was said in a room before a place, 50 messages at a time."""
    actor = current_actor()
    open_room = queries.open_room(actor, room_id)
    before = place_before() or open_room.last_seq + 1
    stretch = queries.stretch(actor, room_id, before)
    after = before + PAGE if before + PAGE <= open_room.last_seq else None
    return render_template("chat/history.html", room=open_room, stretch=stretch, before=before, after=after)


@bp.post("/rooms/<int:room_id>/messages")
@requires("message.say")
def say(room_id: int) -> ResponseReturnValue:
    """Says something, for browsers without scripts; back to the foot of the room."""
    actor = current_actor()
    open_room = queries.open_room(actor, room_id)
    form = SayForm()
    if not form.validate_on_submit():
        return room_page(open_room, form), 422
    try:
        message = services.say(actor, room_id, form.client_id.data or "", form.body.data or "")
    except Invalid as refusal:
        form.refuse(refusal)
        return room_page(open_room, form), 422
    except (NotAllowed, TooMany) as refusal:
        form.refuse(Invalid("body", refusal.message))
        return room_page(open_room, form), refusal.status
    services.mark_seen(actor, room_id, message.seq)
    return redirect(url_for("chat.room", room_id=room_id, _anchor="present"), 303)


@bp.post("/rooms/<int:room_id>/seen")
@requires("room.see")
def seen(room_id: int) -> ResponseReturnValue:
    """Notes that a person has read a room up to where its page showed it."""
    services.mark_seen(current_actor(), room_id, request.form.get("seq", 0, type=int) % (LARGEST_ID + 1))
    return redirect(url_for("chat.room", room_id=room_id, _anchor="present"), 303)


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


@bp.get("/messages/<int:message_id>")
@requires("room.see")
def message(message_id: int) -> ResponseReturnValue:
    """Leads to a message at its place in its room."""
    found = queries.message_by_id(current_actor(), message_id)
    return redirect(message_url(found.room_id, found.id, found.seq), 303)


def message_url(room_id: int, message_id: int, seq: int) -> str:
    """The address of the page of a room that shows a message, with some of what followed it."""
    return url_for("chat.history", room_id=room_id, before=seq + PAGE // 2, _anchor=f"message-{message_id}")


def place_before() -> int | None:
    """The place that the address asks for what came before; None for none that makes sense."""
    before = request.args.get("before", type=int)
    return before if before is not None and 0 < before <= LARGEST_ID else None


@bp.app_template_filter("weekday")
def weekday(value: datetime) -> str:
    """Writes the day of a moment as people say it: « mardi 24 novembre »."""
    return day(value, "EEEE d MMMM" if current_language() == "fr" else "EEEE, MMMM d")


def room_page(open_room: OpenRoom, form: SayForm) -> str:
    actor = current_actor()
    return render_template(
        "chat/room.html",
        room=open_room,
        rooms=queries.rooms_of(actor),
        stretch=queries.stretch(actor, open_room.id),
        people=[person for person in presence.people(open_room.id) if person[0] != actor.id],
        form=form,
        blank=blank_message(open_room.id),
        place_url=place_url(open_room),
        professions={token: str(words) for token, words in WORDS.items()},
        timezone=actor.timezone or current_app.config["SETTINGS"].default_timezone,
    )


def blank_message(room_id: int) -> Spoken:
    """What scripts fill in to show a message that has just arrived."""
    return Spoken(0, room_id, 0, 0, "", "", "", "", None, is_edited=False, state=queries.SAID)


def place_url(open_room: OpenRoom) -> str:
    """The page of the school or the community that a room belongs to."""
    if open_room.is_of_school:
        return url_for("schools.school", key=open_room.place)
    return url_for("communities.community", slug=open_room.place)
