"""How the desk's states read."""

from __future__ import annotations

from flask_babel import gettext as _

from forum.moderation.models import Decision, Reason, ReportState


def reason_words(reason: str) -> str:
    """Why something was reported, in the reader's language."""
    match reason:
        case Reason.HURTFUL:
            return _("Blessant ou agressif")
        case Reason.OFF_TOPIC:
            return _("Hors du cadre de cet espace")
        case Reason.CONFIDENTIAL:
            return _("Confidentiel : une personne est reconnaissable")
        case Reason.ADVERTISING:
            return _("Publicité")
        case Reason.CONTEST:
            return _("Décision contestée par la personne concernée")
    return _("Autre raison")


def decision_words(decision: str) -> str:
    """What was decided, in the reader's language."""
    match decision:
        case Decision.HIDE:
            return _("message masqué")
        case Decision.RESTORE:
            return _("message rétabli")
    return _("rien à changer")


def state_words(state: str) -> str:
    """Where a report stands, in the reader's language."""
    match state:
        case ReportState.HIDDEN:
            return _("Masqué")
        case ReportState.DISMISSED:
            return _("Classé")
        case ReportState.RESTORED:
            return _("Rétabli")
    return _("À traiter")
