"""The page of a sheet."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.core.actor import current_actor
from forum.core.addresses import with_query
from forum.core.errors import NotFound
from forum.core.page_cache import kept_for_visitors
from forum.core.policy import public
from forum.practices import queries
from forum.practices.exports.dublin_core import SCHEMA, dublin_core
from forum.practices.exports.formats import FORMATS
from forum.practices.exports.linked_data import data_block
from forum.practices.exports.record import record_of
from forum.practices.exports.reference import cited_as
from forum.practices.fields import BY_KEY, values_of
from forum.practices.forms import number_in
from forum.practices.sections import AFTER_PAIRS, SECTIONS
from forum.practices.views import bp


@bp.get("/practices/<int:sheet_id>-<slug>")
@bp.get("/practices/<int:sheet_id>", defaults={"slug": ""}, endpoint="sheet_by_id")
@public
@kept_for_visitors(lambda sheet_id, slug: ("library", f"sheet:{sheet_id}"))
def sheet(sheet_id: int, slug: str) -> ResponseReturnValue:
    """One sheet: what readers see, or another version for who may (`?version=latest`, `?version=3`)."""
    asked = request.args.get("version", "")
    page = queries.sheet_page(
        current_actor(), sheet_id, latest=asked == "latest", number=number_asked(asked) if asked else None
    )
    if slug != page.sheet.slug:
        return redirect(with_query(url_for(".sheet", sheet_id=sheet_id, slug=page.sheet.slug)), 301)
    content = page.version.content
    record = record_of(page.sheet, page.version, page.translations)
    is_published = page.sheet.is_listed and page.version.number == page.sheet.published_version
    return render_template(
        "practices/sheet.html",
        page=page,
        sheet=page.sheet,
        content=content,
        html=record.html,
        record=record,
        fields=BY_KEY,
        sections=[key for key in SECTIONS if record.html.get(key)],
        after_pairs=[key for key in AFTER_PAIRS if record.html.get(key)],
        tags=values_of(content.get("tags", "")),
        is_published=is_published,
        is_latest=page.version.number == page.sheet.latest_version,
        has_newer=page.sheet.is_listed and page.sheet.latest_version != page.sheet.published_version,
        cited=cited_as(record.reference, record.language),
        dublin_core=dublin_core(record) if is_published else (),
        dublin_core_schema=SCHEMA,
        linked_data=data_block(record) if is_published else "",
        formats=list(FORMATS.values()) if is_published else (),
    )


def number_asked(asked: str) -> int | None:
    """The number of the version that an address asks for; none for the latest.

    Raises:
        NotFound: it asks for something else.
    """
    if asked == "latest":
        return None
    number = number_in(asked)
    if not number:
        raise NotFound
    return number
