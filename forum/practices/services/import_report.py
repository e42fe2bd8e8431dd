"""Bringing a practice report in, as a draft."""

from __future__ import annotations

from forum.core.actor import Actor
from forum.practices.models import Sheet
from forum.practices.report import Report, read_report
from forum.practices.services.start_sheet import start_sheet


def import_report(actor: Actor, text: str | Report, *, submission: str | None = None) -> Sheet:
    """Reads a report into a draft, every section and fact in its field, nothing dropped.

    Args:
        actor: the draft's owner.
        text: plain text or Markdown, or a report read already.
        submission: what tells the same form sent twice.

    Raises:
        ReportError: the text is no report.
        Invalid: what fits nowhere is more than one field holds.
        NotAllowed: the actor is a visitor.
    """
    report = text if isinstance(text, Report) else read_report(text)
    return start_sheet(actor, report.content, submission=submission)
