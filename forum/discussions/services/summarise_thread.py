"""What a long discussion came to, in the words of who holds it."""

from __future__ import annotations

from flask_babel import gettext as _

from forum.core.actor import Actor
from forum.core.errors import Conflict, Invalid
from forum.core.models import now
from forum.core.text import is_blank, render_markdown, tidy
from forum.core.transactions import transaction
from forum.discussions.models import Thread
from forum.discussions.services.holding.acts import Act, take_thread
from forum.discussions.services.holding.changing import change_thread
from forum.discussions.services.rendering import readers_of, withheld
from forum.writing.quotes import put_back, quoted_posts

LONGEST_SUMMARY = 5_000


def summarise_thread(actor: Actor, thread_id: int, body: str, *, seen: str = "") -> Thread:
    """Writes the summary that stands on top of a thread, signed and dated; the same text changes nothing.

    Args:
        actor: one of its holders.
        thread_id: which.
        body: Markdown, 5,000 characters at most; nothing takes the summary away. Quotations that were withheld from the
            actor come back where the lines that stand for them were left.
        seen: the state of the summary that the actor had before them (`summary_state`), empty for whatever is there.

    Raises:
        NotFound, NotAllowed: see the rule "thread.hold".
        Invalid: the text is too long.
        Conflict: somebody else wrote the summary meanwhile, or the thread was merged into another.
    """
    body = tidy(body).strip("\n")
    body = "" if is_blank(body) else body
    if len(body) > LONGEST_SUMMARY:
        raise Invalid("body", _("Ce résumé est trop long : %(max)d caractères au plus.", max=LONGEST_SUMMARY))
    with transaction():
        thread = take_thread(actor, thread_id)
        hidden = withheld(thread.summary, thread.audience, readers_of(quoted_posts(thread.summary)))
        body = put_back(body, thread.summary, hidden)
        if body == thread.summary:
            return thread
        if seen and seen != summary_state(thread):
            raise Conflict(_("Quelqu’un d’autre a modifié ce résumé entre-temps. Comparez avant d’enregistrer."))
        return change_thread(
            actor,
            Act.SUMMARY,
            thread,
            summary=body,
            summary_html=render_markdown(body, "summary") if body else "",
            summary_by=actor.person_id if body else None,
            summary_at=now() if body else None,
        )


def summary_state(thread: Thread) -> str:
    """What tells one state of a summary from the next."""
    return thread.summary_at.isoformat() if thread.summary_at else "none"
