"""What happened to practice sheets, for those who listen."""

from __future__ import annotations

from dataclasses import dataclass

from forum.core.events import event


@event
@dataclass(frozen=True)
class SheetPublished:
    """A version of a sheet is what readers see from now on."""

    sheet_id: int


@event
@dataclass(frozen=True)
class SheetChanged:
    """A sheet was saved, published or not."""

    sheet_id: int


@event
@dataclass(frozen=True)
class SheetArchived:
    """A sheet left the library."""

    sheet_id: int


@event
@dataclass(frozen=True)
class SheetNoted:
    """A line was written to a sheet's history (`SheetEvent`)."""

    line_id: int


@event
@dataclass(frozen=True)
class QuotationsChanged:
    """What readers may read of a sheet's quotations is not what it was."""

    sheet_id: int
