"""Lists of threads across spaces: what is new to the reader, theirs, those that wait for an answer."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.core.actor import current_actor
from forum.core.forms import safe_next
from forum.core.page_cache import kept_for_visitors
from forum.core.policy import public, requires
from forum.discussions import queries, services
from forum.discussions.pieces import drawn_rows, marked_rows, new_in
from forum.discussions.queries import ThreadSlice
from forum.discussions.views import bp


@bp.get("/unread")
@requires("member")
def unread() -> ResponseReturnValue:
    """What is new in what the reader follows or has read."""
    return show("unread", queries.unread_threads(current_actor(), *place()))


@bp.get("/mine")
@requires("member")
def mine() -> ResponseReturnValue:
    """The threads that the reader opened or wrote in."""
    return show("mine", queries.own_threads(current_actor(), *place()))


@bp.get("/unanswered")
@public
@kept_for_visitors(lambda: ("discussions", "people"))
def unanswered() -> ResponseReturnValue:
    """The threads to which nobody replied yet."""
    return show("unanswered", queries.unanswered_threads(current_actor(), *place()))


def place() -> tuple[str | None, str | None]:
    """Where in a list the reader is, and where it began when they did."""
    return request.args.get("after"), request.args.get("top")


def show(name: str, found: ThreadSlice) -> str:
    """A page of a list.

    Args:
        name: of its view.
    """
    actor = current_actor()
    drawn = drawn_rows(found.rows, with_space=True)
    if name == "unread":
        new = new_in(found.rows)
    else:
        new = queries.new_counts(actor, (row.thread_id for row in drawn)) if actor.is_signed_in and drawn else {}
    return render_template("discussions/list.html", name=name, found=found, rows=marked_rows(drawn, new))


@bp.post("/read")
@requires("member")
def read_all() -> ResponseReturnValue:
    """Marking as read all that is new, or what is new in one space."""
    space = request.form.get("space", "")
    actor = current_actor()
    services.mark_all_read(actor, queries.space_by_slug(actor, space).id if space else None)
    flash(_("Tout est marqué comme lu."), "success")
    return redirect(safe_next(url_for(".unread")), 303)
