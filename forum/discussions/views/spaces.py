"""Spaces."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from forum.core.actor import Actor, current_actor
from forum.core.changes import versions
from forum.core.page_cache import kept_for_visitors
from forum.core.pieces import kept_piece
from forum.core.policy import public
from forum.discussions import queries
from forum.discussions.models import Space
from forum.discussions.pieces import DrawnRow, drawn_rows, marked_rows
from forum.discussions.queries import TABS, ThreadSlice
from forum.discussions.views import bp


@bp.get("/spaces")
@public
@kept_for_visitors(lambda: ("discussions",))
def spaces() -> ResponseReturnValue:
    """Every space the reader sees."""
    actor = current_actor()
    new = queries.new_by_space(actor) if actor.is_signed_in else {}
    return render_template("discussions/spaces.html", spaces=queries.spaces(actor), new=new)


@bp.get("/spaces/<slug>")
@public
@kept_for_visitors(lambda slug: ("discussions", "people"))
def space(slug: str) -> ResponseReturnValue:
    """One space and its threads."""
    actor = current_actor()
    head = queries.space_head(actor, slug)
    tab = request.args.get("tab", "")
    tab = tab if tab in TABS else ""
    found, rows = rows_of_space(actor, head.space, tab, request.args.get("after"), request.args.get("top"))
    new = queries.new_counts(actor, (row.thread_id for row in rows)) if actor.is_signed_in and rows else {}
    return render_template(
        "discussions/space.html",
        head=head,
        space=head.space,
        rows=marked_rows(rows, new),
        found=found,
        has_new=bool(new),
        tab=tab,
    )


def rows_of_space(
    actor: Actor, found: Space, tab: str, cursor: str | None, top: str | None
) -> tuple[ThreadSlice, list[DrawnRow]]:
    """A piece of a space's list, the same for all who see the space, the pinned threads first at its beginning."""

    def make() -> tuple[ThreadSlice, list[DrawnRow]]:
        threads = queries.threads_of_space(actor, found, tab, cursor, top)
        pinned = [] if cursor or tab else queries.pinned_threads(actor, found)
        return threads, drawn_rows([*pinned, *threads.rows])

    return kept_piece(("rows", found.id, tab, cursor, top), versions(("discussions", "people")), make)
