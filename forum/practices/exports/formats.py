"""The forms in which a sheet is handed out, by the end of their addresses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from forum.practices.exports.bibtex import bibtex
from forum.practices.exports.csl import csl_json
from forum.practices.exports.linked_data import json_ld
from forum.practices.exports.record import SheetRecord
from forum.practices.exports.ris import ris
from forum.practices.exports.whole_json import whole_json
from forum.practices.exports.whole_markdown import whole_markdown


@dataclass(frozen=True)
class Format:
    """One form.

    Args:
        end: of its address: "bib" for `/practices/12-titre.bib`.
        media_type: as IANA, or use, calls it.
        label: what its link says.
        write: writes a sheet.
        is_citation: it is for bibliographies, and not the sheet itself.
    """

    end: str
    media_type: str
    label: str
    write: Callable[[SheetRecord], str]
    is_citation: bool = False


FORMATS: Mapping[str, Format] = {
    one.end: one
    for one in (
        Format("bib", "application/x-bibtex", "BibTeX", bibtex, is_citation=True),
        Format("ris", "application/x-research-info-systems", "RIS", ris, is_citation=True),
        Format("csl.json", "application/vnd.citationstyles.csl+json", "CSL-JSON", csl_json, is_citation=True),
        Format("md", "text/markdown", "Markdown", whole_markdown),
        Format("json", "application/json", "JSON", whole_json),
        Format("jsonld", "application/ld+json", "JSON-LD", json_ld),
    )
}
