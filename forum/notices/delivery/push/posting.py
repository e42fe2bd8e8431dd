"""Handing what is sealed to a push service: one request, no redirect followed, nothing read but its status."""

from __future__ import annotations

import http.client
import socket
import ssl
from dataclasses import dataclass
from enum import Enum, auto

from forum.notices.delivery.push.keys import authorization
from forum.notices.delivery.push.services import Service, address_of

TIMEOUT_SECONDS = 5
KEPT_SECONDS = 24 * 3600
"""How long a service keeps what it could not hand on: a browser that was off all day is not shown yesterday's."""
GONE = (404, 410)
BUSY = 429


class Answer(Enum):
    """What a push service makes of what it was handed."""

    TAKEN = auto()
    GONE = auto()
    """The browser has no such subscription any more."""
    LATER = auto()
    """The service is away, busy, or at fault."""
    REFUSED = auto()


@dataclass(frozen=True)
class Sealed:
    """What is pushed to one browser.

    Args:
        body: sealed.
        topic: up to 32 signs of base64url: what is kept under it is replaced.
    """

    body: bytes
    topic: str


class PublicConnection(http.client.HTTPSConnection):
    """A connection to an address that was looked up and found public; the certificate is asked for the service's name.

    The name is looked up once: were it looked up again to connect, it could lead elsewhere by then.
    """

    def __init__(self, service: Service) -> None:
        self.tls = ssl.create_default_context()
        super().__init__(service.host, service.port, timeout=TIMEOUT_SECONDS, context=self.tls)
        self.service = service

    def connect(self) -> None:
        """Opens the connection.

        Raises:
            OSError: the service can't be reached, stands in a private network, or is not who it should be.
        """
        place = (address_of(self.service), self.service.port)
        plain = socket.create_connection(place, TIMEOUT_SECONDS)
        self.sock = self.tls.wrap_socket(plain, server_hostname=self.service.host)


def open_connection(service: Service) -> http.client.HTTPConnection:
    """A connection to a service, not open yet."""
    if service.is_tried_out:
        return http.client.HTTPConnection(service.host, service.port, timeout=TIMEOUT_SECONDS)
    return PublicConnection(service)


def hand_over(service: Service, sealed: Sealed) -> Answer:
    """Hands a message to a push service (RFC 8030)."""
    headers = {
        "Authorization": authorization(service.origin),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(KEPT_SECONDS),
        "Topic": sealed.topic,
        "Urgency": "normal",
    }
    connection = open_connection(service)
    try:
        connection.request("POST", service.path, sealed.body, headers)
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return Answer.LATER
    finally:
        connection.close()
    return answer_of(status)


def answer_of(status: int) -> Answer:
    """What a status says."""
    if 200 <= status < 300:
        return Answer.TAKEN
    if status in GONE:
        return Answer.GONE
    return Answer.LATER if status == BUSY or status >= 500 else Answer.REFUSED
