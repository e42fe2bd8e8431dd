"""Spaces, and what stands under a tag."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from forum.core.actor import current_actor
from forum.core.changes import versions
from forum.core.page_cache import kept_for_visitors
from forum.core.pieces import kept_piece
from forum.core.policy import public
from forum.discussions import queries
from forum.discussions.views import bp


@bp.get("/spaces")
@public
@kept_for_visitors(lambda: ("discussions",))
def spaces() -> ResponseReturnValue:
    """Every space the reader sees."""
    return render_template("discussions/spaces.html", spaces=queries.spaces(current_actor()))


@bp.get("/spaces/<slug>")
@public
@kept_for_visitors(lambda slug: ("discussions", "people"))
def space(slug: str) -> ResponseReturnValue:
    """One space and its threads."""
    actor = current_actor()
    found = queries.space_by_slug(actor, slug)
    tab, cursor = request.args.get("tab", ""), request.args.get("after")
    today = versions(("discussions", "people"))

    def make() -> tuple[Markup, str | None]:
        threads, following = queries.threads_of_space(actor, found, tab, cursor)
        pinned = [] if cursor or tab else queries.pinned_threads(actor, found)
        return Markup(render_template("discussions/rows.html", threads=[*pinned, *threads])), following  # noqa: S704

    rows, following = kept_piece(("rows", found.id, tab, cursor), today, make)
    return render_template("discussions/space.html", space=found, rows=rows, following=following, tab=tab)


@bp.get("/tags/<slug>")
@public
@kept_for_visitors(lambda slug: ("discussions", "people", "library"))
def tag(slug: str) -> ResponseReturnValue:
    """Everything under a tag."""
    actor = current_actor()
    found = queries.tag_by_slug(slug)
    threads, following = queries.threads_of_tag(actor, found, request.args.get("after"))
    return render_template("discussions/tag.html", tag=found, threads=threads, following=following)
