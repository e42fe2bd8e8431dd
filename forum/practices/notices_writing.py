"""What writing together tells people, and how it reads in a sheet's history."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from forum.notices.words import notice_words
from forum.practices.history_words import history_words


@notice_words("sheet.invited", "invitations")
def invited(facts: Mapping[str, Any]) -> str:
    return _("%(name)s vous invite à écrire une fiche : « %(title)s ».", name=facts["name"], title=facts["title"])


@notice_words("sheet.joined", "library")
def joined(facts: Mapping[str, Any]) -> str:
    return _("%(name)s écrit avec vous « %(title)s ».", name=facts["name"], title=facts["title"])


@notice_words("sheet.invitation_declined", "library")
def invitation_declined(facts: Mapping[str, Any]) -> str:
    return _("%(name)s ne souhaite pas écrire « %(title)s ».", name=facts["name"], title=facts["title"])


@notice_words("sheet.author_left", "library")
def author_left(facts: Mapping[str, Any]) -> str:
    return _("%(name)s n’écrit plus « %(title)s ».", name=facts["name"], title=facts["title"])


@notice_words("sheet.author_removed", "library")
def author_removed(facts: Mapping[str, Any]) -> str:
    return _("%(name)s écrit désormais « %(title)s » sans vous.", name=facts["name"], title=facts["title"])


@history_words("invited")
def was_invited(facts: Mapping[str, Any]) -> str:
    return _("a invité quelqu’un à écrire la fiche")


@history_words("joined")
def has_joined(facts: Mapping[str, Any]) -> str:
    return _("écrit maintenant la fiche")


@history_words("invitation_declined")
def has_declined(facts: Mapping[str, Any]) -> str:
    return _("a décliné l’invitation à écrire la fiche")


@history_words("author_left")
def has_left(facts: Mapping[str, Any]) -> str:
    return _("n’écrit plus la fiche")


@history_words("author_removed")
def was_removed(facts: Mapping[str, Any]) -> str:
    return _("a retiré un coauteur de la fiche")


@history_words("author_rights")
def rights_changed(facts: Mapping[str, Any]) -> str:
    if facts.get("may_submit"):
        return _("a permis à un coauteur de soumettre la fiche")
    return _("a retiré à un coauteur le droit de soumettre la fiche")
