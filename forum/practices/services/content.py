"""What a version holds: every field checked and tidied, and the HTML of those written in Markdown."""

from __future__ import annotations

import re
from collections.abc import Mapping

from flask_babel import gettext as _
from sqlalchemy import select

from forum.core.errors import Invalid, NotFound
from forum.core.text import is_blank, render_markdown, slug, tidy, tidy_line
from forum.extensions import db
from forum.practices.fields import FIELDS, Kind
from forum.practices.models import Sheet


def checked_content(content: Mapping[str, str]) -> dict[str, str]:
    """A sheet's content, tidied; fields that are empty or unknown are left out.

    Raises:
        Invalid: a field is too long, there is no title, or the language is none that sheets are written in.
    """
    kept: dict[str, str] = {}
    for field in FIELDS:
        given = content.get(field.key) or ""
        text = tidy(given).strip() if field.kind == Kind.TEXT else tidy_line(given)
        if len(text) > field.longest:
            raise Invalid(field.key, _("Ce texte est trop long : %(max)d caractères au plus.", max=field.longest))
        if field.key == "language" and text and text not in dict(field.choices):
            raise Invalid(field.key, _("Choisissez la langue de la fiche."))
        if not is_blank(text):
            kept[field.key] = text
    if "title" not in kept:
        raise Invalid("title", _("Donnez un titre à la fiche."))
    return kept


def html_of(content: Mapping[str, str]) -> dict[str, str]:
    """The rendered HTML of each field written in Markdown."""
    return {
        field.key: render_markdown(content[field.key], field.key)
        for field in FIELDS
        if field.kind == Kind.TEXT and content.get(field.key)
    }


def describe(sheet: Sheet, content: Mapping[str, str]) -> None:
    """Copies to the row what lists show and sort by."""
    sheet.title = content["title"][:300]
    sheet.slug = slug(content["title"])
    sheet.language = content.get("language", "fr")
    sheet.summary = content.get("summary", "")
    sheet.place = (content.get("place") or content.get("country") or "")[:200]
    year = re.search(r"\b(?:19|20)\d\d\b", content.get("start", ""))
    sheet.year = int(year.group()) if year else None
    sheet.opinion = content.get("opinion", "")[:60]


def find_sheet(sheet_id: int) -> Sheet:
    """The sheet of an id, read anew.

    Raises:
        NotFound: there is none.
    """
    sheet = db.session.scalar(
        select(Sheet).where(Sheet.id == sheet_id).with_for_update().execution_options(populate_existing=True)
    )
    if sheet is None:
        raise NotFound
    return sheet
