"""The daily job of communities."""

from __future__ import annotations

from forum.communities.notices_facilitators import tell_of_ends_to_come
from forum.core.jobs import every


@every(hour="5", minute="40")
def look_at_terms() -> None:
    """Tells of terms that are over soon, and of communities that nobody holds."""
    tell_of_ends_to_come()
