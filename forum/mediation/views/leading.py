"""What the mediator of a case does: inviting, giving the turn, saying again, opening stages, ending it."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.core.actor import current_actor
from forum.core.addresses import LARGEST_ID
from forum.core.errors import Invalid
from forum.core.policy import require, requires
from forum.mediation import queries, services
from forum.mediation.forms import CloseForm
from forum.mediation.stages import SPEAKING, outcomes
from forum.mediation.views import bp
from forum.mediation.views.showing import attempt, press


def number_in(name: str) -> int | None:
    """The number of a person that a form names; None for nobody."""
    said = request.form.get(name, "")
    return min(int(said), LARGEST_ID) if said.isascii() and said.isdigit() else None


@bp.post("/<int:case_id>/parties")
@requires("case.lead")
def name(case_id: int) -> ResponseReturnValue:
    """Adding a party."""

    def verb(form: Any) -> None:
        services.name_party(current_actor(), case_id, form.person.data)

    return attempt(case_id, "name", verb, _("C’est noté. Cette personne n’est pas encore invitée."), "parties")


@bp.post("/<int:case_id>/parties/<int:person_id>/drop")
@requires("case.lead")
def drop(case_id: int, person_id: int) -> ResponseReturnValue:
    """Taking a party out whom the case does not concern."""

    def verb() -> None:
        services.drop_party(current_actor(), case_id, person_id)

    return press(case_id, verb, _("Cette personne n’est plus nommée."), "parties")


@bp.post("/<int:case_id>/invite")
@requires("case.lead")
def invite(case_id: int) -> ResponseReturnValue:
    """Inviting those who are named."""

    def verb() -> None:
        services.invite_parties(current_actor(), case_id)

    return press(case_id, verb, _("Les parties sont invitées."), "parties")


@bp.post("/<int:case_id>/refer")
@requires("case.lead")
def refer(case_id: int) -> ResponseReturnValue:
    """Referring the case to another mediator."""

    def verb(form: Any) -> None:
        services.refer_case(current_actor(), case_id, form.person.data)

    answer = attempt(case_id, "refer", verb, "")
    if isinstance(answer, tuple):
        return answer
    flash(_("La médiation est confiée à quelqu’un d’autre : elle ne s’ouvre plus pour vous."), "success")
    return redirect(url_for(".cases"), 303)


@bp.post("/<int:case_id>/turn")
@requires("case.lead")
def turn(case_id: int) -> ResponseReturnValue:
    """Giving the turn to a party, or to nobody."""

    def verb() -> None:
        services.give_turn(current_actor(), case_id, number_in("person"))

    return press(case_id, verb, _("C’est fait."), "turn")


@bp.post("/<int:case_id>/reformulate")
@requires("case.lead")
def reformulate(case_id: int) -> ResponseReturnValue:
    """Saying again what was said."""

    def verb(form: Any) -> None:
        about = form.about_id.data or ""
        services.reformulate(
            current_actor(),
            case_id,
            form.words.data,
            about_id=int(about) if about.isascii() and about.isdigit() and len(about) < 10 else None,
            submission=form.submission.data,
        )

    return attempt(
        case_id, "reformulate", verb, _("C’est envoyé. Chacun peut confirmer, ou le dire autrement."), "said"
    )


@bp.post("/<int:case_id>/next")
@requires("case.lead")
def open_next(case_id: int) -> ResponseReturnValue:
    """Opening the next stage."""

    def verb() -> None:
        services.open_next(current_actor(), case_id, request.form.get("stage", ""))

    return press(case_id, verb, _("L’étape suivante est ouverte."))


@bp.route("/<int:case_id>/close", methods=["GET", "POST"])
@requires("case.lead")
def close(case_id: int) -> ResponseReturnValue:
    """Ending the case."""
    actor, form, status = current_actor(), CloseForm(), 200
    if form.is_submitted():
        status = 422
        chosen = form.chosen()
        if form.validate() and chosen is not None:
            try:
                services.close_case(actor, case_id, chosen, form.follow_up_on.data)
            except Invalid as error:
                form.refuse(error)
            else:
                flash(_("La médiation est terminée. Merci de l’avoir menée."), "success")
                return redirect(url_for(".case", case_id=case_id), 303)
    found = queries.case_page(actor, case_id)
    require(actor, "case.lead", found.seated)
    form.offer(outcomes(found.case.stage, holds=found.holds))
    has_begun = found.case.stage in SPEAKING
    return render_template("mediation/close.html", case=found.case, form=form, has_begun=has_begun), status
