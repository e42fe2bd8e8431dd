"""What the demonstration's schools did of its sheets, recorded by the verb that records it elsewhere."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from forum.accounts.sessions import actor_of
from forum.core.models import now
from forum.core.text import tidy
from forum.demo.people import People
from forum.demo.sheets import Linked
from forum.demo.texts import days_before, table
from forum.practices.services.record_transposition import record_transposition
from forum.practices.services.transposing import Told


def add_transpositions(people: People, schools: dict[str, int], linked: Linked) -> None:
    """Records the transpositions, each on its own day.

    Args:
        people: whose they are.
        schools: the id of each school, by its UAI code.
        linked: gives the real address of a sheet.
    """
    for facts in table("transpositions.toml")["transposition"]:
        add_one(facts, people, schools, sheet_of(facts["sheet"], linked))


def add_one(facts: dict[str, Any], people: People, schools: dict[str, int], sheet_id: int) -> None:
    told = Told(
        school_id=schools[facts["school"]],
        started_on=(now() - timedelta(days=facts["started"])).date(),
        adapted={key: tidy(words) for key, words in facts["adapted"].items()},
        outcome=tidy(facts["outcome"]),
        again=facts.get("again"),
        may_contact=facts["may_contact"],
    )
    made = record_transposition(actor_of(people[facts["by"]]), sheet_id, facts["state"], told)
    made.recorded_at = made.changed_at = days_before(facts["recorded"], "17:30")


def sheet_of(name: str, linked: Linked) -> int:
    """The id of a sheet, by the name of its report."""
    return int(linked(f"(sheet:{name})").removeprefix("(/practices/").split("-")[0])
