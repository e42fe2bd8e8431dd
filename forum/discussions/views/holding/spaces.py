"""Naming who holds a space."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.core.actor import current_actor
from forum.core.errors import Invalid
from forum.core.policy import require, requires
from forum.discussions import queries, services
from forum.discussions.forms_holding import HolderForm
from forum.discussions.views import bp


@bp.route("/spaces/<slug>/holder", methods=["GET", "POST"])
@requires("space.name_holder")
def holder(slug: str) -> ResponseReturnValue:
    """Handing a space over to a person until a day, or to nobody in particular."""
    actor = current_actor()
    space = queries.space_by_slug(actor, slug)
    require(actor, "space.name_holder", space)
    if request.form.get("undo"):
        services.release_space(actor, space.id)
        flash(_("L’espace n’est plus tenu par une personne en particulier."), "success")
        return redirect(url_for("discussions.space", slug=slug), 303)
    holding = queries.holder_of(space)
    form = HolderForm(handle=f"@{holding.handle}" if holding else "", until=space.held_until)
    status = 200
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                services.name_holder(actor, space.id, form.handle.data, form.end())
                flash(_("L’espace est confié. La personne en est prévenue."), "success")
                return redirect(url_for("discussions.space", slug=slug), 303)
            except Invalid as error:
                form.refuse(error)
    return render_template("discussions/holding/holder.html", space=space, form=form, holding=holding), status
