"""One's cases, asking for a mediation, and which mediator takes it; the register that administrators read."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.accounts.handles import handles_of
from forum.core.actor import current_actor
from forum.core.errors import Conflict, Invalid, NotAllowed, TooMany
from forum.core.policy import requires
from forum.mediation import queries, services
from forum.mediation.forms import AskForm
from forum.mediation.views import bp

MOST_NAMED = 5
"""People whom a link to the form may name."""


@bp.get("")
@requires("mediation.list")
def cases() -> ResponseReturnValue:
    """The reader's cases and requests; to mediators, the requests that they may take."""
    return cases_page(), 200


def cases_page(refusal: str = "") -> str:
    actor = current_actor()
    return render_template(
        "mediation/cases.html",
        mine=queries.my_cases(actor),
        requests=queries.my_requests(actor),
        waiting=queries.waiting(actor),
        refusal=refusal,
    )


@bp.route("/ask", methods=["GET", "POST"])
@requires("mediation.ask")
def ask() -> ResponseReturnValue:
    """Asking for a mediation; `?with=` names somebody by the number of their page, `?about=` and `?link=` a thread."""
    actor = current_actor()
    form, status, refusal = AskForm(), 200, ""
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                services.ask_for_mediation(
                    actor,
                    form.handles(),
                    form.words.data,
                    about=form.chosen(),
                    link=form.link.data,
                    is_party=form.is_party.data != "no",
                    wishes_same_school=form.wishes_same_school.data,
                    submission=form.submission.data,
                )
            except Invalid as error:
                form.refuse(error)
            except (NotAllowed, TooMany) as error:
                status, refusal = error.status, error.message
            else:
                flash(_("Votre demande est transmise. Seule la personne qui la prendra lira vos mots."), "success")
                return redirect(url_for(".cases"), 303)
    else:
        fill(form)
    return render_template("mediation/ask.html", form=form, refusal=refusal), status


def fill(form: AskForm) -> None:
    """Begins the form with what the link that led to it says."""
    asked = [int(one) for one in request.args.getlist("with") if one.isascii() and one.isdigit() and len(one) < 10]
    handles = handles_of(current_actor(), asked[:MOST_NAMED])
    form.people.data = ", ".join(f"@{handle}" for handle in handles)
    if request.args.get("for") == "others":
        form.is_party.data = "no"
    form.about.data = request.args.get("about") or form.about.data
    form.link.data = request.args.get("link", "")


@bp.post("/<int:case_id>/withdraw")
@requires("mediation.ask")
def withdraw(case_id: int) -> ResponseReturnValue:
    """Taking one's request back."""
    try:
        services.withdraw_request(current_actor(), case_id)
    except Conflict as error:
        return cases_page(error.message), error.status
    flash(_("Votre demande est retirée."), "success")
    return redirect(url_for(".cases"), 303)


@bp.post("/<int:case_id>/take")
@requires("mediation.serve")
def take(case_id: int) -> ResponseReturnValue:
    """Taking a request."""
    try:
        services.take_case(current_actor(), case_id)
    except Conflict as error:
        return cases_page(error.message), error.status
    flash(_("Cette médiation est à vous. Lisez la demande, puis invitez les parties."), "success")
    return redirect(url_for(".case", case_id=case_id), 303)


@bp.post("/<int:case_id>/pass")
@requires("mediation.serve")
def let_go(case_id: int) -> ResponseReturnValue:
    """Not taking a request that was referred to the reader."""
    services.let_go(current_actor(), case_id)
    flash(_("La demande attend de nouveau quelqu’un."), "success")
    return redirect(url_for(".cases"), 303)


@bp.get("/register")
@requires("mediation.register")
def register() -> ResponseReturnValue:
    """Every case, as administrators see it."""
    return render_template("mediation/register.html", slice=queries.register(request.args.get("after"))), 200
