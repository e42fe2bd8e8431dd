"""Sending mail: each message in plain text and HTML, by SMTP or to files that the demo lists."""

from __future__ import annotations

import smtplib
import ssl
import uuid
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from pathlib import Path

import structlog
from flask import Flask, current_app, render_template

from config import Settings
from forum.core.models import now

TIMEOUT_SECONDS = 20
log = structlog.get_logger("mail")


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
    with connect(settings) as server:
        if settings.mail_username:
            server.login(settings.mail_username, settings.mail_password)
        try:
            server.send_message(message)
        except smtplib.SMTPRecipientsRefused as refused:
            codes = sorted(code for code, _ in refused.recipients.values())
            if codes[0] < 500:
                raise
            log.warning("the address was refused for good", codes=codes)  # to try again would be of no use


def connect(settings: Settings) -> smtplib.SMTP:
    """Opens a connection to the server, which must prove who it is unless MAIL_SECURITY is `none`."""
    if settings.mail_security == "tls":
        return smtplib.SMTP_SSL(
            settings.mail_server, settings.mail_port, timeout=TIMEOUT_SECONDS, context=ssl.create_default_context()
        )
    server = smtplib.SMTP(settings.mail_server, settings.mail_port, timeout=TIMEOUT_SECONDS)
    if settings.mail_security == "starttls":
        try:
            server.starttls(context=ssl.create_default_context())
        except BaseException:
            server.close()
            raise
    return server


def write_to_folder(folder: Path, message: EmailMessage) -> None:
    name = f"{now():%Y%m%dT%H%M%S%f}-{uuid.uuid4().hex[:6]}"
    unfinished = folder / f"{name}.part"
    unfinished.write_bytes(message.as_bytes())
    unfinished.rename(folder / f"{name}.eml")
