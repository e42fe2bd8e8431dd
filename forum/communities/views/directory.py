"""The list of communities, and opening one without its being proposed."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.communities import queries, services
from forum.communities.forms import CommunityForm
from forum.communities.views import bp
from forum.core.actor import current_actor
from forum.core.errors import Invalid
from forum.core.page_cache import kept_for_visitors
from forum.core.policy import public, requires
from forum.core.text import tidy_line

LONGEST_SEARCH = 100


@bp.get("/communities")
@public
@kept_for_visitors(lambda: ("communities",))
def directory() -> ResponseReturnValue:
    """Every community, or those that hold some words; what was proposed, for whom it concerns."""
    actor = current_actor()
    search = tidy_line(request.args.get("q", ""))[:LONGEST_SEARCH]
    proposals = queries.proposals(actor) if actor.is_signed_in and not search else []
    return render_template(
        "communities/directory.html",
        communities=queries.directory(actor, search),
        proposals=[one for one in proposals if not one.is_mine],
        my_proposals=[one for one in proposals if one.is_mine],
        search=search,
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
                    current_actor(),
                    form.name.data,
                    form.about.data,
                    form.charter.data,
                    form.read_first.data,
                    form.admission.data,
                )
                flash(_("La communauté est ouverte."), "success")
                return redirect(url_for(".community", slug=opened.slug), 303)
            except Invalid as error:
                form.refuse(error)
    return render_template("communities/new.html", form=form), status
