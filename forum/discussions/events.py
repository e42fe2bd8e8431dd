"""What happened in discussions, for those who listen."""

from __future__ import annotations

from dataclasses import dataclass

from forum.core.events import event


@event
@dataclass(frozen=True)
class ThreadOpened:
    """A thread was opened, with its first post."""

    thread_id: int
    post_id: int


@event
@dataclass(frozen=True)
class ThreadChanged:
    """A thread was pinned, locked, or the reverse."""

    thread_id: int


@event
@dataclass(frozen=True)
class PostWritten:
    """A reply was written."""

    post_id: int
    thread_id: int


@event
@dataclass(frozen=True)
class PostChanged:
    """A post was edited, deleted, hidden or restored."""

    post_id: int
    thread_id: int
