"""The log of a thread, and undoing what stands in it."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.core.actor import current_actor
from forum.core.errors import Conflict
from forum.core.policy import requires
from forum.discussions import queries, services
from forum.discussions.forms import ConfirmForm
from forum.discussions.views import bp


@bp.get("/threads/<int:thread_id>/acts")
@requires("thread.hold")
def acts(thread_id: int) -> ResponseReturnValue:
    """What the holders of a thread did to it, newest first."""
    thread, space = queries.held_thread(current_actor(), thread_id)
    found = queries.acts_of(thread, request.args.get("after"))
    return render_template("discussions/holding/acts.html", thread=thread, space=space, found=found)


@bp.route("/acts/<int:act_id>/undo", methods=["GET", "POST"])
@requires("thread.hold")
def undo(act_id: int) -> ResponseReturnValue:
    """Undoing an act; of one that moved something, what that does is said before."""
    actor = current_actor()
    line = queries.act_for(actor, act_id)
    form = ConfirmForm()
    if not form.validate_on_submit():
        former = queries.space_of_act(line.act)
        return render_template("discussions/holding/undo.html", line=line, thread=line.source, form=form, former=former)
    try:
        services.undo_act(actor, act_id)
        flash(_("C’est annulé. Le journal garde la trace des deux."), "success")
    except Conflict as error:
        flash(error.message, "error")
    return redirect(url_for("discussions.acts", thread_id=line.source.id), 303)
