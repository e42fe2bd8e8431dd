"""The PDF of a sheet: whether there is one that says what the sheet says."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from flask import current_app

from forum.extensions import db
from forum.practices.exports.record import SheetRecord, record_of
from forum.practices.models import SheetPdf
from forum.practices.models.pdf import PdfState
from forum.practices.pdf.document import fingerprint_of
from forum.practices.queries.reading import published_sheet


@dataclass(frozen=True)
class PdfPage:
    """A published sheet and its PDF.

    Args:
        record: the sheet as it stands in the library.
        fingerprint: of what its PDF has to be made of today.
        row: how far the PDF is; none where it was never asked for.
    """

    record: SheetRecord
    fingerprint: str
    row: SheetPdf | None

    @property
    def path(self) -> Path:
        """Where the PDF of today lies, once it is made."""
        return pdf_path(self.record.id, self.record.version, self.fingerprint)

    @property
    def is_made(self) -> bool:
        """Whether it can be opened: made, of what the sheet says today, and still on the disk."""
        made = self.row is not None and self.row.state == PdfState.MADE and self.row.fingerprint == self.fingerprint
        return made and self.path.is_file()

    @property
    def is_on_its_way(self) -> bool:
        return self.row is not None and self.row.state in (PdfState.ASKED, PdfState.MAKING)

    @property
    def problem(self) -> str:
        """Why it could not be made; empty where it was not tried, or not since the sheet changed."""
        row = self.row
        failed = row is not None and row.state == PdfState.FAILED and row.fingerprint == self.fingerprint
        return row.problem if row is not None and failed else ""


def pdf_page(sheet_id: int) -> PdfPage:
    """The PDF of a sheet in the library, by two statements.

    Raises:
        NotFound: the sheet is not in the library, whoever asks.
    """
    sheet, version = published_sheet(sheet_id)
    record = record_of(sheet, version)
    row = db.session.get(SheetPdf, (sheet.id, version.number))
    return PdfPage(record, fingerprint_of(record), row)


def pdf_folder() -> Path:
    """Where the PDFs of this installation lie."""
    folder: Path = current_app.config["SETTINGS"].data_dir / "files" / "pdf"
    return folder


def pdf_path(sheet_id: int, version: int, fingerprint: str) -> Path:
    """Where a PDF lies. Its name says what it is of, so that nothing else is ever taken for it."""
    return pdf_folder() / f"{sheet_id}-{version}-{fingerprint[:20]}.pdf"
