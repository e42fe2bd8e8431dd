"""The way to report a sheet and a profile, on their pages."""

from __future__ import annotations

from flask import render_template

from forum.accounts.models import Person
from forum.core.actor import Actor
from forum.core.panels import panel
from forum.extensions import db
from forum.moderation import subjects
from forum.practices.models import Sheet


@panel("sheet.actions", order=90)
def way_to_report_sheet(actor: Actor, sheet_id: int) -> str:
    """For members other than its owner."""
    sheet = db.session.get(Sheet, sheet_id) if actor.is_signed_in else None
    return way_to_report(subjects.SHEET, sheet_id) if sheet is not None and sheet.owner_id != actor.id else ""


@panel("profile.side", order=90)
def way_to_report_profile(actor: Actor, person_id: int) -> str:
    """For other members."""
    person = db.session.get(Person, person_id) if actor.is_signed_in and actor.id != person_id else None
    return way_to_report(subjects.PROFILE, person_id) if person is not None else ""


def way_to_report(kind: str, object_id: int) -> str:
    return render_template("moderation/way_to_report.html", kind=kind, object_id=object_id)
