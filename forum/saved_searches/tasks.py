"""What is done about saved searches by the clock."""

from __future__ import annotations

from forum.core.jobs import at_will, every, soon
from forum.saved_searches.services import ask_due

SLICE_SECONDS = 3.0
"""How long one job lasts: what waits behind it, the index and the bells, waits no longer."""


@every(minute="*")
@at_will
def ask_saved_searches() -> None:
    """Asks the searches that are due, for a few seconds; where that is not enough, again once others had their turn."""
    if ask_due(SLICE_SECONDS):
        soon(ask_saved_searches)
