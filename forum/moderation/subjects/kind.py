"""What the desk knows of anything that can be reported, whichever feature it belongs to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup
from sqlalchemy import ColumnElement, Select, select

from forum.core.actor import Actor
from forum.core.text import excerpt

LONGEST_EXCERPT = 160
AROUND = 3
"""How many posts or messages before and after a reported one mediators see."""


@dataclass(frozen=True)
class Subject:
    """What may be reported, as mediators read it: its words are given even where it is hidden or deleted.

    Args:
        place: the title of its thread, the name of its room, what the sheet or the person is called; empty for what is
            private.
        audience: who reads that place; empty where no audience has it whole: a draft, what is private.
        can_hide: whether mediators can hide it.
        can_edit: whether its author can then take it up again.
    """

    kind: str
    id: int
    author_id: int
    name: str
    profession: str
    html: str
    written_at: datetime
    is_hidden: bool
    is_deleted: bool
    hidden_reason: str
    place: str
    audience: str
    can_hide: bool
    can_edit: bool

    @property
    def is_readable(self) -> bool:
        return not self.is_hidden and not self.is_deleted

    @property
    def excerpt(self) -> str:
        """Its first words as they are shown: what it quotes is there only where its readers may read it."""
        return first_words(self.html)


def first_words(html: str) -> str:
    return excerpt(Markup(html).striptags(), LONGEST_EXCERPT)  # noqa: S704


@dataclass(frozen=True)
class Brief:
    """The little of a subject that lists show."""

    kind: str
    id: int
    name: str
    excerpt: str
    place: str
    audience: str


def of_row(row: Any) -> int:
    return int(row.author_id)


def never(_row: Any) -> bool:
    return False


@dataclass(frozen=True)
class Kind:
    """What the desk needs to know of one kind of subjects.

    Args:
        row: its table.
        query: its rows with when they were written, where they stand, who reads it, and who wrote them, in order;
            what follows those columns is for `html`.
        brief: the id, the author's name, the first words, the place and the audience of many.
        sight: the condition under which a person sees the place of one.
        around: the condition that keeps one of an id with what stood around it.
        address: its permalink.
        html: what several rows of the query say, by id; by one more statement at most.
        author_id: who wrote it.
        is_deleted: whether its author took one away.
        hide, restore: the verbs of the feature it belongs to, where it has them; its rows then say since when and why
            they are hidden.
        can_edit: whether its author can take up again what is hidden.
        is_plain: whether the words of `brief` are text, and not HTML.
    """

    row: Any
    query: Any
    brief: Select[int, str, str, str, str]
    sight: Callable[[Actor], ColumnElement[bool]]
    around: Callable[[int], Sequence[ColumnElement[bool]]]
    address: Callable[[int], str]
    html: Callable[[Sequence[Any]], Mapping[int, str]] = lambda rows: {row[0].id: row[0].html for row in rows}
    author_id: Callable[[Any], int] = of_row
    is_deleted: Callable[[Any], bool] = never
    hide: Callable[[Actor, int, str], object] | None = None
    restore: Callable[[Actor, int], object] | None = None
    can_edit: bool = False
    is_plain: bool = False


def near(place: Any, number: Any, object_id: int, identity: Any) -> Sequence[ColumnElement[bool]]:
    """The condition that keeps what stands at most `AROUND` numbers from one of an id, at the same place."""
    same = select(place).where(identity == object_id).scalar_subquery()
    middle = select(number).where(identity == object_id).scalar_subquery()
    return place == same, number.between(middle - AROUND, middle + AROUND)
