"""The library as data: one JSON document, one CSV table, and the page that says what is in them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from typing import Any

from flask import Response, current_app, render_template, request, stream_with_context
from flask.typing import ResponseReturnValue

from forum.core.changes import versions
from forum.core.page_cache import kept_for_visitors
from forum.core.policy import public
from forum.core.version import VERSION
from forum.extensions import db, limiter
from forum.practices.fields import FIELDS
from forum.practices.opendata.tables import ABOUT, OF_LIBRARY, csv_of, json_of
from forum.practices.queries.opendata import open_sheets
from forum.practices.views import bp

EXPORTS_A_MINUTE, ANSWERS_A_MINUTE = 12, 240
"""From one address of the network: an export reads the whole library, any other answer a page of it."""
TOPICS = ("library", "people")


def at_most(times: int, what: str) -> Any:
    """Bounds how often one address of the network asks for something in a minute."""
    return limiter.shared_limit(f"{times}/minute", scope=f"open-data-{what}")


def open_to_all(response: Response) -> Response:
    """Lets pages of other sites read an answer: that is what open data is for."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Cache-Control"] = "public, no-cache"  # asked for again each time: what was withdrawn is gone
    return response


def unless_known(topics: tuple[str, ...], form: str, make: Callable[[], Response]) -> Response:
    """An answer with its ETag; nothing but that where who asks has it already.

    Args:
        topics: what it shows (forum/core/changes.py).
        form: what tells it from other answers about the same.
        make: makes it.
    """
    etag = hashlib.blake2b(repr((versions(topics), form, VERSION)).encode(), digest_size=12).hexdigest()
    response = Response(status=304) if request.if_none_match.contains_weak(etag) else make()
    response.set_etag(etag, weak=True)  # the same content, though perhaps not the same bytes
    return open_to_all(response)


def streamed(pieces: Iterator[str], media_type: str, file_name: str = "") -> Response:
    """An answer that is written while it is read: of any length, in the memory of a batch."""
    db.session.close()  # what was read before: a slow reader holds no connection
    response = Response(stream_with_context(pieces), content_type=media_type)
    if file_name:
        response.headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response


@bp.get("/practices.json")
@public
@at_most(EXPORTS_A_MINUTE, "exports")
def library_json() -> ResponseReturnValue:
    """Every listed sheet as JSON."""
    address = current_app.config["SETTINGS"].address
    return unless_known(
        TOPICS, "json", lambda: streamed(json_of(open_sheets(), address), "application/json; charset=utf-8")
    )


@bp.get("/practices.csv")
@public
@at_most(EXPORTS_A_MINUTE, "exports")
def library_csv() -> ResponseReturnValue:
    """Every listed sheet as a table."""
    return unless_known(
        TOPICS,
        "csv",
        lambda: streamed(csv_of(open_sheets()), "text/csv; charset=utf-8; header=present", "practices.csv"),
    )


@bp.get("/practices/open-data")
@public
@kept_for_visitors(lambda: ())
def open_data() -> ResponseReturnValue:
    """What is handed out, under which licence, and what each field holds."""
    address = current_app.config["SETTINGS"].address
    return render_template("practices/opendata.html", fields=FIELDS, columns=(*ABOUT, *OF_LIBRARY), address=address)
