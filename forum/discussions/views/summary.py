"""Writing what a long thread came to."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.core.actor import current_actor
from forum.core.differences import differences
from forum.core.errors import Conflict, Invalid
from forum.core.policy import require, requires
from forum.discussions import queries, services
from forum.discussions.forms import SummaryForm
from forum.discussions.services.rendering import shown_sources
from forum.discussions.services.summarise_thread import summary_state
from forum.discussions.views import bp


@bp.route("/threads/<int:thread_id>/summary", methods=["GET", "POST"])
@requires("thread.hold")
def summary(thread_id: int) -> ResponseReturnValue:
    """The summary that stands on top of a thread: written, changed, or taken away by the button that says so."""
    actor = current_actor()
    thread = queries.thread_head(actor, thread_id).thread
    require(actor, "thread.hold", thread)
    [shown] = shown_sources(thread.audience, [thread.summary], to_edit=True)
    form = SummaryForm(body=shown, seen=summary_state(thread))
    status, changes = 200, None
    if form.is_submitted():
        status = 422
        body = "" if request.form.get("remove") else form.body.data
        if form.validate():
            try:
                changed = services.summarise_thread(actor, thread_id, body, seen=form.seen.data or "")
                flash(_("Le résumé est enregistré.") if changed.summary else _("Le résumé est retiré."), "success")
                return redirect(url_for(".thread", thread_id=thread_id, slug=changed.slug), 303)
            except Invalid as error:
                form.refuse(error)
            except Conflict as error:
                thread = queries.thread_head(actor, thread_id).thread
                [shown] = shown_sources(thread.audience, [thread.summary], to_edit=True)
                form.refuse(Invalid("", error.message))
                form.seen.data = summary_state(thread)
                changes, status = differences(shown, form.body.data), error.status
    return render_template("discussions/summary.html", thread=thread, form=form, changes=changes), status
