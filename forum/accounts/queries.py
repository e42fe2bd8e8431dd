"""Reading about people, shaped for pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup
from sqlalchemy import select, tuple_

from forum.accounts.browsers import browser_words
from forum.accounts.models import Login, Person, SiteRole, sort_name
from forum.accounts.sessions import oldest_login, this_login
from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.paging import Slice, decode_position, encode_position
from forum.core.policy import visible
from forum.core.text import render_markdown, slug
from forum.extensions import db

PEOPLE_A_PAGE = 30
MOST_WORDS = 6


@dataclass(frozen=True)
class PersonName:
    """What is written wherever a person appears."""

    id: int
    name: str
    profession: str
    slug: str


@dataclass(frozen=True)
class Profile:
    """What members read about one another."""

    id: int
    name: str
    profession: str
    slug: str
    about: Markup
    joined_at: datetime
    handle: str


@dataclass(frozen=True)
class LoginRow:
    """One place where the reader is logged in."""

    token_hash: str
    began_at: datetime
    browser: str
    is_here: bool


def names_of(ids: Iterable[int]) -> dict[int, PersonName]:
    """What people of these ids are called, by one statement; none for no id."""
    wanted = set(ids)
    if not wanted:
        return {}
    rows = db.session.execute(select(Person.id, Person.name, Person.profession).where(Person.id.in_(wanted)))
    return {row.id: PersonName(row.id, row.name, row.profession, slug(row.name)) for row in rows}


def directory(actor: Actor, search: str, cursor: str | None) -> Slice[PersonName]:
    """A slice of the people that the actor may see, by name, by one statement.

    Args:
        actor: who reads.
        search: words that must all be in the name, accents and capitals aside; empty for everyone.
        cursor: where the slice before ended.
    """
    query = select(Person.id, Person.name, Person.profession, Person.sort_name).where(visible(actor, Person))
    for word in sort_name(search).split()[:MOST_WORDS]:
        query = query.where(Person.sort_name.contains(word, autoescape=True))
    start = decode_position(cursor) if cursor else None
    if start is not None:
        query = query.where(tuple_(Person.sort_name, Person.id) > tuple_(*start))
    found = list(db.session.execute(query.order_by(Person.sort_name, Person.id).limit(PEOPLE_A_PAGE + 1)))
    kept = found[:PEOPLE_A_PAGE]
    after = encode_position(kept[-1].sort_name, kept[-1].id) if len(found) > PEOPLE_A_PAGE else None
    return Slice([PersonName(row.id, row.name, row.profession, slug(row.name)) for row in kept], after)


def profile(actor: Actor, person_id: int) -> Profile:
    """One person's page, by one statement.

    Raises:
        NotFound: there is nobody of this id whom the actor may see.
    """
    person = db.session.scalar(select(Person).where(Person.id == person_id, visible(actor, Person)))
    if person is None:
        raise NotFound
    about = Markup(render_markdown(person.about, f"person-{person.id}"))  # noqa: S704
    return Profile(person.id, person.name, person.profession, slug(person.name), about, person.joined_at, person.handle)


def own_person(actor: Actor) -> Person:
    """The actor's own row, for the page of settings."""
    person = db.session.get(Person, actor.person_id)
    if person is None:
        raise NotFound
    return person


def own_logins(actor: Actor) -> list[LoginRow]:
    """Where the actor is logged in, latest first."""
    here = this_login()
    mine = select(Login).where(Login.person_id == actor.person_id, Login.began_at > oldest_login())
    return [
        LoginRow(login.token_hash, login.began_at, browser_words(login.browser), login.token_hash == here)
        for login in db.session.scalars(mine.order_by(Login.began_at.desc()))
    ]


def people_with_role(role: str | None) -> list[Person]:
    """Everyone, or those who hold a role of the whole site, in the order of names."""
    query = select(Person).order_by(Person.sort_name, Person.id)
    if role is not None:
        query = query.join(SiteRole, SiteRole.person_id == Person.id).where(SiteRole.role == role)
    return list(db.session.scalars(query))
