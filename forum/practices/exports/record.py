"""What every export knows of a sheet: its published version, its permanent address, whom to name, whence to cite."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from flask import current_app
from markupsafe import Markup

from forum.core.text import tidy_line
from forum.practices.exports.names import Name, names_of
from forum.practices.exports.reference import Reference, reference_of
from forum.practices.fields import BY_KEY, Kind, values_of
from forum.practices.models import Sheet, SheetVersion

PUBLISHER = "Médiane"
URL = re.compile(r"https?://[^\s<>()\"«»]+")
CREATIVE_COMMONS = re.compile(
    r"\bCC[ -]?(?P<zero>0)|\bCC[ -](?P<terms>BY(?:-(?:NC|SA|ND))*)(?:[ -](?P<version>\d\.\d))?", re.IGNORECASE
)


@dataclass(frozen=True)
class SheetRecord:
    """A sheet as it stands in the library.

    Args:
        id, slug: what its address is made of.
        language: "fr" or "en".
        version: the number of the version that readers see.
        content: the fields by key, Markdown as it was written.
        html: the rendered fields, as readers are shown them.
        published_at, changed_at: when it entered the library, and when what readers see last changed.
        address: of the site, without a slash at the end.
        translations: for each language, the permanent address of the same sheet in it.
        original: the permanent address of the sheet that it translates.
    """

    id: int
    slug: str
    language: str
    version: int
    content: Mapping[str, str]
    html: Mapping[str, str]
    published_at: datetime
    changed_at: datetime
    address: str
    translations: Mapping[str, str] = field(default_factory=dict)
    original: str = ""

    @property
    def title(self) -> str:
        return self.content["title"]

    @property
    def url(self) -> str:
        """The permanent address."""
        return f"{self.address}{sheet_path(self.id, self.slug)}"

    @cached_property
    def summary(self) -> str:
        """The summary in plain words, on one line."""
        return plain_line(self.html.get("summary", ""))

    @cached_property
    def authors(self) -> Sequence[Name]:
        return names_of(self.content.get("authors", ""))

    @cached_property
    def reference(self) -> Reference:
        """Whence the sheet is to be cited: where it says so itself, else this library."""
        return reference_of(plain_line(self.html.get("citation", "")), self.content, self.authors, self.published_at)

    @property
    def licence(self) -> str:
        return self.content.get("licence", "")

    @property
    def licence_url(self) -> str:
        """Where the licence can be read; empty where it is none that is known."""
        return licence_address(self.licence)

    def values(self, key: str) -> list[str]:
        """The values of a list field."""
        return values_of(self.content.get(key, ""))

    @property
    def keywords(self) -> list[str]:
        """What the sheet is about, in a few words each, whatever their capitals."""
        words: dict[str, str] = {}
        for value in self.values("domains") + self.values("tags"):
            words.setdefault(value.casefold(), value)
        return list(words.values())


def record_of(sheet: Sheet, version: SheetVersion, others: Sequence[Sheet] = ()) -> SheetRecord:
    """The record of a sheet.

    Args:
        sheet: the row.
        version: the one to hand out, its quotations as its readers may see them (queries/reading.py).
        others: the same sheet in other languages, those in the library.
    """
    address = current_app.config["SETTINGS"].address
    addresses = {other.id: f"{address}{sheet_path(other.id, other.slug)}" for other in others}
    return SheetRecord(
        id=sheet.id,
        slug=sheet.slug,
        language=sheet.language,
        version=version.number,
        content=version.content,
        html=version.html,
        published_at=sheet.published_at or version.saved_at,
        changed_at=sheet.listed_at or sheet.published_at or version.saved_at,
        address=address,
        translations={other.language: addresses[other.id] for other in others},
        original=addresses.get(sheet.translation_of or 0, ""),
    )


def sheet_path(sheet_id: int, slug: str) -> str:
    """The path of a sheet's page. Written here too, since jobs have no request to make addresses with; a test holds the
    two together."""
    return f"/practices/{sheet_id}-{slug}"


def plain_line(html: str) -> str:
    """The words of rendered Markdown, on one line."""
    return tidy_line(Markup(html).striptags())  # noqa: S704  (what is stored is safe)


def plain_text(record: SheetRecord, key: str) -> str:
    """What a field says in plain words, on one line."""
    if BY_KEY[key].kind == Kind.TEXT:
        return plain_line(record.html.get(key, ""))
    return record.content.get(key, "")


def licence_address(words: str) -> str:
    """Where a licence can be read: the address that it gives, or that of the Creative Commons licence it names."""
    given = URL.search(words)
    if given:
        return given.group().rstrip(".,;")
    named = CREATIVE_COMMONS.search(words)
    if not named:
        return ""
    if named["zero"]:
        return "https://creativecommons.org/publicdomain/zero/1.0/"
    return f"https://creativecommons.org/licenses/{named['terms'].lower()}/{named['version'] or '4.0'}/"
