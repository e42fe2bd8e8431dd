"""What happened to notices, for those who listen."""

from __future__ import annotations

from dataclasses import dataclass

from forum.core.events import event


@event
@dataclass(frozen=True)
class NoticesTold:
    """Some notices were told: their mail and their push are to be seen to, and bells ring.

    Args:
        notice_ids: a thousand at most.
        by_mail: the matter calls for a mail at once, unless the person wishes otherwise.
    """

    notice_ids: list[int]
    by_mail: bool = False


@event
@dataclass(frozen=True)
class NoticesChanged:
    """Some people have other notices to read than before: they read some, or some were withdrawn."""

    person_ids: list[int]
