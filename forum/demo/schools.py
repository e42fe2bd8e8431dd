"""The demonstration's schools: names, codes and places from the national directory, by its own importer."""

from __future__ import annotations

from sqlalchemy import select

from forum.demo.texts import DATA
from forum.extensions import db
from forum.schools.directory import read_directory
from forum.schools.models import School
from forum.schools.services import import_directory


def add_schools() -> dict[str, int]:
    """Brings the schools in.

    Returns:
        the id of each school, by its UAI code.
    """
    directory = read_directory((DATA / "schools.csv").read_bytes())
    import_directory(directory.schools)
    codes = [facts.uai for facts in directory.schools]
    found = db.session.execute(select(School.uai, School.id).where(School.uai.in_(codes)))
    return {uai: school_id for uai, school_id in found if uai is not None}
