"""From the bytes of an export to schools, and to the lines that are none.

Pure: nothing here knows the database. Editions name and order their columns differently (columns.py), come with or
without a byte order mark, separated by semicolons, commas or tabs; a school may have several lines, which are merged.
"""

from __future__ import annotations

import csv
import re
from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date

from flask_babel import gettext as _

from forum.core.text import tidy_line
from forum.schools.directory.columns import OTHER_KIND, kind_of, places_of, plain

UAI = re.compile(r"[0-9]{7}[A-Z]")
POSITION = re.compile(r"(-?\d{1,3}(?:\.\d+)?)\s*[,;]\s*(-?\d{1,3}(?:\.\d+)?)")
DELIMITERS = ";,\t|"
LONGEST = 200
MOST_BYTES = 400 * 1024 * 1024
CLOSED = ("ferme",)
MOST_LINES_A_ROW = 20
UNSAID = ("", None, OTHER_KIND)


class UnreadableDirectory(ValueError):
    """The file is no directory of schools; says why in the reader's language."""


@dataclass(frozen=True)
class SchoolFacts:
    """One school as the directory tells it.

    Args:
        latitude, longitude: in degrees (WGS 84).
        kind: "ecole", "college", "lycee", "medico_social", "service" or "other".
        priority_education: "REP", "REP+" or nothing.
    """

    uai: str
    name: str
    kind: str
    nature: str = ""
    is_public: bool | None = None
    is_open: bool = True
    address: str = ""
    postcode: str = ""
    city: str = ""
    department: str = ""
    academy: str = ""
    region: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    pupils: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    priority_education: str = ""
    opened_on: date | None = None
    directory_updated_on: date | None = None


@dataclass(frozen=True)
class RefusedLine:
    """A line that is no school, and why."""

    line: int
    reason: str


@dataclass(frozen=True)
class Directory:
    """What a file held."""

    schools: tuple[SchoolFacts, ...]
    refused: tuple[RefusedLine, ...]
    merged: int


def read_directory(content: bytes) -> Directory:
    """Reads an export of the national directory.

    Args:
        content: the file, in UTF-8 or in the Latin alphabet of Windows.

    Raises:
        UnreadableDirectory: it is no table, or one without a column of codes and one of names.
    """
    rows = rows_of(lines_of(content))
    try:
        _line, header = next(rows)
    except StopIteration:
        raise UnreadableDirectory(_("Le fichier est vide.")) from None
    places = {} if isinstance(header, str) else places_of(header)
    if "uai" not in places or "name" not in places:
        raise UnreadableDirectory(
            _("Ce fichier n’est pas un annuaire : aucune colonne de code UAI, ou aucune colonne de nom.")
        )
    found: dict[str, SchoolFacts] = {}
    refused: list[RefusedLine] = []
    merged = 0
    for line, row in rows:
        facts = row if isinstance(row, str) else facts_of(row, places, len(header))
        if isinstance(facts, str):
            refused.append(RefusedLine(line, facts))
        elif facts.uai in found:
            found[facts.uai] = merge(found[facts.uai], facts)
            merged += 1
        else:
            found[facts.uai] = facts
    return Directory(tuple(found.values()), tuple(refused), merged)


def lines_of(content: bytes) -> list[str]:
    """The lines of the file, each in the encoding that it is in: a file pieced together from two is read too."""
    if len(content) > MOST_BYTES:
        raise UnreadableDirectory(_("Ce fichier est trop gros pour un annuaire."))
    lines = content.removeprefix(BOM_UTF8).splitlines()
    if any(b"\x00" in line for line in lines[:1]):
        raise UnreadableDirectory(_("Ce fichier n’est pas un texte : un export CSV est attendu."))
    return [decoded(line) for line in lines]


def decoded(line: bytes) -> str:
    # What is called Latin-1 is mostly Windows' own, where œ and ’ are; a byte that has no sign there is Latin-1's.
    for encoding in ("utf-8", "cp1252"):
        try:
            return line.decode(encoding)
        except UnicodeDecodeError:
            continue
    return line.decode("latin-1")


def rows_of(lines: Sequence[str]) -> Iterator[tuple[int, list[str] | str]]:
    """The rows of the table, each with the number of its first line; in place of one that can't be read, why.

    Raises:
        UnreadableDirectory: the first line is that of no table.
    """
    at, delimiter, width = 0, "", 0
    while at < len(lines):
        if not lines[at].strip():
            at += 1
            continue
        delimiter = delimiter or delimiter_of(lines[at])
        row, length = row_at(lines, at, delimiter, width)
        width = width or len(row)
        if isinstance(row, str) or any(cell.strip() for cell in row):
            yield at + 1, row
        at += length


def delimiter_of(header: str) -> str:
    delimiter = max(DELIMITERS, key=header.count)
    if delimiter not in header:
        raise UnreadableDirectory(_("Ce fichier n’est pas un tableau : aucun séparateur dans sa première ligne."))
    return delimiter


