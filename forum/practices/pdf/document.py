"""What the PDF of a sheet says, as the data that the template is given."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from forum.practices.exports.record import SheetRecord
from forum.practices.exports.reference import cited_as
from forum.practices.fields import BY_KEY, opinion_words
from forum.practices.pdf.blocks import Block, blocks_of
from forum.practices.pdf.typography import french
from forum.practices.sections import AFTER_PAIRS, FACTS, SECTIONS

TEMPLATE = Path(__file__).with_name("sheet.typ")
LAYOUT = 1
"""Grows with each change of the template or its data after which PDFs made before are no longer good enough."""
LONGEST_SHORT_TITLE = 90


def fingerprint_of(record: SheetRecord) -> str:
    """A mark of all that a PDF is made of: another one means that the PDF at hand is stale."""
    made_of = {
        "layout": LAYOUT,
        "language": record.language,
        "content": dict(record.content),
        "html": dict(record.html),
        "url": record.url,
        "published": record.published_at.date().isoformat(),
    }
    return hashlib.sha256(json.dumps(made_of, sort_keys=True).encode()).hexdigest()


def document_of(record: SheetRecord) -> dict[str, Any]:
    """A sheet as the template's data, every word in the sheet's own language."""
    spacing = french if record.language == "fr" else str
    with force_locale(record.language):
        return {
            "language": record.language,
            "title": spacing(record.title),
            "short_title": spacing(shortened(record.title)),
            "authors": [name.words for name in record.authors],
            "keywords": record.keywords,
            "description": record.summary[:500],
            "opinion": opinion(record.content),
            "proofread": proofread(record.content),
            "summary": levelled(blocks_of(record.html.get("summary", ""), spacing), deepest=0),
            "facts": [[str(BY_KEY[key].label), spacing(value)] for key, value in facts_of(record.content)],
            "sections": sections_of(record, spacing),
            "citation": citation_of(record, spacing),
            "licence": licence_line(record.licence),
            "url": record.url,
            "address": record.url.removeprefix("https://").removeprefix("http://"),
            "words": {
                "kind": _("Médiane · Fiche pratique"),
                "cite": _("Pour citer cette fiche"),
                "made": _("Version %(number)s de la fiche.", number=record.version),
            },
        }


def opinion(content: Mapping[str, str]) -> str:
    given = content.get("opinion", "")
    return _("Avis du comité : %(opinion)s", opinion=opinion_words(given)) if given else ""


def proofread(content: Mapping[str, str]) -> str:
    day = content.get("proofread_on", "")
    return _("Relue le %(day)s", day=day) if day else ""


def licence_line(licence: str) -> str:
    """The licence, announced where its own words do not begin so."""
    if not licence or licence.casefold().startswith(("licence", "license")):
        return licence
    return _("Licence : %(licence)s", licence=licence)


def facts_of(content: Mapping[str, str]) -> list[tuple[str, str]]:
    """The facts at a glance that the sheet gives; its licence stands at the end."""
    return [(key, content[key]) for key in FACTS if content.get(key) and key not in ("licence", "proofread_on")]


def sections_of(record: SheetRecord, spacing: Callable[[str], str]) -> list[dict[str, Any]]:
    def one(key: str) -> dict[str, Any]:
        return {"label": str(BY_KEY[key].label), "blocks": levelled(blocks_of(record.html[key], spacing))}

    def held(*keys: str) -> list[dict[str, Any]]:
        return [one(key) for key in keys if record.html.get(key)]

    sides = held("difficulties", "solutions")
    if len(sides) == 2:
        sides = [{"label": _("Difficultés et réponses"), "sides": sides}]
    return held(*SECTIONS) + sides + held(*AFTER_PAIRS)


def levelled(blocks: list[Block], *, deepest: int = 3) -> list[Block]:
    """Blocks whose headings skip no level, as PDF/UA wants them.

    Args:
        blocks: of one section, whose own heading is of the first level.
        deepest: the last level; 0 where no heading may stand, as in the summary: they are strong words there.
    """
    last = 1

    def level(block: Block) -> Block:
        nonlocal last
        if block["t"] == "h":
            if not deepest:
                return {"t": "p", "c": [{"t": "strong", "c": block["c"]}]}
            last = min(block["level"], last + 1, deepest)
            return {**block, "level": last}
        if block["t"] == "quote":
            return {**block, "items": [level(inner) for inner in block["items"]]}
        if block["t"] in ("ul", "ol"):
            return {**block, "items": [[level(inner) for inner in item] for item in block["items"]]}
        return block

    return [level(block) for block in blocks]


def citation_of(record: SheetRecord, spacing: Callable[[str], str]) -> list[Block]:
    said = record.html.get("citation")
    if said:
        return levelled(blocks_of(said, spacing))
    return [{"t": "p", "c": [cited_as(record.reference, record.language)]}]


def shortened(title: str) -> str:
    """A title for the head of each page."""
    if len(title) <= LONGEST_SHORT_TITLE:
        return title
    return title[:LONGEST_SHORT_TITLE].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"
