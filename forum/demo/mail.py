"""The mail that the demonstration did not send: files of DATA_DIR/mail, listed and read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from forum.core.errors import NotFound

NAME = re.compile(r"\d{8}T\d{12}-[0-9a-f]{6}\.eml", re.ASCII)
"""What the mailer calls its files; nothing else is ever opened."""
NEWEST = 200
LINK = re.compile(r"https?://[^\s<>\"]+")


@dataclass(frozen=True)
class Letter:
    """A mail as the demonstration shows it."""

    name: str
    subject: str
    to: str
    at: datetime
    text: str


def letters(folder: Path) -> Sequence[Letter]:
    """The newest mails, the very newest first. The names of the files begin with the moment."""
    names = sorted((path.name for path in folder.glob("*.eml") if NAME.fullmatch(path.name)), reverse=True)
    return [letter(folder, name) for name in names[:NEWEST]]


def letter(folder: Path, name: str) -> Letter:
    """One mail.

    Raises:
        NotFound: there is none of that name, or it is no name of a mail.
    """
    if not NAME.fullmatch(name):
        raise NotFound
    try:
        message = message_from_bytes((folder / name).read_bytes(), _class=EmailMessage, policy=default)
    except FileNotFoundError:
        raise NotFound from None
    part = message.get_body(("plain",))
    at = datetime.strptime(name[:21], "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC)
    text = part.get_content() if part is not None else ""
    return Letter(name, str(message["Subject"] or ""), str(message["To"] or ""), at, text)


def with_links(text: str, *sites: str) -> Markup:
    """The text of a mail as HTML, where the addresses that lead to this site can be followed.

    Args:
        text: plain text.
        sites: what addresses of this site begin with: "http://127.0.0.1:5000".
    """
    html, end = "", 0
    for match in LINK.finditer(text):
        html += escape(text[end : match.start()]) + link(match.group(), sites)
        end = match.end()
    html += escape(text[end:])
    return Markup(html)  # noqa: S704


def link(address: str, sites: Sequence[str]) -> Markup:
    for site in sites:
        if address == site or address.startswith((f"{site}/", f"{site}?")):
            # The path alone, so that it is followed on the address that the reader came by.
            parts = urlsplit(address)
            path = "/" + parts.path.lstrip("/\\") + (f"?{parts.query}" if parts.query else "")
            return Markup('<a href="{}">{}</a>').format(path, address)
    return escape(address)
