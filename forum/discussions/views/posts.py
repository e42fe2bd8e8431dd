"""Posts: the permalink, quoting, editing, deleting and taking that back, what was said before."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from forum.core.actor import current_actor
from forum.core.differences import changes_only
from forum.core.errors import Conflict, NotAllowed, NotFound
from forum.core.paging import page_of
from forum.core.policy import can, public, requires
from forum.discussions import queries, services
from forum.discussions.forms import ConfirmForm, EditForm
from forum.discussions.policy import PostInThread
from forum.discussions.queries import POSTS_A_PAGE
from forum.discussions.services.edit_post import require_edit, state_of
from forum.discussions.services.rendering import shown_source
from forum.discussions.views import bp
from forum.discussions.views.composing import not_sent
from forum.writing.sending import send


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


@bp.get("/posts/<int:post_id>/quote")
@requires("post.see")
def quote(post_id: int) -> ResponseReturnValue:
    """A post as a quotation to put into a reply: Markdown."""
    return queries.quotation_of(current_actor(), post_id), {"Content-Type": "text/plain; charset=utf-8"}


@bp.route("/posts/<int:post_id>/edit", methods=["GET", "POST"])
@requires("post.edit")
def edit(post_id: int) -> ResponseReturnValue:
    """Editing one's post, or one that everybody may edit."""
    actor = current_actor()
    form = EditForm()
    try:
        written = queries.post_for(actor, post_id, "post.see")
        require_edit(actor, written)
        shown = shown_source(written.post, written.thread, to_edit=True)

        def save_it() -> ResponseReturnValue:
            services.edit_post(actor, post_id, form.body.data, seen=form.seen.data or "")
            flash(_("Le message est modifié."), "success")
            return redirect(url_for(".post", post_id=post_id), 303)

        answer, status = send(form, save_it) if form.is_submitted() else (None, 200)
    except (NotAllowed, NotFound) as error:
        if not form.is_submitted():
            raise
        back = url_for(".post", post_id=post_id) if error.status == 403 else url_for(".spaces")
        return not_sent(error, form, back, _("Aller au message") if error.status == 403 else _("Tous les espaces"))
    if answer is not None:
        return answer
    changes = None
    if not form.is_submitted():
        form.body.data, form.seen.data = shown, state_of(written.post)
    elif isinstance(form.refusal, Conflict):
        written = queries.post_for(actor, post_id, "post.see")
        shown = shown_source(written.post, written.thread, to_edit=True)
        form.seen.data, changes = state_of(written.post), changes_only(shown, form.body.data)
    form.take_up(actor, f"post:{post_id}")
    page = render_template("discussions/edit_post.html", written=written, form=form, changes=changes, original=shown)
    return page, status


@bp.route("/posts/<int:post_id>/delete", methods=["GET", "POST"])
@requires("post.delete")
def delete(post_id: int) -> ResponseReturnValue:
    """Deleting one's post, once confirmed."""
    actor = current_actor()
    form = ConfirmForm()
    if form.validate_on_submit():
        services.delete_post(actor, post_id)
        undo = Markup('{} <a href="{}">{}</a>').format(
            _("Le message est supprimé."), url_for(".undelete", post_id=post_id), _("Annuler")
        )
        flash(undo, "success")
        return redirect(url_for(".post", post_id=post_id), 303)
    written = queries.post_for(actor, post_id, "post.delete")
    return render_template("discussions/delete_post.html", written=written, form=form)


@bp.route("/posts/<int:post_id>/undelete", methods=["GET", "POST"])
@requires("post.undelete")
def undelete(post_id: int) -> ResponseReturnValue:
    """Taking back that one deleted one's post, for a while."""
    actor = current_actor()
    form = ConfirmForm()
    if form.validate_on_submit():
        services.undelete_post(actor, post_id)
        flash(_("Le message est de nouveau là."), "success")
        return redirect(url_for(".post", post_id=post_id), 303)
    written = queries.post_for(actor, post_id, "post.see")
    if written.post.deleted_at is None:
        return redirect(url_for(".post", post_id=post_id), 303)
    if not can(actor, "post.undelete", written):
        mine = written.post.author_id == actor.id
        raise NotAllowed(_("Le délai pour annuler cette suppression est passé.") if mine else "")
    return render_template("discussions/undelete_post.html", written=written, form=form)


@bp.get("/posts/<int:post_id>/revisions")
@requires("post.revisions")
def revisions(post_id: int) -> ResponseReturnValue:
    """What a post said before it was edited, each version beside the next."""
    written = queries.post_for(current_actor(), post_id, "post.revisions")
    return render_template("discussions/revisions.html", written=written, steps=queries.revisions(written))
