"""What notices of a saved search stand under, and what ends them."""

from __future__ import annotations

TOPIC = "search"
REASON = "saved-search"
"""Why one is told."""


def topic(search_id: int) -> str:
    """What the notices of a search are about, and stand under."""
    return f"{TOPIC}:{search_id}"
