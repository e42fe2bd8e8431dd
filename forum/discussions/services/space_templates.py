"""The texts that threads of a space may begin with: added, changed, taken away by its holders."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import func, select

from forum.core.actor import Actor
from forum.core.errors import Conflict, Invalid, NotFound
from forum.core.policy import require
from forum.core.text import is_blank, tidy, tidy_line
from forum.core.transactions import transaction
from forum.discussions.models import Space, SpaceTemplate, ThreadKind
from forum.discussions.services.finding import find_space
from forum.extensions import db

MOST_TEMPLATES = 10
LONGEST_NAME = 80
LONGEST_TEMPLATE = 5_000


def add_template(actor: Actor, space_id: int, name: str, kind: str, body: str) -> SpaceTemplate:
    """Adds a template to a space; the same one again is not added twice.

    Args:
        actor: one of the space's holders.
        space_id: which space.
        name: 80 characters at most: « Présenter une expérience ».
        kind: of the thread that it opens.
        body: Markdown, 5,000 characters at most.

    Raises:
        NotFound, NotAllowed: see the rule "space.hold".
        Invalid: name, kind or body can't be accepted.
        Conflict: the space has ten of them.
    """
    with transaction():
        space = held_space(actor, space_id)
        checked = checked_template(name, kind, body)
        known = list(db.session.scalars(select(SpaceTemplate).where(SpaceTemplate.space_id == space.id)))
        for template in known:
            if (template.name, template.kind, template.body) == checked:
                return template
        if len(known) >= MOST_TEMPLATES:
            raise Conflict(_("Un espace a %(max)d modèles au plus.", max=MOST_TEMPLATES))
        last = db.session.scalar(select(func.max(SpaceTemplate.position)).where(SpaceTemplate.space_id == space.id))
        added = SpaceTemplate(space_id=space.id, position=(last or 0) + 1)
        added.name, added.kind, added.body = checked
        db.session.add(added)
        db.session.flush()
    return added


def change_template(actor: Actor, space_id: int, template_id: int, name: str, kind: str, body: str) -> SpaceTemplate:
    """Changes a template.

    Raises:
        NotFound, NotAllowed: see the rule "space.hold"; the space has no such template.
        Invalid: name, kind or body can't be accepted.
    """
    with transaction():
        template = template_of(held_space(actor, space_id), template_id)
        template.name, template.kind, template.body = checked_template(name, kind, body)
    return template


def remove_template(actor: Actor, space_id: int, template_id: int) -> None:
    """Takes a template away.

    Raises:
        NotFound, NotAllowed: see the rule "space.hold"; the space has no such template.
    """
    with transaction():
        db.session.delete(template_of(held_space(actor, space_id), template_id))


def held_space(actor: Actor, space_id: int) -> Space:
    space = find_space(actor, space_id)
    require(actor, "space.hold", space)
    return space


def template_of(space: Space, template_id: int) -> SpaceTemplate:
    template = db.session.get(SpaceTemplate, template_id, populate_existing=True)
    if template is None or template.space_id != space.id:
        raise NotFound
    return template


def checked_template(name: str, kind: str, body: str) -> tuple[str, str, str]:
    name, body = tidy_line(name), tidy(body).strip("\n")
    if is_blank(name) or len(name) > LONGEST_NAME:
        raise Invalid("name", _("Donnez au modèle un nom de %(max)d caractères au plus.", max=LONGEST_NAME))
    if kind not in list(ThreadKind):
        raise Invalid("kind", _("Choisissez la forme de la discussion."))
    if is_blank(body) or len(body) > LONGEST_TEMPLATE:
        raise Invalid("body", _("Donnez au modèle un texte de %(max)d caractères au plus.", max=LONGEST_TEMPLATE))
    return name, str(kind), body
