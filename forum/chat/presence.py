"""Who is in which room right now: people with an open socket, several tabs counting as one.

All processes see the same people (forum/core/gatherings.py); each looks after those whose sockets it holds. What may
be read never depends on it.
"""

from __future__ import annotations

import json
import threading
import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from forum.core.gatherings import gatherings

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


def place_of(room_id: int) -> str:
    return f"room:{room_id}"


class Presence:
    """The sockets in each room, by their id."""

    def __init__(self) -> None:
        self._rooms: dict[str, dict[int, str]] = defaultdict(dict)
        self._checked: dict[int, float] = {}
        self._lock = threading.Lock()

    def enter(self, room_id: int, socket: str, present: Present) -> bool:
        """Notes a socket that this process holds; says whether its person was not there before."""
        is_new = all(other.person_id != present.person_id for other in self._sockets(room_id).values())
        name = json.dumps({"socket": socket, **asdict(present)})
        with self._lock:
            self._rooms[socket][room_id] = name
        gatherings().hold(place_of(room_id), name)
        return is_new

    def leave(self, room_id: int, sockets: Iterable[str]) -> bool:
        """Forgets sockets; says whether somebody is no longer there."""
        leaving = set(sockets)
        with self._lock:
            for socket in leaving:
                self._rooms.get(socket, {}).pop(room_id, None)
                if not self._rooms.get(socket):
                    self._rooms.pop(socket, None)
        names = {name: read(name) for name in gatherings().names(place_of(room_id))}
        gone = [name for name, (socket, _) in names.items() if socket in leaving]
        gatherings().let_go(place_of(room_id), gone)
        left = {present.person_id for socket, present in names.values() if socket in leaving}
        staying = {present.person_id for socket, present in names.values() if socket not in leaving}
        if not staying:
            with self._lock:
                self._checked.pop(room_id, None)
        return bool(left - staying)

    def rooms_of(self, socket: str) -> list[int]:
        """The rooms that a socket of this process is in."""
        with self._lock:
            return list(self._rooms.get(socket, {}))

    def rooms_here(self) -> dict[int, set[str]]:
        """The rooms that sockets of this process are in, and those sockets."""
        found: dict[int, set[str]] = defaultdict(set)
        with self._lock:
            for socket, rooms in self._rooms.items():
                for room_id in rooms:
                    found[room_id].add(socket)
        return found

    def sockets_of(self, room_id: int, person_id: int) -> list[str]:
        """A person's sockets in a room."""
        return [socket for socket, present in self._sockets(room_id).items() if present.person_id == person_id]

    def people(self, room_id: int) -> list[tuple[int, str]]:
        """Who is there, by name: ids and names."""
        there = {present.person_id: present.name for present in self._sockets(room_id).values()}
        return sorted(there.items(), key=lambda entry: (entry[1].casefold(), entry[0]))

    def sessions_to_check(self, room_id: int) -> dict[str, str]:
        """The sessions behind a room's sockets when it is time to look at them again, else nothing."""
        with self._lock:
            if time.monotonic() - self._checked.get(room_id, float("-inf")) < BETWEEN_CHECKS:
                return {}
        sockets = self._sockets(room_id)
        with self._lock:
            if sockets:
                self._checked[room_id] = time.monotonic()
            else:
                self._checked.pop(room_id, None)
        return {socket: present.session for socket, present in sockets.items()}

    def _sockets(self, room_id: int) -> dict[str, Present]:
        return dict(read(name) for name in gatherings().names(place_of(room_id)))


def read(name: str) -> tuple[str, Present]:
    """A socket and who it is, from the name that it has in its gathering."""
    facts = json.loads(name)
    return facts.pop("socket"), Present(**facts)


presence = Presence()
