"""The digest: one mail that fits a screen, what concerns its reader by name first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import Row, select

from forum.extensions import db
from forum.notices.delivery.categories import BY_NAME, RANK, category_of
from forum.notices.delivery.claiming import MAIL
from forum.notices.delivery.envelopes import Envelope, foot
from forum.notices.delivery.identity import list_headers, name_of
from forum.notices.delivery.links import OF_DIGEST
from forum.notices.delivery.periods import Period
from forum.notices.delivery.readers import Reader
from forum.notices.delivery.said import Said, say, together
from forum.notices.models import Notice, Rhythm
from forum.notices.policy import seen_by_their_people

MOST_LINES = 12
MOST_DETAILS = 3
"""Under one line."""
LOOKED_THROUGH = 5_000
"""Notices of one digest at most: a person told of more is shown the newest, and led to the site for the others."""


@dataclass(frozen=True)
class Group:
    """What a digest tells in one line: the newest notice of those under one topic, and how many they are."""

    category: str
    notice_id: int
    count: int


@dataclass(frozen=True)
class Part:
    """What a digest tells of one category."""

    heading: str
    lines: Sequence[Said]


def digest_mail(reader: Reader, moment: datetime, period: Period) -> Envelope | None:
    """The digest of what was taken for a person at a moment, in the language at hand; nothing where all of it was read
    or went out of sight meanwhile.

    Args:
        reader: whose it is.
        moment: when its notices were taken (claiming.py).
        period: which one it is.
    """
    groups = groups_of(slim_rows(reader.person.id, moment))
    shown = groups[:MOST_LINES]
    newest = {notice.id: notice for notice in some_notices([group.notice_id for group in shown])}
    parts = list(parts_of(shown, newest))
    if not parts:
        return None
    headers = {
        "Message-ID": name_of(f"digest-{reader.person.id}-{period.name}"),
        **list_headers(reader.person.id, OF_DIGEST.kind, OF_DIGEST),
    }
    is_weekly = period.rhythm is Rhythm.WEEKLY
    words = {
        "person": reader.person,
        "parts": parts,
        "more": sum(group.count for group in groups[MOST_LINES:]),
        "lead": _("Voici votre semaine.") if is_weekly else _("Voici votre journée."),
        "why": _("Vous recevez ce récapitulatif chaque semaine, comme le disent vos réglages.")
        if is_weekly
        else _("Vous recevez ce récapitulatif chaque jour, comme le disent vos réglages."),
        **foot(reader, OF_DIGEST),
    }
    subject = _("Votre semaine sur Médiane") if is_weekly else _("Votre journée sur Médiane")
    return Envelope(reader.person.email, subject, "notices/mail/digest", headers, words)


def slim_rows(person_id: int, moment: datetime) -> Sequence[Row[int, str, str, str]]:
    """What a digest is made of, newest first: no more than what sorts it."""
    columns = Notice.id, Notice.kind, Notice.reason, Notice.topic
    taken = select(*columns).where(MAIL.taken(person_id, moment), Notice.read_at.is_(None), seen_by_their_people())
    return db.session.execute(taken.order_by(Notice.told_at.desc(), Notice.id.desc()).limit(LOOKED_THROUGH)).all()


def some_notices(ids: Sequence[int]) -> Iterable[Notice]:
    return db.session.scalars(select(Notice).where(Notice.id.in_(ids)).execution_options(populate_existing=True))


def groups_of(rows: Sequence[Row[int, str, str, str]]) -> list[Group]:
    """The lines of a digest, in the order in which they are told: by category, then the newest first."""
    found: dict[tuple[str, str], list[int]] = {}
    for notice_id, kind, reason, topic in rows:
        category = category_of(kind, reason)
        under = category.name if category.is_discreet else topic or str(notice_id)
        found.setdefault((category.name, under), []).append(notice_id)
    groups = [Group(category, ids[0], len(ids)) for (category, _under), ids in found.items()]
    return sorted(groups, key=lambda group: RANK.get(group.category, len(RANK)))


def parts_of(groups: Sequence[Group], newest: dict[int, Notice]) -> Iterable[Part]:
    by_category: dict[str, list[Said]] = {}
    for group in groups:
        said = say(newest[group.notice_id]) if group.notice_id in newest else None
        if said is not None:
            line = replace(said, words=together(said, group.count), details=said.details[:MOST_DETAILS])
            by_category.setdefault(group.category, []).append(line)
    for token, lines in by_category.items():
        yield Part(str(BY_NAME[token].words), lines)
