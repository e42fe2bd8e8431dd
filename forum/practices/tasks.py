"""The library's jobs: PDFs, one at a time, so that what else waits for the jobs' thread gets its turn in between."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import structlog
from flask import Flask
from huey import crontab

from config import Settings
from forum.core.errors import NotFound
from forum.core.events import on
from forum.core.jobs import Jobs, every
from forum.practices.events import QuotationsChanged, SheetArchived, SheetPublished
from forum.practices.services.make_pdf import ask_pdf, make_next_pdf, throw_out_stale_pdfs

log = structlog.get_logger("pdf")


def register(app: Flask) -> None:
    """Binds the jobs of an application; none runs before its consumer does."""
    jobs: Jobs = app.extensions["jobs"]
    settings: Settings = app.config["SETTINGS"]

    def make_pdf() -> None:
        with app.app_context():
            if make_next_pdf():
                kick()

    def sweep_pdfs() -> None:
        """What is still to be made after a restart, or after a process died over it."""
        make_pdf()

    def kick() -> None:
        if settings.jobs == "by-hand":
            return
        try:
            job()
        except Exception:
            log.exception("the PDF waits for the sweep")

    job = jobs.huey.task()(make_pdf)
    jobs.huey.periodic_task(crontab())(sweep_pdfs)
    app.extensions["pdf_job"] = kick


@every(minute="17")
def throw_out() -> None:
    """Throws out the PDFs that nobody may ask for any more."""
    throw_out_stale_pdfs()


@on(SheetPublished, "pdf")
def ask_for_pdfs(events: Sequence[SheetPublished]) -> None:
    """Has the PDF of what was published made before anybody asks for it."""
    ask_for_all(event.sheet_id for event in events)


def ask_for_all(sheet_ids: Iterable[int]) -> None:
    for sheet_id in dict.fromkeys(sheet_ids):
        try:
            ask_pdf(sheet_id)
        except NotFound:
            continue  # archived since, or not in the library yet


@on(QuotationsChanged, "pdf")
def ask_for_pdfs_anew(events: Sequence[QuotationsChanged]) -> None:
    """Has PDFs made that say no more than who is quoted allows."""
    ask_for_all(event.sheet_id for event in events)


@on(SheetArchived, "pdf")
def forget_pdfs(_: Sequence[SheetArchived]) -> None:
    """Throws out the PDFs of what left the library."""
    throw_out_stale_pdfs()
