"""What can be done with reports."""

from __future__ import annotations

from forum.moderation.services.decide import decide
from forum.moderation.services.report import contest, report

__all__ = ["contest", "decide", "report"]
