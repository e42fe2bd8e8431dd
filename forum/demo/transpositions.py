"""What the demonstration's schools did of its sheets, recorded by the verb that records it elsewhere."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from forum.core.models import now
from forum.core.text import tidy
from forum.demo.history import Happening
from forum.demo.people import People
from forum.demo.sheets import Linked
from forum.demo.texts import days_before, table
from forum.practices.services.record_transposition import record_transposition
from forum.practices.services.transposing import Told


def transpositions(people: People, schools: dict[str, int], linked: Linked) -> list[Happening]:
    """The transpositions, each recorded on its own day.

    Args:
        people: whose they are.
        schools: the id of each school, by its UAI code.
        linked: gives the real address of a sheet.
    """
    return [recording(facts, people, schools, linked) for facts in table("transpositions.toml")["transposition"]]


def recording(facts: dict[str, Any], people: People, schools: dict[str, int], linked: Linked) -> Happening:
    moment, sheet_id = days_before(facts["recorded"], "17:30"), sheet_of(facts["sheet"], linked)
    return Happening(moment, lambda: record_one(facts, people, schools[facts["school"]], sheet_id, moment))


def record_one(facts: dict[str, Any], people: People, school_id: int, sheet_id: int, moment: datetime) -> None:
    told = Told(
        school_id=school_id,
        started_on=(now() - timedelta(days=facts["started"])).date(),
        adapted={key: tidy(words) for key, words in facts["adapted"].items()},
        outcome=tidy(facts["outcome"]),
        again=facts.get("again"),
        may_contact=facts["may_contact"],
    )
    made = record_transposition(people.actor(facts["by"]), sheet_id, facts["state"], told)
    made.recorded_at = made.changed_at = moment


def sheet_of(name: str, linked: Linked) -> int:
    """The id of a sheet, by the name of its report."""
    return int(linked(f"(sheet:{name})").removeprefix("(/practices/").split("-")[0])
