"""What happened to schools and their members, for those who listen."""

from __future__ import annotations

from dataclasses import dataclass

from forum.core.events import event


@event
@dataclass(frozen=True)
class SchoolsChanged:
    """Schools were made, updated or closed."""

    school_ids: list[int]


@event
@dataclass(frozen=True)
class MembershipAsked:
    """A person asks to join a school."""

    school_id: int
    person_id: int


@event
@dataclass(frozen=True)
class MemberAdmitted:
    """A person belongs to a school from now on."""

    school_id: int
    person_id: int


@event
@dataclass(frozen=True)
class MembershipDeclined:
    """A person is not admitted to a school."""

    school_id: int
    person_id: int


@event
@dataclass(frozen=True)
class MemberLeft:
    """A person belongs to a school no longer."""

    school_id: int
    person_id: int
