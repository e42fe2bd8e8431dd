"""Posts: the permalink, editing, deleting, what was said before."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.core.actor import current_actor
from forum.core.differences import differences
from forum.core.errors import Conflict, Invalid
from forum.core.paging import page_of
from forum.core.policy import public, requires
from forum.discussions import queries, services
from forum.discussions.forms import ConfirmForm, EditForm
from forum.discussions.policy import PostInThread
from forum.discussions.queries import POSTS_A_PAGE
from forum.discussions.services.edit_post import state_of
from forum.discussions.views import bp


def place_of(written: PostInThread) -> str:
    """The address of a post in its thread."""
    post, thread = written.post, written.thread
    page = page_of(post.number, POSTS_A_PAGE)
    return url_for(
        ".thread",
        thread_id=thread.id,
        slug=thread.slug,
        page=page if page > 1 else None,
        _anchor=f"post-{post.number}",
    )


@bp.get("/posts/<int:post_id>")
@public
def post(post_id: int) -> ResponseReturnValue:
    """The permalink of a post: leads to its place."""
    return redirect(place_of(queries.post_for(current_actor(), post_id, "post.see")), 302)


@bp.route("/posts/<int:post_id>/edit", methods=["GET", "POST"])
@requires("post.edit")
def edit(post_id: int) -> ResponseReturnValue:
    """Editing one's post."""
    actor = current_actor()
    written = queries.post_for(actor, post_id, "post.edit")
    form = EditForm(body=written.post.source, seen=state_of(written.post))
    status, changes = 200, None
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                services.edit_post(actor, post_id, form.body.data, seen=form.seen.data or "")
                flash(_("Le message est modifié."), "success")
                return redirect(place_of(written), 303)
            except Invalid as error:
                form.refuse(error)
            except Conflict as error:
                written = queries.post_for(actor, post_id, "post.edit")
                form.refuse(Invalid("", error.message))
                form.seen.data = state_of(written.post)
                changes, status = differences(written.post.source, form.body.data), error.status
    return render_template("discussions/edit_post.html", written=written, form=form, changes=changes), status


@bp.route("/posts/<int:post_id>/delete", methods=["GET", "POST"])
@requires("post.delete")
def delete(post_id: int) -> ResponseReturnValue:
    """Deleting one's post, once confirmed."""
    actor = current_actor()
    form = ConfirmForm()
    if form.validate_on_submit():
        services.delete_post(actor, post_id)
        flash(_("Le message est supprimé."), "success")
        return redirect(url_for(".post", post_id=post_id), 303)
    written = queries.post_for(actor, post_id, "post.delete")
    return render_template("discussions/delete_post.html", written=written, form=form)


@bp.get("/posts/<int:post_id>/revisions")
@requires("post.revisions")
def revisions(post_id: int) -> ResponseReturnValue:
    """What a post said before it was edited, each version beside the next."""
    written = queries.post_for(current_actor(), post_id, "post.revisions")
    steps = []
    after = written.post.source
    for revision, editor in queries.revisions(post_id):
        steps.append((revision, editor, differences(revision.source, after)))
        after = revision.source
    return render_template("discussions/revisions.html", written=written, steps=steps)
