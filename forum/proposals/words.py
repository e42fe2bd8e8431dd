"""What proposals and answers are called."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from forum.core.i18n import day, hour
from forum.proposals.models import ProposalKind, ProposalOption, Stance

KIND_WORDS = {
    ProposalKind.POLL: _l("Sondage"),
    ProposalKind.DATES: _l("Choix d’une date"),
    ProposalKind.CONSENT: _l("Tour de consentement"),
}
KIND_HELP = {
    ProposalKind.POLL: _l("Chacun choisit parmi des réponses que vous écrivez."),
    ProposalKind.DATES: _l("Chacun dit quelles dates lui conviennent."),
    ProposalKind.CONSENT: _l("Chacun dit s’il est d’accord, s’abstient, a une réserve ou une objection, et pourquoi."),
}
STANCE_WORDS = {
    Stance.AGREE: _l("D’accord"),
    Stance.ABSTAIN: _l("Abstention"),
    Stance.RESERVE: _l("Réserve"),
    Stance.OBJECT: _l("Objection"),
}
STANCE_HELP = {
    Stance.AGREE: _l("cela me convient, ou je peux faire avec"),
    Stance.ABSTAIN: _l("je m’en remets à ce que le groupe décidera"),
    Stance.RESERVE: _l("je laisse faire, et je tiens à ce que ceci soit entendu"),
    Stance.OBJECT: _l("en l’état, cela ne peut pas se faire, et voici pourquoi"),
}


def choice_words(option: ProposalOption) -> str:
    """A choice as its reader says it: a moment stands in their time zone."""
    if option.moment is None:
        return option.words
    return f"{day(option.moment, 'full')}, {hour(option.moment)}"


def kind_words(kind: str) -> str:
    """What a proposal is."""
    return str(KIND_WORDS[ProposalKind(kind)])


def stance_words(stance: str) -> str:
    """Where a person stands in a consent round."""
    return str(STANCE_WORDS[Stance(stance)])


def stance_help(stance: str) -> str:
    """What it means to stand there."""
    return str(STANCE_HELP[Stance(stance)])


FILTERS = {
    "choice_words": choice_words,
    "proposal_kind": kind_words,
    "stance_words": stance_words,
    "stance_help": stance_help,
}
"""What templates call them by."""
