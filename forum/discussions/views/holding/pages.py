"""What the pages of holders share."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.core.forms import Form
from forum.discussions.forms_holding import NoteForm
from forum.discussions.models import Space, Thread
from forum.discussions.views import bp
from forum.discussions.words_holding import act_words, readers_words, undoing_words


@bp.app_context_processor
def holders_words() -> dict[str, object]:
    """Gives templates the words of holders' tools, and the form of a note where a page has room for one."""
    return {
        "act_words": act_words,
        "readers_words": readers_words,
        "undoing_words": undoing_words,
        "note_form": lambda: NoteForm(prefix="note-", formdata=None),
    }


def form_page(
    name: str, thread: Thread, space: Space, form: Form, status: int = 200, **more: object
) -> ResponseReturnValue:
    """The page of one of the holders' forms."""
    html = render_template(f"discussions/holding/{name}.html", thread=thread, space=space, form=form, **more)
    return html, status


def back_to(thread: Thread, words: str) -> ResponseReturnValue:
    """Leads to a thread, and says what was done."""
    flash(words, "success")
    return redirect(url_for("discussions.thread", thread_id=thread.id, slug=thread.slug), 303)
