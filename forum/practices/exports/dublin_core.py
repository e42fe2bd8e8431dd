"""Dublin Core: the fifteen elements (ISO 15836-1), in the head of pages and for those who harvest the library."""

from __future__ import annotations

from collections.abc import Sequence

from forum.practices.exports.record import PUBLISHER, SheetRecord

SCHEMA = "http://purl.org/dc/elements/1.1/"
"""What `DC.` stands for in names of the head; nothing is ever asked of it."""


def dublin_core(record: SheetRecord) -> Sequence[tuple[str, str]]:
    """The sheet as pairs of an element and a value; an element may come several times.

    Args:
        record: of the sheet.
    """
    reference = record.reference
    pairs = [("title", record.title)]
    pairs += [("creator", name.inverted) for name in reference.authors]
    pairs += [("subject", word) for word in record.keywords]
    pairs += [
        ("description", record.summary),
        ("publisher", PUBLISHER),
        ("contributor", record.content.get("organisation", "")),
        ("date", record.published_at.date().isoformat()),
        ("type", "Text"),
        ("format", "text/html"),
        ("identifier", record.url),
        ("source", f"{reference.container} ({reference.year})" if reference.is_from_elsewhere else ""),
        ("language", record.language),
    ]
    pairs += [("relation", url) for url in record.translations.values()]
    pairs += [
        ("coverage", value)
        for value in dict.fromkeys((record.content.get("place"), record.content.get("country")))
        if value
    ]
    pairs += [("rights", record.licence_url or record.licence)]
    return [(element, value) for element, value in pairs if value]
