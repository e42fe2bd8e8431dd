"""What saved searches tell: how much is new, and in mail what, as far as its reader may see it when the mail leaves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from forum.accounts.models import Person
from forum.accounts.sessions import actor_of
from forum.extensions import db
from forum.notices.delivery.endings import Ending, register_ending
from forum.notices.delivery.said import Detail, details_of_kind
from forum.notices.models import Notice
from forum.notices.words import notice_words, reason_words
from forum.saved_searches.news import still_there
from forum.saved_searches.services import tell_no_more
from forum.saved_searches.services.ask import FOUND
from forum.saved_searches.told import REASON, TOPIC


@notice_words(FOUND, "searches")
def found(facts: Mapping[str, Any]) -> str:
    """Something new answers a search that one keeps."""
    return ngettext(
        "%(num)d nouveau résultat pour votre recherche « %(name)s ».",
        "%(num)d nouveaux résultats pour votre recherche « %(name)s ».",
        facts["count"],
        name=facts["name"],
    )


@reason_words(REASON)
def saved() -> str:
    return _("Parce que vous avez enregistré cette recherche")


@details_of_kind(FOUND)
def what_was_found(notice: Notice) -> Sequence[Detail]:
    """The newest of what was found, in two statements and one a kind."""
    person = db.session.get(Person, notice.person_id)
    if person is None:
        return []
    return [Detail(each.title, each.url) for each in still_there(actor_of(person), notice.facts["found"])]


register_ending(
    TOPIC,
    Ending(
        REASON,
        lambda: _("Ne plus me prévenir pour cette recherche"),
        lambda: _("Cette recherche ne vous préviendra plus. Vous la gardez parmi vos recherches enregistrées."),
        tell_no_more,
    ),
)
