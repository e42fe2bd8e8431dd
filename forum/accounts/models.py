"""People, the roles they hold across the site, and where they are logged in."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, mapped_column, validates

from forum.core.models import Base, Line, PrimaryKey, Token, now, person_key
from forum.core.text import slug


class Role(StrEnum):
    """Roles of the whole site; those of one school or community are claims."""

    MEDIATOR = "mediator"
    EDITOR = "editor"
    ADMINISTRATOR = "administrator"


class Profession(StrEnum):
    """What a person does: a field of the profile, not a right."""

    TEACHER = "teacher"
    SCHOOL_LEADER = "school_leader"
    CPE = "cpe"
    EDUCATION_ASSISTANT = "education_assistant"
    AESH = "aesh"
    NURSE = "nurse"
    SOCIAL_WORKER = "social_worker"
    PSYCHOLOGIST = "psychologist"
    PARENT = "parent"
    EDUCATOR = "educator"
    ASSOCIATION_WORKER = "association_worker"
    RESEARCHER = "researcher"
    LOCAL_AUTHORITY = "local_authority"
    OTHER = "other"


def sort_name(name: str) -> str:
    """A name in lower case, without accents or signs: « Élise Le Goff-Œillet » gives "elise le goff oeillet"."""
    spelled = name.casefold().replace("œ", "oe").replace("æ", "ae")
    letters = "".join(sign for sign in unicodedata.normalize("NFKD", spelled) if not unicodedata.combining(sign))
    return " ".join("".join(sign if sign.isalnum() else " " for sign in letters).split())[:200]


def sort_name_of_row(context: Any) -> str:
    return sort_name(context.get_current_parameters()["name"])


LONGEST_HANDLE = 50
GROUP_HANDLES = frozenset({"membres", "members", "mediation", "mediators", "comite", "committee"})
"""What mentions call groups of people by."""


def free_handle(context: Any) -> str:
    """The first free of "marie-dupont", "marie-dupont-2", … Those that stand for groups (« @membres ») are kept, and
    those by which others were called."""
    wanted = slug(context.get_current_parameters()["name"], LONGEST_HANDLE)
    if wanted == "-" or wanted in GROUP_HANDLES:
        wanted = f"membre-{wanted}".rstrip("-")
    held = select(Person.handle).where(Person.handle.startswith(wanted))
    given_up = select(FormerHandle.handle).where(FormerHandle.handle.startswith(wanted))
    taken = set(context.connection.scalars(held.union(given_up)))
    number, free = 1, wanted
    while free in taken:
        number += 1
        free = f"{wanted}-{number}"
    return free


class Person(Base):
    """Someone with an account."""

    __tablename__ = "people"
    __table_args__ = (Index("ix_people_sort_name", "sort_name", "id"),)

    id: Mapped[PrimaryKey]
    email: Mapped[str] = mapped_column(String(254), unique=True)
    password_hash: Mapped[str]
    confirmed_at: Mapped[datetime | None]
    name: Mapped[Line]
    sort_name: Mapped[Line] = mapped_column(default=sort_name_of_row)
    """The name as the directory sorts and searches it, where É stands with E in both databases."""
    handle: Mapped[Token] = mapped_column(unique=True, default=free_handle)
    """What mentions call them: « @marie-dupont ». Made of the name once, kept when the name changes, and theirs to
    choose."""
    profession: Mapped[Token] = mapped_column(default=Profession.OTHER.value)
    about: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(String(2), default="fr")
    timezone: Mapped[Token] = mapped_column(default="Europe/Paris")
    joined_at: Mapped[datetime] = mapped_column(default=now)

    @validates("name")
    def keep_sort_name(self, _: str, name: str) -> str:
        """Keeps the two in step, whoever changes the name."""
        self.sort_name = sort_name(name)
        return name


class FormerHandle(Base):
    """What mentions called a person by before they chose another handle: it still leads to them, and to nobody else."""

    __tablename__ = "former_handles"

    handle: Mapped[Token] = mapped_column(primary_key=True)
    person_id: Mapped[int] = person_key(index=True)
    given_up_at: Mapped[datetime] = mapped_column(default=now)


class SiteRole(Base):
    """A role that a person holds across the site."""

    __tablename__ = "site_roles"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    role: Mapped[Token] = mapped_column(primary_key=True)
    given_at: Mapped[datetime] = mapped_column(default=now)


class Login(Base):
    """A place where a person is logged in. Its row gone, the session is over, and what hangs on it: that browser's web
    push."""

    __tablename__ = "logins"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    began_at: Mapped[datetime] = mapped_column(default=now)
    browser: Mapped[Line] = mapped_column(default="")


class FeedKey(Base):
    """What lets a person's feed reader in: the number that its address is signed with. Changed, old addresses end."""

    __tablename__ = "feed_keys"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    nonce: Mapped[str] = mapped_column(String(32))
    made_at: Mapped[datetime] = mapped_column(default=now)
