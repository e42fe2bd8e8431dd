"""How notices about rooms read, and why one is told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from forum.core.i18n import moment
from forum.notices.words import notice_words, reason_words

MENTIONED, ADDRESSED, ANSWERED = "message.mentioned", "message.addressed", "message.answered"
INVITED, LIFTED = "room.invited", "message.lifted"
REMOVED, SILENCED, SPEAKING = "message.removed", "room.silenced", "room.speaking"
PUT_OUT, HOLDING = "room.put_out", "room.holding"


@notice_words(MENTIONED, "mentions")
def mentioned(facts: Mapping[str, Any]) -> str:
    """Somebody called one by name in a room."""
    return _("%(name)s vous mentionne dans le salon « %(title)s ».", name=facts["name"], title=facts["title"])


@notice_words(ADDRESSED, "mentions")
def addressed(facts: Mapping[str, Any]) -> str:
    """Who holds a room called all who are in it."""
    return _("%(name)s s’adresse à tout le salon « %(title)s ».", name=facts["name"], title=facts["title"])


@notice_words(ANSWERED, "mentions")
def answered(facts: Mapping[str, Any]) -> str:
    """Somebody answered what one said in a room."""
    return _("%(name)s vous répond dans le salon « %(title)s ».", name=facts["name"], title=facts["title"])


@notice_words(INVITED, "invitations")
def invited(facts: Mapping[str, Any]) -> str:
    """Somebody invites one to a shared room."""
    return _("%(name)s vous invite dans le salon « %(title)s ».", name=facts["name"], title=facts["title"])


@notice_words(LIFTED, "mentions")
def lifted(facts: Mapping[str, Any]) -> str:
    """Somebody took what one said in a room into a discussion."""
    return _(
        "%(name)s reprend ce que vous avez dit dans un salon, dans la discussion « %(title)s ».",
        name=facts["name"],
        title=facts["title"],
    )


@notice_words(REMOVED, "decisions")
def removed(facts: Mapping[str, Any]) -> str:
    """Who holds a room removed one's message."""
    return _(
        "Un de vos messages a été retiré du salon « %(title)s ». Motif : %(reason)s",
        title=facts["title"],
        reason=facts["reason"],
    )


@notice_words(SILENCED, "decisions")
def silenced(facts: Mapping[str, Any]) -> str:
    """One may not speak in a room for a time."""
    return _(
        "Vous ne pouvez pas écrire dans le salon « %(title)s » avant : %(until)s. Motif : %(reason)s",
        title=facts["title"],
        until=moment(datetime.fromisoformat(facts["until"])),
        reason=facts["reason"],
    )


@notice_words(SPEAKING, "decisions")
def speaking(facts: Mapping[str, Any]) -> str:
    """One may speak again in a room."""
    return _("Vous pouvez de nouveau écrire dans le salon « %(title)s ».", title=facts["title"])


@notice_words(PUT_OUT, "decisions")
def put_out(facts: Mapping[str, Any]) -> str:
    """One was put out of a shared room."""
    return _(
        "Vous n’êtes plus dans le salon « %(title)s ». Motif : %(reason)s",
        title=facts["title"],
        reason=facts["reason"],
    )


@notice_words(HOLDING, "belonging")
def holding(facts: Mapping[str, Any]) -> str:
    """One holds a room from now on."""
    return _(
        "%(name)s vous a confié le salon « %(title)s » : vous le tenez avec d’autres.",
        name=facts["name"],
        title=facts["title"],
    )


@reason_words("invited")
def because_invited() -> str:
    return _("Parce qu’on vous invite")


@reason_words("answered")
def because_answered() -> str:
    return _("Parce qu’on répond à votre message")


@reason_words("lifted")
def because_lifted() -> str:
    return _("Parce qu’on reprend vos mots")
