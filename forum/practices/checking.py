"""What a sheet is looked at for once more before it goes to the committee."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from forum.practices.completeness import EITHER, completeness_of
from forum.practices.fields import FIELDS, Field, Kind
from forum.practices.models import SheetFile

ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,60}(?:\.[\w-]{1,60}){1,4}")
TELEPHONE = re.compile(r"(?<!\d)(?:\+33[\s.]?|0)[1-9](?:[\s.-]?\d\d){4}(?!\d)")
CALLED = r"[Ll][’']élève|[Ll]e petit|[Ll]a petite|[Ll]e jeune|[Ll]a jeune|Mme|Madame|M\.|Monsieur|Mlle"
NAMED = re.compile(rf"\b(?:{CALLED})\s+[A-ZÉÈÀÂÎÔÛÇ][\w’'-]*\.?")
MOST_TRACES = 12


@dataclass(frozen=True)
class Findings:
    """What is worth a second look.

    Args:
        missing: the fields that are expected, and empty.
        traces: words by which somebody might be recognised, each with the field it stands in.
        has_results: whether any result is told.
        has_sources: whether references are given.
        undescribed: the pictures of which nobody has said what they show.
    """

    missing: Sequence[Field]
    traces: Sequence[tuple[Field, str]]
    has_results: bool
    has_sources: bool
    undescribed: Sequence[SheetFile]


def findings_of(content: Mapping[str, str], files: Sequence[SheetFile]) -> Findings:
    """Looks through a sheet and its files."""
    return Findings(
        completeness_of(content).missing,
        traces_in(content),
        any(content.get(key) for key in EITHER),
        bool(content.get("references")),
        [file for file in files if file.is_picture and not file.alternative.strip()],
    )


def traces_in(content: Mapping[str, str]) -> list[tuple[Field, str]]:
    """Addresses, telephone numbers, and names behind a title, in what a sheet tells."""
    found: list[tuple[Field, str]] = []
    for field in FIELDS:
        if field.kind != Kind.TEXT or field.key in ("references", "citation"):
            continue
        text = content.get(field.key, "")
        for pattern in (ADDRESS, TELEPHONE, NAMED):
            found += [(field, words) for words in dict.fromkeys(pattern.findall(text))]
    return found[:MOST_TRACES]
