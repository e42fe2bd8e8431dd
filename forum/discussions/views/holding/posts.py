"""What holders do to a post, and the notes that they write."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.core.actor import current_actor
from forum.core.errors import Invalid, TooMany
from forum.core.policy import require, requires
from forum.discussions import queries, services
from forum.discussions.forms_holding import NoteForm, TargetForm
from forum.discussions.views import bp
from forum.discussions.views.holding.moving import target_of
from forum.discussions.views.holding.pages import form_page


@bp.route("/posts/<int:post_id>/reassign", methods=["GET", "POST"])
@requires("thread.hold")
def reassign(post_id: int) -> ResponseReturnValue:
    """Putting a post into the thread that it was meant for."""
    actor = current_actor()
    written = queries.post_for(actor, post_id, "post.see")
    require(actor, "thread.hold", written.thread)
    thread, space = queries.held_thread(actor, written.thread.id)
    words = request.args.get("q", "")[:200]
    form = TargetForm()
    form.offer(queries.threads_to_receive(actor, thread, words))
    if not form.is_submitted():
        return form_page("reassign", thread, space, form, words=words, post=written.post)
    if form.validate():
        try:
            services.reassign_post(actor, post_id, target_of(form), form.reason.data or "")
            flash(_("Le message est à sa place. Son ancienne adresse y mène."), "success")
            return redirect(url_for("discussions.post", post_id=post_id), 303)
        except Invalid as error:
            form.refuse(error)
    return form_page("reassign", thread, space, form, 422, words=words, post=written.post)


@bp.post("/posts/<int:post_id>/wiki")
@requires("thread.hold")
def wiki(post_id: int) -> ResponseReturnValue:
    """Having everybody edit a post, or its author alone again."""
    is_wiki = not request.form.get("undo")
    services.open_to_all(current_actor(), post_id, is_wiki=is_wiki)
    if is_wiki:
        flash(_("Chaque membre qui peut répondre ici peut maintenant compléter ce message."), "success")
    else:
        flash(_("Seule la personne qui a écrit ce message peut encore le modifier."), "success")
    return redirect(url_for("discussions.post", post_id=post_id), 303)


@bp.route("/threads/<int:thread_id>/note", methods=["GET", "POST"])
@requires("thread.note")
def note(thread_id: int) -> ResponseReturnValue:
    """Writing a note at the end of a thread."""
    actor = current_actor()
    thread, space = queries.held_thread(actor, thread_id, "thread.note")
    form = NoteForm(prefix="note-")
    if not form.is_submitted():
        return form_page("note", thread, space, form)
    status = 422
    if form.validate():
        try:
            post = services.write_note(actor, thread_id, form.body.data, submission=form.submission.data)
            flash(_("Votre note est publiée."), "success")
            return redirect(url_for("discussions.post", post_id=post.id), 303)
        except Invalid as error:
            form.refuse(error)
        except TooMany as error:
            form.refuse(Invalid("", error.message))
            status = error.status
    return form_page("note", thread, space, form, status)
