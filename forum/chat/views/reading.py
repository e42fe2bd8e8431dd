"""The list of rooms, each at its present, and its history in both directions."""

from __future__ import annotations

from datetime import datetime

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.accounts.professions import WORDS
from forum.chat import queries, services
from forum.chat.forms import SayForm
from forum.chat.presence import presence
from forum.chat.queries import PAGE, Answered, OpenRoom, Spoken
from forum.chat.reading import asked_number, read_day, timezone_of
from forum.chat.views import bp
from forum.core.actor import current_actor
from forum.core.addresses import LARGEST_ID
from forum.core.i18n import current_language, day
from forum.core.policy import requires

CONTEXT = 10
"""Messages shown before the one that an address leads to, or before the first that is new."""


@bp.get("/rooms")
@requires("member")
def rooms() -> ResponseReturnValue:
    """The rooms of whoever reads, and those that they are invited to."""
    actor = current_actor()
    return render_template("chat/rooms.html", rooms=queries.rooms_of(actor), invitations=queries.invitations_of(actor))


@bp.get("/rooms/<int:room_id>")
@requires("room.see")
def room(room_id: int) -> ResponseReturnValue:
    """A room, at its present; `?before=` leads to what was said earlier, `?reply=` answers a message."""
    before = asked_number("before")
    if before is not None:
        return redirect(url_for("chat.history", room_id=room_id, before=before), 303)
    actor = current_actor()
    open_room = queries.open_room(actor, room_id)
    form = SayForm()
    form.take_up(actor, f"room:{room_id}")
    form.reply_to.data = str(asked_number("reply") or "")
    return room_page(open_room, form)


@bp.get("/rooms/<int:room_id>/history")
@requires("room.see")
def history(room_id: int) -> ResponseReturnValue:
    """What was said before a place (`?before=`), after one (`?after=`) or from a day on (`?on=2026-03-01`): 50 messages
    at a time."""
    actor = current_actor()
    open_room = queries.open_room(actor, room_id)
    asked_day = request.args.get("on", "")
    if asked_day:
        return to_day(open_room, asked_day)
    after = request.args.get("after", type=int)
    if after is not None and 0 <= after <= LARGEST_ID:
        stretch = queries.stretch_after(actor, room_id, after)
    else:
        stretch = queries.stretch(actor, room_id, asked_number("before") or open_room.last_seq + 1)
    first, last = (stretch.messages[0].seq, stretch.messages[-1].seq) if stretch.messages else (0, 0)
    return render_template(
        "chat/history.html",
        room=open_room,
        stretch=stretch,
        before=first if stretch.has_older else None,
        after=last if 0 < last < open_room.last_seq else None,
    )


def to_day(open_room: OpenRoom, asked: str) -> ResponseReturnValue:
    """Leads to the first message of a day; where nothing was said since, to the present."""
    actor = current_actor()
    day = read_day(asked)
    if day is None:
        flash(_("Cette date ne se lit pas. Écrivez-la ainsi : 2026-03-01."), "error")
        return redirect(url_for("chat.history", room_id=open_room.id), 303)
    place = queries.place_of_day(actor, open_room.id, day, timezone_of(actor))
    if place is None:
        flash(_("Rien n’a été dit depuis ce jour."), "info")
        return redirect(url_for("chat.room", room_id=open_room.id, _anchor="present"), 303)
    return redirect(url_for("chat.history", room_id=open_room.id, after=place - 1), 303)


@bp.post("/rooms/<int:room_id>/seen")
@requires("room.see")
def seen(room_id: int) -> ResponseReturnValue:
    """Notes that a person has read a room up to where its page showed it."""
    services.mark_seen(current_actor(), room_id, request.form.get("seq", 0, type=int) % (LARGEST_ID + 1))
    return redirect(url_for("chat.room", room_id=room_id, _anchor="present"), 303)


@bp.post("/rooms/<int:room_id>/level")
@requires("room.see")
def level(room_id: int) -> ResponseReturnValue:
    """Sets how much a person wants to hear of a room."""
    services.set_level(current_actor(), room_id, request.form.get("level", ""))
    flash(_("C’est noté."), "success")
    return redirect(url_for("chat.room", room_id=room_id, _anchor="present"), 303)


@bp.get("/messages/<int:message_id>")
@requires("room.see")
def message(message_id: int) -> ResponseReturnValue:
    """Leads to a message at its place in its room."""
    found = queries.message_by_id(current_actor(), message_id)
    return redirect(message_url(found.room_id, found.id, found.seq), 303)


def message_url(room_id: int, message_id: int, seq: int) -> str:
    """The address of the page of a room that shows a message, with some of what was said around it."""
    return url_for("chat.history", room_id=room_id, after=max(0, seq - 1 - CONTEXT), _anchor=f"message-{message_id}")


@bp.app_template_filter("weekday")
def weekday(value: datetime) -> str:
    """Writes the day of a moment as people say it: « mardi 24 novembre »."""
    return day(value, "EEEE d MMMM" if current_language() == "fr" else "EEEE, MMMM d")


def room_page(open_room: OpenRoom, form: SayForm) -> str:
    """The page of a room, at its present."""
    actor = current_actor()
    return render_template(
        "chat/room.html",
        room=open_room,
        rooms=queries.rooms_of(actor),
        stretch=queries.stretch(actor, open_room.id),
        first_unread=first_unread(open_room),
        people=[person for person in presence.people(open_room.id) if person[0] != actor.id],
        form=form,
        answered=answered_by(open_room, form),
        blank=blank_message(open_room.id),
        place_url=place_url(open_room),
        professions={token: str(words) for token, words in WORDS.items()},
        timezone=timezone_of(actor),
    )


def first_unread(open_room: OpenRoom) -> str:
    """Where the first message that is new to the reader is, when more are than the page shows; else nothing."""
    if not 0 < open_room.read_seq < open_room.last_seq - PAGE:
        return ""
    after = max(0, open_room.read_seq - CONTEXT)
    return url_for("chat.history", room_id=open_room.id, after=after)


def answered_by(open_room: OpenRoom, form: SayForm) -> Answered | None:
    """The message that the form answers, shown short; none where it is not one of the room that can be read."""
    answered = form.answered()
    found = queries.several_in(current_actor(), open_room.id, [answered]) if answered is not None else []
    if not found:
        form.reply_to.data = ""
        return None
    [said] = found
    words = current_app.jinja_env.filters["striptags"](said.html)[:120]
    return Answered(said.id, said.seq, said.author_id, said.name, words, said.state)


def blank_message(room_id: int) -> Spoken:
    """What scripts fill in to show a message that has just arrived."""
    return Spoken(0, room_id, 0, 0, "", "", "", "", None, is_edited=False, state=queries.SAID)


def place_url(open_room: OpenRoom) -> str:
    """The page of the school or the community that a room belongs to; who is in it, of a shared one."""
    if open_room.is_shared:
        return url_for("chat.people", room_id=open_room.id)
    if open_room.is_of_school:
        return url_for("schools.school", key=open_room.place)
    return url_for("communities.community", slug=open_room.place)
