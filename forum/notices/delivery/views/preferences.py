"""How one wishes to be told."""

from __future__ import annotations

from datetime import time

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.accounts.timezones import timezone_words
from forum.core.actor import current_actor
from forum.core.policy import requires
from forum.notices.delivery import stopping
from forum.notices.delivery.categories import CATEGORIES, REST
from forum.notices.delivery.forms import RHYTHMS, PreferencesForm
from forum.notices.delivery.preferences import choose, hours_of
from forum.notices.delivery.push.keys import public_key
from forum.notices.delivery.push.subscriptions import browsers_of
from forum.notices.delivery.readers import Wish, wishes_of
from forum.notices.delivery.views import bp
from forum.notices.models import Rhythm


@bp.route("/account/notices", methods=["GET", "POST"])
@requires("account.settings")
def preferences() -> ResponseReturnValue:
    """Shows and changes how the reader wishes to be told."""
    form = preferences_form()
    if form.validate_on_submit():
        choose(current_actor(), form.wishes, form.hours)
        flash(_("Vos réglages sont enregistrés."), "success")
        return redirect(url_for("delivery.preferences"), 303)
    actor = current_actor()
    page = render_template(
        "notices/preferences.html",
        form=form,
        rhythms=RHYTHMS.values(),
        browsers=browsers_of(actor),
        stopped=stopping.stopped_address(actor),
        push_key=public_key(),
        timezone=timezone_words(actor.timezone or ""),
    )
    return page, 422 if form.is_submitted() else 200


def preferences_form() -> PreferencesForm:
    """The form as the reader's rows have it, with what was sent on top."""
    person_id = current_actor().person_id
    hours, chosen = hours_of(person_id), wishes_of({person_id}).get(person_id, {})
    given: dict[str, object] = {
        "is_on": hours.is_on,
        "begins": time.fromisoformat(hours.begins),
        "ends": time.fromisoformat(hours.ends),
        "weekends": hours.weekends,
        "holiday_zone": hours.holiday_zone,
        "rest": REST not in chosen or chosen[REST].rhythm is not Rhythm.NEVER,
    }
    for category in CATEGORIES:
        wish = chosen.get(category.name) or Wish(category.rhythm, category.push)
        given[f"mail_{category.name}"] = wish.rhythm.value
        given[f"push_{category.name}"] = wish.push
    return PreferencesForm(data=given)


@bp.post("/account/notices/mail-again")
@requires("account.settings")
def mail_again() -> ResponseReturnValue:
    """Has mail go to the reader's address again."""
    stopping.try_again(current_actor())
    flash(_("Les courriels reprennent vers votre adresse."), "success")
    return redirect(url_for("delivery.preferences"), 303)
