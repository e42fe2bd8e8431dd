"""The committee's rules: who may judge a sheet, and what its opinion of it is (docs/decisions/reviewing.md)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from forum.core.actor import Actor
from forum.practices.authors import Authors
from forum.practices.fields import OPINIONS
from forum.practices.models import Review, Sheet

NOT_RETAINED = "not_retained"
MOST_RESERVED_LAST: Sequence[str] = tuple(token for token, _words in OPINIONS if token != NOT_RETAINED)
HELD = timedelta(days=14)
"""How long an editor may hold a sheet before another may release it in their place."""


class Interest(StrEnum):
    """Why an editor can't judge a sheet."""

    AUTHOR = "author"
    SCHOOL = "school"


INTEREST_WORDS: Mapping[Interest, LazyString] = {
    Interest.AUTHOR: _l("Vous écrivez cette fiche : d’autres membres du comité la reliront."),
    Interest.SCHOOL: _l(
        "Vous appartenez au même établissement qu’une des personnes qui écrivent cette fiche : "
        "d’autres membres du comité la reliront."
    ),
}


@dataclass(frozen=True)
class Passage:
    """A sheet before the committee, with what decides who may judge it.

    Args:
        review: the passage that is open; nothing where the sheet is not before the committee.
    """

    sheet: Sheet
    authors: Authors
    review: Review | None


def interest_of(actor: Actor, authors: Authors) -> Interest | None:
    """What ties an actor to those who wrote a sheet; nothing where they may judge it."""
    if actor.id in authors.people:
        return Interest.AUTHOR
    if any(actor.has_claim(f"school:{school_id}") for school_id in authors.schools):
        return Interest.SCHOOL
    return None


def verdict(opinions: Sequence[str], quorum: int) -> str | None:
    """The committee's opinion, once enough of its members gave theirs.

    It is settled when a quorum says the same of the one question that matters, whether the sheet is retained. One that
    is retained gets the most reserved of the opinions that retain it, so that no praise is the committee's that one of
    them would not sign.

    Args:
        opinions: one a member.
        quorum: how many members must agree to retain a sheet, or not to.

    Returns:
        a token of `OPINIONS`; nothing while it is open.
    """
    retaining = [opinion for opinion in opinions if opinion != NOT_RETAINED]
    against = len(opinions) - len(retaining)
    if max(len(retaining), against) < quorum or len(retaining) == against:
        return None
    return NOT_RETAINED if against > len(retaining) else max(retaining, key=MOST_RESERVED_LAST.index)
