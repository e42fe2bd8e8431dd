"""What people were told, what they watch, and how they wish to be reached."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.models import Base, Line, PrimaryKey, Token, now, person_key

IS_UNREAD = "read_at IS NULL"
"""What the bell counts, with every page of a member: an index of its own."""


class Notice(Base):
    """One thing that one person is told, kept as facts so that it reads in the language of the moment."""

    __tablename__ = "notices"
    __table_args__ = (
        Index("ix_notices_person", "person_id", "told_at", "id"),
        Index(
            "ix_notices_unread",
            "person_id",
            "audience",
            sqlite_where=text(IS_UNREAD),
            postgresql_where=text(IS_UNREAD),
        ),
        Index("ix_notices_about", "about"),
        Index("ix_notices_topic", "topic", "person_id"),
        Index("ix_notices_mail_due", "mail_due_at", "id"),
        Index("ix_notices_push_due", "push_due_at", "id"),
        UniqueConstraint("person_id", "key"),
    )

    id: Mapped[PrimaryKey]
    person_id: Mapped[int] = person_key()
    kind: Mapped[Token]
    key: Mapped[str] = mapped_column(String(120))
    """What makes telling twice the same notice."""
    facts: Mapped[dict[str, Any]]
    url: Mapped[str] = mapped_column(String(500))
    about: Mapped[Token] = mapped_column(default="")
    """What it speaks of, "post:12": gone or out of the person's sight, the notice is withdrawn."""
    topic: Mapped[Token] = mapped_column(default="")
    """What it stands under on the page of notices, "thread:3"."""
    audience: Mapped[Token] = mapped_column(default="")
    """Who sees what it speaks of (forum/core/audience.py): whoever is no longer among them is shown it by no door.
    Empty for what concerns its person alone."""
    reason: Mapped[Token] = mapped_column(default="")
    """Why this person is told: "mention", "quote", "own-thread", "watch-thread"… (forum/notices/words.py)."""
    told_at: Mapped[datetime] = mapped_column(default=now)
    read_at: Mapped[datetime | None]
    mail_rhythm: Mapped[Token] = mapped_column(default="")
    """How its mail leaves: "at_once", "daily" or "weekly"; empty where none is wanted (forum/notices/delivery)."""
    mail_due_at: Mapped[datetime | None]
    """When its mail may leave, its own or the digest; empty once it left, and where none is wanted."""
    mailed_at: Mapped[datetime | None]
    """When a mail took it along, its own or a digest."""
    mail_tries: Mapped[int] = mapped_column(default=0)
    """How often its mail could not be handed over."""
    push_due_at: Mapped[datetime | None]
    pushed_at: Mapped[datetime | None]
    push_tries: Mapped[int] = mapped_column(default=0)


class WatchLevel(StrEnum):
    """How closely a person follows something."""

    ALL = "all"
    FIRST = "first"
    """New threads, not their replies."""
    MENTIONS = "mentions"
    MUTED = "muted"


class Watch(Base):
    """Something that a person follows, or wishes to hear nothing of."""

    __tablename__ = "watches"
    __table_args__ = (Index("ix_watches_object", "kind", "object_id", "level"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    kind: Mapped[Token] = mapped_column(primary_key=True)
    """"space", "thread", "tag", "sheet", "person" (their new sheets)."""
    object_id: Mapped[int] = mapped_column(primary_key=True)
    level: Mapped[Token]
    is_automatic: Mapped[bool] = mapped_column(default=False)
    """Whether it began by itself, because the person wrote there."""
    since: Mapped[datetime] = mapped_column(default=now)


class Rhythm(StrEnum):
    """How soon a kind of notice is mailed."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"


class NoticePreference(Base):
    """How a person wishes to be told one category of notices; where there is no row, its default holds."""

    __tablename__ = "notice_preferences"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    category: Mapped[Token] = mapped_column(primary_key=True)
    mail: Mapped[Token]
    push: Mapped[bool] = mapped_column(default=True)


class QuietHours(Base):
    """When a person is left in peace; where there is no row, from 19:00 to 7:30 and at weekends."""

    __tablename__ = "quiet_hours"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    is_on: Mapped[bool] = mapped_column(default=True)
    begins: Mapped[str] = mapped_column(String(5), default="19:00")
    ends: Mapped[str] = mapped_column(String(5), default="07:30")
    weekends: Mapped[bool] = mapped_column(default=True)
    holiday_zone: Mapped[str] = mapped_column(String(12), default="")
    """The zone whose school holidays are left in peace too; empty for none."""


class DigestSent(Base):
    """A digest that a person got for a period, claimed before it leaves, so that nobody gets it twice."""

    __tablename__ = "digests_sent"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    period: Mapped[str] = mapped_column(String(20), primary_key=True)
    """"2026-11-25" of a daily one, "2026-W48" of a weekly one."""
    claimed_at: Mapped[datetime] = mapped_column(default=now)
    sent_at: Mapped[datetime | None]


class PushSubscription(Base):
    """A browser that takes web push for a person, for as long as the session lasts in which it was added."""

    __tablename__ = "push_subscriptions"

    id: Mapped[PrimaryKey]
    person_id: Mapped[int] = person_key(index=True)
    login_hash: Mapped[str] = mapped_column(
        ForeignKey("logins.token_hash", ondelete="CASCADE", onupdate="CASCADE"), index=True
    )
    """The session (forum/accounts/sessions.py). The database ends the one with the other, whoever ends it and how."""
    endpoint: Mapped[str] = mapped_column(String(1000), unique=True)
    p256dh: Mapped[Line]
    auth: Mapped[Line]
    browser: Mapped[Line] = mapped_column(default="")
    made_at: Mapped[datetime] = mapped_column(default=now)
    failures: Mapped[int] = mapped_column(default=0)


class StoppedAddress(Base):
    """An address that mail no longer goes to, since it came back or was complained of."""

    __tablename__ = "stopped_addresses"

    email: Mapped[str] = mapped_column(String(254), primary_key=True)
    reason: Mapped[Token]
    """"bounce" or "complaint"."""
    since: Mapped[datetime] = mapped_column(default=now)
