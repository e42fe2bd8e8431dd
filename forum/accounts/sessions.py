"""Logging in and out: a session is a row, so that it can be ended from anywhere."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app, session
from flask_login import login_user, logout_user
from sqlalchemy import bindparam, delete, select, update

from forum.accounts.claims import claims_of
from forum.accounts.models import Login, Person
from forum.core import open_sockets
from forum.core.actor import Actor
from forum.core.models import UTCDateTime, now
from forum.core.text import tidy_line
from forum.core.transactions import after_commit, transaction
from forum.extensions import db, login_manager


@dataclass
class SessionUser:
    """What Flask-Login keeps of a logged-in person."""

    token: str
    actor: Actor
    is_authenticated: bool = True
    is_active: bool = True
    is_anonymous: bool = False

    def get_id(self) -> str:
        return self.token

    @property
    def session(self) -> str:
        return fingerprint(self.token)


# Put together once: it is run with every request of a signed-in person.
WHOSE_SESSION = (
    select(Person)
    .join(Login, Login.person_id == Person.id)
    .where(Login.token_hash == bindparam("token_hash"), Login.began_at > bindparam("oldest", type_=UTCDateTime))
)


def fingerprint(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@login_manager.user_loader
def load_user(token: str) -> SessionUser | None:
    """Finds who a session belongs to: None once it was ended, or grew too old."""
    person = db.session.scalar(WHOSE_SESSION, {"token_hash": fingerprint(token), "oldest": oldest_login()})
    return SessionUser(token, actor_of(person)) if person is not None else None


def oldest_login() -> datetime:
    """Sessions that began before are over."""
    return now() - timedelta(days=current_app.config["SETTINGS"].session_days)


def actor_of(person: Person) -> Actor:
    """The actor that a person is, with the roles and claims of this moment."""
    roles, claims = claims_of(person.id)
    return Actor(
        id=person.id,
        name=person.name,
        roles=roles,
        claims=claims,
        language=person.language,
        timezone=person.timezone,
        email=person.email,
    )


def this_login() -> str:
    """The session of the request at hand, as its row is found; no row's, for a visitor."""
    return fingerprint(session.get("_user_id", ""))


def begin_session(person: Person, browser: str) -> None:
    """Logs a person in under a new session, whatever was in the old one.

    Args:
        person: whose address is confirmed.
        browser: what the browser calls itself, for the list of sessions.
    """
    token = secrets.token_urlsafe(32)
    with transaction():
        over = Login.began_at <= oldest_login()
        db.session.execute(delete(Login).where(Login.person_id == person.id, over))
        db.session.add(Login(token_hash=fingerprint(token), person_id=person.id, browser=tidy_line(browser)[:200]))
    enter(person, token)


def renew_session(person: Person, browser: str) -> None:
    """Goes on here under a new token: a copy of the cookie is worth nothing, and what hangs on the session stays.

    Args:
        person: whose session this is.
        browser: what the browser calls itself; for where the session was ended meanwhile, and another one begins.
    """
    token = secrets.token_urlsafe(32)
    here = update(Login).where(Login.token_hash == this_login(), Login.person_id == person.id)
    renewed = here.values(token_hash=fingerprint(token), began_at=now()).returning(Login.person_id)
    with transaction():
        is_renewed = db.session.execute(renewed, execution_options={"synchronize_session": False}).first() is not None
    if is_renewed:
        enter(person, token)
    else:
        begin_session(person, browser)


def enter(person: Person, token: str) -> None:
    session.clear()
    session.permanent = True
    login_user(SessionUser(token, actor_of(person)))


def end_session() -> None:
    """Logs out here: the row is gone, so that the cookie is worth nothing, and so is this browser's web push."""
    with transaction():
        person_id = db.session.scalar(select(Login.person_id).where(Login.token_hash == this_login()))
        if person_id is not None:
            end_logins(person_id, this_login())
    logout_user()
    session.clear()


def end_every_session(person_id: int) -> None:
    """Logs a person out everywhere."""
    with transaction():
        end_logins(person_id)


def end_logins(person_id: int, token_hash: str | None = None, *, but: str = "") -> None:
    """Ends sessions of a person in the transaction at hand, and cuts their sockets once it is committed.

    Args:
        token_hash: the one that ends; None stands for all.
        but: one that does not.
    """
    ended = delete(Login).where(Login.person_id == person_id, Login.token_hash != but)
    if token_hash is not None:
        ended = ended.where(Login.token_hash == token_hash)
    db.session.execute(ended)
    sessions = None if token_hash is None else [token_hash]
    after_commit(f"cut:{person_id}:{token_hash}", lambda: open_sockets.cut(person_id, sessions))
