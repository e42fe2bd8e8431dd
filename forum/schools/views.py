"""The directory of schools, and a school's page."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.core.actor import current_actor
from forum.core.errors import Invalid
from forum.core.page_cache import kept_for_visitors
from forum.core.policy import can, public, requires
from forum.schools import queries, services
from forum.schools.forms import JoinForm
from forum.schools.models import School
from forum.schools.words import KINDS

bp = Blueprint("schools", __name__)


@bp.get("/schools")
@public
@kept_for_visitors(lambda: ("schools",))
def directory() -> ResponseReturnValue:
    """The schools, searched by name, city, code or postcode."""
    search, kind = request.args.get("q", "")[:200], request.args.get("kind", "")
    kind = kind if kind in KINDS else ""
    found, following = queries.schools(search, kind, request.args.get("after"))
    return render_template(
        "schools/directory.html", schools=found, following=following, search=search, kind=kind, kinds=KINDS
    )


@bp.get("/schools/<key>")
@public
@kept_for_visitors(lambda key: ("schools", "people"))
def school(key: str) -> ResponseReturnValue:
    """A school's page, under its code; its slug leads there."""
    found = queries.school_by_key(key)
    if key != key_of(found):
        return redirect(url_for(".school", key=key_of(found)), 301)
    return show(found, JoinForm() if current_actor().is_signed_in else None)


def key_of(school: School) -> str:
    return school.uai or school.slug


def show(found: School, form: JoinForm | None, status: int = 200) -> ResponseReturnValue:
    actor = current_actor()
    people = None
    if actor.is_signed_in:
        people = queries.people_of(
            actor, found, members=can(actor, "school.members", found), requests=can(actor, "school.admit", found)
        )
    return render_template("schools/school.html", school=found, people=people, form=form), status


def back_to(found: School) -> ResponseReturnValue:
    return redirect(url_for(".school", key=key_of(found)), 303)


@bp.post("/schools/<int:school_id>/join")
@requires("school.join")
def join(school_id: int) -> ResponseReturnValue:
    """Asking to join."""
    found = queries.school_by_id(school_id)
    form = JoinForm()
    if form.validate():
        try:
            services.ask_to_join(current_actor(), school_id, form.words.data or "")
            flash(_("Votre demande est envoyée aux référents de l’établissement."), "success")
            return back_to(found)
        except Invalid as error:
            form.refuse(error)
    return show(found, form, 422)


@bp.post("/schools/<int:school_id>/withdraw")
@requires("member")
def withdraw(school_id: int) -> ResponseReturnValue:
    """Taking one's request back."""
    found = queries.school_by_id(school_id)
    services.withdraw_request(current_actor(), school_id)
    flash(_("Votre demande est retirée."), "success")
    return back_to(found)


@bp.post("/schools/<int:school_id>/leave")
@requires("school.leave")
def leave(school_id: int) -> ResponseReturnValue:
    """Leaving."""
    found = queries.school_by_id(school_id)
    services.leave_school(current_actor(), school_id)
    flash(_("Vous avez quitté l’établissement. Ce que vous y avez écrit reste."), "success")
    return back_to(found)


@bp.post("/schools/<int:school_id>/members/<int:person_id>/admit")
@requires("school.admit")
def admit(school_id: int, person_id: int) -> ResponseReturnValue:
    """Admitting who asked."""
    found = queries.school_by_id(school_id)
    services.admit_member(current_actor(), school_id, person_id)
    flash(_("La personne est admise ; elle en est avertie."), "success")
    return back_to(found)


@bp.post("/schools/<int:school_id>/members/<int:person_id>/decline")
@requires("school.admit")
def decline(school_id: int, person_id: int) -> ResponseReturnValue:
    """Declining who asked."""
    found = queries.school_by_id(school_id)
    services.decline_member(current_actor(), school_id, person_id)
    flash(_("La demande est déclinée ; la personne en est avertie."), "success")
    return back_to(found)
