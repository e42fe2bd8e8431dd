"""What a proposal may be: its question, its choices, its date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _

from forum.core.errors import Invalid
from forum.core.models import now
from forum.core.text import is_blank, tidy, tidy_line
from forum.proposals.models import ProposalKind, ProposalOption

LONGEST_QUESTION = 200
LONGEST_CHOICE = 200
LONGEST_DETAILS = 5_000
FEWEST_CHOICES, MOST_CHOICES = 2, 12
SOONEST = timedelta(hours=1)
LATEST = timedelta(days=184)
"""Six months, however long these are."""


@dataclass(frozen=True)
class Asked:
    """What is asked of a thread.

    Args:
        kind: one of `ProposalKind`.
        question: 200 characters at most.
        closes_at: when it takes no more answers.
        details: Markdown.
        choices: of a poll, 2 to 12.
        moments: of a search for a date, 2 to 12.
        is_multiple: whether a poll takes several choices of one person; a search for a date always does.
    """

    kind: str
    question: str
    closes_at: datetime
    details: str = ""
    choices: Sequence[str] = ()
    moments: Sequence[datetime] = ()
    is_multiple: bool = False


def checked(asked: Asked, *, kept_date: datetime | None = None) -> Asked:
    """What is asked, put in order.

    Args:
        kept_date: the closing date that stands already: left as it is, it may have come near.

    Raises:
        Invalid: the question, the choices or the date can't be accepted.
    """
    if asked.kind not in list(ProposalKind):
        raise Invalid("kind", _("Choisissez ce que vous demandez au groupe."))
    question, details = tidy_line(asked.question), tidy(asked.details).strip("\n")
    if is_blank(question):
        raise Invalid("question", _("Écrivez la question à laquelle chacun répondra."))
    if len(question) > LONGEST_QUESTION:
        raise Invalid("question", too_long(LONGEST_QUESTION))
    if len(details) > LONGEST_DETAILS:
        raise Invalid("details", too_long(LONGEST_DETAILS))
    return Asked(
        kind=asked.kind,
        question=question,
        closes_at=checked_date(asked.closes_at, kept_date),
        details="" if is_blank(details) else details,
        choices=checked_choices(asked.choices) if asked.kind == ProposalKind.POLL else (),
        moments=checked_moments(asked.moments) if asked.kind == ProposalKind.DATES else (),
        is_multiple=asked.kind == ProposalKind.DATES or (asked.kind == ProposalKind.POLL and asked.is_multiple),
    )


def too_long(characters: int) -> str:
    return _("Ce texte est trop long : %(max)d caractères au plus.", max=characters)


def checked_date(closes_at: datetime, kept_date: datetime | None) -> datetime:
    if closes_at == kept_date:
        return closes_at
    if closes_at < now() + SOONEST:
        raise Invalid("closes_at", _("Laissez au moins une heure pour répondre."))
    if closes_at > now() + LATEST:
        raise Invalid("closes_at", _("Choisissez une date dans les six mois."))
    return closes_at


def checked_choices(choices: Sequence[str]) -> list[str]:
    words = [tidy_line(choice) for choice in choices if not is_blank(choice)]
    if len({word.casefold() for word in words}) < len(words):
        raise Invalid("choices", _("Deux choix sont les mêmes. Gardez-en un."))
    if not FEWEST_CHOICES <= len(words) <= MOST_CHOICES:
        raise Invalid("choices", _("Proposez de deux à douze choix, un par ligne."))
    if any(len(word) > LONGEST_CHOICE for word in words):
        raise Invalid("choices", _("Un choix est trop long : %(max)d caractères au plus.", max=LONGEST_CHOICE))
    return words


def checked_moments(moments: Sequence[datetime]) -> list[datetime]:
    ahead = sorted(set(moments))
    if len(ahead) < len(moments):
        raise Invalid("moment_1", _("Deux dates sont les mêmes. Gardez-en une."))
    if not FEWEST_CHOICES <= len(ahead) <= MOST_CHOICES:
        raise Invalid("moment_1", _("Proposez de deux à douze dates."))
    if ahead[0] <= now():
        raise Invalid("moment_1", _("L’une des dates est passée. Proposez des dates à venir."))
    return ahead


def options_of(proposal_id: int, asked: Asked) -> list[ProposalOption]:
    """The rows of a proposal's choices, in their order."""
    if asked.kind == ProposalKind.DATES:
        return [
            ProposalOption(proposal_id=proposal_id, position=position, moment=moment)
            for position, moment in enumerate(asked.moments, start=1)
        ]
    return [
        ProposalOption(proposal_id=proposal_id, position=position, words=words)
        for position, words in enumerate(asked.choices, start=1)
    ]
