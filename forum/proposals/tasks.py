"""What the clock does with proposals."""

from __future__ import annotations

from forum.core.jobs import every
from forum.proposals.services import close_due


@every(minute="*")
def close_what_is_due() -> None:
    """Closes the proposals whose date has come."""
    close_due()
