"""When a saved search is asked again."""

from __future__ import annotations

from datetime import datetime, timedelta

from forum.notices.delivery.moments import next_digest
from forum.notices.delivery.readers import readers
from forum.notices.models import Rhythm

SOON = timedelta(minutes=5)
"""Between two askings of a search whose person wants to know at once."""


def next_asking(rhythm: Rhythm, person_id: int, moment: datetime) -> datetime | None:
    """When a search that was asked at a moment is asked again: by the day and by the week, in the morning of a day on
    which its person may be reached.

    Args:
        rhythm: as its person chose.
        person_id: whose it is.
        moment: aware; what is returned is later, or nothing for a search that tells nothing.
    """
    match rhythm:
        case Rhythm.NEVER:
            return None
        case Rhythm.AT_ONCE:
            return moment + SOON
    return next_digest(rhythm, readers({person_id})[person_id].quiet, moment)
