"""Telling people: one insert, however many they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from forum.core.events import record
from forum.core.models import now
from forum.core.transactions import transaction
from forum.extensions import db
from forum.notices.events import NoticesTold
from forum.notices.models import Notice

MOST_AT_ONCE = 1_000
"""People told by one statement: each takes a dozen of its variables, of which SQLite has 32,766."""


def tell(
    person_id: int,
    kind: str,
    key: str,
    facts: Mapping[str, Any],
    url: str,
    *,
    by_mail: bool = False,
    about: str = "",
    topic: str = "",
    audience: str = "",
    reason: str = "",
) -> None:
    """Tells a person something, once, in the transaction at hand. As `tell_many`, for one."""
    tell_many({person_id: reason}, kind, key, facts, url, by_mail=by_mail, about=about, topic=topic, audience=audience)


def tell_many(
    people: Mapping[int, str],
    kind: str,
    key: str,
    facts: Mapping[str, Any],
    url: str,
    *,
    by_mail: bool = False,
    about: str = "",
    topic: str = "",
    audience: str = "",
) -> None:
    """Tells people something, each once, in the transaction at hand: one insert a thousand people.

    Args:
        people: whom, and why each: `{12: "mention", 40: "watch-space"}`. It is the caller who sees to it that each of
            them may see what the notice speaks of.
        kind: one whose words are registered (forum/notices/words.py).
        key: what makes telling it again the same notice: "post:12:hidden".
        facts: what the words need; JSON-able. A "title" in them follows the thing's own (`retitle`).
        url: where it leads, a path of the site.
        by_mail: the matter calls for a mail at once, unless the person wishes otherwise.
        about: what it speaks of, "post:12": `withdraw` takes it back by that.
        topic: what it stands under on the page of notices: "thread:3".
        audience: who sees what it speaks of; whoever leaves it is no longer shown the notice. Empty for what concerns
            its person alone.
    """
    moment = now()
    shared = {
        "kind": kind,
        "key": key,
        "facts": dict(facts),
        "url": url,
        "about": about,
        "topic": topic,
        "audience": audience,
        "told_at": moment,
    }
    rows = [{**shared, "person_id": person_id, "reason": reason} for person_id, reason in sorted(people.items())]
    with transaction():
        for some in in_batches(rows):
            told = insert_once(some)
            if told:
                record(NoticesTold(told, by_mail))


def in_batches(rows: Sequence[dict[str, Any]]) -> list[Sequence[dict[str, Any]]]:
    return [rows[start : start + MOST_AT_ONCE] for start in range(0, len(rows), MOST_AT_ONCE)]


def insert_once(rows: Sequence[dict[str, Any]]) -> list[int]:
    """Inserts notices, save those that were told already; gives the ids of those that were not."""
    make = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    once = make(Notice).values(list(rows)).on_conflict_do_nothing().returning(Notice.id)
    return list(db.session.scalars(once))
