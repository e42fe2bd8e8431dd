"""Two versions of a sheet side by side, field by field; and two people's texts put together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask_babel import LazyString
from markupsafe import Markup

from forum.core.differences import differences
from forum.practices.fields import BY_KEY, FIELDS, Kind, value_words

Content = Mapping[str, str]


@dataclass(frozen=True)
class FieldChange:
    """A field that two versions do not say alike."""

    key: str
    label: LazyString
    changes: Markup


@dataclass(frozen=True)
class Merge:
    """Two people's texts, both begun from the same version.

    Args:
        content: the second one's text, with what the first changed in the fields that the second did not touch.
        taken: those fields, from what they said to what they say now.
        disputed: the fields that both changed, from the first one's text to the second one's.
    """

    content: Content
    taken: list[FieldChange]
    disputed: list[FieldChange]


def compare(before: Content, after: Content) -> list[FieldChange]:
    """The fields that changed, each with what was added and taken out."""
    return changes_of((field.key for field in FIELDS), before, after)


def merge(opened: Content, theirs: Content, mine: Content) -> Merge:
    """Puts two texts together that were written at the same time.

    Args:
        opened: what both began from; empty where that is not known, so that every difference is disputed.
        theirs: what the first one saved.
        mine: what the second one is about to save.
    """

    def said(content: Content, key: str) -> str:
        return content.get(key, "")

    differing = [field.key for field in FIELDS if said(theirs, field.key) != said(mine, field.key)]
    taken = [key for key in differing if said(mine, key) == said(opened, key) and opened]
    disputed = [key for key in differing if said(opened, key) not in (said(mine, key), said(theirs, key)) or not opened]
    content = {**mine, **{key: said(theirs, key) for key in taken}}
    return Merge(content, changes_of(taken, opened, theirs), changes_of(disputed, theirs, mine))


def changes_of(keys: Iterable[str], before: Content, after: Content) -> list[FieldChange]:
    return [
        FieldChange(key, BY_KEY[key].label, differences(words_in(before, key), words_in(after, key)))
        for key in keys
        if before.get(key, "") != after.get(key, "")
    ]


def words_in(content: Content, key: str) -> str:
    value = content.get(key, "")
    return value_words(key, value) if BY_KEY[key].kind == Kind.CHOICE and value else value
