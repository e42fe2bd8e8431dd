"""The synonyms that administrators keep."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.core.actor import current_actor
from forum.core.errors import Conflict, Invalid
from forum.core.policy import requires
from forum.search.forms import SynonymsForm
from forum.search.services import synonyms as services

bp = Blueprint("synonyms", __name__, url_prefix="/administration/search/synonyms")


@bp.route("", methods=["GET", "POST"])
@requires("search.synonyms")
def page() -> ResponseReturnValue:
    """All the groups: one is added, or taken away by the button that names it."""
    form = SynonymsForm()
    status = 200
    if form.is_submitted():
        status = 422
        gone = request.form.get("remove", type=int)
        if gone:
            services.remove_synonyms(current_actor(), gone)
            flash(_("Ces mots ne se remplacent plus."), "success")
            return redirect(url_for(".page"), 303)
        if form.validate():
            try:
                services.add_synonyms(current_actor(), form.wordings.data)
            except Invalid as error:
                form.refuse(error)
            except Conflict as error:
                form.refuse(Invalid("wordings", str(error)))
            else:
                flash(_("C’est enregistré : la prochaine recherche en tient compte."), "success")
                return redirect(url_for(".page"), 303)
    return render_template("search/synonyms.html", groups=services.all_synonyms(), form=form), status


@bp.route("/<int:number>", methods=["GET", "POST"])
@requires("search.synonyms")
def change(number: int) -> ResponseReturnValue:
    """One group, said otherwise."""
    group = services.find_synonyms(number)
    form = SynonymsForm(obj=group)
    status = 200
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                services.change_synonyms(current_actor(), number, form.wordings.data)
            except Invalid as error:
                form.refuse(error)
            else:
                flash(_("C’est enregistré : la prochaine recherche en tient compte."), "success")
                return redirect(url_for(".page"), 303)
    return render_template("search/synonyms_change.html", form=form), status
