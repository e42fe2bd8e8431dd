"""Answering who asks to be in a community."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.communities import queries, services
from forum.communities.forms import ReasonForm
from forum.communities.views import bp
from forum.communities.views.holding import show_reason
from forum.core.actor import current_actor
from forum.core.policy import requires


@bp.post("/communities/<slug>/requests/<int:request_id>/admit")
@requires("community.hold")
def admit(slug: str, request_id: int) -> ResponseReturnValue:
    """Admitting who asked."""
    actor = current_actor()
    found = queries.community_page(actor, slug).community
    services.admit_request(actor, found.id, request_id)
    flash(_("La personne est admise ; elle en est avertie."), "success")
    return redirect(url_for(".people", slug=slug), 303)


@bp.route("/communities/<slug>/requests/<int:request_id>/decline", methods=["GET", "POST"])
@requires("community.hold")
def decline(slug: str, request_id: int) -> ResponseReturnValue:
    """Declining who asked, with a reason that they are told."""
    actor = current_actor()
    form, back = ReasonForm(), url_for(".people", slug=slug)
    if form.validate_on_submit():
        found = queries.community_page(actor, slug).community
        services.decline_request(actor, found.id, request_id, form.reason.data)
        flash(_("La demande est déclinée ; la personne en est avertie."), "success")
        return redirect(back, 303)
    page = queries.held_community(actor, slug)
    return show_reason(
        page.community,
        form,
        title=_("Décliner la demande de %(name)s", name=page.request(request_id).name),
        explained=_("La personne lira ce motif. Elle pourra faire une autre demande."),
        button=_("Décliner la demande"),
        back=back,
    )
