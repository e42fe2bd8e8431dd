"""Opening one more room."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined,unused-ignore]

from forum.chat import queries, services
from forum.chat.forms import SHARED, OpenForm
from forum.chat.models import Room
from forum.chat.queries import Place
from forum.chat.views import bp
from forum.core.actor import Actor, current_actor
from forum.core.errors import Conflict, Invalid, TooMany
from forum.core.forms import choice
from forum.core.policy import requires


@bp.route("/rooms/new", methods=["GET", "POST"])
@requires("room.share")
def new_room() -> ResponseReturnValue:
    """Opening a room: of a school or a community that one looks after (`?place=school:3`), or between schools."""
    actor = current_actor()
    places = queries.places_to_open_in(actor)
    form = OpenForm(place=request.args.get("place", SHARED))
    form.place.choices = choices(places)
    status = 200
    if form.is_submitted():
        status = 422
        try:
            if form.validate():
                opened = open_it(actor, form)
                flash(_("Le salon est ouvert."), "success")
                return redirect(url_for("chat.room", room_id=opened.id), 303)
        except (Invalid, Conflict, TooMany) as refusal:
            form.refuse(refusal if isinstance(refusal, Invalid) else Invalid("", refusal.message))
            status = refusal.status
    elif form.place.data not in [place.token for place in places]:
        form.place.data = SHARED
    return render_template("chat/open.html", form=form, places=places), status


def choices(places: Sequence[Place]) -> list[SelectChoice]:
    """For whom a room may be opened."""
    own = [choice(place.token, _("Les membres de « %(name)s »", name=place.name)) for place in places]
    return [*own, choice(SHARED, _("Des personnes que j’invite, de plusieurs établissements"))]


def open_it(actor: Actor, form: OpenForm) -> Room:
    """Opens the room that a form describes."""
    name, purpose, submission = form.name.data, form.purpose.data, form.submission.data
    if form.place.data == SHARED:
        return services.open_shared_room(actor, name, purpose, form.handles(), submission=submission)
    return services.open_topic_room(actor, form.place.data, name, purpose, submission=submission)
