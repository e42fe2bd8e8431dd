"""Why something is done to somebody or to what they wrote, in a line that others will read."""

from __future__ import annotations

from flask_babel import gettext as _

from forum.core.errors import Invalid
from forum.core.text import is_blank, tidy_line


def reason_in_a_line(reason: str, longest: int, missing: str = "") -> str:
    """A reason, tidied.

    Args:
        longest: characters that it may have.
        missing: what is said where none is given; where it is empty, none has to be.

    Raises:
        Invalid: it is missing, or too long.
    """
    reason = tidy_line(reason)
    if missing and is_blank(reason):
        raise Invalid("reason", missing)
    if len(reason) > longest:
        raise Invalid("reason", _("Ce motif est trop long : %(max)d caractères au plus.", max=longest))
    return reason
