"""The results' page, and what is offered while somebody types."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_limiter.util import get_remote_address

from forum.core.actor import current_actor
from forum.core.policy import public
from forum.extensions import limiter
from forum.search.documents import sources
from forum.search.grammar import sentence
from forum.search.services import Asking, read_address, search, suggest
from forum.search.services.chips import toggled

bp = Blueprint("search", __name__)
SHOWN_AT_ONCE = 6
"""Values of a facet that stand open; the others are folded away."""
KEPT_FOR = 60
"""Seconds for which a browser may show again what it was offered: one takes a letter back as often as not."""


def who_asks() -> str:
    """The person, or the address of the network for visitors: a school's people often share one."""
    actor = current_actor()
    return f"person:{actor.id}" if actor.is_signed_in else str(get_remote_address())


suggestions_limit: Any = limiter.shared_limit("600/minute", scope="suggestions", key_func=who_asks)


def address(asking: Asking) -> str:
    query = asking.query_string()
    return f"{url_for('search.page')}?{query}" if query else url_for("search.page")


@bp.get("/search")
@public
def page() -> ResponseReturnValue:
    """What was found for `?q=`, narrowed down by `kind=`, `tag=` and other facets, in the order of `sort=`."""
    asking = read_address(request.args)
    answer = search(current_actor(), asking)
    return render_template(
        "search/page.html",
        answer=answer,
        asking=asking,
        address=address,
        toggled=lambda facet, value: address(toggled(asking, facet, value)),
        labels={name: source.word for name, source in sources().items()},
        problems=[sentence(problem) for problem in answer.query.problems],
        shown_at_once=SHOWN_AT_ONCE,
    )


@bp.get("/search/suggest")
@public
@suggestions_limit
def suggestions() -> ResponseReturnValue:
    """What `?q=` may become: things by their titles, and tags, as JSON."""
    found = suggest(current_actor(), request.args.get("q", ""))
    answer = jsonify(
        suggestions=[
            {
                "kind": each.kind,
                "title": each.result.title,
                "url": each.result.url,
                "fact": next(filter(None, each.result.facts), ""),
            }
            for each in found
        ]
    )
    answer.headers["Cache-Control"] = f"private, max-age={KEPT_FOR}"
    answer.headers["Vary"] = "Cookie, Accept-Language"
    return answer
