"""The directory of people and their pages, for members only."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.accounts import queries
from forum.accounts.views import bp
from forum.core.actor import current_actor
from forum.core.policy import requires
from forum.core.text import tidy_line

LONGEST_SEARCH = 100


@bp.get("/people")
@requires("people.list")
def people() -> ResponseReturnValue:
    """Lists people by name, or those whose name holds the words searched."""
    search = tidy_line(request.args.get("q", ""))[:LONGEST_SEARCH]
    found = queries.directory(current_actor(), search, request.args.get("after"))
    return render_template("accounts/people.html", found=found, search=search)


@bp.get("/people/<int(max=2147483647):person_id>-<slug>")
@requires("profile.see")
def profile(person_id: int, slug: str) -> ResponseReturnValue:
    """Shows one person, at the one address that has their name."""
    person = queries.profile(current_actor(), person_id)
    if slug != person.slug:
        return redirect(url_for("accounts.profile", person_id=person.id, slug=person.slug), 301)
    return render_template("accounts/profile.html", person=person)
