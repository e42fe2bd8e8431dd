"""JSON-LD in the words of schema.org: the sheet as a `LearningResource`."""

from __future__ import annotations

import json
from typing import Any

from markupsafe import Markup

from forum.practices.exports.names import Name
from forum.practices.exports.record import PUBLISHER, SheetRecord, plain_text
from forum.practices.exports.reference import cited_as

LEAVES_SCRIPT = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}
"""Characters that could end a `script` element, written as JSON also lets them be written."""


def json_ld(record: SheetRecord) -> str:
    """The sheet as a document of its own."""
    return json.dumps(learning_resource(record), ensure_ascii=False, indent=2) + "\n"


def data_block(record: SheetRecord) -> Markup:
    """The same inside a page: a data block, which browsers never run (docs/decisions/data-blocks.md)."""
    written = json.dumps(learning_resource(record), ensure_ascii=False).translate(LEAVES_SCRIPT)
    return Markup('<script type="application/ld+json">{}</script>').format(Markup(written))  # noqa: S704


def learning_resource(record: SheetRecord) -> dict[str, Any]:
    """The sheet as a `LearningResource`."""
    reference = record.reference
    found = {
        "@context": "https://schema.org",
        "@type": "LearningResource",
        "@id": record.url,
        "url": record.url,
        "name": record.title,
        "description": record.summary,
        "inLanguage": record.language,
        "author": [agent(name) for name in reference.authors],
        "publisher": {"@type": "Organization", "name": PUBLISHER, "url": record.address},
        "sourceOrganization": named("Organization", record.content.get("organisation", "")),
        "datePublished": record.published_at.date().isoformat(),
        "dateModified": record.changed_at.date().isoformat(),
        "version": record.version,
        "learningResourceType": "practice sheet" if record.language == "en" else "fiche pratique",
        "about": [{"@type": "Thing", "name": value} for value in record.values("domains")],
        "keywords": record.values("tags"),
        "audience": [{"@type": "Audience", "audienceType": value} for value in record.values("beneficiaries")],
        "spatialCoverage": [named("Place", value) for value in places(record)],
        "temporalCoverage": " – ".join(
            value for value in (plain_text(record, "start"), plain_text(record, "end")) if value
        ),
        "license": record.licence_url or record.licence,
        "creditText": plain_text(record, "citation") or cited_as(reference, record.language),
        "isPartOf": {"@type": "Collection", "name": PUBLISHER, "url": f"{record.address}/practices"},
        "isBasedOn": (
            {"@type": "Article", "name": reference.title, "isPartOf": named("Periodical", reference.container)}
            if reference.is_from_elsewhere
            else None
        ),
        "translationOfWork": {"@id": record.original} if record.original else None,
        "workTranslation": [{"@id": url} for url in record.translations.values() if url != record.original],
        "isAccessibleForFree": True,
    }
    return {key: value for key, value in found.items() if value}


def agent(name: Name) -> dict[str, str]:
    if not name.is_person:
        return {"@type": "Organization", "name": name.words}
    return {"@type": "Person", "name": name.words, "familyName": name.family, "givenName": name.given}


def named(kind: str, name: str) -> dict[str, str] | None:
    return {"@type": kind, "name": name} if name else None


def places(record: SheetRecord) -> list[str]:
    return [value for value in dict.fromkeys((record.content.get("place"), record.content.get("country"))) if value]
