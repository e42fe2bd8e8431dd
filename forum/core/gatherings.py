"""Small sets of names that end by themselves: who is in a room, who is writing, which sockets a person has open.

Kept in memory where one process serves, in Redis where several do (forum/core/shared_gatherings.py): all processes
then see the same names, and those of a process that died are gone within `LEASE`. Nothing that must last stands here.
"""

from __future__ import annotations

import threading
import time
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Iterable
from typing import cast

from flask import Flask, current_app

from config import Settings

LEASE = 20.0
"""Seconds after which what a dead process held is gone."""
FOREVER = float("inf")


class Gatherings(ABC):
    """Places, each with the names that are there now."""

    @abstractmethod
    def hold(self, place: str, name: str) -> None:
        """Keeps a name in a place for as long as this process lives, or until it is let go."""

    @abstractmethod
    def put(self, place: str, name: str, seconds: float) -> None:
        """Puts a name in a place for some seconds; again, for as many from now on."""

    @abstractmethod
    def let_go(self, place: str, names: Iterable[str]) -> None:
        """Takes names from a place, whichever process put them there."""

    @abstractmethod
    def names(self, place: str) -> list[str]:
        """The names in a place, in no order."""

    @abstractmethod
    def held(self) -> dict[str, set[str]]:
        """What this process itself holds, by place."""


class GatheringsInMemory(Gatherings):
    """Those of the only process."""

    def __init__(self) -> None:
        self._places: dict[str, dict[str, float]] = defaultdict(dict)
        self._lock = threading.Lock()

    def hold(self, place: str, name: str) -> None:
        self.put(place, name, FOREVER)

    def put(self, place: str, name: str, seconds: float) -> None:
        with self._lock:
            self._places[place][name] = time.monotonic() + seconds

    def let_go(self, place: str, names: Iterable[str]) -> None:
        with self._lock:
            there = self._places.get(place, {})
            for name in names:
                there.pop(name, None)
            if not there:
                self._places.pop(place, None)

    def names(self, place: str) -> list[str]:
        now = time.monotonic()
        with self._lock:
            there = self._places.get(place, {})
            for name in [name for name, until in there.items() if until <= now]:
                del there[name]
            if not there:
                self._places.pop(place, None)
            return list(there)

    def held(self) -> dict[str, set[str]]:
        with self._lock:
            places = {
                place: {name for name, until in there.items() if until == FOREVER}
                for place, there in self._places.items()
            }
        return {place: names for place, names in places.items() if names}


def init_app(app: Flask, settings: Settings) -> None:
    """Prepares the gatherings of an application; nothing is connected to before the first is used."""
    if settings.redis_url:
        from forum.core.shared_gatherings import SharedGatherings

        app.extensions["gatherings"] = SharedGatherings(settings.redis_url, app)
    else:
        app.extensions["gatherings"] = GatheringsInMemory()


def gatherings() -> Gatherings:
    """Those of the application at hand."""
    return cast(Gatherings, current_app.extensions["gatherings"])
