"""What is said elsewhere than in discussions and may be quoted: who holds it hands it in here, who quotes it asks here.

So messages of rooms stand in practice sheets, and neither feature knows the other.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from forum.core.actor import Actor


@dataclass(frozen=True)
class Saying:
    """A message as it may be quoted.

    Args:
        author_id, name, profession: who said it.
        source: what they said, in Markdown, with what they quote of others.
        audience: for whom it was said (forum/core/audience.py).
        is_readable: neither deleted nor hidden.
        url: the path where it stands.
        choosing_url: the path where others of the same place are chosen.
    """

    id: int
    author_id: int
    name: str
    profession: str
    source: str
    said_at: datetime
    audience: str
    is_readable: bool
    url: str
    choosing_url: str

    def is_seen_by(self, actor: Actor) -> bool:
        """Whether an actor may see where it stands."""
        return self.audience in actor.audiences


@dataclass(frozen=True)
class Taker:
    """Something that messages can be taken into.

    Args:
        words: of the button that leads there, in the reader's language.
        url: given the ids of messages, the page where they are placed.
    """

    words: Callable[[], str]
    url: Callable[[Sequence[int]], str]


Holder = Callable[[Collection[int]], Mapping[int, Saying]]
Follower = Callable[[Collection[int]], object]
_holders: list[Holder] = []
_followers: list[Follower] = []
_takers: list[Taker] = []


def register_sayings(holder: Holder) -> Holder:
    """Registers what gives messages by their ids, by one statement."""
    _holders.append(holder)
    return holder


def sayings(ids: Collection[int]) -> Mapping[int, Saying]:
    """Messages by their ids, also those that can no longer be read; by no statement where none is asked for.

    Nothing is left out for whoever asks: see `Saying.is_seen_by`.
    """
    wanted = sorted(set(ids))
    return {number: found for holder in _holders for number, found in holder(wanted).items()} if wanted else {}


def register_follower(follower: Follower) -> Follower:
    """Registers what is told the ids of messages that were edited, deleted, hidden or shown again."""
    _followers.append(follower)
    return follower


def sayings_changed(ids: Collection[int]) -> None:
    """Tells those who may quote messages that these are no longer what they were."""
    for follower in _followers:
        follower(ids)


def register_taker(taker: Taker) -> None:
    """Offers, where messages are chosen, to take them somewhere."""
    _takers.append(taker)


def takers() -> Sequence[Taker]:
    """All that messages can be taken into, beside a discussion."""
    return _takers
