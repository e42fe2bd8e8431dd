"""What the library hands out, read as programs read it: over HTTP, or to the end of a stream."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask, current_app
from lxml import etree
from werkzeug.serving import make_server
from werkzeug.test import TestResponse

from forum.extensions import db
from tests.browsing import apart

SCHEMAS = Path(__file__).parent / "schemas"


def ask(address: str, method: str = "GET", **options: Any) -> TestResponse:
    """A visitor's answer, read to its end, redirects followed."""
    client = current_app.test_client()
    return apart(lambda: client.open(address, method=method, buffered=True, follow_redirects=True, **options))


def read(address: str, **options: Any) -> str:
    """What a visitor reads at an address."""
    answered = ask(address, **options)
    assert answered.status_code == 200, (address, answered.status_code)
    return answered.get_data(as_text=True)


def xml(address: str, **options: Any) -> Any:
    """The root of what a visitor reads at an address."""
    return etree.fromstring(read(address, **options).encode())


def schema(name: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(SCHEMAS / name))


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Serves the application over HTTP; gives its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    db.session.rollback()
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        db.session.expire_all()
