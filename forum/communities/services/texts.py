"""What is written of a community: its name and its address, its texts, how one gets in."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from flask_babel import gettext as _

from forum.communities.models import Admission, Community
from forum.core.checking import checked_text
from forum.core.errors import Invalid
from forum.core.text import render_markdown, slug, tidy_line

LONGEST_NAME, LONGEST_ABOUT, LONGEST_TEXT = 120, 500, 10_000
LONGEST_WHY, LONGEST_WORDS, LONGEST_REASON = 2_000, 500, 1_000
LONGEST_SLUG = 100
RESERVED = frozenset({"-", "new", "propose", "proposals"})
"""What other pages have for an address, and what a name without a Latin letter would give."""


@dataclass(frozen=True)
class Written:
    """What a person wrote of a community, tidied."""

    name: str
    about: str
    charter: str
    read_first: str
    admission: str


def written(name: str, about: str, charter: str, read_first: str, admission: str) -> Written:
    """What was written of a community, put in order.

    Args:
        name: 120 characters at most.
        about: what it is about in two sentences, 500 characters at most.
        charter: what members ask of each other, Markdown.
        read_first: where a newcomer begins, Markdown.
        admission: how one gets in: an `Admission`.

    Raises:
        Invalid: the name is missing, a text is too long, or there is no such way of getting in.
    """
    if admission not in list(Admission):
        raise Invalid("admission", _("Choisissez comment on entre dans la communauté."))
    return Written(
        checked_text("name", tidy_line(name), LONGEST_NAME, _("Donnez un nom à la communauté.")),
        checked_text("about", about, LONGEST_ABOUT),
        checked_text("charter", charter, LONGEST_TEXT),
        checked_text("read_first", read_first, LONGEST_TEXT),
        str(admission),
    )


def checked_reason(reason: str) -> str:
    """Why something is done to somebody, who will read it.

    Raises:
        Invalid: there is none, or it is too long.
    """
    return checked_text("reason", reason, LONGEST_REASON, _("Donnez le motif : la personne concernée le lira."))


def name_is_taken() -> Invalid:
    return Invalid("name", _("Une communauté porte déjà ce nom."))


def write_on(community: Community, words: Written) -> None:
    """Puts what was written on the row of a community, rendered where it is Markdown."""
    community.name = words.name
    community.about = words.about
    community.charter = words.charter
    community.charter_html = render_markdown(words.charter, "charter")
    community.read_first = words.read_first
    community.read_first_html = render_markdown(words.read_first, "first")
    community.admission = words.admission


def address_of(name: str) -> str:
    """The slug of a name; one without a Latin letter, or that is the address of another page, is told by its signs."""
    made = slug(name, LONGEST_SLUG)
    if made not in RESERVED:
        return made
    return f"communaute-{hashlib.blake2b(name.casefold().encode(), digest_size=4).hexdigest()}"
