"""Which push services the server speaks to: those that are listed, over https, at public addresses, and no other.

An endpoint is an address that a browser hands in, so that it could be any at all: it is the one thing that the server
asks for on a member's word.
"""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import current_app

from config import Settings

LONGEST = 1_000
HTTPS = 443


@dataclass(frozen=True)
class Service:
    """A push service, and the address of one browser there.

    Args:
        origin: "https://updates.push.services.mozilla.com".
        path: with its query.
        is_tried_out: it stands on this machine, without TLS, since a setting says so.
    """

    origin: str
    host: str
    port: int
    path: str
    is_tried_out: bool = False


def service_of(endpoint: str) -> Service | None:
    """Reads an endpoint; nothing where it leads to no service that is listed."""
    settings: Settings = current_app.config["SETTINGS"]
    listed = settings.push_hosts.split()
    try:
        parts = urlsplit(endpoint)
        host, port = (parts.hostname or ""), parts.port
    except ValueError:
        return None
    if len(endpoint) > LONGEST or not endpoint.isascii() or not endpoint.isprintable() or " " in endpoint:
        return None
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    origin = f"{parts.scheme}://{parts.netloc}"
    if origin in listed and parts.scheme == "http":
        return Service(origin, host, port or 80, path, is_tried_out=True)
    if parts.scheme != "https" or port not in (None, HTTPS) or "@" in parts.netloc or not is_listed(host, listed):
        return None
    return Service(f"https://{host}", host, HTTPS, path)


def is_listed(host: str, listed: list[str]) -> bool:
    """Whether a host is one of a list; one that begins with a dot stands for all of a domain."""
    return any(host == one or (one.startswith(".") and host.endswith(one)) for one in listed)


def address_of(service: Service) -> str:
    """The address of the network at which a service answers.

    Raises:
        OSError: its name is not known, or leads to an address that is not public.
    """
    if service.is_tried_out:
        return service.host
    found = socket.getaddrinfo(service.host, service.port, type=socket.SOCK_STREAM)
    for *_others, place in found:
        if not ipaddress.ip_address(str(place[0]).partition("%")[0]).is_global:
            raise OSError(f"{service.host} leads into a private network")
    return str(found[0][4][0])
