"""Writing to an author of a sheet, or to who transposed it, through Médiane; and what was asked, with its answer."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.core.actor import current_actor
from forum.core.errors import Conflict, Invalid, NotAllowed, TooMany
from forum.core.policy import can, require, requires
from forum.practices.forms_transpositions import AnswerForm, ContactForm
from forum.practices.models import ContactRequest, Sheet
from forum.practices.queries import transpositions as queries
from forum.practices.services.contact import answer_contact, ask_author, ask_who_transposed
from forum.practices.views import bp

Ask = Callable[[str, str | None], ContactRequest]


@bp.route("/practices/<int:sheet_id>/authors/<int:person_id>/contact", methods=["GET", "POST"])
@requires("sheet.ask")
def contact_author(sheet_id: int, person_id: int) -> ResponseReturnValue:
    """Asking an author of a sheet something."""
    actor = current_actor()
    sheet, name = queries.author_to_ask(actor, sheet_id, person_id)
    if person_id == actor.id:
        raise NotAllowed(_("C’est à vous que ces questions arrivent : vous ne pouvez pas vous écrire."))
    return ask(sheet, name, lambda body, number: ask_author(actor, sheet_id, person_id, body, submission=number))


@bp.route("/practices/<int:sheet_id>/transpositions/<int:transposition_id>/contact", methods=["GET", "POST"])
@requires("transposition.ask")
def contact_who_transposed(sheet_id: int, transposition_id: int) -> ResponseReturnValue:
    """Asking who transposed a practice something, where they agreed to it."""
    actor = current_actor()
    page = queries.transposition_page(actor, sheet_id, transposition_id)
    require(actor, "transposition.ask", page.one)

    def send(body: str, number: str | None) -> ContactRequest:
        return ask_who_transposed(actor, sheet_id, transposition_id, body, submission=number)

    return ask(page.sheet, page.author, send, page)


def ask(
    sheet: Sheet, name: str, send: Ask, transposition: queries.TranspositionPage | None = None
) -> ResponseReturnValue:
    form = ContactForm()
    status = 200
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                asked = send(form.body.data, form.submission.data)
                flash(_("Votre message est transmis. La réponse arrivera dans vos avis."), "success")
                return redirect(url_for(".contact", request_id=asked.id), 303)
            except Invalid as error:
                form.refuse(error)
            except (Conflict, TooMany) as error:
                form.refuse(Invalid("", error.message))
                status = error.status
    html = render_template(
        "practices/contact_form.html", sheet=sheet, name=name, form=form, transposition=transposition
    )
    return html, status


@bp.route("/contacts/<int:request_id>", methods=["GET", "POST"])
@requires("contact.see")
def contact(request_id: int) -> ResponseReturnValue:
    """What was asked and its answer, for the two whom it concerns; who is asked answers here."""
    actor = current_actor()
    page = queries.contact_page(actor, request_id)
    form = AnswerForm()
    status = 200
    if form.is_submitted():
        require(actor, "contact.answer", page.asked)
        status = 422
        if form.validate():
            try:
                answer_contact(actor, request_id, form.answer.data)
                flash(_("Votre réponse est transmise."), "success")
                return redirect(url_for(".contact", request_id=request_id), 303)
            except Invalid as error:
                form.refuse(error)
            except Conflict as error:
                form.refuse(Invalid("", error.message))
                status = error.status
    may_answer = can(actor, "contact.answer", page.asked) and page.asked.answered_at is None
    return render_template("practices/contact.html", page=page, form=form, may_answer=may_answer), status
