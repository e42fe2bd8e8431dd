"""What is pushed to bells: how many notices wait, never what they say.

A bell listens in the name of the session it was opened with, and figures are sent to the sessions that stand at that
moment: one that was ended hears nothing more, whatever became of its sockets.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Select, func, select

from forum.accounts.models import Login
from forum.accounts.sessions import oldest_login
from forum.core.events import on
from forum.extensions import db, socketio
from forum.notices.events import NoticesChanged, NoticesTold
from forum.notices.models import Notice
from forum.notices.policy import seen_by_their_people

NAMESPACE = "/notices"


def channel(session: str) -> str:
    """The Socket.IO room of a session.

    Args:
        session: the fingerprint of its token.
    """
    return f"session:{session}"


@on(NoticesTold, "live")
def ring(events: Sequence[NoticesTold]) -> None:
    """Rings the bells of those who were told something."""
    for told in events:
        push_counts(select(Notice.person_id).where(Notice.id.in_(told.notice_ids)))


@on(NoticesChanged, "live")
def settle(events: Sequence[NoticesChanged]) -> None:
    """Has bells say how much is left, in every browser of those who read some, or of whom some were taken back."""
    for changed in events:
        push_counts(changed.person_ids)


def push_counts(people: Select[int] | Iterable[int]) -> None:
    """Sends people how many notices wait for them: one statement, however many they are."""
    counts = (
        select(Notice.person_id, func.count().label("unread"))
        .where(Notice.person_id.in_(people), Notice.read_at.is_(None), seen_by_their_people())
        .group_by(Notice.person_id)
        .subquery()
    )
    query = (
        select(Login.token_hash, func.coalesce(counts.c.unread, 0))
        .outerjoin(counts, counts.c.person_id == Login.person_id)
        .where(Login.person_id.in_(people), Login.began_at > oldest_login())
    )
    for session, unread in db.session.execute(query).all():
        socketio.emit("unread", {"unread": unread}, namespace=NAMESPACE, to=channel(session))
