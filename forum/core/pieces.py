"""Pieces of pages kept ready in memory for as long as nothing in them changed.

A page for visitors is kept whole (forum/core/page_cache.py). A member's page is their own, but most of what it shows
is not: such a piece is rendered once, under a key that says for whom it may serve, and kept while the versions of the
topics in it (forum/core/changes.py) are the same; for a minute at most, since « il y a 2 min » grows old too.

What a reader may see is asked before: a piece is no place to decide it.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from flask import Flask, current_app

from config import Settings
from forum.core.actor import VISITOR, Actor, current_actor
from forum.core.i18n import current_language

Piece = TypeVar("Piece")
Versions = tuple[tuple[str, int], ...]
LONGEST_SECONDS = 60.0
SOME_MEMBER = Actor(id=0)
"""Stands for a member whom no piece concerns by name."""
Drawn = tuple[str, frozenset[int]]
"""HTML, and the people who see something else in its place."""


@dataclass(frozen=True)
class Kept:
    """One piece, and until when it stands."""

    piece: Any
    versions: Versions
    until: float


class Pieces:
    """The pieces of one process, the least recently used thrown out first.

    Args:
        most: how many are kept.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, Kept] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, versions: Versions) -> Kept | None:
        """What is kept under a key, if it still holds."""
        with self._lock:
            kept = self._kept.get(key)
            if kept is None or kept.versions != versions or kept.until < time.monotonic():
                return None
            self._kept.move_to_end(key)
            return kept

    def put(self, key: Hashable, kept: Kept) -> None:
        with self._lock:
            self._kept[key] = kept
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)


def init_app(app: Flask, settings: Settings) -> None:
    """Makes the store of an application; gives templates `{% call same_for_all("toolbar", field.id) %}`."""
    app.extensions["pieces"] = Pieces(settings.page_cache_entries)
    app.jinja_env.globals["same_for_all"] = same_for_all


def kept_piece(key: Hashable, versions: Versions, make: Callable[[], Piece]) -> Piece:
    """Gives what is kept under a key, made anew when what it shows has changed.

    Args:
        key: what the piece shows and for whom it may serve; the language and the time zone at hand are added.
        versions: of the topics it shows, read before anything it shows.
        make: makes it.
    """
    settings: Settings = current_app.config["SETTINGS"]
    key = key, current_language(), current_actor().timezone or settings.default_timezone
    pieces: Pieces = current_app.extensions["pieces"]
    kept = pieces.get(key, versions)
    if kept is None:
        kept = Kept(make(), versions, time.monotonic() + LONGEST_SECONDS)
        pieces.put(key, kept)
    return cast(Piece, kept.piece)


def kept_for_reader(
    actor: Actor, key: tuple[Hashable, ...], versions: Versions, make: Callable[[Actor], tuple[Piece, frozenset[int]]]
) -> Piece:
    """A piece that serves all members alike, save those whom it concerns, who get one of their own.

    Args:
        actor: who reads.
        key, versions: as for `kept_piece`.
        make: draws it for a reader: a visitor, some member, or one of those whom it concerns; answers the piece, and
            the people who see something else in its place.
    """

    def piece_for(reader: Actor) -> tuple[Piece, frozenset[int]]:
        return kept_piece((*key, reader.id), versions, lambda: make(reader))

    if not actor.is_signed_in:
        return piece_for(VISITOR)[0]
    piece, concerned = piece_for(SOME_MEMBER)
    return piece_for(actor)[0] if actor.id in concerned else piece


def same_for_all(*key: Hashable, caller: Callable[[], str]) -> str:
    """A part of a template that says the same to everybody who speaks a language, drawn once a minute.

    Args:
        key: its name, and whatever it depends on.
    """
    return kept_piece(("template", *key), (), caller)
