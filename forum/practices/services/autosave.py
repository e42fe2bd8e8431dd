"""Saving a sheet while it is typed: what two people write in different fields is put together as they write."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from forum.core.actor import Actor
from forum.practices.comparing import Content, Marks, marks_of, merge
from forum.practices.models import Sheet
from forum.practices.services.save_sheet import Stale, latest_version_of, save_sheet
from forum.practices.services.start_sheet import start_sheet

MOST_TRIES = 3
"""Each of a few people saves every few seconds: meeting three times over is as good as never."""


@dataclass(frozen=True)
class Autosaved:
    """What came of saving while typing.

    Args:
        sheet: as it is now.
        content: what it says now.
        opened: the marks that the writer's next save is to bring: of what is saved, and in disputed fields of what
            they began from, so that the dispute is seen again until the writer settles it.
        taken: fields that another person changed, and the writer did not: what they say now.
        disputed: keys of fields that both changed: they stay as the other saved them; the writer's text, in the form.
        other_id: who saved meanwhile.
    """

    sheet: Sheet
    content: Content
    opened: Marks
    taken: Mapping[str, str] = field(default_factory=dict)
    disputed: Collection[str] = ()
    other_id: int | None = None


def autosave(
    actor: Actor, sheet_id: int, base_version: int, content: Mapping[str, str], *, opened: Marks | None = None
) -> Autosaved:
    """Saves a sheet as it stands, without a button, and without ever writing over what another person wrote.

    Args:
        actor: one of its authors, or an editor.
        sheet_id: which.
        base_version: the version that was opened.
        content: the fields by key.
        opened: the marks of what was opened.

    Raises:
        NotFound, NotAllowed, Invalid, Conflict: as `save_sheet`.
    """
    given: Content = content
    clash: Stale | None = None
    for tries_left in reversed(range(MOST_TRIES)):
        try:
            sheet = save_sheet(actor, sheet_id, base_version, given, opened=opened, is_autosave=True)
        except Stale as stale:
            clash = met(clash, stale)
            if not tries_left:
                raise clash from None
            given, opened, base_version = put_together(clash), marks_of(stale.latest.content), stale.latest.number
        else:
            break
    return told(sheet, clash)


def met(before: Stale | None, now: Stale) -> Stale:
    """The clash with what is saved now of what the writer began from and gave at first."""
    if before is None:
        return now
    now.opened, now.given = before.opened, before.given
    return now


def put_together(clash: Stale) -> Content:
    """What can be saved at once: each one's own fields, and in those that both changed, what was saved first."""
    merged = merge(clash.opened, clash.latest.content, clash.given)
    theirs = {change.key: clash.latest.content.get(change.key, "") for change in merged.disputed}
    return {**merged.content, **theirs}


def told(sheet: Sheet, clash: Stale | None) -> Autosaved:
    content = latest_version_of(sheet).content
    marks = marks_of(content)
    if clash is None:
        return Autosaved(sheet, content, marks)
    merged = merge(clash.opened, clash.latest.content, clash.given)
    disputed = {change.key: clash.opened.get(change.key, "") for change in merged.disputed}
    taken = {change.key: clash.latest.content.get(change.key, "") for change in merged.taken}
    return Autosaved(sheet, content, {**marks, **disputed}, taken, disputed, clash.latest.author_id)


def autosave_new(actor: Actor, content: Mapping[str, str], *, submission: str) -> Autosaved:
    """Begins a sheet while its first words are typed.

    Raises:
        Invalid: there is no title yet, or a field is too long.
        NotAllowed: the actor is a visitor.
    """
    sheet = start_sheet(actor, content, submission=submission, is_autosave=True)
    saved = latest_version_of(sheet).content
    return Autosaved(sheet, saved, marks_of(saved))
