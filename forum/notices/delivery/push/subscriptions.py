"""The browsers that take web push for a person: added by the browser itself, taken back by the person, and over with
the session in which they were added."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from forum.accounts.browsers import browser_words
from forum.core.actor import Actor
from forum.core.errors import Invalid, NotAllowed
from forum.core.models import now
from forum.core.policy import require
from forum.core.text import tidy_line
from forum.core.transactions import transaction
from forum.extensions import db
from forum.notices.delivery.push.keys import from_unpadded
from forum.notices.delivery.push.sealing import seal
from forum.notices.delivery.push.services import service_of
from forum.notices.models import PushSubscription

MOST = 10
"""Browsers of one person; the ones added first give way."""
ID = re.compile(r"[1-9]\d{0,9}", re.ASCII)


@dataclass(frozen=True)
class SubscribedBrowser:
    """A browser as its person sees it."""

    id: int
    browser: str
    endpoint: str
    made_at: datetime


def subscribe(actor: Actor, login: str, endpoint: str, p256dh: str, auth: str, browser: str) -> None:
    """Has a browser take web push for the actor; a browser that took it for somebody else does so no more.

    Args:
        actor: who is logged in there.
        login: the session in which they are, as `this_login` gives it: with it ends the push.
        endpoint: the address that the browser was given by its service.
        p256dh, auth: what is pushed is sealed with, in base64url.
        browser: what the browser calls itself.

    Raises:
        Invalid: the service is not one that the site speaks to, or nothing can be sealed for such a browser.
        NotAllowed: the session was ended at the same moment.
    """
    require(actor, "account.settings")
    if service_of(endpoint) is None:
        raise Invalid("endpoint", _("Médiane ne connaît pas le service de notifications de ce navigateur."))
    try:
        seal(b"", from_unpadded(p256dh), from_unpadded(auth))
        if len(from_unpadded(auth)) != 16:
            raise ValueError
    except ValueError:
        raise Invalid("p256dh", _("Ce navigateur n’a pas donné de quoi chiffrer ce qui lui est envoyé.")) from None
    facts = {
        "person_id": actor.person_id,
        "login_hash": login,
        "p256dh": p256dh,
        "auth": auth,
        "browser": tidy_line(browser)[:200],
        "made_at": now(),
        "failures": 0,
    }
    make = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    kept = make(PushSubscription).values(endpoint=endpoint, **facts)
    mine = PushSubscription.person_id == actor.person_id
    newest = select(PushSubscription.id).where(mine).order_by(PushSubscription.made_at.desc()).limit(MOST)
    try:
        with transaction():
            db.session.execute(kept.on_conflict_do_update(index_elements=["endpoint"], set_=facts))
            kept_ids = list(db.session.scalars(newest))
            db.session.execute(delete(PushSubscription).where(mine, PushSubscription.id.not_in(kept_ids)))
    except IntegrityError:
        raise NotAllowed from None


def revoke(actor: Actor, subscription_id: str) -> None:
    """Has a browser of the actor's take no more push; one that does not is no error."""
    require(actor, "account.settings")
    if ID.fullmatch(subscription_id):
        mine = PushSubscription.id == int(subscription_id), PushSubscription.person_id == actor.person_id
        with transaction():
            db.session.execute(delete(PushSubscription).where(*mine))


def browsers_of(actor: Actor) -> Sequence[SubscribedBrowser]:
    """The browsers that take push for the actor, newest first, by one statement."""
    mine = select(PushSubscription).where(PushSubscription.person_id == actor.person_id)
    return [
        SubscribedBrowser(row.id, browser_words(row.browser), row.endpoint, row.made_at)
        for row in db.session.scalars(mine.order_by(PushSubscription.made_at.desc(), PushSubscription.id.desc()))
    ]
