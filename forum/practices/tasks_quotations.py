"""What quotations have done by the clock, and after what happens elsewhere."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select

from forum.core.changes import touch
from forum.core.events import on
from forum.core.jobs import every
from forum.core.transactions import transaction
from forum.discussions.events import PostChanged
from forum.extensions import db
from forum.practices.events import QuotationsChanged, SheetArchived, SheetPublished
from forum.practices.models import Quotation
from forum.practices.services.expire_quotations import expire_quotations
from forum.practices.services.show_quotations import show_quotations_anew
from forum.search.services import index
from forum.writing.quotables import register_follower


@every(hour="4", minute="20")
def leave_out_the_unanswered() -> None:
    """Counts as unanswered, each night, what was asked 14 days ago."""
    expire_quotations()


@on(PostChanged, "quotations")
def follow_posts(events: Sequence[PostChanged]) -> None:
    """Takes a quotation out of the sheet, or puts it back, when its post is deleted, hidden or restored."""
    with transaction():
        query = select(Quotation.sheet_id).where(Quotation.post_id.in_({event.post_id for event in events}))
        show_quotations_anew(set(db.session.scalars(query)))


@register_follower
def follow_messages(ids: Collection[int]) -> None:
    """The same of messages of rooms."""
    with transaction():
        query = select(Quotation.sheet_id).where(Quotation.message_id.in_(ids))
        show_quotations_anew(set(db.session.scalars(query)))


@on(QuotationsChanged, "search")
def index_anew(events: Sequence[QuotationsChanged]) -> None:
    """Puts sheets into the index as they now read."""
    index("sheet", [event.sheet_id for event in events])


@on(SheetPublished, "threads")
def link_from_threads(events: Sequence[SheetPublished]) -> None:
    """Has the threads that a published sheet quotes link to it."""
    touch_threads([event.sheet_id for event in events])


@on(SheetArchived, "threads")
def unlink_from_threads(events: Sequence[SheetArchived]) -> None:
    """Has them link to it no more."""
    touch_threads([event.sheet_id for event in events])


def touch_threads(sheet_ids: Sequence[int]) -> None:
    with transaction():
        query = select(Quotation.thread_id).where(Quotation.sheet_id.in_(sheet_ids), Quotation.thread_id.is_not(None))
        threads = db.session.scalars(query.distinct())
        touch(*(f"thread:{thread_id}" for thread_id in threads))
