"""The library, narrowed down. Its address says all of it, in one order: another one leads there."""

from __future__ import annotations

from urllib.parse import parse_qsl

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.core.actor import current_actor
from forum.core.page_cache import kept_for_visitors
from forum.core.policy import public
from forum.practices import queries
from forum.practices.facets import FACETS
from forum.practices.filters import AFTER, LONGEST_CURSOR, SORTS, Filters, Sort, read_filters
from forum.practices.views import bp

SHOWN_AT_ONCE = 8
"""Values of a facet; the others are folded away."""


@bp.get("/practices")
@public
def library() -> ResponseReturnValue:
    """The published sheets, narrowed down by words and by facets."""
    pairs = parse_qsl(request.query_string.decode("utf-8", "replace"), keep_blank_values=True)
    filters = read_filters(pairs)
    after = dict(pairs).get(AFTER, "")[:LONGEST_CURSOR]
    wanted = [*filters.pairs(), *([(AFTER, after)] if after else [])]
    if pairs != wanted:
        return redirect(address_of(filters, after), 302)
    # What the search finds follows the sheets a little later than the topic « library » says.
    return browse(filters, after) if filters.words else kept_browse(filters, after)


def browse(filters: Filters, after: str) -> ResponseReturnValue:
    page = queries.library(current_actor(), filters, after)

    here = address_of(Filters())

    def toggled(facet: str, value: str) -> str:
        """The library with one value more, or without it where it was chosen."""
        query = filters.toggled(facet, value).query()
        return f"{here}?{query}" if query else here

    def sorted_by(sort: Sort) -> str:
        return address_of(filters.sorted_by(sort))

    return render_template(
        "practices/library.html",
        page=page,
        filters=filters,
        facets=FACETS,
        chosen=[(facet, value) for facet, values in page.facets.items() for value in values if value.is_chosen],
        sorts={sort: words for sort, words in SORTS.items() if filters.words or sort != Sort.RELEVANCE},
        toggled=toggled,
        sorted_by=sorted_by,
        without_words=address_of(filters.saying("")),
        following=page.following and address_of(filters, page.following),
        shown_at_once=SHOWN_AT_ONCE,
        is_first=not after,
    )


kept_browse = kept_for_visitors(lambda _filters, _after: ("library",))(browse)


def address_of(filters: Filters, after: str = "") -> str:
    """The address of the library under some filters."""
    query = filters.query(after)
    return url_for("practices.library") + (f"?{query}" if query else "")
