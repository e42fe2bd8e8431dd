"""What verbs accept as a text."""

from __future__ import annotations

from flask_babel import gettext as _

from forum.core.errors import Invalid
from forum.core.text import is_blank, tidy


def checked_text(field: str, text: str, longest: int, missing: str = "") -> str:
    """A text of some lines, tidied.

    Args:
        field: what it was typed in.
        longest: characters that it may have.
        missing: what is said where there is nothing to read in it; where it is empty, nothing has to be.

    Raises:
        Invalid: it is missing, or too long.
    """
    text = tidy(text).strip()
    if missing and is_blank(text):
        raise Invalid(field, missing)
    if len(text) > longest:
        raise Invalid(field, _("Ce texte est trop long : %(max)d caractères au plus.", max=longest))
    return text
