"""What tests of accounts read and make: the mails that were sent, links that grew old."""

from __future__ import annotations

import re
import time
from email import message_from_bytes, policy
from email.message import EmailMessage

from flask import current_app
from itsdangerous import TimestampSigner

from forum.accounts.links import Purpose, make_token, signer, stamp
from forum.accounts.models import Person
from forum.core.mailer import mail_folder

GOOD = "quatre mots bien choisis"


def mails() -> list[EmailMessage]:
    """The mails sent so far, oldest first."""
    folder = mail_folder(current_app.config["SETTINGS"])
    files = sorted(folder.glob("*.eml"), key=lambda file: (file.stat().st_mtime_ns, file.name))
    return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]


def words(mail: EmailMessage, kind: str = "plain") -> str:
    """The text of a mail, "plain" or "html"."""
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def link_in(mail: EmailMessage, path: str) -> str:
    """The path of the first link of a mail that leads to a page of the site."""
    found = re.search(rf"https?://[^/\s]+({re.escape(path)}\S*)", words(mail))
    assert found is not None, words(mail)
    return found.group(1)


def link(purpose: Purpose, person: Person) -> str:
    """The path of a link such as a mail would hold now."""
    return path_of(purpose, make_token(purpose, person))


def old_link(purpose: Purpose, person: Person, seconds: int) -> str:
    """The path of a link signed a while ago."""

    class Earlier(TimestampSigner):
        def get_timestamp(self) -> int:
            return int(time.time()) - seconds

    return path_of(purpose, str(signer(purpose, signer=Earlier).dumps([person.id, stamp(person)])))


def path_of(purpose: Purpose, token: str) -> str:
    return f"/account/{'confirm' if purpose is Purpose.CONFIRM else 'reset'}/{token}"
