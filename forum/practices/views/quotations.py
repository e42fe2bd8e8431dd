"""Quotations: what authors follow, and where who is quoted answers."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forum.core.actor import current_actor
from forum.core.errors import Invalid
from forum.core.forms import Form
from forum.core.policy import requires
from forum.practices.forms import number_in
from forum.practices.models import Consent
from forum.practices.notices_quotations import DAYS
from forum.practices.queries import quotations as queries
from forum.practices.services.answer_quotation import answer_quotations
from forum.practices.views import bp

CONSENT_WORDS = {
    Consent.ASKED: _l("En attente de réponse"),
    Consent.AGREED: _l("D’accord, avec son nom"),
    Consent.UNNAMED: _l("D’accord, sans son nom"),
    Consent.REFUSED: _l("Refusée"),
    Consent.UNANSWERED: _l("Restée sans réponse"),
}
CHOICES = (
    (Consent.AGREED, _l("Oui, avec mon nom")),
    (Consent.UNNAMED, _l("Oui, mais sans mon nom")),
    (Consent.REFUSED, _l("Non, ne citez pas ces mots")),
)


@bp.get("/practices/<int:sheet_id>/quotations")
@requires("sheet.edit")
def quotations(sheet_id: int) -> ResponseReturnValue:
    """The quotations of a sheet, where each stands and what who is quoted answered."""
    page = queries.quotations_of_sheet(current_actor(), sheet_id)
    return render_template("practices/quotations.html", page=page, sheet=page.sheet, words=CONSENT_WORDS, days=DAYS)


@bp.get("/practices/cited")
@requires("quotation.list")
def cited() -> ResponseReturnValue:
    """Every sheet that quotes the reader, or would like to."""
    found = queries.cited(current_actor())
    return render_template("practices/quotations_mine.html", found=found, words=CONSENT_WORDS)


@bp.route("/practices/<int:sheet_id>/cited", methods=["GET", "POST"])
@requires("quotation.answer")
def cited_in(sheet_id: int) -> ResponseReturnValue:
    """What a sheet quotes of the reader; their answer to each, which they may change at any time."""
    actor = current_actor()
    page = queries.cited_in(actor, sheet_id)
    form = Form()
    status = 200
    if form.is_submitted():
        status = 422
        answers = sent_answers()
        if not answers:
            form.refuse(Invalid("", _("Choisissez une réponse.")))
        elif form.validate():
            try:
                changed = answer_quotations(actor, sheet_id, answers)
                flash(_("Votre réponse est enregistrée.") if changed else _("Rien n’a changé."), "success")
                return redirect(url_for(".cited_in", sheet_id=sheet_id), 303)
            except Invalid as error:
                form.refuse(Invalid("", error.message))
    return (
        render_template("practices/quotations_cited.html", page=page, form=form, choices=CHOICES, days=DAYS),
        status,
    )


def sent_answers() -> dict[int, str]:
    """For the id of each quotation, the answer that the form holds."""
    sent = {name.removeprefix("answer-"): given for name, given in request.form.items() if name.startswith("answer-")}
    return {number_in(number): given for number, given in sent.items() if number_in(number)}
