"""What people are told about discussions: who, why, and until when."""

from forum.discussions.notices import following, holders, reactions, replies, withdrawing  # noqa: F401
from forum.discussions.notices.recipients import Spoken, spared, told_as
from forum.discussions.notices.words import REPLIED

__all__ = ["REPLIED", "Spoken", "spared", "told_as"]
