"""Mail: in words and in HTML, to a file that is whole or not there, or to a server that proves who it is."""

from __future__ import annotations

import smtplib
import socketserver
import threading
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask import Flask

from config import Settings
from forum.core import mailer
from tests.accounts.factories import mails, words

By = Callable[..., None]
TEMPLATE = "accounts/mail/confirm"
FACTS = {
    "name": "Anaïs <b>Le Goff</b>",
    "link": "https://mediane.example/x",
    "hours": 48,
    "site": "https://mediane.example",
}


def send(subject: str = "Confirmez votre adresse", to: str = "anais@example.org") -> None:
    mailer.send(to, subject, TEMPLATE, **FACTS)


def test_a_mail_is_written_in_words_and_in_html(app: Flask) -> None:
    send()
    (mail,) = mails()

    assert (mail["To"], mail["Subject"]) == ("anais@example.org", "Confirmez votre adresse")
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"] and mail["Date"]
    assert "https://mediane.example/x" in words(mail)
    assert "https://mediane.example/x" in words(mail, "html")


def test_what_people_write_is_words_in_html_mail(app: Flask) -> None:
    send()
    (mail,) = mails()

    assert "<b>Le Goff</b>" in words(mail)
    assert "&lt;b&gt;Le Goff&lt;/b&gt;" in words(mail, "html")


@pytest.mark.parametrize("subject", ["Un\nBcc: autre@example.org", "Un\r\nBcc: autre@example.org", "Un\r\n\r\nCorps"])
def test_a_subject_of_several_lines_adds_no_header(app: Flask, subject: str) -> None:
    send(subject)
    (mail,) = mails()

    assert mail["Bcc"] is None
    assert mail["Subject"] == " ".join(subject.split())
    assert "Corps" not in words(mail)


def test_a_long_subject_with_accents_comes_out_whole(app: Flask) -> None:
    subject = "Réponse à « Comment préparer le retour d’un élève exclu ? » " + "é" * 200
    send(subject)

    assert mails()[0]["Subject"] == subject


def test_no_address_can_add_another(app: Flask) -> None:
    with pytest.raises(ValueError, match=r"newline|linefeed"):
        send(to="anais@example.org\nBcc: autre@example.org")

    assert mails() == []


def test_a_file_of_mail_is_whole_or_not_there(app: Flask, settings: Settings) -> None:
    for _ in range(20):
        send()
    folder = mailer.mail_folder(settings)

    assert len(list(folder.glob("*.eml"))) == 20
    assert [file for file in folder.iterdir() if file.suffix != ".eml"] == []


def test_a_file_of_mail_that_cannot_be_finished_is_not_listed(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "full").write_text("not a folder")
    with pytest.raises(OSError, match="full"):
        mailer.write_to_folder(tmp_path / "full", EmailMessage())

    assert list(tmp_path.glob("**/*.eml")) == []


def test_a_server_is_given_the_mail(app: Flask, server: Postbox, by: By) -> None:
    by(server)
    send()
    (mail,) = server.mails

    assert mail["To"] == "anais@example.org"
    assert "48" in words(mail)
    assert server.recipients == ["anais@example.org"]


def test_a_server_without_encryption_is_given_neither_password_nor_mail(app: Flask, server: Postbox, by: By) -> None:
    by(server, mail_security="starttls", mail_username="mediane", mail_password="secret")
    with pytest.raises(smtplib.SMTPNotSupportedError):
        send()

    assert server.mails == []
    assert not any(line.startswith("AUTH") for line in server.lines)


def test_a_server_that_does_not_speak_tls_is_given_nothing(app: Flask, server: Postbox, by: By) -> None:
    by(server, mail_security="tls")
    with pytest.raises(OSError):
        send()

    assert server.mails == []


def test_an_address_that_is_refused_for_good_is_not_tried_again(app: Flask, server: Postbox, by: By) -> None:
    by(server)
    server.refuses = b"550 no such box"
    send()

    assert server.mails == []


def test_an_address_that_is_refused_for_now_is_tried_again(app: Flask, server: Postbox, by: By) -> None:
    by(server)
    server.refuses = b"451 come back later"
    with pytest.raises(OSError):
        send()


def test_a_server_that_is_not_there_is_tried_again(app: Flask, server: Postbox, by: By) -> None:
    by(server)
    server.close()

    with pytest.raises(OSError):
        send()


class Postbox:
    """A server of mail of a few lines, on a port of its own."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.recipients: list[str] = []
        self.mails: list[EmailMessage] = []
        self.refuses = b""
        self.hangs_up_after_mail = False
        box = self

        class Conversation(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                box.converse(self.rfile.readline, self.wfile.write)

        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Conversation)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def converse(self, read: Callable[[], bytes], write: Callable[[bytes], object]) -> None:
        write(b"220 postbox\r\n")
        while said := read():
            line = said.decode("ascii", "replace").strip()
            self.lines.append(line)
            verb = line.split(" ")[0].upper()
            if verb == "RCPT" and self.refuses:
                write(self.refuses + b"\r\n")
            elif verb == "RCPT":
                self.recipients.append(line.split("<")[1].split(">")[0])
                write(b"250 ok\r\n")
            elif verb == "DATA":
                write(b"354 go on\r\n")
                self.mails.append(self.read_mail(read))
                write(b"250 kept\r\n")
                if self.hangs_up_after_mail:
                    return
            elif verb == "QUIT":
                write(b"221 bye\r\n")
                return
            else:
                write(b"250 ok\r\n" if verb in ("EHLO", "HELO", "MAIL", "RSET", "NOOP") else b"502 what?\r\n")

    @staticmethod
    def read_mail(read: Callable[[], bytes]) -> EmailMessage:
        lines: list[bytes] = []
        while (line := read()) != b".\r\n":
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        return message_from_bytes(b"".join(lines), policy=policy.default)

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def server() -> Iterator[Postbox]:
    box = Postbox()
    yield box
    box.close()


@pytest.fixture
def by(app: Flask, settings: Settings) -> Iterator[By]:
    """Has the application send its mail by a server, with other settings if need be."""

    def use(box: Postbox, **changed: object) -> None:
        given = {"mail_server": "127.0.0.1", "mail_port": box.port, "mail_security": "none", **changed}
        app.config["SETTINGS"] = settings.model_copy(update=given)

    yield use
    app.config["SETTINGS"] = settings
