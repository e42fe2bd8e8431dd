"""How each kind of notice reads. A feature registers the words of its kinds; the facts are kept, the words are made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Words = Callable[[Mapping[str, Any]], str]
_words: dict[str, Words] = {}


def notice_words(kind: str) -> Callable[[Words], Words]:
    """Registers how a kind of notice reads.

    Args:
        kind: "post.hidden", "school.admitted"; the function is given the facts and answers one sentence in the
            language at hand.
    """

    def register(words: Words) -> Words:
        _words[kind] = words
        return words

    return register


def words_of(kind: str, facts: Mapping[str, Any]) -> str:
    """The sentence of a notice; nothing for a kind that no feature speaks for any more."""
    words = _words.get(kind)
    return words(facts) if words is not None else ""
