"""What a mail's link may end, beside the mails of a category and the digest: features say what, and how."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Ending:
    """How one kind of thing stops telling a person.

    Args:
        reason: why its notices are told; they stand under the topic "thread:3", by which the thing is known.
        button: what pressing the link does.
        promise: what holds once it is pressed.
        end: given the person's id and the thing's, ends it, in the transaction at hand. What waits to be mailed for
            this reason is put off by whoever calls.
    """

    reason: str
    button: Callable[[], str]
    promise: Callable[[], str]
    end: Callable[[int, int], None]


_endings: dict[str, Ending] = {}


def register_ending(kind: str, ending: Ending) -> None:
    """Makes a kind of thing one that a link ends.

    Args:
        kind: as topics name it: "thread", "search".
    """
    _endings[kind] = ending


def endings() -> Mapping[str, Ending]:
    """Every ending, by the kind of thing."""
    return _endings
