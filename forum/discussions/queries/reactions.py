"""Who reacted to posts, and how."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select

from forum.accounts.models import Person
from forum.accounts.queries import PersonName
from forum.core.paging import Slice, after_cursor, cut
from forum.core.text import slug
from forum.discussions.models import Post, Reaction
from forum.extensions import db

REACTORS_A_PAGE = 100


@dataclass(frozen=True)
class Reactors:
    """Who reacted to one post, by kind of reaction."""

    by_kind: Mapping[str, frozenset[int]] = field(default_factory=dict)

    @property
    def people(self) -> frozenset[int]:
        """Everyone who reacted in some way."""
        return frozenset().union(*self.by_kind.values())

    def reacted(self, person_id: int | None, kind: str) -> bool:
        """Whether a person reacted in one way."""
        return person_id in self.by_kind.get(kind, frozenset())


NOBODY = Reactors()


def reactors_of(posts: Iterable[Post]) -> Mapping[int, Reactors]:
    """Who reacted to the posts of a page, by one statement; by none where nobody did."""
    reacted_to = [post.id for post in posts if post.reaction_counts]
    if not reacted_to:
        return {}
    found: dict[int, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    query = select(Reaction.post_id, Reaction.kind, Reaction.person_id).where(Reaction.post_id.in_(reacted_to))
    for post_id, kind, person_id in db.session.execute(query):
        found[post_id][kind].add(person_id)
    return {
        post_id: Reactors({kind: frozenset(people) for kind, people in kinds.items()})
        for post_id, kinds in found.items()
    }


def reactors_in_one_way(post_id: int, kind: str, cursor: str | None) -> Slice[PersonName]:
    """A slice of the people who reacted to a post in one way, the latest first, by one statement."""
    query = (
        select(Person.id, Person.name, Person.profession, Reaction.reacted_at)
        .join(Reaction, Reaction.person_id == Person.id)
        .where(Reaction.post_id == post_id, Reaction.kind == kind)
    )
    query = after_cursor(query, Reaction.reacted_at, Reaction.person_id, cursor, REACTORS_A_PAGE)
    found = cut(db.session.execute(query).all(), REACTORS_A_PAGE, lambda row: (row.reacted_at, row.id))
    people = [PersonName(row.id, row.name, row.profession, slug(row.name)) for row in found.rows]
    return Slice(people, found.next_cursor)
