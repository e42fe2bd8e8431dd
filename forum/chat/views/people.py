"""Who is in a room, who holds it, who is invited, who may not speak."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from forum.accounts.audiences import people_in
from forum.accounts.models import Person
from forum.chat import queries, services
from forum.chat.forms import PeopleForm
from forum.chat.forms_holding import ReasonForm, SilenceForm
from forum.chat.policy import PersonInRoom
from forum.chat.services.holding.put_out import call_off
from forum.chat.views import bp
from forum.core.actor import current_actor
from forum.core.errors import Conflict, Invalid, NotFound, TooMany
from forum.core.policy import can, require, requires
from forum.extensions import db


@bp.get("/rooms/<int:room_id>/people")
@requires("room.see")
def people(room_id: int) -> ResponseReturnValue:
    """Who is in a shared room, and who holds any; to those who hold it, who may not speak."""
    return people_page(room_id, PeopleForm())


def people_page(room_id: int, form: PeopleForm) -> str:
    actor = current_actor()
    open_room = queries.open_room(actor, room_id)
    found = queries.room_for(actor, room_id)
    return render_template(
        "chat/people.html",
        room=open_room,
        people=queries.people_in_room(room_id),
        silences=queries.silences_of(room_id) if open_room.may_hold else [],
        may_invite=can(actor, "room.invite", found),
        may_name=lambda person_id: can(actor, "room.name_holder", PersonInRoom(person_id, found)),
        form=form,
    )


@bp.post("/rooms/<int:room_id>/invitations")
@requires("room.invite")
def invite(room_id: int) -> ResponseReturnValue:
    """Invites people to a shared room."""
    form = PeopleForm()
    status = 422
    try:
        if form.validate():
            invited = services.invite_people(current_actor(), room_id, form.handles())
            flash(_("L’invitation est partie.") if invited else _("Ces personnes sont déjà invitées."), "success")
            return redirect(url_for("chat.people", room_id=room_id), 303)
    except (Invalid, TooMany) as refusal:
        form.refuse(Invalid("people", refusal.message))
        status = refusal.status
    return people_page(room_id, form), status


@bp.post("/rooms/<int:room_id>/people/<int:person_id>/call-off")
@requires("room.put_out")
def call_off_invitation(room_id: int, person_id: int) -> ResponseReturnValue:
    """Calls off an invitation that waits."""
    call_off(current_actor(), room_id, person_id)
    flash(_("L’invitation est annulée."), "success")
    return redirect(url_for("chat.people", room_id=room_id), 303)


@bp.route("/rooms/<int:room_id>/people/<int:person_id>/put-out", methods=["GET", "POST"])
@requires("room.put_out")
def put_out(room_id: int, person_id: int) -> ResponseReturnValue:
    """Puts somebody out of a shared room, once the reason is given."""
    actor = current_actor()
    found = queries.room_for(actor, room_id)
    require(actor, "room.put_out", PersonInRoom(person_id, found))
    name, form = name_in(found.audience, person_id), ReasonForm()
    if form.validate_on_submit():
        services.put_out(actor, room_id, person_id, form.reason.data)
        flash(_("%(name)s n’est plus dans le salon.", name=name), "success")
        return redirect(url_for("chat.people", room_id=room_id), 303)
    page = render_template("chat/put_out.html", room=queries.open_room(actor, room_id), form=form, name=name)
    return page, 422 if form.is_submitted() else 200


@bp.route("/rooms/<int:room_id>/people/<int:person_id>/silence", methods=["GET", "POST"])
@requires("room.silence")
def silence(room_id: int, person_id: int) -> ResponseReturnValue:
    """Keeps somebody from speaking for a time, once the reason is given."""
    actor = current_actor()
    found = queries.room_for(actor, room_id)
    require(actor, "room.silence", PersonInRoom(person_id, found))
    name, form = name_in(found.audience, person_id), SilenceForm()
    if form.validate_on_submit():
        services.silence_person(actor, room_id, person_id, form.minutes.data, form.reason.data)
        flash(_("%(name)s n’écrira plus ici pour un temps, et sait pourquoi.", name=name), "success")
        return redirect(url_for("chat.acts", room_id=room_id), 303)
    page = render_template("chat/silence.html", room=queries.open_room(actor, room_id), form=form, name=name)
    return page, 422 if form.is_submitted() else 200


@bp.post("/rooms/<int:room_id>/people/<int:person_id>/holder")
@requires("room.name_holder")
def name_holder(room_id: int, person_id: int) -> ResponseReturnValue:
    """Gives a room to somebody to hold with others."""
    try:
        services.name_holder(current_actor(), room_id, person_id)
        flash(_("Le salon est confié."), "success")
    except Conflict as refusal:
        flash(refusal.message, "error")
    return redirect(url_for("chat.people", room_id=room_id), 303)


@bp.post("/rooms/<int:room_id>/people/<int:person_id>/holder/end")
@requires("room.name_holder")
def unname_holder(room_id: int, person_id: int) -> ResponseReturnValue:
    """Takes a room back from somebody."""
    services.unname_holder(current_actor(), room_id, person_id)
    flash(_("Le salon n’est plus confié à cette personne."), "success")
    return redirect(url_for("chat.people", room_id=room_id), 303)


def name_in(audience: str, person_id: int) -> str:
    """What somebody in an audience is called.

    Raises:
        NotFound: they are not in it.
    """
    name = db.session.scalar(select(Person.name).where(Person.id == person_id, Person.id.in_(people_in(audience))))
    if name is None:
        raise NotFound
    return name
