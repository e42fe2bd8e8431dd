"""How far one spelling is from another."""

from __future__ import annotations

ONE_MISTAKE, TWO_MISTAKES = 4, 8
"""Letters of a word in which so many may be wrong."""


def most_mistakes(folded: str) -> int:
    """How many letters may differ: none in a short word, to which any other is near, or in a code."""
    if len(folded) < ONE_MISTAKE or not folded.isalpha():
        return 0
    return 1 if len(folded) < TWO_MISTAKES else 2


def distance(one: str, other: str, most: int) -> int:
    """How many letters have to be changed, put in, left out or swapped with the next; more than `most` if too many.

    As many letters as may be put in or left out, a letter is away from its place at most: only those are compared.
    """
    far = most + 1
    before: list[int] = []
    row = [min(j, far) for j in range(len(other) + 1)]
    for i, letter in enumerate(one, start=1):
        before, last, row = row, before, [min(i, far)] + [far] * len(other)
        for j in range(max(1, i - most), min(len(other), i + most) + 1):
            another = other[j - 1]
            least = before[j - 1] if letter == another else 1 + min(before[j - 1], before[j], row[j - 1])
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == another and last[j - 2] < least:
                least = last[j - 2] + 1
            row[j] = least
        if min(row) > most:
            return far
    return row[-1]
