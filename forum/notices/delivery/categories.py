"""The categories of notices: what a person sets a rhythm for.

Each kind of notice stands in one (forum/notices/words.py), unless why the person is told says better: one post may
mention a reader and be followed by another.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from forum.notices.models import Rhythm
from forum.notices.words import category_of_kind


@dataclass(frozen=True)
class Category:
    """Notices that are told alike.

    Args:
        name: what it is kept as.
        words: what the person reads.
        help: a sentence more.
        why: the end of « Vous recevez ce courriel », where nothing says so more closely.
        rhythm: how soon it is mailed where the person chose nothing.
        push: whether it is pushed where the person chose nothing.
        is_graded: mailed at once, only what calls for it is; the rest waits for the weekly digest.
        is_discreet: mail and push say that there is something, and not what.
    """

    name: str
    words: LazyString
    help: LazyString
    why: LazyString
    rhythm: Rhythm = Rhythm.AT_ONCE
    push: bool = False
    is_graded: bool = False
    is_discreet: bool = False


CATEGORIES = (
    Category(
        "mentions",
        _l("Mentions et citations"),
        _l("Quelqu’un s’adresse à vous ou reprend vos mots."),
        _l("parce qu’on s’adresse à vous"),
        push=True,
    ),
    Category(
        "answers",
        _l("Réponses dans vos discussions"),
        _l("Dans les discussions que vous avez ouvertes."),
        _l("parce que vous avez ouvert cette discussion"),
        push=True,
    ),
    Category(
        "conversations",
        _l("Conversations privées"),
        _l("Le courriel dit qu’un message vous attend, sans le montrer."),
        _l("parce que vous prenez part à cette conversation"),
        push=True,
        is_discreet=True,
    ),
    Category(
        "invitations",
        _l("Invitations"),
        _l("À rejoindre une communauté, à cosigner une fiche."),
        _l("parce qu’une invitation vous attend"),
    ),
    Category(
        "moderation",
        _l("Médiation"),
        _l("Vos signalements et, si vous en avez la charge, ceux des autres."),
        _l("parce qu’un signalement vous concerne"),
        is_graded=True,
        is_discreet=True,
    ),
    Category(
        "belonging",
        _l("Établissements et communautés"),
        _l("Aussitôt, ce qui attend quelque chose de vous ; le reste vient chaque semaine."),
        _l("parce que cela concerne un établissement ou une communauté où vous êtes"),
        is_graded=True,
    ),
    Category(
        "watched",
        _l("Ce que vous suivez"),
        _l("Espaces, discussions, mots-clés, fiches et personnes."),
        _l("parce que vous suivez ce dont il parle"),
        rhythm=Rhythm.WEEKLY,
    ),
    Category(
        "searches",
        _l("Recherches enregistrées"),
        _l("Aussitôt, celles dont vous avez demandé le courriel ; le reste vient chaque semaine."),
        _l("parce que vous avez enregistré une recherche"),
        is_graded=True,
    ),
    Category(
        "reactions",
        _l("Remerciements et réactions"),
        _l("Quelqu’un remercie, va essayer, ou vit la même chose."),
        _l("parce que vous avez écrit le message dont il parle"),
        rhythm=Rhythm.WEEKLY,
    ),
    Category(
        "library",
        _l("Bibliothèque et comité"),
        _l("Aussitôt, les étapes de vos fiches ; le reste vient chaque semaine."),
        _l("parce que cela concerne vos fiches ou le comité"),
        is_graded=True,
    ),
)
"""In the order in which a digest tells them."""

DECISIONS = Category(
    "decisions",
    _l("Décisions de la médiation"),
    _l("Elles vous sont toujours écrites aussitôt."),
    _l("parce qu’une décision concerne ce que vous avez écrit"),
    is_discreet=True,
)
"""What was decided of one's own words: moderation writes its own mail of it, at once, whatever one chose."""

BY_NAME = {category.name: category for category in (*CATEGORIES, DECISIONS)}
CONVERSATIONS = BY_NAME["conversations"]
RANK = {category.name: rank for rank, category in enumerate(CATEGORIES)}
REST = "rest"
"""Under this name a person wishes how soon what graded categories do not mail at once comes: weekly, or never."""
OTHERS = BY_NAME["belonging"]
"""Where a kind stands that was registered under none."""

BY_REASON = {"mention": "mentions", "quote": "mentions", "own-thread": "answers"}
WATCHING = "watch-"


def category_of(kind: str, reason: str) -> Category:
    """The category of a notice.

    Args:
        kind: the notice's.
        reason: why its reader is told.
    """
    if reason.startswith(WATCHING):
        return BY_NAME["watched"]
    return BY_NAME.get(BY_REASON.get(reason, "") or category_of_kind(kind), OTHERS)
