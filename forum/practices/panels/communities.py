"""What the page of a community shows of the library: the sheets that it puts forward."""

from __future__ import annotations

from flask import render_template

from forum.communities.models import Community
from forum.core.actor import Actor
from forum.core.panels import panel
from forum.core.policy import can
from forum.extensions import db
from forum.practices.queries.putting_forward import sheets_forward


@panel("community.main", order=20)
def sheets_of_community(actor: Actor, community_id: int) -> str:
    """The sheets with a word on why, those that the reader may see."""
    entries = sheets_forward(actor, community_id)
    return render_template("practices/communities_panel.html", entries=entries) if entries else ""


@panel("community.holding", order=20)
def way_to_choosing(actor: Actor, community_id: int) -> str:
    """The way to choose them, for those who hold the community, which the page around has just read."""
    community = db.session.get(Community, community_id)
    if community is None or not can(actor, "community.hold", community):
        return ""
    return render_template("practices/communities_holding.html", community=community)
