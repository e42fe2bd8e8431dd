"""How far a sheet is written: what is expected of one, and what of it is there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from forum.practices.fields import FIELDS, GROUPS, Field

EITHER = ("results", "results_quantitative", "results_qualitative")
"""Results are told in one text or in two: any of them counts for all."""


@dataclass(frozen=True)
class StepDone:
    """How far one step of the editor is.

    Args:
        key: the group of fields.
        done: how many of those expected are written.
        expected: how many are expected.
    """

    key: str
    done: int
    expected: int

    @property
    def is_complete(self) -> bool:
        return self.done == self.expected


@dataclass(frozen=True)
class Completeness:
    """How far a sheet is."""

    steps: Sequence[StepDone]
    missing: Sequence[Field]

    @property
    def done(self) -> int:
        return sum(step.done for step in self.steps)

    @property
    def expected(self) -> int:
        return sum(step.expected for step in self.steps)

    @property
    def percent(self) -> int:
        """From 0 to 100; 100 only when nothing is missing."""
        return self.done * 100 // self.expected


def completeness_of(content: Mapping[str, str]) -> Completeness:
    """How far a sheet is that says this."""
    expected = [field for field in FIELDS if field.is_expected]
    missing = [field for field in expected if not is_there(field, content)]
    steps = [
        StepDone(
            group,
            sum(field.group == group for field in expected) - sum(field.group == group for field in missing),
            sum(field.group == group for field in expected),
        )
        for group in GROUPS
    ]
    return Completeness(steps, missing)


def is_there(field: Field, content: Mapping[str, str]) -> bool:
    keys = EITHER if field.key in EITHER else (field.key,)
    return any((content.get(key) or "").strip() for key in keys)
