"""Requests that change something must come from our own pages.

Forms carry Flask-WTF's token. Beside it, what browsers say of where a request comes from is checked, which also
covers the one form that pages kept in the cache hold, and which so can carry no token: the choice of language.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, request
from flask_babel import gettext as _

from forum.core.errors import Refused
from forum.extensions import csrf

UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})


def init_app(app: Flask) -> None:
    """Checks the origin, then the token, of every request that may change something."""

    @app.before_request
    def check_origin() -> None:
        if request.method in UNSAFE and not comes_from_here():
            raise Refused(_("Cette demande ne vient pas d’une page de Médiane. Rien n’a été changé."))

    csrf.init_app(app)


def comes_from_here() -> bool:
    """Whether the browser says that the request comes from this site, or says nothing (a script, an old browser)."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.host
