"""The library, and the page of a sheet."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.core.actor import current_actor
from forum.core.addresses import with_query
from forum.core.page_cache import kept_for_visitors
from forum.core.policy import public
from forum.practices import queries
from forum.practices.fields import BY_KEY, FACETS, values_of
from forum.practices.models import SheetState
from forum.practices.views import bp

SECTIONS = (
    "background",
    "objectives",
    "actions",
    "results",
    "results_quantitative",
    "results_qualitative",
    "originality",
    "partnerships",
)
AFTER_PAIRS = ("improvements", "success_factors", "references", "files", "other")
MOST_FILTERS = 10


@bp.get("/practices")
@public
@kept_for_visitors(lambda: ("library",))
def library() -> ResponseReturnValue:
    """The published sheets, narrowed down by domain, beneficiary and tag."""
    filters = {facet: request.args.getlist(facet)[:MOST_FILTERS] for facet in FACETS}
    page = queries.library(current_actor(), filters, request.args.get("after"))
    names = {
        "domain": _("Domaines"),
        "beneficiary": _("Bénéficiaires"),
        "tag": _("Mots-clés"),
    }

    def address(facet: str, value: str) -> str:
        """The library with one value more, or without it where it was chosen."""
        values: dict[str, Any] = {name: list(chosen) for name, chosen in filters.items()}
        if value in values[facet]:
            values[facet].remove(value)
        else:
            values[facet].append(value)
        return url_for(".library", **{name: chosen for name, chosen in values.items() if chosen})

    words = {(facet, value.slug): value.value for facet, values in page.facets.items() for value in values}
    chosen = [
        (words.get((facet, value), value), address(facet, value))
        for facet, values in filters.items()
        for value in values
    ]
    held: dict[str, Any] = {name: values for name, values in filters.items() if values}
    following = page.following and url_for(".library", **held, after=page.following)
    return render_template(
        "practices/library.html",
        page=page,
        filters=filters,
        chosen=chosen,
        names=names,
        address=address,
        following=following,
    )


@bp.get("/practices/<int:sheet_id>-<slug>")
@bp.get("/practices/<int:sheet_id>", defaults={"slug": ""}, endpoint="sheet_by_id")
@public
@kept_for_visitors(lambda sheet_id, slug: ("library", f"sheet:{sheet_id}"))
def sheet(sheet_id: int, slug: str) -> ResponseReturnValue:
    """One sheet: what readers see, or its latest version for who edits it (`?version=latest`)."""
    wants_latest = request.args.get("version") == "latest"
    page = queries.sheet_page(current_actor(), sheet_id, latest=wants_latest)
    if slug != page.sheet.slug:
        return redirect(with_query(url_for(".sheet", sheet_id=sheet_id, slug=page.sheet.slug)), 301)
    content = page.version.content
    return render_template(
        "practices/sheet.html",
        page=page,
        sheet=page.sheet,
        content=content,
        html=page.version.html,
        fields=BY_KEY,
        sections=[key for key in SECTIONS if content.get(key)],
        after_pairs=[key for key in AFTER_PAIRS if content.get(key)],
        tags=values_of(content.get("tags", "")),
        is_draft=page.sheet.state == SheetState.DRAFT,
        has_newer=page.sheet.published_version not in (None, page.sheet.latest_version),
        is_latest=wants_latest,
        written_in=(page.sheet.published_at or page.sheet.created_at).year,
    )
