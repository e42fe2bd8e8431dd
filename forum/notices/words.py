"""How each kind of notice reads, and why one is told. A feature registers the words of its kinds and of its reasons;
facts are kept, words are made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext as _

Words = Callable[[Mapping[str, Any]], str]
_words: dict[str, Words] = {}
_categories: dict[str, str] = {}
_reasons: dict[str, Callable[[], str]] = {}

BY_NAME = ("mention", "quote")
"""The reasons that concern a person by name: the tab of mentions shows them."""


def notice_words(kind: str, category: str = "") -> Callable[[Words], Words]:
    """Registers how a kind of notice reads.

    Args:
        kind: "post.hidden", "school.admitted"; the function is given the facts and answers one sentence in the
            language at hand.
        category: what a person sets its rhythm under (forum/notices/delivery/categories.py).
    """

    def register(words: Words) -> Words:
        _words[kind] = words
        _categories[kind] = category
        return words

    return register


def words_of(kind: str, facts: Mapping[str, Any]) -> str:
    """The sentence of a notice; nothing for a kind that no feature speaks for any more."""
    words = _words.get(kind)
    return words(facts) if words is not None else ""


def category_of_kind(kind: str) -> str:
    """The category that a kind of notice was registered under; empty for none."""
    return _categories.get(kind, "")


def kinds() -> Mapping[str, str]:
    """Every kind of notice that has words, and the category that it was registered under."""
    return dict(_categories)


def reason_words(reason: str) -> Callable[[Callable[[], str]], Callable[[], str]]:
    """Registers how a reason reads: a whole sentence without its full stop, in the language at hand."""

    def register(words: Callable[[], str]) -> Callable[[], str]:
        _reasons[reason] = words
        return words

    return register


def words_of_reason(reason: str) -> str:
    """Why one is told, in words: « Parce que vous suivez cette discussion »; nothing where nobody has words for it."""
    words = _reasons.get(reason)
    return words() if words is not None else ""


@reason_words("mention")
def mentioned() -> str:
    """One was called by name, or with the others of a group."""
    return _("Parce qu’on vous mentionne")


@reason_words("quote")
def quoted() -> str:
    """One's words were quoted."""
    return _("Parce qu’on vous cite")
