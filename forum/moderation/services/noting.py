"""What a note of the desk may be."""

from __future__ import annotations

from flask_babel import gettext as _

from forum.core.checking import checked_text

LONGEST_NOTE = 2_000


def accepted_note(body: str) -> str:
    """A note as it is kept.

    Raises:
        Invalid: there is nothing to read in it, or too much.
    """
    return checked_text("body", body, LONGEST_NOTE, _("Écrivez quelques mots pour vos collègues."))
