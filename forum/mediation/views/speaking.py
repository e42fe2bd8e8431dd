"""What the parties do in a case: speaking in turn or apart, answering, listing, writing the agreement."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.core.actor import current_actor
from forum.core.errors import Conflict, Invalid, NotFound, TooMany
from forum.core.policy import require, requires
from forum.mediation import queries, services
from forum.mediation.forms import WordsForm
from forum.mediation.models import Answer
from forum.mediation.views import bp
from forum.mediation.views.showing import attempt, press


@bp.post("/<int:case_id>/say")
@requires("case.read")
def say(case_id: int) -> ResponseReturnValue:
    """Saying something to all, in turn."""

    def verb(form: Any) -> None:
        services.speak(current_actor(), case_id, form.words.data, submission=form.submission.data)

    return attempt(case_id, "say", verb, _("C’est dit."), "said")


@bp.post("/<int:case_id>/ready")
@requires("case.take_part")
def ready(case_id: int) -> ResponseReturnValue:
    """Being ready for the next stage, or not yet."""
    is_ready = request.form.get("undo") is None

    def verb() -> None:
        services.say_ready(current_actor(), case_id, request.form.get("stage", ""), ready=is_ready)

    said = _("C’est noté : on peut passer à la suite.") if is_ready else _("C’est noté : rien ne presse.")
    return press(case_id, verb, said)


@bp.post("/<int:case_id>/options")
@requires("case.speak")
def option(case_id: int) -> ResponseReturnValue:
    """Listing an option, in turn."""

    def verb(form: Any) -> None:
        services.list_option(current_actor(), case_id, form.words.data, submission=form.submission.data)

    return attempt(case_id, "option", verb, _("Votre piste est sur la liste."), "options")


@bp.post("/<int:case_id>/agreement")
@requires("case.speak")
def version(case_id: int) -> ResponseReturnValue:
    """Writing the agreement anew, in turn."""

    def verb(form: Any) -> None:
        services.write_version(current_actor(), case_id, form.words.data, form.seen(), submission=form.submission.data)

    return attempt(
        case_id, "version", verb, _("Votre version est enregistrée. Chaque partie peut l’accepter."), "agreement"
    )


@bp.post("/<int:case_id>/companions")
@requires("case.take_part")
def companion(case_id: int) -> ResponseReturnValue:
    """Wishing somebody beside one."""

    def verb(form: Any) -> None:
        services.wish_companion(current_actor(), case_id, form.person.data)

    return attempt(case_id, "companion", verb, _("C’est demandé aux autres parties."), "companions")


@bp.post("/<int:case_id>/follow-up")
@requires("case.follow_up")
def follow_up(case_id: int) -> ResponseReturnValue:
    """Saying how it goes."""

    def verb(form: Any) -> None:
        services.say_how_it_goes(current_actor(), case_id, form.words.data, submission=form.submission.data)

    return attempt(case_id, "follow_up", verb, _("Merci pour ces nouvelles."), "follow-up")


@bp.post("/<int:case_id>/entries/<int:entry_id>/correct")
@requires("case_entry.answer")
def correct(case_id: int, entry_id: int) -> ResponseReturnValue:
    """Saying in one's own words what the mediator said again."""

    def verb(form: Any) -> None:
        services.correct_reformulation(current_actor(), entry_id, form.words.data)

    return attempt(case_id, f"correct-{entry_id}", verb, _("C’est noté avec vos mots."), f"entry-{entry_id}")


@bp.post("/<int:case_id>/entries/<int:entry_id>/answer")
@requires("case_entry.answer")
def answer(case_id: int, entry_id: int) -> ResponseReturnValue:
    """Answering something that was written, by a button."""

    def verb() -> None:
        actor = current_actor()
        match request.form.get("answer"):
            case Answer.CONFIRMED:
                services.confirm_reformulation(actor, entry_id)
            case Answer.KEPT:
                services.weigh_option(actor, entry_id, keeps=True)
            case Answer.DROPPED:
                services.weigh_option(actor, entry_id, keeps=False)
            case Answer.ACCEPTED:
                services.accept_version(actor, entry_id)
            case "accepted_no_more":
                services.accept_no_more(actor, entry_id)
            case Answer.AGREED:
                services.answer_companion(actor, entry_id, agrees=True)
            case Answer.REFUSED:
                services.answer_companion(actor, entry_id, agrees=False)
            case _:
                raise NotFound

    return press(case_id, verb, _("C’est noté."), f"entry-{entry_id}")


@bp.route("/<int:case_id>/aside/<int:party_id>", methods=["GET", "POST"])
@requires("case.read")
def aside(case_id: int, party_id: int) -> ResponseReturnValue:
    """What one party and the mediator say apart."""
    actor, status, refusal = current_actor(), 200, ""
    form = WordsForm()
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                services.speak_aside(actor, case_id, party_id, form.words.data, submission=form.submission.data)
            except Invalid as error:
                form.refuse(error)
            except (Conflict, TooMany) as error:
                status, refusal = error.status, error.message
            else:
                return redirect(url_for(".aside", case_id=case_id, party_id=party_id, _anchor="write"), 303)
    found = queries.case_page(actor, case_id)
    require(actor, "case.read", found.seated)
    party = next((one for one in found.parties if one.person_id == party_id), None)
    if party is None or not (found.seated.is_mediator or party_id == actor.id):
        raise NotFound
    shown = {"found": found, "case": found.case, "party": party, "form": form, "refusal": refusal}
    return render_template("mediation/aside.html", **shown), status
