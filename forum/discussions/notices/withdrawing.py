"""Keeping notices in step with what happens elsewhere: titles that change, people who leave.

What is deleted or goes out of sight takes its notices along in its own transaction (forum/discussions/told.py).
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from forum.communities.events import CommunityLeft
from forum.core.events import on
from forum.core.transactions import transaction
from forum.discussions.events import ThreadChanged
from forum.discussions.models import Thread
from forum.discussions.told import retitle_told
from forum.extensions import db
from forum.notices.live import push_counts
from forum.schools.events import MemberLeft


@on(ThreadChanged, "notices")
def follow_titles(events: Sequence[ThreadChanged]) -> None:
    """Has the notices of threads call these as they are called now."""
    changed = select(Thread).where(Thread.id.in_({event.thread_id for event in events}))
    with transaction():
        for thread in list(db.session.scalars(changed.execution_options(populate_existing=True))):
            retitle_told(thread)


@on(MemberLeft, "bell")
def settle_bells_of_school(events: Sequence[MemberLeft]) -> None:
    """Has the bells of those who left a school count its notices no longer."""
    push_counts({event.person_id for event in events})


@on(CommunityLeft, "bell")
def settle_bells_of_community(events: Sequence[CommunityLeft]) -> None:
    """Has the bells of those who left a community count its notices no longer."""
    push_counts({event.person_id for event in events})
