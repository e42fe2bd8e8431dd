"""A published sheet in the forms that others take up: citations, Markdown, JSON, linked data."""

from __future__ import annotations

import hashlib

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from forum.core.actor import current_actor
from forum.core.page_cache import kept_for_visitors
from forum.core.policy import public
from forum.practices import queries
from forum.practices.exports.formats import FORMATS
from forum.practices.exports.record import record_of
from forum.practices.views import bp


@public
@kept_for_visitors(lambda sheet_id, slug, end: ("library", f"sheet:{sheet_id}"))
def export(sheet_id: int, slug: str, end: str) -> ResponseReturnValue:
    """One sheet as it stands in the library, in one form. A draft is handed out to nobody."""
    sheet, version, translations = queries.sheet_to_hand_out(sheet_id)
    if slug != sheet.slug:
        return redirect(url_for(".export", sheet_id=sheet_id, slug=sheet.slug, end=end), 301)
    form = FORMATS[end]
    record = record_of(sheet, version, translations)
    body = form.write(record).encode()
    response = Response(body, content_type=f"{form.media_type}; charset=utf-8")
    name = sheet.slug if sheet.slug != "-" else f"mediane-{sheet.id}"
    how = "attachment" if form.is_citation else "inline"
    response.headers["Content-Disposition"] = f'{how}; filename="{name}.{end}"'
    response.headers["Link"] = f'<{record.url}>; rel="canonical"'
    response.set_etag(hashlib.blake2b(body, digest_size=12).hexdigest())
    return response.make_conditional(request) if current_actor().is_signed_in else response


for end in FORMATS:
    bp.add_url_rule(f"/practices/<int:sheet_id>-<slug>.{end}", "export", export, defaults={"end": end})
