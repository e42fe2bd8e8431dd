"""What a person belongs to and holds, gathered from the features that know, by one statement."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Select, literal, select, union_all

from forum.accounts.models import SiteRole
from forum.extensions import db

Claims = Callable[[int], Select[tuple[str]]]
_sources: list[Claims] = []


def claims(source: Claims) -> Claims:
    """Registers a source: given a person's id, a SELECT of one text column, such as "school:3"."""
    _sources.append(source)
    return source


def claims_of(person_id: int) -> tuple[frozenset[str], frozenset[str]]:
    """The site roles and the claims of a person."""
    roles = select(literal("role:").concat(SiteRole.role)).where(SiteRole.person_id == person_id)
    found = frozenset(db.session.scalars(union_all(roles, *(source(person_id) for source in _sources))))
    held = frozenset(claim.removeprefix("role:") for claim in found if claim.startswith("role:"))
    return held, frozenset(claim for claim in found if not claim.startswith("role:"))
