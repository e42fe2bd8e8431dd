"""The page of what one was told, and the pages of what one follows."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.core.actor import current_actor
from forum.core.addresses import LARGEST_ID
from forum.core.error_pages import wants_json
from forum.core.errors import NotFound
from forum.core.forms import safe_next
from forum.core.policy import requires
from forum.notices import queries, queries_watching, services

bp = Blueprint("notices", __name__)
TABS = ("", queries.UNREAD, queries.MENTIONS)


@bp.get("/notices")
@requires("notices.list")
def inbox() -> ResponseReturnValue:
    """Lists what the reader was told, by topic, newest first; a tab keeps the unread, or what concerns them by name."""
    show = request.args.get("show", "")
    show = show if show in TABS else ""
    found = queries.inbox(current_actor(), request.args.get("after"), show)
    return render_template("notices/inbox.html", found=found, show=show, ways=queries_watching.ways_to_change(found))


@bp.post("/notices/read")
@requires("notices.list")
def read() -> ResponseReturnValue:
    """Marks everything as read, or what stands under one topic."""
    actor, topic = current_actor(), request.form.get("topic", "")
    if topic:
        services.mark_topic_read(actor, topic)
    else:
        services.mark_all_read(actor)
    if wants_json():
        return {"ok": True}
    if not topic:
        flash(_("Tous vos avis sont marqués comme lus."), "success")
    return redirect(safe_next(url_for("notices.inbox")), 303)


@bp.post("/watch")
@requires("notices.watch")
def watch() -> ResponseReturnValue:
    """Has the reader follow something as closely as the form says."""
    number = request.form.get("id", "")
    if not (number.isascii() and number.isdigit() and len(number) < 11 and int(number) <= LARGEST_ID):
        raise NotFound
    level = request.form.get("level", "")
    followed = services.follow(current_actor(), request.form.get("kind", ""), int(number), level)
    if wants_json():
        return {"level": level}
    flash(_("C’est noté pour « %(name)s ».", name=followed.name), "success")
    return redirect(safe_next(followed.url), 303)


@bp.get("/notices/watching")
@requires("notices.watch")
def watching() -> ResponseReturnValue:
    """Lists what the reader follows, kind by kind."""
    actor, args = current_actor(), request.args
    found = queries_watching.followed_by(actor, args.get("kind", ""), args.get("after"))
    return render_template("notices/watching.html", found=found)


@bp.get("/notices/watching/<kind>/<int:object_id>")
@requires("notices.watch")
def watching_one(kind: str, object_id: int) -> ResponseReturnValue:
    """What decides of the notices about one thing: how closely it is followed, and what it stands in."""
    found = queries_watching.followed_around(current_actor(), kind, object_id)
    return render_template("notices/watching_one.html", found=found)
