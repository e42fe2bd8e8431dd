"""The demonstration's spaces: who holds them, what they suggest, what threads there may begin with."""

from __future__ import annotations

from typing import Any

from sqlalchemy import update

from forum.accounts.sessions import actor_of
from forum.core import audience
from forum.core.actor import Actor
from forum.demo.people import People
from forum.demo.texts import days_before, table
from forum.discussions.models import Space
from forum.discussions.services import open_space
from forum.discussions.services.describe_space import describe_space
from forum.discussions.services.holding import name_holder
from forum.discussions.services.space_templates import add_template
from forum.extensions import db
from forum.notices.models import Notice


def add_spaces(people: People) -> None:
    """Opens the spaces that belong to no school and no community."""
    mediator = actor_of(people["samuel"])
    for facts in table("spaces.toml")["space"]:
        seen_by = audience.MEMBERS if facts["audience"] == "members" else audience.PUBLIC
        space = open_space(facts["name"], seen_by, facts["about"])
        if "suggests" in facts:
            describe_space(mediator, space.id, facts["about"], facts["suggests"])
        for template in facts.get("template", ()):
            add_template(mediator, space.id, template["name"], template["kind"], template["body"].strip())
        if "holder" in facts:
            hand_over(mediator, space, facts["holder"], people)


def hand_over(mediator: Actor, space: Space, facts: dict[str, Any], people: People) -> None:
    """Has a person hold a space since some days, for a term of so many; they have read it since."""
    until, since = days_before(facts["days"] - facts["term"], "23:59"), days_before(facts["days"], "10:00")
    name_holder(mediator, space.id, people[facts["who"]].handle, until)
    told = update(Notice).where(Notice.about == f"space:{space.id}")
    db.session.execute(told.values(told_at=since, read_at=since))
