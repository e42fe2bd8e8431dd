"""The home page, signed out and signed in, and what a phone shows under « Moi »."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from forum.chat.queries import rooms_of
from forum.core.actor import Actor, current_actor
from forum.core.changes import versions
from forum.core.page_cache import kept_for_visitors
from forum.core.pieces import kept_piece
from forum.core.policy import public, requires
from forum.discussions.queries import latest_threads
from forum.notices.queries import latest_unread
from forum.practices.queries import latest_sheets

bp = Blueprint("home", __name__)
SHEETS, THREADS, NOTICES = 3, 8, 5
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
    return render_template(
        "pages/home.html",
        notices=latest_unread(actor, NOTICES),
        rooms=[room for room in rooms_of(actor) if room.unread],
        **what_is_new(actor),
    )


def what_is_new(actor: Actor) -> dict[str, Markup]:
    """The latest threads and sheets as HTML: the same for all who see the same audiences."""
    today = versions(("discussions", "library", "people"))

    def make() -> dict[str, Markup]:
        threads = render_template("discussions/rows.html", threads=latest_threads(actor, THREADS), with_space=True)
        sheets = render_template("pages/latest_sheets.html", sheets=latest_sheets(actor, SHEETS))
        return {"threads": Markup(threads), "sheets": Markup(sheets)}  # noqa: S704

    return kept_piece(("home", actor.audiences), today, make)


@bp.get("/me")
@requires("member")
def me() -> ResponseReturnValue:
    """The reader's own corner: what the header's menu holds, as a page for phones."""
    return render_template("pages/me.html")
