"""How notices about discussions read, and why one is told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from forum.notices.words import notice_words, reason_words

MENTIONED, ADDRESSED, QUOTED = "post.mentioned", "post.addressed", "post.quoted"
REPLIED, OPENED = "thread.replied", "thread.opened"


@notice_words(MENTIONED, "mentions")
def mentioned(facts: Mapping[str, Any]) -> str:
    """Somebody called one by name."""
    return _("%(name)s vous mentionne dans « %(title)s ».", name=facts["name"], title=facts["title"])


@notice_words(ADDRESSED, "mentions")
def addressed(facts: Mapping[str, Any]) -> str:
    """Somebody called a group that one is of."""
    return _("%(name)s s’adresse à vous et à d’autres dans « %(title)s ».", name=facts["name"], title=facts["title"])


@notice_words(QUOTED, "mentions")
def quoted(facts: Mapping[str, Any]) -> str:
    """Somebody quoted what one wrote."""
    return _("%(name)s vous cite dans « %(title)s ».", name=facts["name"], title=facts["title"])


@notice_words(REPLIED, "answers")
def replied(facts: Mapping[str, Any]) -> str:
    """Somebody replied in a thread."""
    return _("%(name)s a répondu dans « %(title)s ».", name=facts["name"], title=facts["title"])


@notice_words(OPENED, "watched")
def opened(facts: Mapping[str, Any]) -> str:
    """Somebody opened a thread."""
    return _("%(name)s a ouvert « %(title)s ».", name=facts["name"], title=facts["title"])


@reason_words("own-thread")
def own_thread() -> str:
    return _("Parce que vous avez ouvert cette discussion")


@reason_words("watch-thread")
def watch_thread() -> str:
    return _("Parce que vous suivez cette discussion")


@reason_words("watch-space")
def watch_space() -> str:
    return _("Parce que vous suivez cet espace")


@reason_words("watch-tag")
def watch_tag() -> str:
    return _("Parce que vous suivez un mot-clé de cette discussion")
