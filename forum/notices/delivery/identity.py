"""The headers by which programs of mail know our mails, thread them, sort them and end them.

One thing has one Message-ID however often it is handed over, so that a mail handed over twice is shown once (RFC 5322,
3.6.4); all mails on one topic refer to one that never was, which is what threads them.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import current_app

from config import Settings
from forum.accounts.links import absolute
from forum.notices.delivery.links import Target, make_token


def host() -> str:
    """The host of the site: the right side of every id."""
    settings: Settings = current_app.config["SETTINGS"]
    return urlsplit(settings.address).hostname or "localhost"


def name_of(thing: str) -> str:
    """The id of something: "<notice-12@mediane.example>"."""
    return f"<{thing}@{host()}>"


def thread_headers(topic: str) -> dict[str, str]:
    """What puts the mails on one topic together (RFC 5322)."""
    if not topic:
        return {}
    first = name_of(topic.replace(":", "-"))
    return {"In-Reply-To": first, "References": first}


def list_headers(person_id: int, name: str, target: Target) -> dict[str, str]:
    """What sorts a mail (RFC 2919) and ends its like by one press (RFC 2369, RFC 8058).

    Args:
        person_id: whom it goes to.
        name: what it is sorted by: a category's, or "digest".
        target: what the press ends.
    """
    return {
        "List-Id": f"<{name}.{host()}>",
        "List-Unsubscribe": f"<{unsubscribing_address(person_id, target)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def unsubscribing_address(person_id: int, target: Target) -> str:
    """The whole address of the page, and of the press, that ends something for a person."""
    return absolute("delivery.unsubscribe", token=make_token(person_id, target))
