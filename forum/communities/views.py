"""The communities, and each one's page."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.communities import queries, services
from forum.communities.forms import CommunityForm
from forum.core.actor import current_actor
from forum.core.errors import Invalid
from forum.core.page_cache import kept_for_visitors
from forum.core.policy import can, public, requires

bp = Blueprint("communities", __name__)


@bp.get("/communities")
@public
@kept_for_visitors(lambda: ("communities",))
def directory() -> ResponseReturnValue:
    """Every community."""
    return render_template("communities/directory.html", communities=queries.communities(current_actor()))


@bp.get("/communities/<slug>")
@public
@kept_for_visitors(lambda slug: ("communities", "people"))
def community(slug: str) -> ResponseReturnValue:
    """One community: where a newcomer lands."""
    actor = current_actor()
    page = queries.community_page(actor, slug)
    is_member = can(actor, "community.members", page.community)
    members = queries.members_of(page.community) if is_member else []
    return render_template(
        "communities/community.html", page=page, community=page.community, members=members, is_member=is_member
    )


@bp.route("/communities/new", methods=["GET", "POST"])
@requires("community.open")
def new() -> ResponseReturnValue:
    """Opening a community."""
    form = CommunityForm()
    status = 200
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                opened = services.open_community(
                    current_actor(), form.name.data, form.about.data, form.charter.data, form.read_first.data
                )
                flash(_("La communauté est ouverte."), "success")
                return redirect(url_for(".community", slug=opened.slug), 303)
            except Invalid as error:
                form.refuse(error)
    return render_template("communities/new.html", form=form), status


@bp.post("/communities/<int:community_id>/join")
@requires("community.join")
def join(community_id: int) -> ResponseReturnValue:
    """Joining."""
    actor = current_actor()
    found = queries.community_by_id(actor, community_id)
    services.join_community(actor, community_id)
    flash(_("Vous voici dans la communauté."), "success")
    return redirect(url_for(".community", slug=found.slug), 303)


@bp.post("/communities/<int:community_id>/leave")
@requires("community.leave")
def leave(community_id: int) -> ResponseReturnValue:
    """Leaving."""
    actor = current_actor()
    found = queries.community_by_id(actor, community_id)
    services.leave_community(actor, community_id)
    flash(_("Vous avez quitté la communauté. Ce que vous y avez écrit reste."), "success")
    return redirect(url_for(".community", slug=found.slug), 303)
