"""The library as a feed (Atom, RFC 4287): what readers see that changed last."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from feedgen.feed import FeedGenerator  # type: ignore[import-untyped]
from flask_babel import gettext as _

from forum.practices.fields import DEFAULT_LICENCE, value_slug
from forum.practices.opendata.xml import writable
from forum.practices.queries.opendata import OpenSheet

PATH = "/feeds/practices.atom"
BEFORE_THE_FIRST = datetime(2020, 1, 1, tzinfo=UTC)
"""What an empty feed says: a moment of its own making would change with each look."""


def atom(sheets: Sequence[OpenSheet], address: str, language: str) -> bytes:
    """The feed.

    Args:
        sheets: what it tells of, the latest change first.
        address: of the site, without a slash at the end.
        language: that its title is in.
    """
    feed = FeedGenerator()
    feed.id(f"{address}{PATH}")
    feed.title(_("Médiane : bibliothèque de pratiques"))
    feed.subtitle(_("Les fiches qui paraissent et celles qui changent."))
    feed.language(language)
    feed.link(href=f"{address}{PATH}", rel="self", type="application/atom+xml")
    feed.link(href=f"{address}/practices", rel="alternate", type="text/html")
    feed.author(name="Médiane")
    feed.rights(DEFAULT_LICENCE)
    feed.updated(max((sheet.record.changed_at for sheet in sheets), default=BEFORE_THE_FIRST))
    feed.generator("Médiane")
    for sheet in sheets:
        add_entry(feed, sheet)
    written: bytes = feed.atom_str()
    return written


def add_entry(feed: FeedGenerator, sheet: OpenSheet) -> None:
    record = sheet.record
    entry = feed.add_entry(order="append")
    entry.id(f"{record.address}/practices/{record.id}")  # without the title, which may change
    entry.title(writable(record.title))
    entry.link(href=record.url, rel="alternate", type="text/html", hreflang=record.language)
    entry.published(record.published_at)
    entry.updated(record.changed_at)
    for name in record.authors:
        entry.author(name=writable(name.words))
    for contributor in sheet.contributors:
        entry.contributor(name=writable(contributor))
    for word in record.keywords:
        entry.category(term=value_slug(word), label=writable(word))
    if record.summary:
        entry.summary(writable(record.summary))
    if record.licence:
        entry.rights(writable(record.licence))
