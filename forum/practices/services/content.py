"""What a version holds: every field checked and tidied, and the HTML of those written in Markdown."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _
from sqlalchemy import select

from forum.core.errors import Invalid, NotFound
from forum.core.text import is_blank, render_markdown, slug, tidy, tidy_line
from forum.extensions import db
from forum.practices.dates import year_of
from forum.practices.fields import BY_KEY, FIELDS, Kind
from forum.practices.models import Sheet
from forum.practices.pasting import as_pasted, without_traces
from forum.practices.quoting import without_quotations


def checked_content(content: Mapping[str, str]) -> dict[str, str]:
    """A sheet's content, tidied, also of what a word processor left; fields that are empty or unknown are left out.

    Raises:
        Invalid: a field is too long, there is no title, or the language is none that sheets are written in.
    """
    kept = tidied(content)
    for key, text in kept.items():
        field = BY_KEY[key]
        if len(text) > field.longest:
            raise Invalid(key, _("Ce texte est trop long : %(max)d caractères au plus.", max=field.longest))
        if key == "language" and text not in dict(field.choices):
            raise Invalid(key, _("Choisissez la langue de la fiche."))
    if "title" not in kept:
        raise Invalid("title", _("Donnez un titre à la fiche."))
    return kept


def tidied(content: Mapping[str, str]) -> dict[str, str]:
    """The fields of a content in which there is something to read, put in order."""
    kept: dict[str, str] = {}
    for field in FIELDS:
        given = content.get(field.key) or ""
        text = tidy(as_pasted(given)).strip() if field.kind == Kind.TEXT else tidy_line(without_traces(given))
        if not is_blank(text):
            kept[field.key] = text
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
    sheet.summary = without_quotations(content.get("summary", ""))
    sheet.place = (content.get("place") or content.get("country") or "")[:200]
    sheet.year = year_of(content.get("start", ""), sheet.language)
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
