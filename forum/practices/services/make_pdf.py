"""PDFs of sheets: asked for by readers and by publishing, made one at a time by a job, thrown out when stale."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from flask import current_app
from sqlalchemy import and_, delete, or_, select, tuple_

from forum.core.errors import NotFound
from forum.core.models import now
from forum.core.transactions import after_commit, transaction
from forum.extensions import db
from forum.practices.models import LISTED, Sheet, SheetPdf
from forum.practices.models.pdf import PdfState
from forum.practices.pdf.document import document_of
from forum.practices.pdf.fonts import font_folder
from forum.practices.pdf.typesetting import Typeset, TypesettingFailed, set_in_type
from forum.practices.queries.pdf import PdfPage, pdf_folder, pdf_page
from forum.practices.services.content import find_sheet

LEASE = timedelta(minutes=2)
"""How long one may take to make; after that, whoever began it is taken for dead."""
YOUNGEST_STRAY_SECONDS = 3_600.0


@dataclass(frozen=True)
class Taken:
    """A PDF that was taken to be made."""

    sheet_id: int
    version: int


def ask_pdf(sheet_id: int) -> None:
    """Has the PDF of a sheet made, unless it is there or on its way.

    Raises:
        NotFound: the sheet is not in the library.
    """
    with transaction():
        find_sheet(sheet_id)  # whoever else asks waits here
        page = pdf_page(sheet_id)
        if page.is_made or (page.is_on_its_way and not is_abandoned(page.row)):
            return
        row = page.row or SheetPdf(sheet_id=sheet_id, version=page.record.version)
        row.state = PdfState.ASKED.value
        row.problem = ""
        row.asked_at = now()
        db.session.add(row)
        after_commit("pdf", kick)


def is_abandoned(row: SheetPdf | None) -> bool:
    return row is not None and row.begun_at is not None and row.begun_at < now() - LEASE


def make_next_pdf() -> bool:
    """Makes the PDF that was asked for first.

    Returns:
        whether there was one to make.
    """
    taken = take_next()
    if taken is None:
        return False
    try:
        page = pdf_page(taken.sheet_id)
    except NotFound:
        page = None
    db.session.rollback()  # nothing of the database is held while the type is set
    if page is None or page.record.version != taken.version:
        throw_out_stale_pdfs()
        return True
    try:
        typeset = make(page)
    except TypesettingFailed as failure:
        finish(taken, page, problem=failure.problem)
    else:
        finish(taken, page, pages=typeset.pages)
    return True


def take_next() -> Taken | None:
    """Takes what was asked for first, and what somebody began and never ended."""
    abandoned = and_(SheetPdf.state == PdfState.MAKING, SheetPdf.begun_at < now() - LEASE)
    with transaction():
        row = db.session.scalars(
            select(SheetPdf)
            .where(or_(SheetPdf.state == PdfState.ASKED, abandoned))
            .order_by(SheetPdf.asked_at, SheetPdf.sheet_id)
            .limit(1)
            .with_for_update(skip_locked=True)
        ).first()
        if row is None:
            return None
        row.state = PdfState.MAKING.value
        row.begun_at = now()
        return Taken(row.sheet_id, row.version)


def make(page: PdfPage) -> Typeset:
    record = page.record
    fonts = font_folder(current_app.config["SETTINGS"].data_dir)
    typeset = set_in_type(document_of(record), fonts, int(record.changed_at.timestamp()))
    write_whole(page.path, typeset.body)
    return typeset


def write_whole(path: Path, body: bytes) -> None:
    """Writes a file so that nobody ever reads half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(f".{os.getpid()}")
    unfinished.write_bytes(body)
    unfinished.replace(path)


def finish(taken: Taken, page: PdfPage, *, pages: int | None = None, problem: str = "") -> None:
    with transaction():
        row = db.session.get(SheetPdf, (taken.sheet_id, taken.version), populate_existing=True)
        if row is None:
            return  # thrown out meanwhile
        row.state = (PdfState.FAILED if problem else PdfState.MADE).value
        row.problem = problem
        row.pages = pages
        row.fingerprint = page.fingerprint
        row.made_at = now()
    for path in pdf_folder().glob(f"{taken.sheet_id}-*.pdf"):
        if path != page.path:
            path.unlink(missing_ok=True)


def throw_out_stale_pdfs() -> None:
    """Forgets the PDFs of versions that readers no longer see, and deletes files that nobody knows of any more."""
    with transaction():
        seen = select(Sheet.id, Sheet.published_version).where(LISTED)
        stale = tuple_(SheetPdf.sheet_id, SheetPdf.version).not_in(seen)
        gone = db.session.execute(select(SheetPdf.sheet_id, SheetPdf.version).where(stale)).all()
        db.session.execute(delete(SheetPdf).where(stale))
        known = {f"{row.sheet_id}-{row.version}" for row in db.session.scalars(select(SheetPdf))}
    forgotten = {f"{sheet_id}-{version}" for sheet_id, version in gone}
    for path in pdf_folder().glob("*-*-*.*"):
        of = path.name.rsplit("-", 1)[0]
        if of in forgotten or (of not in known and is_old(path)):
            path.unlink(missing_ok=True)


def is_old(path: Path) -> bool:
    """Whether a file is older than any that is just being written."""
    try:
        return time.time() - path.stat().st_mtime > YOUNGEST_STRAY_SECONDS
    except FileNotFoundError:
        return False


def kick() -> None:
    """Asks for the job that makes what was asked for; the sweep does it where asking fails."""
    current_app.extensions["pdf_job"]()
