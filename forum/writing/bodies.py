"""The text of what is written, as it is kept."""

from __future__ import annotations

from flask import current_app
from flask_babel import gettext as _

from forum.core.errors import Invalid
from forum.core.text import is_blank, tidy


def checked_body(body: str) -> str:
    """The text of a post or a message, tidied.

    Raises:
        Invalid: there is nothing to read in it, or it is longer than MAX_POST_CHARACTERS.
    """
    text = tidy(body).strip("\n")
    longest: int = current_app.config["SETTINGS"].max_post_characters
    if is_blank(text):
        raise Invalid("body", _("Écrivez quelque chose avant d’envoyer."))
    if len(text) > longest:
        raise Invalid("body", _("Ce message est trop long : %(max)d caractères au plus.", max=longest))
    return text
