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


@event
@dataclass(frozen=True)
class PostEdited:
    """The words of a post changed: the revision holds what it said before."""

    post_id: int
    revision_id: int


@event
@dataclass(frozen=True)
class ThreadMoved:
    """A thread went to another space, or its space to another audience: who sees it may have changed."""

    thread_id: int


@event
@dataclass(frozen=True)
class PostsMoved:
    """Posts went from one thread to another, each under a new number."""

    post_ids: list[int]
    from_thread_id: int
    to_thread_id: int


@event
@dataclass(frozen=True)
class ReactionsChanged:
    """Somebody reacted to a post, or took it back."""

    post_id: int
    thread_id: int


@event
@dataclass(frozen=True)
class PostHelped:
    """A reply was marked as what helped."""

    post_id: int
    thread_id: int


@event
@dataclass(frozen=True)
class TagsMerged:
    """A tag took over what was filed under another one."""

    tag_id: int
