"""How a thread stands: pinned, locked, slowed, named and filed."""

from __future__ import annotations

from collections.abc import Callable

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.core.actor import current_actor
from forum.core.errors import Invalid
from forum.core.forms import Form
from forum.core.policy import requires
from forum.core.transactions import transaction
from forum.discussions import queries, services
from forum.discussions.forms_holding import LockForm, PinForm, RenameForm, SlowForm
from forum.discussions.models import Thread
from forum.discussions.views import bp
from forum.discussions.views.holding.pages import back_to, form_page


def done(form: Form, change: Callable[[], Thread]) -> Thread | None:
    """What came of a form that was sent; None where something in it is to be put right."""
    if not form.validate():
        return None
    try:
        return change()
    except Invalid as error:
        form.refuse(error)
        return None


@bp.route("/threads/<int:thread_id>/pin", methods=["GET", "POST"])
@requires("thread.pin")
def pin(thread_id: int) -> ResponseReturnValue:
    """Pinning a thread, until a day or for good; unpinning it where the form says so."""
    actor = current_actor()
    if request.form.get("undo"):
        return back_to(services.unpin_thread(actor, thread_id), _("La discussion n’est plus épinglée."))
    thread, space = queries.held_thread(actor, thread_id, "thread.pin")
    form = PinForm(until=thread.pinned_until)
    if not form.is_submitted():
        return form_page("pin", thread, space, form)
    changed = done(form, lambda: services.pin_thread(actor, thread_id, form.end(), form.reason.data or ""))
    if changed is None:
        return form_page("pin", thread, space, form, 422)
    return back_to(changed, _("La discussion est épinglée."))


@bp.route("/threads/<int:thread_id>/lock", methods=["GET", "POST"])
@requires("thread.lock")
def lock(thread_id: int) -> ResponseReturnValue:
    """Locking a thread for a reason, or unlocking it where the form says so."""
    actor = current_actor()
    if request.form.get("undo"):
        return back_to(services.unlock_thread(actor, thread_id), _("La discussion est rouverte."))
    thread, space = queries.held_thread(actor, thread_id, "thread.lock")
    form = LockForm(reason=thread.lock_reason)
    if not form.is_submitted():
        return form_page("lock", thread, space, form)
    changed = done(form, lambda: services.lock_thread(actor, thread_id, form.reason.data or ""))
    if changed is None:
        return form_page("lock", thread, space, form, 422)
    return back_to(changed, _("La discussion est fermée aux réponses."))


@bp.route("/threads/<int:thread_id>/rename", methods=["GET", "POST"])
@requires("thread.hold")
def rename(thread_id: int) -> ResponseReturnValue:
    """Giving a thread another title, another form, other keywords."""
    actor = current_actor()
    thread, space = queries.held_thread(actor, thread_id)
    tags = ", ".join(queries.names_of_tags(thread_id))
    form = RenameForm(title=thread.title, kind=thread.kind, tags=tags)
    if not form.is_submitted():
        return form_page("rename", thread, space, form)

    def change() -> Thread:
        reason = form.reason.data or ""
        with transaction():
            services.rename_thread(actor, thread_id, form.title.data, reason)
            return services.file_thread(actor, thread_id, form.kind.data, form.words(), reason)

    changed = done(form, change)
    if changed is None:
        return form_page("rename", thread, space, form, 422)
    return back_to(changed, _("La discussion est renommée et classée. Les anciennes adresses y mènent toujours."))


@bp.route("/threads/<int:thread_id>/slow", methods=["GET", "POST"])
@requires("thread.hold")
def slow(thread_id: int) -> ResponseReturnValue:
    """Slowing a thread."""
    actor = current_actor()
    thread, space = queries.held_thread(actor, thread_id)
    form = SlowForm(minutes=thread.slow_seconds // 60)
    if not form.is_submitted():
        return form_page("slow", thread, space, form)
    changed = done(form, lambda: services.slow_thread(actor, thread_id, form.minutes.data, form.reason.data or ""))
    if changed is None:
        return form_page("slow", thread, space, form, 422)
    if changed.slow_seconds:
        return back_to(changed, _("La discussion est ralentie."))
    return back_to(changed, _("La discussion a retrouvé son rythme."))
