"""The library as one JSON document or one CSV table, written as it is read."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

from forum.practices.exports.whole_json import sheet_object
from forum.practices.fields import DEFAULT_LICENCE, FIELDS, Kind, values_of
from forum.practices.queries.opendata import OpenSheet

ABOUT = ("id", "url", "language", "version", "published_at", "changed_at", "translation_of")
OF_LIBRARY = ("contributors", "transpositions")
FIELD_KEYS = tuple(field.key for field in FIELDS if field.key != "language")
COLUMNS = (*ABOUT, *OF_LIBRARY, *FIELD_KEYS)
"""The columns of the table; `/practices/open-data` says what each holds."""
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
"""What makes a spreadsheet take the text of a cell for a formula (OWASP, « CSV Injection »)."""


def json_of(sheets: Iterable[OpenSheet], address: str) -> Iterator[str]:
    """One document, a sheet a line.

    Args:
        sheets: what it holds.
        address: of the site, without a slash at the end.
    """
    head = {
        "title": "Médiane",
        "licence": DEFAULT_LICENCE,  # of sheets that say no other
        "documentation": f"{address}/practices/open-data",
    }
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "sheets": ['
    separator = "\n"
    for sheet in sheets:
        yield separator + json.dumps(row_of(sheet), ensure_ascii=False)
        separator = ",\n"
    yield "\n]}\n"


def row_of(sheet: OpenSheet) -> dict[str, Any]:
    return {
        **sheet_object(sheet.record),
        "contributors": list(sheet.contributors),
        "transpositions": sheet.transpositions,
    }


def csv_of(sheets: Iterable[OpenSheet]) -> Iterator[str]:
    """One table (RFC 4180), a sheet a row; several values of a cell are parted by semicolons."""
    yield line_of(COLUMNS)
    for sheet in sheets:
        yield line_of(cell(value) for value in values_in_order(sheet))


def values_in_order(sheet: OpenSheet) -> list[str]:
    record = sheet.record
    about = [
        str(record.id),
        record.url,
        record.language,
        str(record.version),
        record.published_at.isoformat(),
        record.changed_at.isoformat(),
        record.original,
        "; ".join(sheet.contributors),
        str(sheet.transpositions),
    ]
    return about + [in_cell(sheet, key) for key in FIELD_KEYS]


LIST_KEYS = frozenset(field.key for field in FIELDS if field.kind == Kind.LIST)


def in_cell(sheet: OpenSheet, key: str) -> str:
    text = str(sheet.record.content.get(key, ""))
    return "; ".join(values_of(text)) if key in LIST_KEYS else text


def cell(value: str) -> str:
    """A text that no spreadsheet takes for a formula: one that begins like one gets an apostrophe before it."""
    return f"'{value}" if value.lstrip(" \u00a0").startswith(FORMULA) or value.startswith(FORMULA) else value


def line_of(cells: Iterable[str]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerow(list(cells))
    return written.getvalue()
