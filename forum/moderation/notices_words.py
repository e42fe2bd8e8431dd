"""How the notices of reports and decisions read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from forum.moderation import subjects
from forum.moderation.words import what_words
from forum.notices.words import notice_words


@notice_words("moderation.reported", "moderation")
def reported(facts: Mapping[str, Any]) -> str:
    return _("Un signalement attend une décision de la médiation.")


@notice_words("moderation.handed", "moderation")
def handed_over(facts: Mapping[str, Any]) -> str:
    return _("%(name)s vous confie un signalement.", name=facts.get("name", ""))


@notice_words("moderation.hidden", "decisions")
def hidden(facts: Mapping[str, Any]) -> str:
    return _(
        "Votre message dans « %(place)s » a été masqué par la médiation. Motif : %(reason)s "
        "Si vous n’êtes pas d’accord, une autre personne peut l’examiner.",
        **as_words(facts),
    )


@notice_words("moderation.restored", "decisions")
def restored(facts: Mapping[str, Any]) -> str:
    return _("Votre message dans « %(place)s » est rétabli par la médiation. Motif : %(reason)s", **as_words(facts))


@notice_words("moderation.maintained", "decisions")
def maintained(facts: Mapping[str, Any]) -> str:
    return _(
        "Votre contestation a été examinée : votre message dans « %(place)s » reste masqué. Motif : %(reason)s",
        **as_words(facts),
    )


@notice_words("moderation.edit_asked", "decisions")
def edit_asked(facts: Mapping[str, Any]) -> str:
    return _(
        "La médiation vous demande de reprendre votre message dans « %(place)s » ; d’ici là, il n’est vu que de vous. "
        "Motif : %(reason)s",
        **as_words(facts),
    )


@notice_words("moderation.edit_refused", "decisions")
def edit_refused(facts: Mapping[str, Any]) -> str:
    return _(
        "Votre message repris dans « %(place)s » a été relu : il reste masqué. Motif : %(reason)s",
        **as_words(facts),
    )


@notice_words("moderation.reminded", "decisions")
def reminded(facts: Mapping[str, Any]) -> str:
    return _(
        "La médiation vous écrit (%(what)s) : %(reason)s", what=reported_words(facts), reason=as_words(facts)["reason"]
    )


@notice_words("moderation.reminder_undone", "decisions")
def reminder_undone(facts: Mapping[str, Any]) -> str:
    return _(
        "La médiation retire son rappel (%(what)s) : %(reason)s",
        what=reported_words(facts),
        reason=as_words(facts)["reason"],
    )


@notice_words("moderation.told_hide", "moderation")
def told_hide(facts: Mapping[str, Any]) -> str:
    return with_answer(_("Vous aviez signalé %(what)s : c’est maintenant masqué.", what=reported_words(facts)), facts)


@notice_words("moderation.told_dismiss", "moderation")
def told_dismiss(facts: Mapping[str, Any]) -> str:
    told = _("Vous aviez signalé %(what)s : la médiation a regardé et n’a rien changé.", what=reported_words(facts))
    return with_answer(told, facts)


@notice_words("moderation.told_restore", "moderation")
def told_restore(facts: Mapping[str, Any]) -> str:
    told = _(
        "Vous aviez signalé %(what)s : après un autre examen, c’est de nouveau affiché.", what=reported_words(facts)
    )
    return with_answer(told, facts)


@notice_words("moderation.told_settle", "moderation")
def told_settle(facts: Mapping[str, Any]) -> str:
    told = _("Vous aviez signalé %(what)s : la médiation a fait le nécessaire.", what=reported_words(facts))
    return with_answer(told, facts)


@notice_words("moderation.told_remind", "moderation")
def told_remind(facts: Mapping[str, Any]) -> str:
    """As of what was settled: what is said to the author is between them and the mediators."""
    return told_settle(facts)


@notice_words("moderation.told_thank", "moderation")
def told_thank(facts: Mapping[str, Any]) -> str:
    told = _(
        "Vous aviez signalé %(what)s : rien n’a été changé, et merci de votre attention.", what=reported_words(facts)
    )
    return with_answer(told, facts)


@notice_words("moderation.told_ask_edit", "moderation")
def told_ask_edit(facts: Mapping[str, Any]) -> str:
    told = _("Vous aviez signalé %(what)s : c’est masqué le temps d’être repris.", what=reported_words(facts))
    return with_answer(told, facts)


@notice_words("moderation.told_reopen", "moderation")
def told_reopen(facts: Mapping[str, Any]) -> str:
    told = _("Vous aviez signalé %(what)s : la médiation va regarder de nouveau.", what=reported_words(facts))
    return with_answer(told, facts)


def reported_words(facts: Mapping[str, Any]) -> str:
    return what_words(str(facts.get("kind", "")), str(facts.get("place", "")))


def with_answer(told: str, facts: Mapping[str, Any]) -> str:
    """What came of a report, and what mediators say to who made it."""
    words = facts.get("words", "")
    return _("%(told)s La médiation vous dit : %(words)s", told=told, words=words) if words else told


def as_words(facts: Mapping[str, Any]) -> dict[str, str]:
    """The facts of a sentence, the reason ended by a full stop."""
    reason = str(facts.get("reason", ""))
    ended = reason if reason.endswith((".", "…", "?", "!")) else f"{reason}."
    return {"place": place_words(facts), "reason": ended}


def place_words(facts: Mapping[str, Any]) -> str:
    """What the place of a message is called; of a private conversation, nobody is told more than that it is one."""
    if facts.get("kind") == subjects.LETTER:
        return _("une conversation privée")
    return str(facts.get("place", ""))
