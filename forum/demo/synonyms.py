"""Words that stand for each other in the demonstration."""

from __future__ import annotations

from forum.core.changes import touch
from forum.demo.texts import DATA
from forum.extensions import db
from forum.search.models import Synonyms


def add_synonyms() -> None:
    """Adds the groups, one a line, in the order of the file."""
    for line in (DATA / "synonyms.txt").read_text(encoding="utf-8").splitlines():
        db.session.add(Synonyms(wordings=line))
    touch("synonyms")
