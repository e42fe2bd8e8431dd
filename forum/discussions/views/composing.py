"""What the pages where people write share: the form with its draft, and what becomes of a text that is not sent."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.core.actor import Actor
from forum.core.errors import NotFound, Refused
from forum.discussions import queries
from forum.discussions.forms import ReplyForm
from forum.discussions.queries import ThreadHead
from forum.writing.forms import WritingForm
from forum.writing.queries import draft_as_kept


def reply_form(actor: Actor, head: ThreadHead) -> ReplyForm:
    """The form at the foot of a thread: with its draft, and the posts of `?quote=3,7` as quotations."""
    thread, form = head.thread, ReplyForm()
    place = f"thread:{thread.id}"
    form.take_up(actor, place, draft_as_kept(actor, place, head.draft))
    form.seen.data = str(thread.last_number)
    numbers = [int(number) for number in request.args.get("quote", "").split(",") if is_number(number)]
    if numbers:
        begun = (form.body.data or "").rstrip()
        form.body.data = (f"{begun}\n\n" if begun else "") + queries.quotations(thread, numbers)
    return form


def is_number(text: str) -> bool:
    """Whether a text is the number of a post."""
    return text.isascii() and text.isdigit() and len(text) < 10


def not_sent(error: Refused, form: WritingForm, back: str, back_words: str) -> ResponseReturnValue:
    """A page that says why a text can't be sent, and keeps it to be copied.

    Args:
        error: why; the words of one that says nothing are made here.
        form: what was written.
        back, back_words: where to go from here.
    """
    message = error.message
    if not message and isinstance(error, NotFound):
        message = _("Cette page n’existe plus, ou elle ne vous est plus ouverte.")
    page = render_template(
        "discussions/not_sent.html",
        message=message or _("Vous n’avez pas le droit de faire cela ici."),
        form=form,
        back=back,
        back_words=back_words,
    )
    return page, error.status
