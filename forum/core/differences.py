"""What changed between two texts, shown word by word."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from flask_babel import ngettext
from markupsafe import Markup, escape

PIECE = re.compile(r"\s+|\w+|[^\w\s]")
MOST_PIECES = 20_000
MOST_CHANGES = 500
"""Beyond, lines are compared instead of words, then the texts as wholes: the work grows with the changes' square."""

LONGEST_UNCHANGED = 600
"""Characters of an unchanged stretch that are shown as they are."""
AROUND = 160
"""Characters that are shown beside a change, of a stretch that is longer."""

Step = tuple[str, str]
"""A piece, and what became of it: "kept", "added" or "removed"."""


def differences(before: str, after: str) -> Markup:
    """The new text with what was added as `<ins>` and what was taken out as `<del>`, as safe HTML."""
    return drawn(before, after, lambda words, _is_first, _is_last: escape(words))


def changes_only(before: str, after: str) -> Markup:
    """As `differences`, with long stretches that did not change folded."""
    return drawn(before, after, folded)


def drawn(before: str, after: str, keep: Callable[[str, bool, bool], Markup]) -> Markup:
    """Args:
    keep: draws what did not change, told whether it stands at the beginning and at the end.
    """
    runs: list[list[str]] = []
    removed, added = "", ""
    for piece, fate in [*steps(before, after), ("", "kept")]:
        if fate == "removed":
            removed += piece
        elif fate == "added":
            added += piece
        elif removed or added or not runs:
            runs.append([removed, added, piece])
            removed, added = "", ""
        else:
            runs[-1][2] += piece
    shown: list[Markup] = []
    for number, (removed, added, kept) in enumerate(runs):
        if removed:
            shown.append(Markup("<del>{}</del>").format(removed))
        if added:
            shown.append(Markup("<ins>{}</ins>").format(added))
        is_first = number == 0 and not (removed or added)
        shown.append(keep(kept, is_first, number == len(runs) - 1))
    return Markup("").join(shown)


def folded(words: str, is_first: bool, is_last: bool) -> Markup:
    if len(words) <= LONGEST_UNCHANGED:
        return escape(words)
    start = "" if is_first else words[:AROUND].rsplit(" ", 1)[0]
    end = "" if is_last else words[-AROUND:].partition(" ")[2]
    middle = words[len(start) : len(words) - len(end)]
    count = len(middle.split())
    summary = ngettext("%(num)d mot inchangé", "%(num)d mots inchangés", count)
    fold = Markup('<details class="unchanged"><summary>{}</summary>{}</details>').format(summary, middle)
    return escape(start) + fold + escape(end)


def steps(before: str, after: str) -> list[Step]:
    for old, new in (
        (PIECE.findall(before), PIECE.findall(after)),
        (before.splitlines(keepends=True), after.splitlines(keepends=True)),
    ):
        found = fewest_steps(old, new) if len(old) + len(new) <= MOST_PIECES else None
        if found is not None:
            return found
    return [(before, "removed"), (after, "added")]


def fewest_steps(old: Sequence[str], new: Sequence[str]) -> list[Step] | None:
    """Turns one sequence into the other by the fewest removals and additions; None where more than MOST_CHANGES.

    After E. W. Myers, « An O(ND) Difference Algorithm and Its Variations », Algorithmica 1, 1986: `furthest[k]` is how
    far into the old sequence one comes on diagonal k, which has k more removals than additions.
    """
    furthest = {1: 0}
    trace: list[dict[int, int]] = []
    for changes in range(min(len(old) + len(new), MOST_CHANGES) + 1):
        trace.append(dict(furthest))
        for k in range(-changes, changes + 1, 2):
            x = furthest[k + 1] if comes_by_addition(furthest, k, changes) else furthest[k - 1] + 1
            while x < len(old) and 0 <= x - k < len(new) and old[x] == new[x - k]:
                x += 1
            furthest[k] = x
            if x >= len(old) and x - k >= len(new):
                return walk_back(trace, old, new)
    return None


def comes_by_addition(furthest: dict[int, int], k: int, changes: int) -> bool:
    return k == -changes or (k != changes and furthest[k - 1] < furthest[k + 1])


def walk_back(trace: list[dict[int, int]], old: Sequence[str], new: Sequence[str]) -> list[Step]:
    walked: list[Step] = []
    x, y = len(old), len(new)
    for changes in range(len(trace) - 1, -1, -1):
        furthest, k = trace[changes], x - y
        by_addition = comes_by_addition(furthest, k, changes)
        earlier = k + 1 if by_addition else k - 1
        start = furthest[earlier]
        while x > start + (0 if by_addition else 1) and y > 0 and x > 0:
            x, y = x - 1, y - 1
            walked.append((old[x], "kept"))
        if changes and by_addition:
            y -= 1
            walked.append((new[y], "added"))
        elif changes:
            x -= 1
            walked.append((old[x], "removed"))
    return walked[::-1]
