"""The sockets that each person has open: so many and no more, and none whose session is over.

A browser has one connection a page, and on it a socket a namespace. All processes know all sockets
(forum/core/gatherings.py), so that any of them can cut those of a session at the moment it ends.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from flask import current_app
from flask_babel import gettext as _

from forum.core.errors import TooMany
from forum.core.gatherings import gatherings
from forum.extensions import socketio

CUT = "session_over"


@dataclass(frozen=True)
class OpenSocket:
    """One socket.

    Args:
        connection: the number of the connection that carries it, which sockets of other namespaces share.
        session: the fingerprint of the session that it was opened with.
        namespace, sid: what Socket.IO knows it by.
    """

    connection: str
    session: str
    namespace: str
    sid: str

    def __str__(self) -> str:
        return " ".join((self.connection, self.session, self.namespace, self.sid))


def place_of(person_id: int) -> str:
    return f"sockets:{person_id}"


def sockets_of(person_id: int) -> list[OpenSocket]:
    """A person's open sockets, in every process."""
    return [OpenSocket(*name.split(" ")) for name in gatherings().names(place_of(person_id))]


def note_open(person_id: int, opened: OpenSocket) -> None:
    """Notes a socket that a person opens.

    Raises:
        TooMany: they have as many connections as one person may, without this one.
    """
    place = place_of(person_id)
    gatherings().hold(place, str(opened))
    connections = {other.connection for other in sockets_of(person_id)}
    if len(connections) > current_app.config["SETTINGS"].sockets_per_person:
        gatherings().let_go(place, [str(opened)])
        raise TooMany(_("Médiane est ouverte dans trop de fenêtres à la fois. Fermez-en, puis rechargez cette page."))


def note_closed(person_id: int, closed: OpenSocket) -> None:
    """Forgets a socket."""
    gatherings().let_go(place_of(person_id), [str(closed)])


def cut(person_id: int, sessions: Collection[str] | None = None) -> None:
    """Ends a person's sockets at once, whichever process holds them.

    Args:
        sessions: the fingerprints of the sessions that are over; None stands for all.
    """
    words = _("Votre session est terminée. Connectez-vous de nouveau.")
    for opened in sockets_of(person_id):
        if sessions is None or opened.session in sessions:
            socketio.emit(CUT, {"message": words}, namespace=opened.namespace, to=opened.sid)
            socketio.server.disconnect(opened.sid, namespace=opened.namespace)
