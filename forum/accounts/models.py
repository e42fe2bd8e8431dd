"""People, the roles they hold across the site, and where they are logged in."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.models import Base, Line, PrimaryKey, Token, now


class Role(StrEnum):
    """Roles of the whole site (PRODUCT: « Who uses it »)."""

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


class Person(Base):
    """Someone with an account."""

    __tablename__ = "people"

    id: Mapped[PrimaryKey]
    email: Mapped[str] = mapped_column(String(254), unique=True)
    password_hash: Mapped[str]
    confirmed_at: Mapped[datetime | None]
    name: Mapped[Line]
    profession: Mapped[Token] = mapped_column(default=Profession.OTHER.value)
    about: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(String(2), default="fr")
    timezone: Mapped[Token] = mapped_column(default="Europe/Paris")
    joined_at: Mapped[datetime] = mapped_column(default=now)


class SiteRole(Base):
    """A role that a person holds across the site."""

    __tablename__ = "site_roles"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    role: Mapped[Token] = mapped_column(primary_key=True)
    given_at: Mapped[datetime] = mapped_column(default=now)


class Login(Base):
    """A place where a person is logged in. Its row gone, the session is over."""

    __tablename__ = "logins"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    began_at: Mapped[datetime] = mapped_column(default=now)
    browser: Mapped[Line] = mapped_column(default="")
