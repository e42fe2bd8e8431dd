"""The page of a case, and one's own place in it: consenting, declining, leaving, taking one's words along."""

from __future__ import annotations

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.core.actor import current_actor
from forum.core.policy import require, requires
from forum.mediation import queries, services
from forum.mediation.forms import ConfirmForm
from forum.mediation.taking_along import words_of
from forum.mediation.views import bp
from forum.mediation.views.showing import attempt, show


@bp.get("/<int:case_id>")
@requires("case.see")
def case(case_id: int) -> ResponseReturnValue:
    """One case; to whoever is invited, what a mediation is."""
    return show(case_id), 200


@bp.post("/<int:case_id>/consent")
@requires("case.consent")
def consent(case_id: int) -> ResponseReturnValue:
    """Consenting; where the mediator is not the one one wishes for, the case closes until another asks."""
    goes_on = True

    def verb(form: object) -> None:
        nonlocal goes_on
        goes_on = services.consent(current_actor(), case_id, form.wish())  # type: ignore[attr-defined]

    answer = attempt(case_id, "consent", verb, "")
    if not isinstance(answer, tuple):
        if not goes_on:
            flash(_("C’est entendu. Quelqu’un d’un autre établissement va vous être proposé."), "success")
            return redirect(url_for(".cases"), 303)
        flash(_("Merci. La médiation s’ouvrira quand chaque partie aura consenti."), "success")
    return answer


@bp.post("/<int:case_id>/decline")
@requires("case.consent")
def decline(case_id: int) -> ResponseReturnValue:
    """Declining."""
    services.decline(current_actor(), case_id)
    flash(_("Vous avez décliné. Personne ne vous demandera pourquoi."), "success")
    return redirect(url_for(".cases"), 303)


@bp.route("/<int:case_id>/leave", methods=["GET", "POST"])
@requires("case.leave")
def leave(case_id: int) -> ResponseReturnValue:
    """Leaving, once confirmed."""
    actor, form = current_actor(), ConfirmForm()
    if form.validate_on_submit():
        services.leave_case(actor, case_id)
        flash(_("Vous avez quitté la médiation."), "success")
        return redirect(url_for(".cases"), 303)
    seated = queries.seated(actor, case_id)
    require(actor, "case.leave", seated)
    return render_template("mediation/leave.html", case=seated.case, seated=seated, form=form), 200


@bp.get("/<int:case_id>/mine.txt")
@requires("case.download")
def mine(case_id: int) -> ResponseReturnValue:
    """What the reader wrote, and the agreement, as a text file."""
    actor = current_actor()
    found = queries.case_page(actor, case_id)
    require(actor, "case.download", found.seated)
    answer = Response(words_of(found, actor.person_id), mimetype="text/plain")
    answer.headers["Content-Disposition"] = f'attachment; filename="mediation-{case_id}.txt"'
    return answer
