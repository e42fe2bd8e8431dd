"""What is done about the index by the clock."""

from __future__ import annotations

from forum.core.jobs import every
from forum.search.services import mend


@every()
def mend_index() -> None:
    """Looks at the index every minute, and makes it anew where it is lost."""
    mend()
