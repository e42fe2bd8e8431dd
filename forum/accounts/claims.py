"""What a person belongs to and holds, gathered from the features that know, by one statement."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from sqlalchemy import CompoundSelect, Select, SQLColumnExpression, bindparam, literal, select, union_all

from forum.accounts.models import SiteRole
from forum.extensions import db

PersonId = SQLColumnExpression[int]
"""What stands for a person's id in a statement: a parameter, or a column of the rows at hand."""
Claims = Callable[[PersonId], Select[str]]
_sources: list[Claims] = []


def claims(source: Claims) -> Claims:
    """Registers a source: given what stands for a person's id, a SELECT of one text column, such as "school:3"."""
    _sources.append(source)
    everything.cache_clear()
    return source


@cache
def everything() -> CompoundSelect[str]:
    """The one statement, put together once: it is run with every request of a signed-in person."""
    person_id = bindparam("person_id", type_=SiteRole.person_id.type)
    roles = select(literal("role:").concat(SiteRole.role)).where(SiteRole.person_id == person_id)
    return union_all(roles, *(source(person_id) for source in _sources))


def claims_in_sql(person_id: PersonId) -> list[Select[str]]:
    """What each source says of the person of each row at hand: for conditions on many people's rows at once."""
    return [source(person_id) for source in _sources]


def claims_of(person_id: int) -> tuple[frozenset[str], frozenset[str]]:
    """The site roles and the claims of a person."""
    found = frozenset(db.session.scalars(everything(), {"person_id": person_id}))
    held = frozenset(claim.removeprefix("role:") for claim in found if claim.startswith("role:"))
    return held, frozenset(claim for claim in found if not claim.startswith("role:"))
