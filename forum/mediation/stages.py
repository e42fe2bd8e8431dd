"""The way of a case: its stages, and the only steps between them (`TRANSITIONS`). No step skips a stage, and none opens
one before each party consented and said they are ready (`may_open_next`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from flask_babel import gettext as _

from forum.core.errors import Conflict


class Stage(StrEnum):
    """Where a case stands."""

    REQUESTED = "requested"
    """Somebody asked; no mediator leads it yet."""
    FRAMEWORK = "framework"
    """A mediator leads it; each party is told the framework, and consents or not."""
    ACCOUNTS = "accounts"
    NEEDS = "needs"
    OPTIONS = "options"
    AGREEMENT = "agreement"
    ENDED = "ended"


class Step(StrEnum):
    """What happens to a case as a whole."""

    TAKE = "take"
    RETURN = "return"
    """The mediator refers it to another."""
    OPEN_NEXT = "open_next"
    END = "end"


class Outcome(StrEnum):
    """How a case ended: what stays of it for ever, and all that administrators see."""

    AGREEMENT = "agreement"
    SETTLED = "settled"
    """The parties say that it is settled, without a written agreement."""
    NO_AGREEMENT = "no_agreement"
    NOT_BEGUN = "not_begun"


TRANSITIONS: Mapping[tuple[Stage, Step], Stage] = {
    (Stage.REQUESTED, Step.TAKE): Stage.FRAMEWORK,
    (Stage.FRAMEWORK, Step.RETURN): Stage.REQUESTED,
    (Stage.FRAMEWORK, Step.OPEN_NEXT): Stage.ACCOUNTS,
    (Stage.ACCOUNTS, Step.OPEN_NEXT): Stage.NEEDS,
    (Stage.NEEDS, Step.OPEN_NEXT): Stage.OPTIONS,
    (Stage.OPTIONS, Step.OPEN_NEXT): Stage.AGREEMENT,
    (Stage.REQUESTED, Step.END): Stage.ENDED,
    (Stage.FRAMEWORK, Step.END): Stage.ENDED,
    (Stage.ACCOUNTS, Step.END): Stage.ENDED,
    (Stage.NEEDS, Step.END): Stage.ENDED,
    (Stage.OPTIONS, Step.END): Stage.ENDED,
    (Stage.AGREEMENT, Step.END): Stage.ENDED,
}
"""A step that is not here is refused as a conflict."""

SPEAKING = (Stage.ACCOUNTS, Stage.NEEDS, Stage.OPTIONS, Stage.AGREEMENT)
"""The stages in which the parties speak, each in turn."""
PATH = (Stage.FRAMEWORK, *SPEAKING)
"""What the line on top of a case shows."""

FEWEST_PARTIES = 2
"""A mediation is between two parties at least."""

UNSPOKEN = frozenset({Outcome.NOT_BEGUN})
SPOKEN = frozenset({Outcome.SETTLED, Outcome.NO_AGREEMENT})


def stage_after(stage: str, step: Step) -> Stage:
    """The stage that a step leads to.

    Raises:
        Conflict: there is no such step from there.
    """
    after = TRANSITIONS.get((Stage(stage), step))
    if after is None:
        raise Conflict(refusal_words(Stage(stage), step))
    return after


def may_open_next(stage: str, ready: Iterable[str]) -> bool:
    """Whether the mediator may open the next stage.

    Args:
        stage: where the case stands.
        ready: the stage that each party said they are ready to leave; empty for a party that did not say so, nor
            consent.
    """
    said = list(ready)
    return len(said) >= FEWEST_PARTIES and all(one == stage for one in said)


def outcomes(stage: str, *, holds: bool) -> frozenset[Outcome]:
    """How a case can end from a stage.

    Args:
        holds: each party accepts the same version of the agreement.
    """
    if stage == Stage.ENDED:
        return frozenset()
    if stage not in SPEAKING:
        return UNSPOKEN
    return SPOKEN | {Outcome.AGREEMENT} if holds and stage == Stage.AGREEMENT else SPOKEN


def refusal_words(stage: Stage, step: Step) -> str:
    if stage is Stage.ENDED:
        return _("Cette médiation est terminée : rien ne peut plus y être changé.")
    if step is Step.TAKE:
        return _("Une personne de la médiation s’occupe déjà de cette demande.")
    if step is Step.RETURN:
        return _("Cette médiation est commencée : elle ne peut plus être confiée à quelqu’un d’autre ainsi.")
    return _("Il n’y a pas d’étape suivante : il reste à conclure.")
