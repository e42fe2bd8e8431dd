"""How stages, outcomes and answers read, in the reader's language."""

from __future__ import annotations

from flask_babel import gettext as _

from forum.mediation.models import Answer, Part, SeatState
from forum.mediation.services.asking import About
from forum.mediation.stages import Outcome, Stage


def stage_words(stage: str) -> str:
    """What a stage is called."""
    match stage:
        case Stage.REQUESTED:
            return _("Demandée")
        case Stage.FRAMEWORK:
            return _("Cadre")
        case Stage.ACCOUNTS:
            return _("Récits")
        case Stage.NEEDS:
            return _("Ce qui compte")
        case Stage.OPTIONS:
            return _("Pistes")
        case Stage.AGREEMENT:
            return _("Accord")
    return _("Terminée")


def stage_help(stage: str) -> str:
    """What a stage is for, in a sentence."""
    match stage:
        case Stage.FRAMEWORK:
            return _("Chaque partie est invitée, apprend ce qu’est une médiation, et consent ou non.")
        case Stage.ACCOUNTS:
            return _("À tour de rôle, chaque partie raconte ce qu’elle a vécu. On n’y répond pas encore.")
        case Stage.NEEDS:
            return _("À tour de rôle, chaque partie dit ce qui compte pour elle, et ce dont elle a besoin.")
        case Stage.OPTIONS:
            return _("Les parties cherchent des pistes, sans les juger d’abord, puis gardent ou écartent chacune.")
        case Stage.AGREEMENT:
            return _("Les parties écrivent leur accord à tour de rôle. Il tient quand chacune accepte la même version.")
    return ""


def outcome_words(outcome: str) -> str:
    """How a case ended."""
    match outcome:
        case Outcome.AGREEMENT:
            return _("Par un accord")
        case Outcome.SETTLED:
            return _("Apaisée, sans accord écrit")
        case Outcome.NO_AGREEMENT:
            return _("Sans accord")
        case Outcome.NOT_BEGUN:
            return _("Non commencée")
    return ""


def seat_words(part: str, state: str) -> str:
    """Where somebody's seat stands."""
    match state:
        case SeatState.NAMED:
            return _("pas encore invitée")
        case SeatState.INVITED:
            return _("invitée")
        case SeatState.DECLINED:
            return _("a décliné")
        case SeatState.LEFT:
            return _("a quitté la médiation") if part != Part.MEDIATOR else _("a passé la main")
        case SeatState.HOLDS:
            return _("mène la médiation")
    return _("a consenti")


def answer_words(answer: str) -> str:
    """What somebody said to something that was written."""
    match answer:
        case Answer.CONFIRMED:
            return _("c’est bien cela")
        case Answer.CORRECTED:
            return _("le dit autrement")
        case Answer.KEPT:
            return _("la garde")
        case Answer.DROPPED:
            return _("l’écarte")
        case Answer.ACCEPTED:
            return _("accepte")
        case Answer.AGREED:
            return _("d’accord")
    return _("pas d’accord")


def about_words(about: str) -> str:
    """What a mediation was asked for about."""
    match about:
        case About.THREAD:
            return _("Une discussion")
        case About.MESSAGE:
            return _("Un message")
    return _("Une situation")
