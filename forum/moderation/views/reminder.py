"""The reminder of the rules that mediators start from, which they keep together."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.core.actor import current_actor
from forum.core.errors import Invalid
from forum.core.policy import requires
from forum.moderation import services
from forum.moderation.forms import ReminderForm
from forum.moderation.services.remind import reminder as current_reminder
from forum.moderation.views import bp


@bp.route("/moderation/reminder", methods=["GET", "POST"])
@requires("moderation.desk")
def reminder() -> ResponseReturnValue:
    """Reads and changes it."""
    form = ReminderForm()
    status = 200
    if form.is_submitted():
        status = 422
        try:
            services.change_reminder(current_actor(), form.body.data or "")
            flash(_("Le modèle est enregistré."), "success")
            return redirect(url_for(".desk"), 303)
        except Invalid as refusal:
            form.refuse(refusal)
    else:
        form.body.data = current_reminder()
    return render_template("moderation/reminder.html", form=form), status
