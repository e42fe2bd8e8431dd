"""A sheet as JSON: every field as it was written, and whence it comes."""

from __future__ import annotations

import json
from typing import Any

from forum.practices.exports.record import SheetRecord, plain_text
from forum.practices.exports.reference import cited_as
from forum.practices.fields import FIELDS, Kind, values_of


def whole_json(record: SheetRecord) -> str:
    """The sheet as a document of its own."""
    return json.dumps(sheet_object(record), ensure_ascii=False, indent=2) + "\n"


def sheet_object(record: SheetRecord) -> dict[str, Any]:
    """The sheet as an object: lists of values as arrays, texts as the Markdown that was written."""
    return {
        "id": record.id,
        "url": record.url,
        "language": record.language,
        "version": record.version,
        "published_at": record.published_at.isoformat(),
        "changed_at": record.changed_at.isoformat(),
        "title": record.title,
        "cite_as": plain_text(record, "citation") or cited_as(record.reference, record.language),
        "licence": {"words": record.licence, "url": record.licence_url},
        "translations": dict(record.translations),
        "translation_of": record.original or None,
        "fields": {
            field.key: values_of(record.content[field.key]) if field.kind == Kind.LIST else record.content[field.key]
            for field in FIELDS
            if record.content.get(field.key)
        },
    }
