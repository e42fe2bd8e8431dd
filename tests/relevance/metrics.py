"""How well a list of answers does, from 0 to 1."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import log2

DEPTH = 10
"""Answers that count: what a reader sees without scrolling much."""
GOOD = 2
"""The grade from which an answer is one."""


def gain(grades: Iterable[int]) -> float:
    """Discounted cumulative gain: 2^grade - 1 of each, over log2 of its place and one (Burges et al., 2005)."""
    return sum((2**grade - 1) / log2(place + 1) for place, grade in enumerate(grades, 1))


def ndcg(found: Sequence[str], grades: Mapping[str, int]) -> float:
    """The gain of the first ten over that of the best order there is (Järvelin and Kekäläinen, 2002).

    Args:
        found: names, the best first.
        grades: by name; what is not there is worth nothing.
    """
    ideal = gain(sorted(grades.values(), reverse=True)[:DEPTH])
    return gain(grades.get(name, 0) for name in found[:DEPTH]) / ideal if ideal else 0.0


def reciprocal_rank(found: Sequence[str], grades: Mapping[str, int]) -> float:
    """One over the place of the first good answer; 0 where there is none among the first ten."""
    places = (place for place, name in enumerate(found[:DEPTH], 1) if grades.get(name, 0) >= GOOD)
    return next((1.0 / place for place in places), 0.0)


def mean(values: Iterable[float]) -> float:
    """The mean; 0 of nothing."""
    several = list(values)
    return sum(several) / len(several) if several else 0.0
