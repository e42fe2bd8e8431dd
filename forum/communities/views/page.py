"""A community's page: where a newcomer lands."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.accounts.models import sort_name
from forum.communities import queries, services
from forum.communities.forms import JoinForm
from forum.communities.queries import CommunityPage
from forum.communities.views import bp
from forum.core.actor import current_actor
from forum.core.errors import Invalid
from forum.core.page_cache import kept_for_visitors
from forum.core.policy import can, public, requires


@bp.get("/communities/<slug>")
@public
@kept_for_visitors(lambda slug: ("communities", "people", "library"))
def community(slug: str) -> ResponseReturnValue:
    """One community."""
    actor = current_actor()
    page = queries.community_page(actor, slug)
    return show(page, JoinForm() if actor.is_signed_in else None)


def show(page: CommunityPage, form: JoinForm | None, status: int = 200) -> ResponseReturnValue:
    actor = current_actor()
    found = page.community
    is_member = can(actor, "community.members", found)
    people = queries.people_of(found, members=is_member)
    html = render_template(
        "communities/community.html",
        page=page,
        community=found,
        is_member=is_member,
        members=sorted(people, key=lambda one: sort_name(one.name)) if is_member else [],
        facilitators=[one for one in people if one.term is not None],
        form=form,
    )
    return html, status


@bp.post("/communities/<int:community_id>/join")
@requires("community.join")
def join(community_id: int) -> ResponseReturnValue:
    """Joining."""
    actor = current_actor()
    page = queries.community_by_id(actor, community_id)
    form = JoinForm()
    if form.validate():
        try:
            services.join_community(actor, community_id, accepts_charter=form.charter.data)
            flash(_("Vous voici dans la communauté."), "success")
            return redirect(url_for(".community", slug=page.community.slug), 303)
        except Invalid as error:
            form.refuse(error)
    return show(page, form, 422)


@bp.post("/communities/<int:community_id>/ask")
@requires("community.ask")
def ask(community_id: int) -> ResponseReturnValue:
    """Asking to be in."""
    actor = current_actor()
    page = queries.community_by_id(actor, community_id)
    form = JoinForm()
    if form.validate():
        try:
            services.ask_to_join(actor, community_id, form.words.data, accepts_charter=form.charter.data)
            flash(_("Votre demande est envoyée à celles et ceux qui animent la communauté."), "success")
            return redirect(url_for(".community", slug=page.community.slug), 303)
        except Invalid as error:
            form.refuse(error)
    return show(page, form, 422)