def row_at(lines: Sequence[str], at: int, delimiter: str, width: int) -> tuple[list[str] | str, int]:
    """The row that begins at a line, or why it can't be read, and how many lines it takes.

    A cell in quotation marks may hold line ends. One that is never closed, or closed by the stray mark of another
    row, would swallow school after school: its own line is refused, and reading goes on with the next. Lines are taken
    for swallowed when together they hold the separators of two rows.

    Args:
        width: how many cells a row of several lines must have; 0 for the header.
    """
    is_whole = lines[at].count('"') % 2 == 0
    piece = lines[at : at + 1] if is_whole else [f"{line}\n" for line in lines[at : at + MOST_LINES_A_ROW]]
    reader = csv.reader(piece, delimiter=delimiter, strict=not is_whole)
    try:
        row = next(reader)
    except csv.Error:
        return unreadable_line(), 1
    length = reader.line_num
    separators = sum(line.count(delimiter) for line in lines[at : at + length])
    if length > 1 and width and (len(row) != width or separators >= 2 * (width - 1)):
        return unreadable_line(), 1
    return row, length


def in_order(cell: str) -> str:
    if cell.isascii() and cell.isprintable():
        return " ".join(cell.split())  # nine cells in ten, and a tenth of the time
    return tidy_line(cell)


def unreadable_line() -> str:
    return _("ce n’est pas du CSV : un guillemet n’est pas refermé, ou une cellule est sans fin")


def facts_of(row: Sequence[str], places: Mapping[str, int], width: int) -> SchoolFacts | str:
    """The facts of one row, or why it is refused.

    Args:
        places: where each fact stands.
        width: how many columns the header names. A row of another number was cut or shifted, and what it says of a
            school can't be told; one that lacks only columns that nobody reads is taken.
    """
    if len(row) <= max(places.values()) or any(cell.strip() for cell in row[width:]):
        return _("nombre de colonnes : %(found)d au lieu de %(expected)d", found=len(row), expected=width)
    said = {fact: in_order(row[place])[:LONGEST].strip() for fact, place in places.items()}
    uai = said["uai"].upper().replace(" ", "")
    if not uai:
        return _("pas de code UAI")
    if not UAI.fullmatch(uai):
        return _("« %(uai)s » n’est pas un code UAI", uai=uai[:20])
    if not said["name"]:
        return _("%(uai)s : pas de nom", uai=uai)
    latitude, longitude = position_of(said)
    return SchoolFacts(
        uai=uai,
        name=said["name"],
        kind=kind_of(said.get("kind", ""), said.get("nature", "")),
        nature=said.get("nature", ""),
        is_public=is_public(said.get("status", "")),
        is_open=not plain(said.get("state", "")).startswith(CLOSED),
        address=said.get("address", ""),
        postcode=said.get("postcode", "")[:10],
        city=said.get("city", ""),
        department=said.get("department", ""),
        academy=said.get("academy", ""),
        region=said.get("region", ""),
        phone=said.get("phone", "")[:40],
        email=said.get("email", ""),
        website=said.get("website", "") if said.get("website", "").startswith(("http://", "https://")) else "",
        pupils=whole(said.get("pupils", "")),
        latitude=latitude,
        longitude=longitude,
        priority_education=said.get("priority", "").upper()[:20],
        opened_on=day(said.get("opened_on", "")),
        directory_updated_on=day(said.get("updated_on", "")),
    )


def merge(first: SchoolFacts, second: SchoolFacts) -> SchoolFacts:
    """Two lines about one school: the first says, the second fills what it leaves out; open where one says so.

    A line about an annex comes second, wherever it stands: the school has the name of its main site.
    """
    if is_annex(first) and not is_annex(second):
        first, second = second, first
    missing = {
        field.name: getattr(second, field.name)
        for field in fields(first)
        if getattr(first, field.name) in UNSAID and getattr(second, field.name) not in UNSAID
    }
    return replace(first, **missing, is_open=first.is_open or second.is_open)


def is_annex(facts: SchoolFacts) -> bool:
    return "annexe" in plain(facts.name).split("_")


def position_of(said: dict[str, str]) -> tuple[float | None, float | None]:
    """Latitude and longitude, from their columns or from one that holds both; none that lies outside the globe."""
    latitude, longitude = decimal(said.get("latitude", "")), decimal(said.get("longitude", ""))
    if latitude is None or longitude is None:
        pair = POSITION.search(said.get("position", ""))
        if pair is None:
            return None, None
        latitude, longitude = float(pair[1]), float(pair[2])
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        return None, None
    return latitude, longitude


def decimal(text: str) -> float | None:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return None
    return value if value == value and abs(value) < 1e9 else None


def whole(text: str) -> int | None:
    digits = text.replace(" ", "").split(".")[0]
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 7 else None


def day(text: str) -> date | None:
    """A day written 2023-06-08 or 08/06/2023."""
    try:
        if "/" in text:
            parts = [int(part) for part in text.split("/")]
            return date(parts[2], parts[1], parts[0])
        return date.fromisoformat(text[:10])
    except (ValueError, IndexError, OverflowError):
        return None


def is_public(status: str) -> bool | None:
    said = plain(status)
    if said.startswith("public"):
        return True
    return False if said.startswith("prive") else None
