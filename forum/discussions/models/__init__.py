"""The tables of discussions."""

from forum.discussions.models.posts import (
    Post,
    PostKind,
    PostQuote,
    PostRevision,
    PostTrace,
    Reaction,
    ReactionKind,
)
from forum.discussions.models.spaces import Space, SpaceTag, SpaceTemplate
from forum.discussions.models.tags import Tag, TagSynonym, ThreadTag
from forum.discussions.models.threads import Thread, ThreadAct, ThreadKind, ThreadRead

__all__ = [
    "Post",
    "PostKind",
    "PostQuote",
    "PostRevision",
    "PostTrace",
    "Reaction",
    "ReactionKind",
    "Space",
    "SpaceTag",
    "SpaceTemplate",
    "Tag",
    "TagSynonym",
    "Thread",
    "ThreadAct",
    "ThreadKind",
    "ThreadRead",
    "ThreadTag",
]
