"""Who may say which words stand for each other. What is found is decided by audiences (documents.py)."""

from __future__ import annotations

from forum.core.actor import Actor
from forum.core.policy import rule


@rule("search.synonyms", of_site=True)
def may_edit_synonyms(actor: Actor, _: object) -> bool:
    """Administrators: what they say changes what everyone finds."""
    return actor.has_role("administrator")
