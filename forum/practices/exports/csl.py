"""CSL-JSON, the data of citation styles (citationstyles.org), as Zotero, Pandoc and citeproc read it."""

from __future__ import annotations

import json
from typing import Any

from forum.practices.exports.names import Name
from forum.practices.exports.record import PUBLISHER, SheetRecord

LANGUAGES = {"fr": "fr-FR", "en": "en-GB"}


def csl_json(record: SheetRecord) -> str:
    """A list of one item, as programs that read bibliographies expect."""
    return json.dumps([csl_item(record)], ensure_ascii=False, indent=2) + "\n"


def csl_item(record: SheetRecord) -> dict[str, Any]:
    """The sheet as an item."""
    reference = record.reference
    date = reference.published_at
    parts = [date.year, date.month, date.day] if date else [reference.year]
    item = {
        "id": f"mediane-{record.id}",
        "type": "article-journal" if reference.is_from_elsewhere else "webpage",
        "title": reference.title,
        "author": [csl_name(name) for name in reference.authors],
        "container-title": reference.container,
        "issued": {"date-parts": [parts]},
        "publisher": PUBLISHER,
        "URL": record.url,
        "language": LANGUAGES.get(record.language, record.language),
        "abstract": record.summary,
        "keyword": ", ".join(record.keywords),
        "note": record.licence,
        "version": str(record.version),
    }
    return {key: value for key, value in item.items() if value}


def csl_name(name: Name) -> dict[str, str]:
    return {"family": name.family, "given": name.given} if name.is_person else {"literal": name.words}
