"""The mail of a served demonstration: had to leave as its clock would, and read as its recipient does."""

from __future__ import annotations

import os
import subprocess
import sys
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from sqlalchemy import func, select

from forum.core.outbox import Delivery
from forum.extensions import db
from tests.services.serving import ROOT, Server, eventually


def have_mail_leave(site: Server) -> None:
    """Has all mail that waits for its hour leave, once all that was written has been told."""
    eventually(lambda: is_all_told(site), "what was written is not told")
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "notices", "digest", "--early"]
    environment = {**os.environ, **site.environment, "JOBS": "by-hand"}
    subprocess.run(command, cwd=ROOT, env=environment, check=True, timeout=60, stdout=subprocess.DEVNULL)


def is_all_told(site: Server) -> bool:
    with site.app().app_context():
        waiting = db.session.scalar(select(func.count()).select_from(Delivery))
        db.session.remove()
        db.engine.dispose()
    return not waiting


def letters_to(site: Server, account: str) -> list[EmailMessage]:
    """The mails that somebody of the demonstration got, oldest first; the names of the files begin with the moment."""
    files = sorted((Path(site.environment["DATA_DIR"]) / "mail").glob("*.eml"))
    letters = [message_from_bytes(file.read_bytes(), _class=EmailMessage, policy=policy.default) for file in files]
    return [letter for letter in letters if letter["To"] == f"{account}@demo.example"]


def text_of(letter: EmailMessage, kind: str) -> str:
    """One of the two ways in which a mail reads: "plain" or "html"."""
    part = letter.get_body((kind,))
    assert part is not None, f"the mail has no {kind} part"
    return str(part.get_content())
