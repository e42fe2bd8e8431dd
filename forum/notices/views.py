"""The page of what one was told."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.core.actor import current_actor
from forum.core.policy import requires
from forum.notices import queries, services

bp = Blueprint("notices", __name__)


@bp.get("/notices")
@requires("notices.list")
def inbox() -> ResponseReturnValue:
    """Lists what the reader was told, newest first."""
    found = queries.inbox(current_actor(), request.args.get("after"))
    return render_template("notices/inbox.html", found=found)


@bp.post("/notices/read")
@requires("notices.list")
def read() -> ResponseReturnValue:
    """Marks everything as read."""
    services.mark_all_read(current_actor())
    flash(_("Tous vos avis sont marqués comme lus."), "success")
    return redirect(url_for("notices.inbox"), 303)
