"""Naming those who hold a community, and ending that."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.communities import queries, services
from forum.communities.forms import FacilitatorForm
from forum.communities.views import bp
from forum.communities.views.holding import show_people
from forum.core.actor import current_actor
from forum.core.errors import Invalid
from forum.core.policy import requires


@bp.post("/communities/<slug>/facilitators")
@requires("facilitator.name")
def name_facilitator(slug: str) -> ResponseReturnValue:
    """Having a member hold the community until a day."""
    actor = current_actor()
    found = queries.community_page(actor, slug).community
    form = FacilitatorForm()
    form.person.choices = []
    if form.validate():
        try:
            services.name_facilitator(
                actor, found.id, form.person.data, form.until.data, hands_over=form.hands_over.data
            )
            flash(_("L’animation est confiée ; la personne en est avertie."), "success")
            return redirect(url_for(".community", slug=slug), 303)
        except Invalid as error:
            form.refuse(error)
    return show_people(slug, name=form, status=422)


@bp.post("/communities/<int:community_id>/facilitators/<int:facilitator_id>/end")
@requires("facilitator.end")
def end_term(community_id: int, facilitator_id: int) -> ResponseReturnValue:
    """Laying down one's term, or ending another's."""
    actor = current_actor()
    found = queries.community_by_id(actor, community_id).community
    services.end_term(actor, community_id, facilitator_id)
    flash(_("L’animation a pris fin."), "success")
    return redirect(url_for(".community", slug=found.slug), 303)
