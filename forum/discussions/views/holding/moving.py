"""Moving a thread, and taking posts to other threads."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.core.actor import current_actor
from forum.core.errors import Invalid
from forum.core.paging import Page
from forum.core.policy import requires
from forum.discussions import queries, services
from forum.discussions.forms_holding import MoveForm, SplitForm, TargetForm
from forum.discussions.models import Space, Thread
from forum.discussions.services.holding.move_thread import authors_left_out
from forum.discussions.views import bp
from forum.discussions.views.holding.pages import back_to, form_page

POSTS_A_PAGE = 50


@bp.route("/threads/<int:thread_id>/move", methods=["GET", "POST"])
@requires("thread.hold")
def move(thread_id: int) -> ResponseReturnValue:
    """Moving a thread to another space; who will no longer read it is said before."""
    actor = current_actor()
    thread, space = queries.held_thread(actor, thread_id)
    spaces = queries.spaces_to_receive(actor, thread)
    others = [one for one in spaces if one.id != space.id]
    form = MoveForm()
    form.offer(others)
    if not form.is_submitted():
        return form_page("move", thread, space, form, others=others)
    if form.validate():
        chosen = next((one for one in others if one.id == form.space.data), None)
        if chosen is not None and chosen.audience != thread.audience and not form.confirmed.data:
            return confirm_move(thread, space, form, chosen)
        try:
            moved = services.move_thread(actor, thread_id, form.space.data, form.reason.data or "")
            return back_to(moved, _("La discussion est déplacée."))
        except Invalid as error:
            form.refuse(error)
    return form_page("move", thread, space, form, 422, others=others)


def confirm_move(thread: Thread, space: Space, form: MoveForm, chosen: Space) -> ResponseReturnValue:
    form.confirmed.data = "1"
    left_out = authors_left_out(thread, chosen.audience)
    return form_page("move_confirm", thread, space, form, chosen=chosen, left_out=left_out)


@bp.route("/threads/<int:thread_id>/split", methods=["GET", "POST"])
@requires("thread.hold")
def split(thread_id: int) -> ResponseReturnValue:
    """Having posts of a thread begin another: ticked on as many pages as it takes, then named."""
    actor = current_actor()
    thread, space = queries.held_thread(actor, thread_id)
    form = SplitForm()
    form.offer(queries.spaces_to_receive(actor, thread))
    turned = request.form.get("turn", "")
    if not form.is_submitted():
        form.space.data = space.id
        return split_page(thread, space, form, request.args.get("page", "1"))
    if turned:
        return split_page(thread, space, form, turned)
    if form.validate():
        try:
            opened = services.split_thread(
                actor,
                thread_id,
                form.chosen(),
                form.title.data,
                form.space.data,
                form.reason.data or "",
                submission=form.submission.data,
            )
            return back_to(opened, _("Les messages choisis forment maintenant cette discussion."))
        except Invalid as error:
            form.refuse(error)
    return split_page(thread, space, form, request.form.get("shown", "1"), 422)


def split_page(thread: Thread, space: Space, form: SplitForm, number: str, status: int = 200) -> ResponseReturnValue:
    wanted = int(number) if number.isascii() and number.isdigit() and len(number) < 9 else 1
    page = Page(wanted, thread.last_number, POSTS_A_PAGE, str)
    rows = queries.posts_to_choose(thread.id, page.first_item, page.last_item)
    chosen = form.chosen()
    elsewhere = sorted(set(chosen) - {row.post.id for row in rows})
    return form_page("split", thread, space, form, status, page=page, rows=rows, chosen=chosen, elsewhere=elsewhere)


@bp.route("/threads/<int:thread_id>/merge", methods=["GET", "POST"])
@requires("thread.hold")
def merge(thread_id: int) -> ResponseReturnValue:
    """Merging a thread into another one."""
    actor = current_actor()
    thread, space = queries.held_thread(actor, thread_id)
    words = request.args.get("q", "")[:200]
    form = TargetForm()
    form.offer(queries.threads_to_receive(actor, thread, words))
    if not form.is_submitted():
        return form_page("merge", thread, space, form, words=words)
    if form.validate():
        try:
            target = services.merge_threads(actor, thread_id, target_of(form), form.reason.data or "")
            return back_to(target, _("Les deux discussions n’en font plus qu’une. L’ancienne adresse mène ici."))
        except Invalid as error:
            form.refuse(error)
    return form_page("merge", thread, space, form, 422, words=words)


def target_of(form: TargetForm) -> int:
    """The number of the thread that was chosen.

    Raises:
        Invalid: none was.
    """
    chosen = form.chosen()
    if chosen is None:
        field = "address" if form.address.data else "target"
        raise Invalid(field, _("Choisissez une discussion, ou collez son adresse."))
    return chosen
