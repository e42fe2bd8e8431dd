"""Sending mail: each message in plain text and HTML, by SMTP or to files that the demo lists."""

from __future__ import annotations

import smtplib
import uuid
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from pathlib import Path

from flask import Flask, current_app, render_template

from config import Settings
from forum.core.models import now


def init_app(app: Flask, settings: Settings) -> None:
    """Makes the folder of the demo's mail."""
    if not settings.mail_server:
        mail_folder(settings).mkdir(parents=True, exist_ok=True)


def mail_folder(settings: Settings) -> Path:
    """Where mail is written when no server sends it."""
    return settings.data_dir / "mail"


def send(to: str, subject: str, template: str, **words: object) -> None:
    """Writes and sends one message, in the language at hand.

    Args:
        to: the address.
        subject: the subject, already in the person's language.
        template: "accounts/mail/confirm" stands for its `.txt` and `.html` templates.
        words: what the templates show.

    Raises:
        OSError: the server can't be reached or refuses; the delivery is tried again later.
    """
    settings: Settings = current_app.config["SETTINGS"]
    message = EmailMessage()
    message["Subject"] = " ".join(subject.split())
    message["From"] = settings.mail_from
    message["To"] = to
    message["Date"] = formatdate(localtime=False)
    message["Message-ID"] = make_msgid(domain="mediane")
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(render_template(f"{template}.txt", subject=subject, **words))
    message.add_alternative(render_template(f"{template}.html", subject=subject, **words), subtype="html")
    if settings.mail_server:
        hand_to_server(settings, message)
    else:
        write_to_folder(mail_folder(settings), message)


def hand_to_server(settings: Settings, message: EmailMessage) -> None:
    with smtplib.SMTP(settings.mail_server, settings.mail_port, timeout=20) as server:
        if settings.mail_port != 25:
            server.starttls()
        if settings.mail_username:
            server.login(settings.mail_username, settings.mail_password)
        server.send_message(message)


def write_to_folder(folder: Path, message: EmailMessage) -> None:
    name = f"{now():%Y%m%dT%H%M%S%f}-{uuid.uuid4().hex[:6]}"
    unfinished = folder / f"{name}.part"
    unfinished.write_bytes(message.as_bytes())
    unfinished.rename(folder / f"{name}.eml")
