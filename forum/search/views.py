"""The results' page."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.core.actor import current_actor
from forum.core.paging import Page
from forum.core.policy import public
from forum.search.documents import sources
from forum.search.services import PAGE, search

bp = Blueprint("search", __name__)


@bp.get("/search")
@public
def page() -> ResponseReturnValue:
    """What was found for `?q=`, of one `kind=`, a `page=` at a time."""
    kind = request.args.get("kind", "")
    kind = kind if kind in sources() else ""
    answer = search(current_actor(), request.args.get("q", ""), kind, number_of(request.args.get("page", "")))

    def address(page: int) -> str:
        return url_for(".page", q=answer.query.text, kind=kind or None, page=page if page > 1 else None)

    pages = Page(answer.page, answer.reachable, PAGE, address)
    labels = {name: source.label() for name, source in sources().items()}
    return render_template("search/page.html", answer=answer, kind=kind, pages=pages, labels=labels)


def number_of(page: str) -> int:
    """The number of a page; the first for anything that is none."""
    return int(page[:9]) if page.isascii() and page.isdigit() else 1
