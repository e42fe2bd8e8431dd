"""What can be done with reports."""

from __future__ import annotations

from forum.moderation.services.decide import decide
from forum.moderation.services.holding import hand_over, release, take
from forum.moderation.services.note import note
from forum.moderation.services.report import contest, report

__all__ = ["contest", "decide", "hand_over", "note", "release", "report", "take"]
