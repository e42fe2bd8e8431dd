"""Discussions as feeds (Atom, RFC 4287): the latest threads of a space or under a tag, the latest posts of a thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from feedgen.ext.base import BaseEntryExtension, BaseExtension  # type: ignore[import-untyped]
from feedgen.feed import FeedGenerator  # type: ignore[import-untyped]
from flask_babel import gettext as _

from forum.discussions.queries.feeds import FeedEntry

XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
SINCE = 2026
"""The year in the ids of entries (RFC 4151): one in which the site already had its name."""


@dataclass(frozen=True)
class Told:
    """What a feed tells.

    Args:
        id: what tells it from all others: "spaces/3".
        title, subtitle: its own.
        page: the path of the page that shows the same.
        began_at: what an empty feed says of when it changed.
        entries: the latest first.
        is_of_posts: whether each entry is a post rather than a thread.
    """

    id: str
    title: str
    subtitle: str
    page: str
    began_at: datetime
    entries: Sequence[FeedEntry]
    is_of_posts: bool = False

    @property
    def updated(self) -> datetime:
        """When something in it last changed."""
        return max((entry.updated for entry in self.entries), default=self.began_at)


class RelativeLinks(BaseExtension):
    """Says what the links within posts are relative to."""

    address = ""

    def extend_atom(self, root: Any) -> Any:
        root.set(XML_BASE, f"{self.address}/")
        return root


def atom(told: Told, address: str, path: str, language: str) -> bytes:
    """The feed.

    Args:
        told: what is in it.
        address: of the site, without a slash at the end.
        path: at which the feed itself was asked for.
        language: that its titles are in.
    """
    feed = FeedGenerator()
    feed.register_extension("relative_links", RelativeLinks, BaseEntryExtension, rss=False)
    feed.relative_links.address = address
    feed.id(tag_uri(address, f"feeds/{told.id}"))
    feed.title(told.title)
    feed.subtitle(told.subtitle)
    feed.language(language)
    feed.link(href=f"{address}{path}", rel="self", type="application/atom+xml")
    feed.link(href=f"{address}{told.page}", rel="alternate", type="text/html")
    feed.author(name="Médiane")
    feed.updated(told.updated)
    feed.generator("Médiane")
    for entry in told.entries:
        add_entry(feed, entry, address, told.is_of_posts)
    written: bytes = feed.atom_str()
    return written


def add_entry(feed: FeedGenerator, told: FeedEntry, address: str, is_post: bool) -> None:
    thread, post = told.thread, told.post
    entry = feed.add_entry(order="append")
    if is_post:
        entry.id(tag_uri(address, f"posts/{post.id}"))  # the number that it has in its thread may change
        entry.title(_("%(name)s, message %(number)s", name=told.author, number=post.number))
        page = f"{address}/posts/{post.id}"
    else:
        entry.id(tag_uri(address, f"threads/{thread.id}"))  # without the title, which may change
        entry.title(thread.title)
        page = f"{address}/threads/{thread.id}-{thread.slug}"
    entry.link(href=page, rel="alternate", type="text/html")
    entry.published(post.written_at)
    entry.updated(told.updated)
    entry.author(name=told.author)
    for word in told.tags:
        entry.category(term=word.slug, label=word.name)
    entry.content(post.html, type="html")


def tag_uri(address: str, thing: str) -> str:
    """A name for a thing of the site that stays whatever its address becomes (RFC 4151)."""
    return f"tag:{urlsplit(address).hostname},{SINCE}:{thing}"
