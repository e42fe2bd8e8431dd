"""What mail and push say of notices: as much as their reader may see now, and nothing of what is private."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from flask_babel import gettext as _
from flask_babel import ngettext

from forum.accounts.links import on_site
from forum.notices.delivery.categories import CONVERSATIONS, Category, category_of
from forum.notices.models import Notice
from forum.notices.words import words_of, words_of_reason

LONGEST_SUBJECT = 150


@dataclass(frozen=True)
class Detail:
    """One of several things that a notice speaks of.

    Args:
        words: what it is called.
        url: its whole address.
    """

    words: str
    url: str


@dataclass(frozen=True)
class Said:
    """One notice in words.

    Args:
        words: a sentence.
        title: of what it stands under; empty for what has none, or hides it.
        url: its whole address.
        details: the things that it speaks of, where it speaks of several.
    """

    words: str
    title: str
    url: str
    details: Sequence[Detail] = ()


Details = Callable[[Notice], Sequence[Detail]]
_details: dict[str, Details] = {}


def details_of_kind(kind: str) -> Callable[[Details], Details]:
    """Registers what gives the things that notices of a kind speak of, as their person may see them at this moment.

    Where there are none any more, nothing is said.
    """

    def register(details: Details) -> Details:
        _details[kind] = details
        return details

    return register


def say(notice: Notice) -> Said | None:
    """A notice in the language at hand; nothing for a kind that no feature speaks for any more, nor for one that speaks
    of things that all went out of sight."""
    words = words_of(notice.kind, notice.facts)
    if not words:
        return None
    category = category_of(notice.kind, notice.reason)
    url = on_site(notice.url)
    if category.is_discreet:
        return Said(discreet_words(category), "", url)
    said = Said(words, str(notice.facts.get("title") or "") if notice.topic else "", url)
    if notice.kind not in _details:
        return said
    details = _details[notice.kind](notice)
    return replace(said, details=details) if details else None


def discreet_words(category: Category) -> str:
    """What is said of what is nobody else's business: mail is read over shoulders, push is shown on locked screens."""
    if category is CONVERSATIONS:
        return _("Un nouveau message vous attend dans une conversation privée.")
    return _("Il y a du nouveau pour vous du côté de la médiation.")


def subject_of(said: Sequence[Said]) -> str:
    """The subject of a mail: the title of what its notices stand under, which threads them, or what it says."""
    words = said[0].title or said[0].words
    return words if len(words) <= LONGEST_SUBJECT else words[: LONGEST_SUBJECT - 1].rstrip() + "…"


def why_told(notice: Notice) -> str:
    """Why the reader gets a mail, in a sentence."""
    reason = words_of_reason(notice.reason) or str(category_of(notice.kind, notice.reason).why)
    return _("Vous recevez ce courriel %(reason)s.", reason=reason[:1].lower() + reason[1:])


def together(said: Said, count: int) -> str:
    """Several notices under one title, in a line."""
    if count == 1 or not said.title:
        return said.words
    return ngettext("%(title)s (%(num)d nouveauté)", "%(title)s (%(num)d nouveautés)", count, title=said.title)
