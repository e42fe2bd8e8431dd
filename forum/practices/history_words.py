"""How each line of a sheet's history reads, after the name of who did it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext as _

from forum.practices.fields import BY_KEY, opinion_words

Words = Callable[[Mapping[str, Any]], str]
_words: dict[str, Words] = {}


def history_words(kind: str) -> Callable[[Words], Words]:
    """Registers how a kind of line reads.

    Args:
        kind: what was given to `note`; the function is given the facts and answers what follows the name of who did
            it, in the language at hand: « a soumis la version 3 au comité de lecture ».
    """

    def register(words: Words) -> Words:
        _words[kind] = words
        return words

    return register


def words_of_line(kind: str, facts: Mapping[str, Any]) -> str:
    """What a line says; nothing for a kind that nothing speaks for any more."""
    words = _words.get(kind)
    return words(facts) if words is not None else ""


def field_words(key: str) -> str:
    """What a remark is about: « Résultats », or the sheet as a whole."""
    return str(BY_KEY[key].label) if key in BY_KEY else _("toute la fiche")


@history_words("submitted")
def submitted(facts: Mapping[str, Any]) -> str:
    return _("a soumis la version %(number)s au comité de lecture", number=facts.get("version", ""))


@history_words("withdrawn")
def withdrawn(facts: Mapping[str, Any]) -> str:
    return _("a retiré la fiche du comité de lecture")


@history_words("taken")
def taken(facts: Mapping[str, Any]) -> str:
    return _("a pris la fiche, au nom du comité de lecture")


@history_words("released")
def released(facts: Mapping[str, Any]) -> str:
    return _("a rendu la fiche au comité de lecture")


@history_words("changes_asked")
def changes_asked(facts: Mapping[str, Any]) -> str:
    return _("a demandé des modifications")


@history_words("opinion")
def opinion(facts: Mapping[str, Any]) -> str:
    return _(
        "a donné son avis (%(given)s, pour un accord de %(quorum)s)",
        given=facts.get("given", ""),
        quorum=facts.get("quorum", ""),
    )


@history_words("published")
def published(facts: Mapping[str, Any]) -> str:
    return _(
        "a publié la version %(number)s, avec l’avis « %(opinion)s »",
        number=facts.get("version", ""),
        opinion=opinion_words(str(facts.get("opinion", ""))),
    )


@history_words("not_retained")
def not_retained(facts: Mapping[str, Any]) -> str:
    return _("n’a pas retenu la version %(number)s", number=facts.get("version", ""))


@history_words("published_at_once")
def published_at_once(facts: Mapping[str, Any]) -> str:
    return _("a publié la version %(number)s pour le site, sans passer par le comité", number=facts.get("version", ""))


@history_words("archived")
def archived(facts: Mapping[str, Any]) -> str:
    return _("a archivé la fiche")


@history_words("reinstated")
def reinstated(facts: Mapping[str, Any]) -> str:
    return _("a rétabli la fiche dans la bibliothèque")


@history_words("restored")
def restored(facts: Mapping[str, Any]) -> str:
    return _(
        "a rétabli la version %(old)s, qui devient la version %(number)s",
        old=facts.get("restored", ""),
        number=facts.get("version", ""),
    )


@history_words("comment")
def comment(facts: Mapping[str, Any]) -> str:
    return _("a laissé une remarque (%(field)s)", field=field_words(str(facts.get("field", ""))))


@history_words("reply")
def reply(facts: Mapping[str, Any]) -> str:
    return _("a répondu à une remarque (%(field)s)", field=field_words(str(facts.get("field", ""))))


@history_words("settled")
def settled(facts: Mapping[str, Any]) -> str:
    return _("a marqué une remarque comme réglée (%(field)s)", field=field_words(str(facts.get("field", ""))))


@history_words("reopened")
def reopened(facts: Mapping[str, Any]) -> str:
    return _("a rouvert une remarque (%(field)s)", field=field_words(str(facts.get("field", ""))))


@history_words("translation_linked")
def translation_linked(facts: Mapping[str, Any]) -> str:
    return _("a lié la fiche à l’original qu’elle traduit")


@history_words("translation_unlinked")
def translation_unlinked(facts: Mapping[str, Any]) -> str:
    return _("a délié la fiche de l’original qu’elle traduisait")


@history_words("translation_current")
def translation_current(facts: Mapping[str, Any]) -> str:
    return _("a mis la traduction à jour de la version %(number)s de l’original", number=facts.get("version", ""))
