"""Asking the server as scripts do."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

from werkzeug.test import TestResponse

from tests.browsing import Browser, apart

JSON = {"Accept": "application/json"}


def keep(member: Browser, place: str, version: int = 0, **fields: Any) -> TestResponse:
    """Saves a draft."""
    sent = {"place": place, "version": str(version), "fields": json.dumps(fields)}
    return member.post("/drafts", sent, headers=JSON, follow=False).response


def bring(member: Browser, content: bytes, name: str = "cour.png") -> TestResponse:
    """Brings a file."""
    file = (BytesIO(content), name)
    options = {"content_type": "multipart/form-data", "headers": JSON}
    return member.post("/files", {"file": file}, follow=False, **options).response


def ask(member: Browser, address: str) -> TestResponse:
    """Asks for JSON."""
    return member.get(address, headers=JSON, follow=False).response


def status_of(member: Browser, address: str) -> int:
    """How a file's address answers; its bytes are no page."""
    return apart(lambda: member.client.get(address, headers=member.headers).status_code)
