"""The home page, signed out and signed in, and what a phone shows under « Moi »."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from forum.chat.queries import rooms_of
from forum.core.actor import Actor, current_actor
from forum.core.changes import versions
from forum.core.page_cache import kept_for_visitors
from forum.core.pieces import kept_piece
from forum.core.policy import public, requires
from forum.discussions.pieces import drawn_rows, marked_rows, new_in
from forum.discussions.queries import ThreadRow, home_threads, latest_threads
from forum.notices.queries import latest_unread
from forum.practices.queries import latest_sheets

bp = Blueprint("home", __name__)
SHEETS, NOTICES = 3, 5
UNREAD, UNANSWERED, LATEST = 6, 4, 6
THREADS_FOR_VISITORS = 3


@bp.get("/")
@public
@kept_for_visitors(lambda: ("discussions", "library", "people"))
def index() -> ResponseReturnValue:
    """What awaits a member; what Médiane is, for a visitor."""
    actor = current_actor()
    return for_member(actor) if actor.is_signed_in else for_visitor(actor)


def for_visitor(actor: Actor) -> str:
    return render_template(
        "pages/welcome.html",
        sheets=latest_sheets(actor, SHEETS),
        threads=latest_threads(actor, THREADS_FOR_VISITORS),
    )


def for_member(actor: Actor) -> str:
    threads = home_threads(actor, UNREAD, UNANSWERED, LATEST)
    return render_template(
        "pages/home.html",
        notices=latest_unread(actor, NOTICES),
        rooms=[room for room in rooms_of(actor) if room.unread],
        unread=rows_html(threads.unread),
        unanswered=rows_html(threads.unanswered),
        latest=rows_html(threads.latest),
        sheets=sheets_html(actor),
    )


def rows_html(rows: Sequence[ThreadRow]) -> Markup:
    return marked_rows(drawn_rows(rows, with_space=True), new_in(rows))


def sheets_html(actor: Actor) -> Markup:
    """The latest sheets as HTML: the same for all who see the same audiences."""

    def make() -> Markup:
        return Markup(render_template("pages/latest_sheets.html", sheets=latest_sheets(actor, SHEETS)))  # noqa: S704

    return kept_piece(("latest-sheets", actor.audiences), versions(("library", "people")), make)


@bp.get("/me")
@requires("member")
def me() -> ResponseReturnValue:
    """The reader's own corner: what the header's menu holds, as a page for phones."""
    return render_template("pages/me.html")
