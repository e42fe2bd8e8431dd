"""How the log of a thread reads, and who reads a space, in words."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from forum.core import audience
from forum.core.i18n import day
from forum.discussions.forms import KIND_WORDS
from forum.discussions.models import Space, Thread, ThreadKind
from forum.discussions.queries.acts import ActLine
from forum.discussions.services.holding.acts import Act


def readers_words(space: Space) -> str:
    """Who reads a space: « les membres de l’établissement « Collège … » »."""
    if space.audience == audience.PUBLIC:
        return _("tout le monde, avec ou sans compte")
    if space.audience == audience.MEMBERS:
        return _("tous les membres de Médiane")
    if space.community_id is not None:
        return _("les membres de la communauté « %(name)s »", name=space.name)
    return _("les membres de l’établissement « %(name)s »", name=space.name)


def act_words(line: ActLine, thread: Thread) -> str:
    """What somebody did, in a sentence.

    Args:
        thread: in whose log it stands.
    """
    name, facts = line.name, line.act.facts
    match Act(line.act.act):
        case Act.PIN if facts["after"]["pinned_until"]:
            until = day(datetime.fromisoformat(facts["after"]["pinned_until"]))
            return _("%(name)s a épinglé la discussion jusqu’au %(day)s.", name=name, day=until)
        case Act.PIN:
            return _("%(name)s a épinglé la discussion.", name=name)
        case Act.UNPIN:
            return _("%(name)s a cessé d’épingler la discussion.", name=name)
        case Act.LOCK:
            return _("%(name)s a fermé la discussion aux réponses.", name=name)
        case Act.UNLOCK:
            return _("%(name)s a rouvert la discussion.", name=name)
        case Act.RENAME:
            before, after = facts["before"]["title"], facts["after"]["title"]
            return _(
                "%(name)s a changé le titre « %(before)s » en « %(after)s ».", name=name, before=before, after=after
            )
        case Act.FILE:
            return filed_words(line)
        case Act.SLOW:
            return slowed_words(line)
        case Act.WIKI if facts["is_wiki"]:
            return _("%(name)s a ouvert le message %(number)d à tous.", name=name, number=facts["number"])
        case Act.WIKI:
            return _("%(name)s a rendu le message %(number)d à qui l’a écrit.", name=name, number=facts["number"])
        case Act.SUMMARY if facts["after"]["summary"]:
            return _("%(name)s a écrit le résumé de la discussion.", name=name)
        case Act.SUMMARY:
            return _("%(name)s a retiré le résumé de la discussion.", name=name)
        case Act.NOTE:
            return _("%(name)s a écrit une note, au message %(number)d.", name=name, number=facts["number"])
        case Act.MOVE:
            return _(
                "%(name)s a déplacé la discussion de « %(before)s » vers « %(after)s ».",
                name=name,
                before=facts["from_name"],
                after=facts["to_name"],
            )
    return carried_words(line, is_source=line.source.id == thread.id)


def filed_words(line: ActLine) -> str:
    after = line.act.facts["after"]
    kind, tags = KIND_WORDS[ThreadKind(after["kind"])], ", ".join(after["tags"].values())
    if not tags:
        return _("%(name)s a reclassé la discussion : %(kind)s, sans mot-clé.", name=line.name, kind=kind)
    return _("%(name)s a reclassé la discussion : %(kind)s, %(tags)s.", name=line.name, kind=kind, tags=tags)


def slowed_words(line: ActLine) -> str:
    minutes = line.act.facts["after"]["slow_seconds"] // 60
    if not minutes:
        return _("%(name)s a rendu à la discussion son rythme ordinaire.", name=line.name)
    return ngettext(
        "%(name)s a ralenti la discussion : un message par minute et par personne.",
        "%(name)s a ralenti la discussion : un message toutes les %(num)d minutes et par personne.",
        minutes,
        name=line.name,
    )


def carried_words(line: ActLine, *, is_source: bool) -> str:
    """What took posts from one thread to another, as either of the two tells it."""
    name, posts = line.name, line.act.facts["posts"]
    match Act(line.act.act):
        case Act.SPLIT if is_source:
            return ngettext(
                "%(name)s a détaché un message, qui ouvre une autre discussion.",
                "%(name)s a détaché %(num)d messages, qui forment une autre discussion.",
                len(posts),
                name=name,
            )
        case Act.SPLIT:
            return ngettext(
                "%(name)s a ouvert cette discussion par un message d’une autre.",
                "%(name)s a formé cette discussion de %(num)d messages d’une autre.",
                len(posts),
                name=name,
            )
        case Act.MERGE if is_source:
            return _("%(name)s a fusionné cette discussion dans une autre.", name=name)
        case Act.MERGE:
            return ngettext(
                "%(name)s a fusionné ici une autre discussion, d’un message.",
                "%(name)s a fusionné ici une autre discussion, de %(num)d messages.",
                len(posts),
                name=name,
            )
        case _ if is_source:
            return _(
                "%(name)s a envoyé le message %(number)d dans une autre discussion.", name=name, number=posts[0][1]
            )
    return _("%(name)s a apporté ici le message %(number)d, d’une autre discussion.", name=name, number=posts[0][2])


def undoing_words(line: ActLine) -> str:
    """What undoing an act that moved something will do, in a sentence."""
    facts, title = line.act.facts, line.source.title
    match Act(line.act.act):
        case Act.MOVE:
            return _(
                "La discussion « %(title)s » reviendra dans l’espace « %(space)s ».",
                title=title,
                space=facts["from_name"],
            )
        case Act.MERGE:
            return ngettext(
                "Le message retournera dans « %(title)s », de nouveau une discussion à part.",
                "Les %(num)d messages retourneront dans « %(title)s », de nouveau une discussion à part.",
                len(facts["posts"]),
                title=title,
            )
        case Act.SPLIT if line.target is not None:
            return ngettext(
                "Le message retournera dans « %(title)s » ; l’adresse de « %(other)s » y mènera.",
                "Les %(num)d messages retourneront dans « %(title)s » ; l’adresse de « %(other)s » y mènera.",
                len(facts["posts"]),
                title=title,
                other=line.target.title,
            )
    return _("Le message retournera dans « %(title)s ».", title=title)
