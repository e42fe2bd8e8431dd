"""How the log of a room reads."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _

from forum.chat.forms_holding import SECONDS_WORDS
from forum.chat.queries import ActLine
from forum.chat.services import ActKind
from forum.core.i18n import moment


def act_words(line: ActLine) -> str:
    """What somebody did, in a sentence."""
    name, person, facts = line.name, line.concerned, line.act.facts
    match ActKind(line.act.kind):
        case ActKind.REMOVE:
            return _("%(name)s a retiré un message de %(person)s.", name=name, person=person)
        case ActKind.SILENCE:
            until = moment(datetime.fromisoformat(facts["until"]))
            return _(
                "%(name)s a suspendu la parole de %(person)s. Elle lui revient : %(until)s.",
                name=name,
                person=person,
                until=until,
            )
        case ActKind.PUT_OUT:
            return _("%(name)s a mis fin à la présence de %(person)s dans le salon.", name=name, person=person)
        case ActKind.HOLDER if facts["holds"]:
            return _("%(name)s a confié le salon à %(person)s.", name=name, person=person)
        case ActKind.HOLDER:
            return _("%(name)s ne confie plus le salon à %(person)s.", name=name, person=person)
    return room_words(line)


def room_words(line: ActLine) -> str:
    """What somebody did with the room itself, in a sentence."""
    name, before, after = line.name, line.act.facts["before"], line.act.facts["after"]
    match ActKind(line.act.kind):
        case ActKind.PIN if after["pinned_message_id"]:
            return _("%(name)s a épinglé un message.", name=name)
        case ActKind.PIN:
            return _("%(name)s a cessé d’épingler un message.", name=name)
        case ActKind.SLOW if after["slow_seconds"]:
            return _(
                "%(name)s a ralenti le salon. Entre deux messages d’une personne : %(time)s.",
                name=name,
                time=SECONDS_WORDS.get(after["slow_seconds"], after["slow_seconds"]),
            )
        case ActKind.SLOW:
            return _("%(name)s a cessé de ralentir le salon.", name=name)
        case ActKind.PAUSE if after["is_paused"]:
            return _("%(name)s a mis le salon en pause.", name=name)
        case ActKind.PAUSE:
            return _("%(name)s a mis fin à la pause.", name=name)
        case ActKind.CLOSE if after["is_closed"]:
            return _("%(name)s a fermé le salon.", name=name)
        case ActKind.CLOSE:
            return _("%(name)s a rouvert le salon.", name=name)
    if before["name"] != after["name"]:
        return _(
            "%(name)s a changé le nom « %(before)s » en « %(after)s ».",
            name=name,
            before=before["name"],
            after=after["name"],
        )
    return _("%(name)s a changé ce que le salon dit de lui-même.", name=name)
