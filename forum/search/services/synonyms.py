"""Saying which wordings stand for each other, and taking it back."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import func, select

from forum.core.actor import Actor
from forum.core.changes import touch
from forum.core.errors import Conflict, Invalid, NotFound
from forum.core.models import now
from forum.core.policy import require
from forum.core.transactions import transaction
from forum.extensions import db
from forum.search.models import Synonyms
from forum.search.synonyms import BETWEEN, MOST_GROUPS, Key, key_of, wordings_of

LONGEST_GROUP = 300
"""Characters, as typed."""
MOST_WORDINGS = 8


def all_synonyms() -> Sequence[Synonyms]:
    """The groups there are, the oldest first."""
    return list(db.session.scalars(select(Synonyms).order_by(Synonyms.id).limit(MOST_GROUPS)))


def find_synonyms(number: int) -> Synonyms:
    """One group.

    Raises:
        NotFound: it is gone.
    """
    group = db.session.get(Synonyms, number, populate_existing=True)
    if group is None:
        raise NotFound
    return group


def add_synonyms(actor: Actor, wordings: str) -> Synonyms:
    """Says that some wordings stand for each other: from the next search on.

    Args:
        actor: an administrator.
        wordings: with a sign of equality between them.

    Raises:
        NotAllowed: see the rule "search.synonyms".
        Invalid: there are not two of them, or one stands in another group already.
        Conflict: there are as many groups as can be.
    """
    require(actor, "search.synonyms")
    with transaction():
        if (db.session.scalar(select(func.count(Synonyms.id))) or 0) >= MOST_GROUPS:
            raise Conflict(_("Il y a déjà %(max)d groupes de synonymes : retirez-en un d’abord.", max=MOST_GROUPS))
        group = Synonyms(wordings=checked(wordings, 0))
        db.session.add(group)
        touch("synonyms")
    return group


def change_synonyms(actor: Actor, number: int, wordings: str) -> None:
    """Says a group otherwise.

    Raises:
        NotAllowed: see the rule "search.synonyms".
        NotFound: it is gone.
        Invalid: as of `add_synonyms`.
    """
    require(actor, "search.synonyms")
    with transaction():
        group = find_synonyms(number)
        group.wordings = checked(wordings, number)
        group.changed_at = now()
        touch("synonyms")


def remove_synonyms(actor: Actor, number: int) -> None:
    """Takes a group back; one that is gone already is no fault.

    Raises:
        NotAllowed: see the rule "search.synonyms".
    """
    require(actor, "search.synonyms")
    with transaction():
        group = db.session.get(Synonyms, number)
        if group is not None:
            db.session.delete(group)
            touch("synonyms")


def checked(wordings: str, number: int) -> str:
    """A group in order.

    Args:
        wordings: as typed.
        number: of the group that is said otherwise; 0 for a new one.

    Raises:
        Invalid: see `add_synonyms`.
    """
    if len(wordings) > LONGEST_GROUP:
        raise Invalid("wordings", _("Ce texte est trop long : %(max)d caractères au plus.", max=LONGEST_GROUP))
    each: dict[Key, str] = {}
    for wording in wordings_of(wordings):
        if key := key_of(wording):
            each.setdefault(key, wording)
    if len(each) < 2:
        raise Invalid(
            "wordings",
            _("Donnez au moins deux façons de dire, séparées par « = » : décrochage = abandon scolaire."),
        )
    if len(each) > MOST_WORDINGS:
        raise Invalid("wordings", _("%(max)d façons de dire au plus dans un groupe.", max=MOST_WORDINGS))
    for group in db.session.scalars(select(Synonyms).where(Synonyms.id != number)):
        for wording in wordings_of(group.wordings):
            if key_of(wording) in each:
                raise Invalid(
                    "wordings",
                    _(
                        "« %(wording)s » est déjà dans un autre groupe : %(group)s.",
                        wording=wording,
                        group=group.wordings,
                    ),
                )
    return f" {BETWEEN} ".join(each.values())
