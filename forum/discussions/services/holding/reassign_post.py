"""Reassigning a post: it was sent in the wrong thread."""

from __future__ import annotations

from flask_babel import gettext as _

from forum.core.actor import Actor
from forum.core.errors import Invalid
from forum.core.models import now
from forum.core.transactions import transaction
from forum.discussions.models import Post
from forum.discussions.services.finding import find_post
from forum.discussions.services.holding.acts import Act, checked_reason, take_thread, write_down
from forum.discussions.services.holding.carry_posts import carry_posts, posts_to_carry, refuse_wider
from forum.discussions.services.holding.carry_watches import watch_as_authors


def reassign_post(actor: Actor, post_id: int, target_id: int, reason: str = "") -> Post:
    """Puts a post at the end of the thread that it was meant for; one that stands there already stays.

    Args:
        actor: who holds both threads.
        post_id: which post, not the first of its thread.
        target_id: where it goes.
        reason: for the log, 200 characters at most.

    Raises:
        NotFound, NotAllowed: see the rule "thread.hold".
        Invalid: it opens its thread, or the other thread is read by more people.
    """
    reason = checked_reason(reason)
    with transaction():
        found = find_post(post_id)
        if found.thread.id == target_id:
            take_thread(actor, target_id)
            return found.post
        thread = take_thread(actor, found.thread.id, beside=target_id)
        target = take_thread(actor, target_id)
        refuse_wider(thread, target.audience, "target")
        posts = posts_to_carry(thread, [post_id])
        if posts[0].number == 1:
            raise Invalid("target", _("Ce message ouvre sa discussion : c’est elle qu’il faut fusionner ou déplacer."))
        moment = now()
        facts = carry_posts(posts, thread, target, moment)
        watch_as_authors(target, [posts[0].author_id], moment)
        write_down(actor, Act.REASSIGN, thread, facts, reason, other=target, moment=moment)
    return posts[0]
