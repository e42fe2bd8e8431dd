"""What a note of the desk may be."""

from __future__ import annotations

from flask_babel import gettext as _

from forum.core.errors import Invalid
from forum.core.text import is_blank, tidy

LONGEST_NOTE = 2_000


def accepted_note(body: str) -> str:
    """A note as it is kept.

    Raises:
        Invalid: there is nothing to read in it, or too much.
    """
    body = tidy(body).strip()
    if is_blank(body):
        raise Invalid("body", _("Écrivez quelques mots pour vos collègues."))
    if len(body) > LONGEST_NOTE:
        raise Invalid("body", _("Ce texte est trop long : %(max)d caractères au plus.", max=LONGEST_NOTE))
    return body
