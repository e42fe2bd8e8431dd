"""Bringing the schools up to date with the national directory."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import insert, select, update

from forum.core.changes import touch
from forum.core.events import record
from forum.core.text import slug
from forum.core.transactions import transaction
from forum.extensions import db
from forum.schools.directory import SchoolFacts
from forum.schools.directory.columns import plain
from forum.schools.events import SchoolsChanged
from forum.schools.models import School

BATCH = 500
LONGEST_NAME_IN_SLUG = 91
"""So that the code, which tells schools of one name apart, has its place in a slug of 100 characters."""


@dataclass
class Imported:
    """What an import did, in schools."""

    created: int = 0
    updated: int = 0
    closed: int = 0
    unchanged: int = 0


def import_directory(schools: Sequence[SchoolFacts], progress: Callable[[int], object] = lambda _: None) -> Imported:
    """Makes, updates and closes schools as the directory says; doing it again changes nothing.

    It is the site that does this, on the command line: no person's right is asked.

    Args:
        schools: what `read_directory` found.
        progress: called with the number of schools done since the last call.
    """
    imported = Imported()
    for start in range(0, len(schools), BATCH):
        batch = schools[start : start + BATCH]
        with transaction():
            changed = import_batch(batch, imported)
            if changed:
                touch("schools", *(f"school:{school_id}" for school_id in changed))
                record(SchoolsChanged(changed))
        progress(len(batch))
    return imported


def import_batch(batch: Sequence[SchoolFacts], imported: Imported) -> list[int]:
    """One batch; gives the ids of what changed."""
    known = {
        school.uai: school
        for school in db.session.scalars(select(School).where(School.uai.in_([s.uai for s in batch])))
    }
    fresh = [row_of(facts) for facts in batch if facts.uai not in known]
    changed: list[int] = []
    if fresh:
        changed += db.session.scalars(insert(School).returning(School.id), fresh).all()
        imported.created += len(fresh)
    updates: list[dict[str, Any]] = []
    for facts in batch:
        school = known.get(facts.uai)
        if school is None:
            continue
        row = row_of(facts)
        row.pop("slug")  # an address is kept, whatever the school is called now
        if all(getattr(school, name) == value for name, value in row.items()):
            imported.unchanged += 1
            continue
        if school.is_open and not facts.is_open:
            imported.closed += 1
        else:
            imported.updated += 1
        updates.append({"id": school.id, **row})
        changed.append(school.id)
    if updates:
        db.session.execute(update(School), updates)
    return changed


def row_of(facts: SchoolFacts) -> dict[str, Any]:
    row = asdict(facts)
    row["slug"] = slug(f"{slug(f'{facts.name} {facts.city}', LONGEST_NAME_IN_SLUG)} {facts.uai}", 100)
    row["sort_name"] = sort_name(facts.name, facts.city)
    return row


def sort_name(name: str, city: str) -> str:
    """What the list is sorted and searched by: name and city without accents, capitals or signs."""
    return plain(f"{name} {city}").replace("_", " ")[:200]
