"""How people react to posts, who did, and what helped."""

from __future__ import annotations

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.core.actor import current_actor
from forum.core.errors import Invalid, NotFound
from forum.core.policy import requires
from forum.discussions import queries, services
from forum.discussions.models import ReactionKind
from forum.discussions.views import bp

ON, OFF = "on", "off"


@bp.post("/posts/<int:post_id>/reactions")
@requires("post.react")
def react(post_id: int) -> ResponseReturnValue:
    """Reacting in one way (`thanks=on`), or no longer (`thanks=off`). A script gets what stands under the post now."""
    actor = current_actor()
    kind, state = next(((kind, request.form[kind]) for kind in ReactionKind if kind in request.form), ("", ""))
    if state not in (ON, OFF):
        raise Invalid("kind", _("Cette réaction n’existe pas."))
    written = services.react(actor, post_id, kind, is_on=state == ON)
    if request.accept_mimetypes.best != "application/json":
        return redirect(url_for(".post", post_id=post_id), 303)
    post, thread = written.post, written.thread
    (found,) = queries.posts_between(thread.id, post.number, post.number)
    return jsonify(html=render_template("discussions/post/reacted.html", found=found, thread=thread, reader=actor))


@bp.get("/posts/<int:post_id>/reactions")
@requires("post.reactors")
def reactors(post_id: int) -> ResponseReturnValue:
    """Who reacted to a post, one way of reacting at a time."""
    written = queries.post_for(current_actor(), post_id, "post.reactors")
    counts = written.post.reaction_counts
    ways = [kind for kind in ReactionKind if counts.get(kind)]
    wanted = request.args.get("kind") or (ways[0] if ways else ReactionKind.THANKS)
    if wanted not in list(ReactionKind):
        raise NotFound
    found = queries.reactors_in_one_way(post_id, wanted, request.args.get("after"))
    return render_template(
        "discussions/reactors.html", written=written, ways=ways, wanted=wanted, counts=counts, found=found
    )


@bp.post("/posts/<int:post_id>/helped")
@requires("post.helped")
def helped(post_id: int) -> ResponseReturnValue:
    """Marking a reply as what helped (`helped=on`), or taking the mark back (`helped=off`)."""
    state = request.form.get("helped")
    if state not in (ON, OFF):
        raise Invalid("helped", _("Dites si cette réponse a aidé."))
    services.mark_helped(current_actor(), post_id, is_on=state == ON)
    flash(_("Cette réponse est marquée : elle a aidé.") if state == ON else _("La marque est retirée."), "success")
    return redirect(url_for(".post", post_id=post_id), 303)
