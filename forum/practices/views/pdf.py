"""The PDF of a sheet, and the page that says how far it is."""

from __future__ import annotations

from flask import redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from forum.core.policy import public
from forum.extensions import limiter
from forum.practices import services
from forum.practices.queries.pdf import pdf_page
from forum.practices.views import bp

OFTEN_ENOUGH = "20/minute"
"""Demands from one address of the network: each that is new costs the jobs half a second."""


@bp.get("/practices/<int:sheet_id>-<slug>.pdf")
@public
def pdf(sheet_id: int, slug: str) -> ResponseReturnValue:
    """The PDF of what readers see; where it is not made, the page that says so. A draft has none, for anybody."""
    page = pdf_page(sheet_id)
    record = page.record
    if slug != record.slug:
        return redirect(url_for(".pdf", sheet_id=sheet_id, slug=record.slug), 301)
    if not page.is_made:
        return redirect(url_for(".pdf_state", sheet_id=sheet_id), 303)
    name = record.slug if record.slug != "-" else f"mediane-{record.id}"
    return send_file(page.path, mimetype="application/pdf", download_name=f"{name}.pdf", etag=page.fingerprint[:24])


@bp.get("/practices/<int:sheet_id>/pdf")
@public
def pdf_state(sheet_id: int) -> ResponseReturnValue:
    """How far the PDF is, and the button that asks for it."""
    page = pdf_page(sheet_id)
    size = page.path.stat().st_size if page.is_made else 0
    return render_template("practices/pdf.html", page=page, record=page.record, kilobytes=max(1, round(size / 1000)))


@bp.post("/practices/<int:sheet_id>/pdf")
@public
@limiter.limit(OFTEN_ENOUGH)
def ask_for_pdf(sheet_id: int) -> ResponseReturnValue:
    """Asking for the PDF, which a job makes: of what everybody may read, so that anybody may ask."""
    services.ask_pdf(sheet_id)
    return redirect(url_for(".pdf_state", sheet_id=sheet_id), 303)
