"""Choosing the sheets that a community puts forward."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.communities.models import Community
from forum.communities.queries import community_page
from forum.core.actor import current_actor
from forum.core.errors import Invalid
from forum.core.policy import require, requires
from forum.core.text import tidy_line
from forum.practices.forms_communities import PutForwardForm
from forum.practices.queries.putting_forward import sheets_forward, sheets_to_choose
from forum.practices.services.collections import Move
from forum.practices.services.put_forward import move_forward, put_forward, take_back
from forum.practices.views import bp

LONGEST_SEARCH = 100


def community_to_change(slug: str) -> Community:
    """The community of an address, for those who hold it."""
    actor = current_actor()
    found = community_page(actor, slug).community
    require(actor, "community.hold", found)
    return found


@bp.route("/communities/<slug>/sheets", methods=["GET", "POST"])
@requires("community.hold")
def sheets_of_community(slug: str) -> ResponseReturnValue:
    """The sheets put forward, those found by `?q=`, and putting one forward."""
    actor = current_actor()
    community = community_to_change(slug)
    form = PutForwardForm()
    if form.validate_on_submit():
        try:
            sheet = put_forward(actor, community.id, form.address.data, form.note.data)
            flash(_("« %(title)s » est mise en avant.", title=sheet.title), "success")
            return redirect(url_for(".sheets_of_community", slug=slug), 303)
        except Invalid as error:
            form.refuse(error)
    search = tidy_line(request.args.get("q", ""))[:LONGEST_SEARCH]
    html = render_template(
        "practices/communities_sheets.html",
        community=community,
        entries=sheets_forward(actor, community.id),
        found=sheets_to_choose(actor, search),
        search=search,
        form=form,
    )
    return html, 422 if form.is_submitted() else 200


@bp.post("/communities/<slug>/sheets/<int:sheet_id>/move")
@requires("community.hold")
def move_sheet_forward(slug: str, sheet_id: int) -> ResponseReturnValue:
    """Moving a sheet up or down among those put forward."""
    community = community_to_change(slug)
    given = request.form.get("move", "")
    if given not in list(Move):
        raise Invalid("move", _("Dites où la fiche doit aller : en premier, plus haut, plus bas, en dernier."))
    move_forward(current_actor(), community.id, sheet_id, Move(given))
    return redirect(url_for(".sheets_of_community", slug=slug, _anchor=f"sheet-{sheet_id}"), 303)


@bp.post("/communities/<slug>/sheets/<int:sheet_id>/take-back")
@requires("community.hold")
def take_sheet_back(slug: str, sheet_id: int) -> ResponseReturnValue:
    """Putting a sheet forward no longer."""
    community = community_to_change(slug)
    take_back(current_actor(), community.id, sheet_id)
    flash(_("La fiche n’est plus mise en avant."), "success")
    return redirect(url_for(".sheets_of_community", slug=slug), 303)
