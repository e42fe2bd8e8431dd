"""The list of one's conversations, and each one's page."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.accounts.handles import handles_of
from forum.conversations import queries, services
from forum.conversations.forms import ConfirmForm, StartForm, WriteForm
from forum.conversations.policy import Joined
from forum.conversations.queries import MESSAGES_A_PAGE
from forum.conversations.views import bp
from forum.core.actor import current_actor
from forum.core.paging import Page, page_of
from forum.core.policy import requires
from forum.core.uploads import takes_files
from forum.writing.sending import send

BEGINNING = "conversation:0"
"""The place of a conversation that is not begun yet."""


@bp.get("/conversations")
@requires("conversation.start")
def inbox() -> ResponseReturnValue:
    """The reader's conversations, the latest word first."""
    found = queries.conversations(current_actor(), request.args.get("after"))
    return render_template("conversations/inbox.html", found=found)


@bp.route("/conversations/new", methods=["GET", "POST"])
@requires("conversation.start")
@takes_files
def new() -> ResponseReturnValue:
    """Starting a conversation; `?to=` names somebody by the number of their page."""
    actor = current_actor()
    form = StartForm()
    form.take_up(actor, BEGINNING)
    if not form.is_submitted() and not form.people.data:
        to = request.args.get("to", "")
        asked = [int(to)] if to.isascii() and to.isdigit() and len(to) < 10 else []
        form.people.data = "".join(f"@{handle}" for handle in handles_of(actor, asked))

    def start() -> ResponseReturnValue:
        started = services.start_conversation(
            actor, form.handles(), form.subject.data, form.body.data, submission=form.submission.data
        )
        return redirect(url_for(".conversation", conversation_id=started.id), 303)

    answer, status = send(form, start) if form.is_submitted() else (None, 200)
    return answer or (render_template("conversations/new.html", form=form), status)


@bp.get("/conversations/<int:conversation_id>")
@requires("conversation.see")
def conversation(conversation_id: int) -> ResponseReturnValue:
    """One conversation: its last page, or the one of `?page=`."""
    joined = queries.conversation_for(current_actor(), conversation_id)
    asked = request.args.get("page", "")
    last = page_of(joined.conversation.last_number, MESSAGES_A_PAGE)
    form = WriteForm()
    form.take_up(current_actor(), f"conversation:{conversation_id}")
    return show(joined, int(asked) if asked.isdigit() and len(asked) < 9 else last, form)


def show(joined: Joined, number: int, form: WriteForm, status: int = 200) -> ResponseReturnValue:
    found = joined.conversation

    def address(page: int) -> str:
        return url_for(".conversation", conversation_id=found.id, page=page)

    page = Page(number, found.last_number, MESSAGES_A_PAGE, address)
    html = render_template(
        "conversations/conversation.html",
        conversation=found,
        member=joined.member,
        members=queries.members_of(found.id),
        messages=queries.messages_between(found.id, page.first_item, page.last_item),
        page=page,
        form=form,
    )
    return html, status


@bp.get("/conversations/<int:conversation_id>/messages")
@requires("conversation.see")
def messages(conversation_id: int) -> ResponseReturnValue:
    """The messages between two numbers as a piece of page, for browsers that are told that something changed."""
    joined = queries.conversation_for(current_actor(), conversation_id)
    first, last = (request.args.get(name, "") for name in ("from", "to"))
    bounds = [int(number) if number.isdigit() and len(number) < 10 else 0 for number in (first, last)]
    found = queries.messages_between(joined.conversation.id, *bounds)
    return render_template("conversations/messages.html", messages=found, member=joined.member)


@bp.post("/conversations/<int:conversation_id>/write")
@requires("conversation.write")
@takes_files
def write(conversation_id: int) -> ResponseReturnValue:
    """Writing in a conversation."""
    actor = current_actor()
    form = WriteForm()

    def add() -> ResponseReturnValue:
        message = services.write_message(actor, conversation_id, form.body.data, submission=form.submission.data)
        return redirect(url_for(".message", message_id=message.id), 303)

    answer, status = send(form, add)
    if answer is not None:
        return answer
    form.take_up(actor, f"conversation:{conversation_id}")
    joined = queries.conversation_for(actor, conversation_id)
    return show(joined, page_of(joined.conversation.last_number, MESSAGES_A_PAGE), form, status)


@bp.post("/conversations/<int:conversation_id>/read")
@requires("conversation.see")
def read(conversation_id: int) -> ResponseReturnValue:
    """Notes how far the reader has read."""
    number = request.form.get("number", "")
    if number.isdigit() and len(number) < 10:
        services.mark_read(current_actor(), conversation_id, int(number))
    return redirect(url_for(".conversation", conversation_id=conversation_id), 303)


@bp.post("/conversations/<int:conversation_id>/mute")
@requires("conversation.see")
def mute(conversation_id: int) -> ResponseReturnValue:
    """Muting a conversation, or having it ring again where the form says so."""
    if request.form.get("undo"):
        services.unmute_conversation(current_actor(), conversation_id)
        flash(_("Vous serez de nouveau prévenu de ce qui s’écrit ici."), "success")
    else:
        services.mute_conversation(current_actor(), conversation_id)
        flash(_("Cette conversation ne vous préviendra plus. Elle reste dans votre liste."), "success")
    return redirect(url_for(".conversation", conversation_id=conversation_id), 303)


@bp.route("/conversations/<int:conversation_id>/leave", methods=["GET", "POST"])
@requires("conversation.leave")
def leave(conversation_id: int) -> ResponseReturnValue:
    """Leaving a conversation, once confirmed."""
    actor = current_actor()
    form = ConfirmForm()
    if form.validate_on_submit():
        services.leave_conversation(actor, conversation_id)
        flash(_("Vous avez quitté la conversation. Ce que vous y avez écrit reste."), "success")
        return redirect(url_for(".inbox"), 303)
    joined = queries.conversation_for(actor, conversation_id)
    return render_template("conversations/leave.html", conversation=joined.conversation, form=form)
