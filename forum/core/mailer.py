"""Sending mail: each message in plain text and HTML, by SMTP or to files that the demo lists."""

from __future__ import annotations

import smtplib
import ssl
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
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


class Line:
    """One connection to the server for many mails, made with the first, and anew where it was cut meanwhile."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.server: smtplib.SMTP | None = None

    def carry(self, message: EmailMessage) -> None:
        """Hands a mail over.

        Raises:
            OSError: the server can't be reached or refuses.
        """
        try:
            if self.server is None or not is_open(self.server):
                self.server = log_in(self.settings)
            hand_to_server(self.server, message)
        except OSError:
            self.close()
            raise

    def close(self) -> None:
        """Hangs up."""
        if self.server is not None:
            with suppress(OSError):
                self.server.quit()
            self.server.close()
            self.server = None


@contextmanager
def line() -> Iterator[Line]:
    """Keeps one connection to the server while many mails are sent."""
    held = Line(current_app.config["SETTINGS"])
    try:
        yield held
    finally:
        held.close()


def send(
    to: str,
    subject: str,
    template: str,
    *,
    headers: Mapping[str, str] | None = None,
    over: Line | None = None,
    **words: object,
) -> None:
    """Writes and sends one message, in the language at hand.

    Args:
        to: the address.
        subject: the subject, already in the person's language.
        template: "accounts/mail/confirm" stands for its `.txt` and `.html` templates.
        headers: more of them; a Message-ID takes the place of the one that is made here.
        over: the connection that is kept for many.
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
    message["Auto-Submitted"] = "auto-generated"
    for name, value in {"Message-ID": make_msgid(domain="mediane"), **(headers or {})}.items():
        message[name] = value
    message.set_content(render_template(f"{template}.txt", subject=subject, **words))
    message.add_alternative(render_template(f"{template}.html", subject=subject, **words), subtype="html")
    if not settings.mail_server:
        write_to_folder(mail_folder(settings), message)
    elif over is not None:
        over.carry(message)
    else:
        with line() as alone:
            alone.carry(message)


def is_open(server: smtplib.SMTP) -> bool:
    """Whether a connection still answers: servers close one after a while, or after so many mails."""
    try:
        return server.noop()[0] == 250
    except OSError:
        return False


def hand_to_server(server: smtplib.SMTP, message: EmailMessage) -> None:
    try:
        server.send_message(message)
    except smtplib.SMTPRecipientsRefused as refused:
        codes = sorted(code for code, _ in refused.recipients.values())
        if codes[0] < 500:
            raise
        log.warning("the address was refused for good", codes=codes)  # to try again would be of no use


def log_in(settings: Settings) -> smtplib.SMTP:
    """Opens a connection to the server, and says who we are where it asks."""
    server = connect(settings)
    if settings.mail_username:
        try:
            server.login(settings.mail_username, settings.mail_password)
        except BaseException:
            server.close()
            raise
    return server


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
