"""The feeds of spaces, threads and tags: what anyone may read, or what the holder of a key may."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from typing import Any

from flask import Response, after_this_request, current_app, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from config import Settings
from forum.accounts.feed_keys import reader_of
from forum.core.actor import VISITOR, Actor
from forum.core.changes import versions
from forum.core.errors import NotFound
from forum.core.i18n import in_language
from forum.core.pieces import kept_piece
from forum.core.policy import public
from forum.core.version import VERSION
from forum.discussions import queries
from forum.discussions.feeds import Told, atom
from forum.discussions.queries import feeds as entries
from forum.discussions.views import bp
from forum.extensions import limiter

ATOM = "application/atom+xml; charset=utf-8"
KEY = "key"
feeds_limit: Any = limiter.shared_limit("240/minute", scope="feeds")


@bp.get("/feeds/spaces/<slug>.atom")
@public
@feeds_limit
def space_feed(slug: str) -> ResponseReturnValue:
    """The threads opened last in a space."""
    reader = feed_reader()
    found = queries.space_by_slug(reader, slug)
    ids = entries.thread_ids_in_feed(reader, entries.in_space(found))

    def make() -> Told:
        return Told(
            id=f"spaces/{found.id}",
            title=_("Médiane : %(space)s", space=found.name),
            subtitle=_("Les discussions qui s’ouvrent dans cet espace."),
            page=url_for(".space", slug=found.slug),
            began_at=entries.BEFORE_THE_FIRST,
            entries=entries.threads_in_feed(reader, ids),
        )

    return answer(reader, topics_of(ids), (f"space-{found.id}", *ids), make)


@bp.get("/feeds/tags/<slug>.atom")
@public
@feeds_limit
def tag_feed(slug: str) -> ResponseReturnValue:
    """The threads opened last under a tag. One under which the reader sees none is not there for them."""
    reader = feed_reader()
    found = queries.tag_head(reader, slug).tag
    ids = entries.thread_ids_in_feed(reader, entries.under_tag(found))
    if not ids:
        raise NotFound

    def make() -> Told:
        return Told(
            id=f"tags/{found.id}",
            title=_("Médiane : mot-clé « %(tag)s »", tag=found.name),
            subtitle=_("Les discussions qui s’ouvrent sous ce mot-clé."),
            page=url_for(".tag", slug=found.slug),
            began_at=entries.BEFORE_THE_FIRST,
            entries=entries.threads_in_feed(reader, ids),
        )

    return answer(reader, topics_of(ids), (f"tag-{found.id}", *ids), make)


@bp.get("/feeds/threads/<int:thread_id>.atom")
@public
@feeds_limit
def thread_feed(thread_id: int) -> ResponseReturnValue:
    """The newest posts of a thread; of the thread into which it was merged."""
    reader = feed_reader()
    found = queries.thread_head(reader, thread_id).thread
    if found.merged_into_id is not None:
        found = queries.thread_head(reader, found.merged_into_id).thread

    def make() -> Told:
        return Told(
            id=f"threads/{found.id}",
            title=found.title,
            subtitle=_("Les messages de cette discussion."),
            page=url_for(".thread", thread_id=found.id, slug=found.slug),
            began_at=found.opened_at,
            entries=entries.posts_in_feed(found),
            is_of_posts=True,
        )

    return answer(reader, topics_of([found.id]), (f"thread-{found.id}",), make)


def topics_of(thread_ids: Iterable[int]) -> tuple[str, ...]:
    """What a feed shows (forum/core/changes.py): every thread in it, and their people."""
    return ("discussions", "people", *(f"thread:{thread_id}" for thread_id in thread_ids))


def feed_reader() -> Actor:
    """Who asks: a visitor, whoever's session comes along; or the holder of the key in the address.

    Raises:
        NotFound: the key opens nothing: the answer is that of a feed which does not exist.
    """
    if KEY not in request.args:
        return VISITOR
    after_this_request(keep_to_reader)
    reader = reader_of(request.args[KEY])
    if reader is None:
        raise NotFound
    return reader


def keep_to_reader(response: Response) -> Response:
    """Keeps what a key opened, or failed to open, out of caches, of search engines and of other sites' ears."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def answer(reader: Actor, topics: tuple[str, ...], shown: tuple[Any, ...], make: Callable[[], Told]) -> Response:
    """A feed: kept ready and with its ETag where anyone may read it, made for its reader alone elsewhere.

    A date alone never spares an answer: what leaves a feed makes nothing in it newer.

    Args:
        topics: what it shows (forum/core/changes.py).
        shown: what tells it from other feeds, and its entries from others that it may have.
        make: what it tells.
    """
    settings: Settings = current_app.config["SETTINGS"]
    if reader.is_signed_in:
        with in_language(reader.language or settings.default_language):
            path = f"{request.path}?{KEY}={request.args[KEY]}"
            return Response(atom(make(), settings.address, path, reader.language or "fr"), content_type=ATOM)
    known = versions(topics)
    etag = hashlib.blake2b(repr((known, shown, VERSION)).encode(), digest_size=12).hexdigest()

    def written() -> tuple[bytes, Any]:
        told = make()
        return atom(told, settings.address, request.path, settings.default_language), told.updated

    if request.if_none_match.contains_weak(etag):
        response = Response(status=304)
    else:
        with in_language(settings.default_language):
            body, updated = kept_piece(("feed", request.path, *shown), known, written)
        response = Response(body, content_type=ATOM)
        response.last_modified = updated
    response.set_etag(etag, weak=True)
    response.headers["Cache-Control"] = "public, no-cache"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
