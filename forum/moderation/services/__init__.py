"""What can be done with reports."""

from __future__ import annotations

from forum.moderation.services.decide import decide
from forum.moderation.services.holding import hand_over, release, take
from forum.moderation.services.note import note
from forum.moderation.services.remind import change_reminder
from forum.moderation.services.report import contest, report
from forum.moderation.services.resubmit import resubmit

__all__ = ["change_reminder", "contest", "decide", "hand_over", "note", "release", "report", "resubmit", "take"]
