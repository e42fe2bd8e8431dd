"""How the desk's states read."""

from __future__ import annotations

from flask_babel import gettext as _

from forum.moderation import subjects
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
        case Reason.EDITED:
            return _("Message repris par la personne qui l’a écrit")
    return _("Autre raison")


def reason_meaning(reason: str) -> str:
    """What a reason means, in a sentence, for who chooses one."""
    match reason:
        case Reason.HURTFUL:
            return _("Quelqu’un est visé, moqué, menacé, ou mis à l’écart.")
        case Reason.OFF_TOPIC:
            return _("Cela n’a pas sa place ici, ou détourne l’échange de son sujet.")
        case Reason.CONFIDENTIAL:
            return _(
                "Un élève, une famille ou un collègue peut être reconnu, ou l’on répète ce qui devait rester entre soi."
            )
        case Reason.ADVERTISING:
            return _("On y vend ou l’on y vante un produit, un service, une personne.")
    return _("Rien de cela : dites ci-dessous ce qui vous gêne.")


def decision_words(decision: str) -> str:
    """What was decided, in the reader's language."""
    match decision:
        case Decision.HIDE:
            return _("message masqué")
        case Decision.RESTORE:
            return _("message rétabli")
        case Decision.SETTLE:
            return _("réglé autrement")
        case Decision.THANK:
            return _("rien à changer, avec des remerciements")
        case Decision.REMIND:
            return _("rappel des règles")
        case Decision.ASK_EDIT:
            return _("modification demandée")
        case Decision.REOPEN:
            return _("décision annulée")
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
        case ReportState.SETTLED:
            return _("Réglé")
        case ReportState.THANKED:
            return _("Remercié")
        case ReportState.EDIT_ASKED:
            return _("Modification demandée")
    return _("À traiter")


def outcome_words(state: str, reason: str) -> str:
    """Where a report stands, for who made it: what came of it, and nothing that concerns others."""
    if reason == Reason.CONTEST:
        match state:
            case ReportState.RESTORED:
                return _("Examiné : la décision est annulée")
            case ReportState.OPEN:
                return _("Transmis : une autre personne de la médiation va l’examiner")
        return _("Examiné : la décision est maintenue")
    if reason == Reason.EDITED:
        match state:
            case ReportState.RESTORED:
                return _("Relu : votre message est de nouveau affiché")
            case ReportState.OPEN:
                return _("Transmis : la médiation va relire votre message")
            case ReportState.EDIT_ASKED:
                return _("Relu : une autre modification vous est demandée")
        return _("Relu : votre message reste masqué")
    match state:
        case ReportState.HIDDEN:
            return _("Examiné : c’est maintenant masqué")
        case ReportState.DISMISSED:
            return _("Examiné : rien n’a été changé")
        case ReportState.RESTORED:
            return _("Examiné une seconde fois : c’est de nouveau affiché")
        case ReportState.SETTLED:
            return _("Examiné : la médiation a fait le nécessaire")
        case ReportState.THANKED:
            return _("Examiné : rien n’a été changé, et merci de votre attention")
        case ReportState.EDIT_ASKED:
            return _("Examiné : c’est masqué le temps d’être repris")
    return _("Transmis : la médiation va regarder")


def kind_words(kind: str) -> str:
    """What things of a kind are called."""
    match kind:
        case subjects.POST:
            return _("Messages de discussions")
        case subjects.PROPOSAL:
            return _("Propositions")
        case subjects.MESSAGE:
            return _("Messages de salons")
        case subjects.SHEET:
            return _("Fiches")
        case subjects.PROFILE:
            return _("Profils")
        case subjects.CONTACT:
            return _("Questions posées par Médiane")
        case subjects.CONTACT_ANSWER:
            return _("Réponses données par Médiane")
    return _("Messages privés")


def what_words(kind: str, place: str) -> str:
    """What was reported, within a sentence; its place is named where the reader may know it."""
    match kind:
        case subjects.POST:
            return (
                _("un message de la discussion « %(place)s »", place=place)
                if place
                else _("un message d’une discussion")
            )
        case subjects.PROPOSAL:
            return (
                _("une proposition de la discussion « %(place)s »", place=place)
                if place
                else _("une proposition d’une discussion")
            )
        case subjects.MESSAGE:
            return _("un message du salon « %(place)s »", place=place) if place else _("un message d’un salon")
        case subjects.SHEET:
            return _("la fiche « %(place)s »", place=place) if place else _("une fiche pratique")
        case subjects.PROFILE:
            return _("le profil de %(name)s", name=place) if place else _("un profil")
        case subjects.CONTACT:
            return _("une question reçue par Médiane")
        case subjects.CONTACT_ANSWER:
            return _("une réponse reçue par Médiane")
    return _("un message d’une conversation privée")


def what_title(kind: str, place: str) -> str:
    """As `what_words`, at the head of a line."""
    words = what_words(kind, place)
    return words[:1].upper() + words[1:]
