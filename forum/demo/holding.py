"""What the holders of the demonstration's spaces did: threads pinned, locked, summarised, opened to all; synonyms."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from sqlalchemy import func, select

from forum.core.text import slug, tidy
from forum.demo.discussions import Pen
from forum.demo.history import Happening
from forum.demo.texts import Discussion, days_before, moment_of, table
from forum.discussions.models import Tag, ThreadAct
from forum.discussions.services import add_synonym, summarise_thread
from forum.discussions.services.holding import lock_thread, open_to_all, pin_thread
from forum.extensions import db

SYNONYMS_SINCE = 12
"""Days: by then, every tag that has some was used."""
MOMENTS = {"pin": "pinned_at", "lock": "locked_at", "summary": "summary_at"}
"""Where a thread keeps when an act was done to it."""


def acts_on(discussion: Discussion, pen: Pen) -> list[Happening]:
    """What was done to a discussion."""
    return [acting(discussion.key, facts, pen) for facts in discussion.facts.get("act", ())]


def acting(key: str, facts: dict[str, Any], pen: Pen) -> Happening:
    moment = moment_of(facts)

    def settle() -> None:
        thread = pen.written.threads[key]
        newest = select(func.max(ThreadAct.id)).where(ThreadAct.thread_id == thread.id)
        db.session.get_one(ThreadAct, db.session.scalar(newest)).done_at = moment
        if facts["what"] in MOMENTS:
            setattr(thread, MOMENTS[facts["what"]], moment)

    return Happening(moment, verb(key, facts, pen), settle)


def verb(key: str, facts: dict[str, Any], pen: Pen) -> Callable[[], object]:
    reason = facts.get("reason", "")

    def happen() -> object:
        actor, thread_id = pen.people.actor(facts["by"]), pen.written.threads[key].id
        match facts["what"]:
            case "pin":
                return pin_thread(actor, thread_id, reason=reason)
            case "lock":
                return lock_thread(actor, thread_id, reason)
            case "summary":
                return summarise_thread(actor, thread_id, tidy(facts["body"]))
            case "wiki":
                return open_to_all(actor, pen.written.posts[key, facts["post"]], is_wiki=True, reason=reason)
        raise ValueError(f"no holder does this: {facts['what']}")

    return happen


def synonyms(pen: Pen) -> list[Happening]:
    """The words that stand for a tag."""
    moment = days_before(SYNONYMS_SINCE, "09:00")
    facts = [(tag["name"], word) for tag in table("synonyms.toml")["tag"] for word in tag["words"]]
    return [Happening(moment, partial(add_word, name, word, pen)) for name, word in facts]


def add_word(name: str, word: str, pen: Pen) -> None:
    tag_id = db.session.scalars(select(Tag.id).where(Tag.slug == slug(name))).one()
    add_synonym(pen.people.actor("samuel"), tag_id, word)
