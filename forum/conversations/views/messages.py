"""Single messages of a conversation: the permalink, editing, deleting."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.conversations import queries, services
from forum.conversations.forms import ChangeForm, ConfirmForm
from forum.conversations.policy import MessageIn
from forum.conversations.queries import MESSAGES_A_PAGE
from forum.conversations.views import bp
from forum.core.actor import current_actor
from forum.core.errors import Invalid
from forum.core.paging import page_of
from forum.core.policy import requires


def place_of(written: MessageIn) -> str:
    """The address of a message in its conversation."""
    message = written.message
    page = page_of(message.number, MESSAGES_A_PAGE)
    anchor = f"message-{message.number}"
    return url_for(".conversation", conversation_id=message.conversation_id, page=page, _anchor=anchor)


@bp.get("/conversations/messages/<int:message_id>")
@requires("conversation_message.see")
def message(message_id: int) -> ResponseReturnValue:
    """The permalink of a message: leads to its place."""
    return redirect(place_of(queries.message_for(current_actor(), message_id, "conversation_message.see")), 302)


@bp.route("/conversations/messages/<int:message_id>/edit", methods=["GET", "POST"])
@requires("conversation_message.edit")
def edit(message_id: int) -> ResponseReturnValue:
    """Editing one's message."""
    actor = current_actor()
    written = queries.message_for(actor, message_id, "conversation_message.edit")
    form = ChangeForm(body=written.message.source)
    status = 200
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                services.edit_message(actor, message_id, form.body.data)
                flash(_("Le message est modifié."), "success")
                return redirect(place_of(written), 303)
            except Invalid as error:
                form.refuse(error)
    return render_template("conversations/edit.html", written=written, form=form), status


@bp.route("/conversations/messages/<int:message_id>/delete", methods=["GET", "POST"])
@requires("conversation_message.delete")
def delete(message_id: int) -> ResponseReturnValue:
    """Deleting one's message, once confirmed."""
    actor = current_actor()
    form = ConfirmForm()
    if form.validate_on_submit():
        services.delete_message(actor, message_id)
        flash(_("Le message est supprimé."), "success")
        return redirect(url_for(".message", message_id=message_id), 303)
    written = queries.message_for(actor, message_id, "conversation_message.delete")
    return render_template("conversations/delete.html", written=written, form=form)
