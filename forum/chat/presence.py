"""Who is in which room right now: people with an open socket, several tabs counting as one.

Kept in the memory of this process, which is right where one process serves all sockets. Where several do, each
knows its own people: lists of who is there are then short of the others' until they are kept in Redis. What may be
read never depends on it.
"""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

BETWEEN_CHECKS = 30.0
"""Seconds for which the sessions behind a room's sockets are believed to stand while nobody but others speaks."""


@dataclass(frozen=True)
class Present:
    """One open socket in a room.

    Args:
        session: the fingerprint of the session that it was opened with.
    """

    person_id: int
    name: str
    session: str


class Presence:
    """The sockets in each room, by their id."""

    def __init__(self) -> None:
        self._rooms: dict[int, dict[str, Present]] = defaultdict(dict)
        self._checked: dict[int, float] = {}
        self._lock = threading.Lock()

    def enter(self, room_id: int, socket: str, present: Present) -> bool:
        """Notes a socket; says whether its person was not there before."""
        with self._lock:
            sockets = self._rooms[room_id]
            is_new = all(other.person_id != present.person_id for other in sockets.values())
            sockets[socket] = present
            return is_new

    def leave(self, room_id: int, sockets: Iterable[str]) -> bool:
        """Forgets sockets; says whether somebody is no longer there."""
        with self._lock:
            held = self._rooms.get(room_id, {})
            gone = {present.person_id for socket in sockets if (present := held.pop(socket, None)) is not None}
            if not held:
                self._rooms.pop(room_id, None)
                self._checked.pop(room_id, None)
            return bool(gone - {present.person_id for present in held.values()})

    def rooms_of(self, socket: str) -> list[int]:
        """The rooms that a socket is in."""
        with self._lock:
            return [room_id for room_id, sockets in self._rooms.items() if socket in sockets]

    def sockets_of(self, room_id: int, person_id: int) -> list[str]:
        """A person's sockets in a room."""
        with self._lock:
            sockets = self._rooms.get(room_id, {})
            return [socket for socket, present in sockets.items() if present.person_id == person_id]

    def people(self, room_id: int) -> list[tuple[int, str]]:
        """Who is there, by name: ids and names."""
        with self._lock:
            sockets = self._rooms.get(room_id, {})
            there = {present.person_id: present.name for present in sockets.values()}
        return sorted(there.items(), key=lambda entry: (entry[1].casefold(), entry[0]))

    def sessions_to_check(self, room_id: int) -> dict[str, str]:
        """The sessions behind a room's sockets when it is time to look at them again, else nothing."""
        with self._lock:
            if time.monotonic() - self._checked.get(room_id, float("-inf")) < BETWEEN_CHECKS:
                return {}
            sockets = self._rooms.get(room_id, {})
            if sockets:
                self._checked[room_id] = time.monotonic()
            return {socket: present.session for socket, present in sockets.items()}


presence = Presence()
