"""What happens at the mediators' desk."""

from __future__ import annotations

from dataclasses import dataclass

from forum.core.events import event


@event
@dataclass(frozen=True)
class ReportMade:
    """Somebody asked the mediators to look at something."""

    report_id: int


@event
@dataclass(frozen=True)
class ReportClosed:
    """Mediators decided on a report."""

    report_id: int


@event
@dataclass(frozen=True)
class DecisionTaken:
    """A mediator hid or restored something, or found nothing to do: the line of the log."""

    action_id: int


@event
@dataclass(frozen=True)
class ItemHandedOver:
    """A mediator handed what was reported over to a colleague."""

    report_id: int
    note_id: int
    by_id: int
    to_id: int
