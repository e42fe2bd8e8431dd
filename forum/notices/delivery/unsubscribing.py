"""Ending mail by the link that it carries: one press, with no session (RFC 8058)."""

from __future__ import annotations

from flask_babel import gettext as _

from forum.core.transactions import transaction
from forum.extensions import db
from forum.notices.delivery.categories import BY_NAME, CATEGORIES, REST
from forum.notices.delivery.claiming import MAIL, put_off
from forum.notices.delivery.endings import Ending, endings, register_ending
from forum.notices.delivery.links import OF_DIGEST, Link
from forum.notices.delivery.periods import DIGESTS
from forum.notices.delivery.planning import plan_again
from forum.notices.delivery.preferences import keep_wishes
from forum.notices.delivery.readers import Wish, readers
from forum.notices.models import Notice, Rhythm
from forum.notices.watching import unwatch


def unsubscribe(link: Link) -> None:
    """Ends what a link ends, for whom it was made; again, it changes nothing.

    What waited to leave does not leave any more. The site itself goes on telling.
    """
    with transaction():
        target = link.target
        ending = endings().get(target.kind)
        if ending is not None:
            ending.end(link.person.id, int(target.of))
            told_so = Notice.reason == ending.reason
            put_off(MAIL, None, Notice.person_id == link.person.id, Notice.topic == str(target), told_so)
            return
        reader = readers({link.person.id})[link.person.id]
        told = [each for each in CATEGORIES if reader.wish(each).rhythm in DIGESTS]
        ended = [BY_NAME[target.of]] if target.kind == "category" else told
        wishes = {each.name: Wish(Rhythm.NEVER, reader.wish(each).push) for each in ended}
        if target.kind == OF_DIGEST.kind:
            wishes[REST] = Wish(Rhythm.NEVER, False)
        keep_wishes(link.person.id, wishes)
        db.session.flush()
        plan_again(link.person.id)


register_ending(
    "thread",
    Ending(
        "watch-thread",
        lambda: _("Ne plus suivre cette discussion"),
        lambda: _("Vous ne suivrez plus cette discussion. Une mention de votre nom vous sera toujours annoncée."),
        lambda person_id, thread_id: unwatch(person_id, "thread", thread_id),
    ),
)
