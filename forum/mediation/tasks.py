"""What the clock does with mediation cases."""

from __future__ import annotations

from forum.core.jobs import every
from forum.mediation.services import ask_due, erase_due


@every(minute="20")
def ask_how_it_goes() -> None:
    """Asks the parties of cases whose follow-up has come."""
    ask_due()


@every(minute="40")
def erase_closed_cases() -> None:
    """Erases the cases whose time is over."""
    erase_due()
