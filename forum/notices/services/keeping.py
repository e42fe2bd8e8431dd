"""Keeping notices in step with what they speak of: where it stands, who sees it, what it is called."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, String, cast, func, literal, update
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from forum.core.events import record
from forum.core.transactions import transaction
from forum.extensions import db
from forum.notices.events import NoticesChanged
from forum.notices.models import Notice

MOST_AT_ONCE = 1_000


def move_topic(topic: str, audience: str) -> None:
    """Says, in the transaction at hand, who sees what stands under a topic from now on."""
    change(Notice.topic == topic, Notice.audience != audience, audience=audience)


def move_abouts(abouts: Sequence[str], topic: str, audience: str, title: str) -> None:
    """Puts what was told of some things under another topic, with its title: one statement a thousand things.

    Args:
        abouts: as given to `tell`: "post:12".
        topic, audience, title: of where they stand now.
    """
    for start in range(0, len(abouts), MOST_AT_ONCE):
        some = Notice.about.in_(abouts[start : start + MOST_AT_ONCE])
        change(some, topic=topic, audience=audience, facts=facts_titled(title))


def retitle(topic: str, title: str) -> None:
    """Has the notices under a topic say what it is called now: an old title may have been changed for its words."""
    with transaction():
        titled = Notice.facts["title"].as_string()
        renamed = update(Notice).where(Notice.topic == topic, titled.is_not(None), titled != title)
        db.session.execute(renamed.values(facts=facts_titled(title)).execution_options(synchronize_session=False))


def change(*conditions: ColumnElement[bool], **values: object) -> None:
    moved = update(Notice).where(*conditions).values(values).returning(Notice.person_id)
    with transaction():
        people = sorted(set(db.session.scalars(moved.execution_options(synchronize_session=False))))
        if people:
            record(NoticesChanged(people))


def facts_titled(title: str) -> ColumnElement[object]:
    """The facts of the notice at hand with another title, as each database changes a piece of JSON."""
    if db.engine.dialect.name == "postgresql":
        path = cast(["title"], ARRAY(String))
        return func.jsonb_set(Notice.facts, path, func.to_jsonb(cast(literal(title), String)), type_=JSONB())
    return func.json_set(Notice.facts, "$.title", title)
