"""The links by which mail is ended: signed, of one thing for one person, and good for as long as the mail is kept.

A mail may be years old when its reader has had enough, so that they never expire; they can do nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app
from flask_babel import gettext as _
from itsdangerous import BadData, URLSafeSerializer

from forum.accounts.models import Person
from forum.core.errors import NotFound
from forum.extensions import db
from forum.notices.delivery.categories import BY_NAME
from forum.notices.delivery.endings import endings


@dataclass(frozen=True)
class Target:
    """What a link ends: the mails of a category, the digest, or one thing that a feature named (endings.py)."""

    kind: str
    of: str = ""

    def __str__(self) -> str:
        return f"{self.kind}:{self.of}" if self.of else self.kind

    @property
    def button(self) -> str:
        """What pressing it does."""
        match self.kind:
            case "category":
                return _("Ne plus recevoir de courriels « %(category)s »", category=BY_NAME[self.of].words)
            case "digest":
                return _("Ne plus recevoir le récapitulatif")
        return endings()[self.kind].button()

    @property
    def promise(self) -> str:
        """What holds once it is pressed."""
        match self.kind:
            case "category":
                return _("Aucun courriel ne partira plus pour « %(category)s ».", category=BY_NAME[self.of].words)
            case "digest":
                return _("Aucun récapitulatif ne partira plus, ni de la journée, ni de la semaine.")
        return endings()[self.kind].promise()


OF_DIGEST = Target("digest")


@dataclass(frozen=True)
class Link:
    """What a link ends, and for whom."""

    person: Person
    target: Target


def make_token(person_id: int, target: Target) -> str:
    """Signs what a link ends, for a person."""
    return str(signer().dumps([person_id, str(target)]))


def read_token(token: str) -> Link:
    """Reads what a link ends.

    Raises:
        NotFound: it is not one of ours, or its person is gone.
    """
    try:
        person_id, named = signer().loads(token)
        kind, _colon, of = str(named).partition(":")
        person = db.session.get(Person, person_id)
    except (BadData, ValueError, TypeError):
        raise NotFound from None
    known = {"category": of in BY_NAME, OF_DIGEST.kind: not of, **dict.fromkeys(endings(), of.isdigit())}
    if person is None or not known.get(kind):
        raise NotFound
    return Link(person, Target(kind, of))


def signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="notices.unsubscribe")
