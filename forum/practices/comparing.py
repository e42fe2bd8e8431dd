"""Two versions of a sheet side by side, field by field; and two people's texts put together."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import gettext as _
from markupsafe import Markup

from forum.core.differences import differences
from forum.practices.fields import BY_KEY, FIELDS, Kind, value_words

Content = Mapping[str, str]
Marks = Mapping[str, str]
"""What tells the text of each field from any other: a short digest by the field's key.

There may be several, parted by spaces: the first of what was opened, the others of what was sent since and may have
been saved, where no answer came back to say so.
"""
EMPTY = "-"


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


def mark(text: str) -> str:
    """The mark of a text."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest() if text else EMPTY


def marks_of(content: Content) -> dict[str, str]:
    """The marks of all that a version says: enough to know, later, which fields were changed since."""
    return {field.key: mark(content.get(field.key, "")) for field in FIELDS}


def also_sent(marks: Marks, content: Content) -> dict[str, str]:
    """Marks that also hold of a text that was sent without an answer, and so may have been saved."""
    sent = {key: mark(text) for key, text in content.items() if key in marks}
    more = {key: f"{marks[key]} {found}" for key, found in sent.items() if found not in marks[key].split()}
    return {**marks, **more}


def says_the_same(marks: Marks, content: Content) -> bool:
    """Whether a version says what marks were taken of."""
    return all(found in marks.get(key, EMPTY).split() for key, found in marks_of(content).items())


def merge(opened: Marks, theirs: Content, mine: Content) -> Merge:
    """Puts two texts together that were written at the same time.

    Args:
        opened: the marks of what both began from; empty where that is not known, so that every difference is disputed.
        theirs: what the first one saved.
        mine: what the second one is about to save.
    """

    def said(content: Content, key: str) -> str:
        return content.get(key, "")

    def untouched_by_me(key: str) -> bool:
        return bool(opened) and mark(said(mine, key)) == opened.get(key, EMPTY).split()[0]

    def untouched_by_them(key: str) -> bool:
        return bool(opened) and mark(said(theirs, key)) in opened.get(key, EMPTY).split()

    differing = [field.key for field in FIELDS if said(theirs, field.key) != said(mine, field.key)]
    taken = [key for key in differing if untouched_by_me(key)]
    disputed = [key for key in differing if not untouched_by_me(key) and not untouched_by_them(key)]
    content = {**mine, **{key: said(theirs, key) for key in taken}}
    return Merge(content, changes_of(taken, mine, theirs), changes_of(disputed, theirs, mine))


def changes_of(keys: Iterable[str], before: Content, after: Content) -> list[FieldChange]:
    return [
        FieldChange(key, BY_KEY[key].label, said_aloud(differences(words_in(before, key), words_in(after, key))))
        for key in keys
        if before.get(key, "") != after.get(key, "")
    ]


def said_aloud(changes: Markup) -> Markup:
    """What changed, with the words that say so to who does not see lines through and below other words."""
    signs = (
        ("<del>", Markup('<span class="visually-hidden">[{} </span><del>').format(_("retiré :"))),
        ("</del>", Markup('</del><span class="visually-hidden">]</span>')),
        ("<ins>", Markup('<span class="visually-hidden">[{} </span><ins>').format(_("ajouté :"))),
        ("</ins>", Markup('</ins><span class="visually-hidden">]</span>')),
    )
    for sign, aloud in signs:  # the texts are escaped: no sign stands in them
        changes = Markup(str(changes).replace(sign, aloud))  # noqa: S704
    return changes


def words_in(content: Content, key: str) -> str:
    value = content.get(key, "")
    return value_words(key, value) if BY_KEY[key].kind == Kind.CHOICE and value else value
