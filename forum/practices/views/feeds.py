"""What programs follow: the feed of the library, the map of the site, and what robots are told."""

from __future__ import annotations

from flask import Response, current_app, url_for
from flask.typing import ResponseReturnValue

from config import Settings
from forum.core.errors import NotFound
from forum.core.i18n import in_language
from forum.core.policy import public
from forum.practices.opendata.atom import atom
from forum.practices.opendata.sitemaps import index_of, map_of_pages, map_of_paths
from forum.practices.queries import opendata as queries
from forum.practices.views import bp
from forum.practices.views.opendata import ANSWERS_A_MINUTE, EXPORTS_A_MINUTE, TOPICS, at_most, streamed, unless_known

MOST_ENTRIES = 50
XML = "application/xml; charset=utf-8"
MOST_PARTS = 100_000
STANDING = (
    "home.index",
    "practices.library",
    "practices.open_data",
    "discussions.spaces",
    "communities.directory",
    "schools.directory",
    "pages.about",
    "pages.charter",
    "pages.privacy",
    "pages.accessibility",
)
CLOSED = (
    "/account/",
    "/login",
    "/logout",
    "/register",
    "/me",
    "/notices",
    "/people",
    "/search",
    "/preview",
    "/practices/drafts",
    "/practices/new",
    "/practices/import",
    "/practices/formalise",
    "/review",
    "/moderation",
    "/report",
    "/rooms",
)
"""Where robots find nothing to read: what needs a login, and searches, of which there is no end."""


def site() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings


@bp.get("/feeds/practices.atom")
@public
@at_most(ANSWERS_A_MINUTE, "feeds")
def library_feed() -> ResponseReturnValue:
    """The sheets of which what readers see changed last, as a feed in the language of the site."""

    def make() -> Response:
        settings = site()
        with in_language(settings.default_language):
            written = atom(queries.latest_open_sheets(MOST_ENTRIES), settings.address, settings.default_language)
        return Response(written, content_type="application/atom+xml; charset=utf-8")

    return unless_known(TOPICS, "atom", make)


@bp.get("/sitemap.xml")
@public
@at_most(ANSWERS_A_MINUTE, "feeds")
def sitemap() -> ResponseReturnValue:
    """The parts of the site's map."""
    return unless_known(
        ("library", "discussions"),
        "sitemap",
        lambda: Response(index_of(queries.map_parts(), site().address), content_type=XML),
    )


@bp.get("/sitemaps/pages.xml")
@public
@at_most(ANSWERS_A_MINUTE, "feeds")
def sitemap_of_pages() -> ResponseReturnValue:
    """The part of the standing pages and public spaces."""
    paths = [url_for(endpoint) for endpoint in STANDING]
    paths += [url_for("discussions.space", slug=slug) for slug in queries.public_spaces()]
    return Response(map_of_paths(paths, site().address), content_type=XML)


@bp.get("/sitemaps/<any(practices, threads):kind>-<int:part>.xml")
@public
@at_most(EXPORTS_A_MINUTE, "maps")
def sitemap_part(kind: str, part: int) -> ResponseReturnValue:
    """One part of the listed sheets, or of the public threads."""
    parts = queries.map_parts()
    if part not in (parts.practices if kind == "practices" else parts.threads):
        raise NotFound
    mapped = queries.mapped_sheets if kind == "practices" else queries.mapped_threads
    return streamed(map_of_pages(mapped(part), f"/{kind}", site().address), XML)


@bp.get("/robots.txt")
@public
def robots() -> ResponseReturnValue:
    """What robots may read, and where the map is."""
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in CLOSED),
        "",
        f"Sitemap: {site().address}/sitemap.xml",
        "",
    ]
    return Response("\n".join(lines), content_type="text/plain; charset=utf-8")
