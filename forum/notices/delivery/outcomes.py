"""What becomes of what is due."""

from __future__ import annotations

from enum import Enum, auto


class Outcome(Enum):
    """What became of a mail, or of a push."""

    SENT = auto()
    NOTHING = auto()
    """All of it was read, is gone or out of sight, or is not wished for any more; or somebody else took it."""
    HELD = auto()
    """Its reader is left in peace at this hour."""
    FAILED = auto()
