"""The map of the site for search engines (sitemaps.org): an index, and parts of 50,000 addresses at most."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape

from forum.practices.opendata.xml import writable
from forum.practices.queries.opendata import MapParts, MappedPage

SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def index_of(parts: MapParts, address: str) -> str:
    """The index: which parts there are."""
    paths = ["/sitemaps/pages.xml"]
    paths += [f"/sitemaps/practices-{part}.xml" for part in parts.practices]
    paths += [f"/sitemaps/threads-{part}.xml" for part in parts.threads]
    lines = "".join(f"<sitemap><loc>{located(address, path)}</loc></sitemap>\n" for path in paths)
    return f'{HEAD}<sitemapindex xmlns="{SCHEMA}">\n{lines}</sitemapindex>\n'


def map_of_paths(paths: Iterable[str], address: str) -> str:
    """A part whose pages tell no moment of their own."""
    lines = "".join(f"<url><loc>{located(address, path)}</loc></url>\n" for path in paths)
    return f'{HEAD}<urlset xmlns="{SCHEMA}">\n{lines}</urlset>\n'


def map_of_pages(pages: Iterable[MappedPage], folder: str, address: str) -> Iterator[str]:
    """A part of pages that are called by number and title, written as they are read.

    Args:
        pages: which.
        folder: what their addresses begin with: "/practices".
        address: of the site, without a slash at the end.
    """
    yield f'{HEAD}<urlset xmlns="{SCHEMA}">\n'
    for page in pages:
        path = located(address, f"{folder}/{page.id}-{page.slug}")
        yield f"<url><loc>{path}</loc><lastmod>{page.changed_at:%Y-%m-%dT%H:%M:%SZ}</lastmod></url>\n"
    yield "</urlset>\n"


def located(address: str, path: str) -> str:
    return escape(writable(address + path))
