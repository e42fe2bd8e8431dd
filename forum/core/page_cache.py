"""Pages for readers who are not signed in, kept ready in memory for as long as nothing on them changed.

A view says which topics (forum/core/changes.py) its page shows; the kept page is answered while their versions are
the same, for a minute at most since « il y a 2 min » grows old too.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from flask import Flask, Response, current_app, make_response, request, session

from config import Settings
from forum.core.changes import versions
from forum.core.i18n import visitor_language

View = TypeVar("View", bound=Callable[..., Any])
Topics = Callable[..., tuple[str, ...]]
LONGEST_SECONDS = 60.0
KEPT_HEADERS = ("Content-Type", "Content-Disposition", "Link")


@dataclass(frozen=True)
class KeptPage:
    """One page ready to be answered."""

    body: bytes
    etag: str
    versions: tuple[tuple[str, int], ...]
    until: float
    headers: tuple[tuple[str, str], ...] = ()
    """What the view says of its answer: `KEPT_HEADERS`."""


class PageCache:
    """The pages of one process, the least recently read thrown out first."""

    def __init__(self, entries: int) -> None:
        self._entries = entries
        self._pages: OrderedDict[tuple[str, str], KeptPage] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: tuple[str, str]) -> KeptPage | None:
        with self._lock:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def put(self, key: tuple[str, str], page: KeptPage) -> None:
        with self._lock:
            self._pages[key] = page
            while len(self._pages) > self._entries:
                self._pages.popitem(last=False)


def init_app(app: Flask, settings: Settings) -> None:
    """Makes the cache of an application."""
    app.extensions["page_cache"] = PageCache(settings.page_cache_entries)


def kept_for_visitors(topics: Topics) -> Callable[[View], View]:
    """Keeps a view's page ready for visitors. The page must hold nothing of a session: no token, no message.

    Args:
        topics: given the view's arguments, says what the page shows: `lambda thread_id, **_: (f"thread:{thread_id}",)`.
    """

    def keep(view: View) -> View:
        @wraps(view)
        def kept(*args: Any, **kwargs: Any) -> Any:
            if request.method not in ("GET", "HEAD") or session.get("_user_id") or session.get("_flashes"):
                return view(*args, **kwargs)
            cache: PageCache = current_app.extensions["page_cache"]
            settings: Settings = current_app.config["SETTINGS"]
            key = (request.full_path, visitor_language(settings.default_language))
            today = versions(topics(*args, **kwargs))
            page = cache.get(key)
            if page is None or page.versions != today or page.until < time.monotonic():
                response = make_response(view(*args, **kwargs))
                if response.status_code != 200 or response.is_streamed:
                    return response
                body = response.get_data()
                page = KeptPage(
                    body,
                    hashlib.blake2b(body, digest_size=12).hexdigest(),
                    today,
                    time.monotonic() + LONGEST_SECONDS,
                    tuple((name, response.headers[name]) for name in KEPT_HEADERS if name in response.headers),
                )
                cache.put(key, page)
            return answer(page)

        return kept  # type: ignore[return-value]

    return keep


def answer(page: KeptPage) -> Response:
    if request.if_none_match.contains_weak(page.etag):
        response = Response(status=304)
    else:
        response = Response(page.body)
        response.headers.update(page.headers)
    response.headers["ETag"] = f'"{page.etag}"'
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Vary"] = "Cookie, Accept-Language"
    return response
