"""How the demonstration's people reacted to posts, and what they say helped."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import insert, update

from forum.demo.discussions import Pen
from forum.demo.history import Happening
from forum.demo.texts import Discussion, days_before, moment_of
from forum.discussions.models import Post, Reaction
from forum.discussions.services import mark_helped, react
from forum.extensions import db

BETWEEN = timedelta(minutes=83)
"""How long after a post, and after each other, people react to it."""


@dataclass(frozen=True)
class Reacted:
    """That somebody reacted to a post, which is named as its discussion and its number."""

    post: tuple[str, int]
    kind: str
    who: str
    at: datetime


def reactions(discussions: Iterable[Discussion], pen: Pen, quiet_until: datetime) -> list[Happening]:
    """The reactions to posts, the last of them late yesterday.

    Those that tell nobody are hundreds: they are written down together, where the verb would take them one by one.
    """
    found = [reacted for discussion in discussions for reacted in reactions_to(discussion)]
    old = [reacted for reacted in found if reacted.at < quiet_until]
    just_before = quiet_until - timedelta(seconds=1)
    lately = [reacting(reacted, pen) for reacted in found if reacted.at >= quiet_until]
    return [Happening(just_before, partial(add_old, old, pen)), *lately]


def reactions_to(discussion: Discussion) -> list[Reacted]:
    latest = days_before(1, "23:55")
    return [
        Reacted((discussion.key, number), kind, who, min(words.at + BETWEEN * place, latest))
        for number, words in enumerate(discussion.posts, start=1)
        for place, (kind, who) in enumerate(words.reactions, start=1)
    ]


def add_old(found: Sequence[Reacted], pen: Pen) -> None:
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    rows = []
    for reacted in found:
        post_id = pen.written.posts[reacted.post]
        counts[post_id][reacted.kind] += 1
        mine = {"post_id": post_id, "person_id": pen.people[reacted.who].id}
        rows.append({**mine, "kind": reacted.kind, "reacted_at": reacted.at})
    db.session.execute(insert(Reaction), rows)
    db.session.execute(update(Post), [{"id": post_id, "reaction_counts": dict(one)} for post_id, one in counts.items()])


def reacting(reacted: Reacted, pen: Pen) -> Happening:
    def happen() -> None:
        react(pen.people.actor(reacted.who), pen.written.posts[reacted.post], reacted.kind, is_on=True)

    def settle() -> None:
        mine = Reaction.post_id == pen.written.posts[reacted.post], Reaction.person_id == pen.people[reacted.who].id
        dated = update(Reaction).where(*mine, Reaction.kind == reacted.kind)
        db.session.execute(dated.values(reacted_at=reacted.at))

    return Happening(reacted.at, happen, settle)


def marks_in(discussion: Discussion, pen: Pen) -> list[Happening]:
    """What who opened a discussion marks as what helped."""
    return [marking(discussion, facts, pen) for facts in discussion.facts.get("helped", ())]


def marking(discussion: Discussion, facts: dict[str, Any], pen: Pen) -> Happening:
    moment, place = moment_of(facts), (discussion.key, facts["post"])

    def happen() -> None:
        mark_helped(pen.people.actor(discussion.posts[0].author), pen.written.posts[place], is_on=True)

    def settle() -> None:
        db.session.get_one(Post, pen.written.posts[place]).helped_at = moment

    return Happening(moment, happen, settle)
