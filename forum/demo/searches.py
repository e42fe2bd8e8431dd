"""The searches that people of the demonstration keep."""

from __future__ import annotations

from werkzeug.datastructures import MultiDict

from forum.accounts.sessions import actor_of
from forum.demo.people import People
from forum.demo.texts import table
from forum.notices.models import Rhythm
from forum.saved_searches.services import save_search
from forum.search.services import read_address


def add_searches(people: People) -> None:
    """Keeps the searches, in the order of the file: they tell what is written from now on."""
    for facts in table("searches.toml")["search"]:
        asking = read_address(MultiDict(facts["asking"]))
        actor, rhythm = actor_of(people[facts["by"]]), Rhythm(facts["rhythm"])
        save_search(actor, asking, facts["name"], rhythm, by_mail=facts["by_mail"])
