"""What changed between two texts, shown word by word."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markupsafe import Markup, escape

PIECE = re.compile(r"\s+|\w+|[^\w\s]")
MOST_PIECES = 20_000
MOST_CHANGES = 500
"""Beyond, lines are compared instead of words, then the texts as wholes: the work grows with the changes' square."""

Step = tuple[str, str]
"""A piece, and what became of it: "kept", "added" or "removed"."""


def differences(before: str, after: str) -> Markup:
    """The new text with what was added as `<ins>` and what was taken out as `<del>`, as safe HTML."""
    shown: list[Markup] = []
    removed, added = "", ""
    for piece, fate in [*steps(before, after), ("", "kept")]:
        if fate == "removed":
            removed += piece
        elif fate == "added":
            added += piece
        else:
            if removed:
                shown.append(Markup("<del>{}</del>").format(removed))
            if added:
                shown.append(Markup("<ins>{}</ins>").format(added))
            shown.append(escape(piece))
            removed, added = "", ""
    return Markup("").join(shown)


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
