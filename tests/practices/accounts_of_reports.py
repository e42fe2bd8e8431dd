"""Reports whose every line says beside it where it belongs, and what counts as kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from forum.practices.report import Report
from forum.practices.report.reader import BLANK, BOILERPLATE, HEADING

REPORTS = Path(__file__).parent / "reports"
COUNT = re.compile(r"^\s*\d{1,2}[.)]\s+")
"""What numbers an item of a list; in a field of one line it is left out, as bullets are."""
CHOICES = ("opinion", "language")
"""Fields whose words become a token."""


@dataclass(frozen=True)
class Annotated:
    """A report of the tests: its text, and the place of each of its lines."""

    text: str
    places: list[str]


def annotated(name: str) -> Annotated:
    """Reads `place | line` of a file: the text as a report has it, and where each line is to go."""
    lines = [line.split("|", 1) for line in (REPORTS / name).read_text(encoding="utf-8").splitlines()]
    return Annotated("\n".join(line[1:] for _place, line in lines), [place.strip() for place, _line in lines])


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def dropped_lines(report: Report) -> list[str]:
    """The lines of content of which a word is not found in the field they went to.

    The key of a « Key : value » line names its field, as a heading does its section.
    """
    return [
        f"{line.number}: {line.text}"
        for line in report.lines
        if line.place not in (HEADING, BOILERPLATE, BLANK, *CHOICES) and not is_kept(line.text, line.place, report)
    ]


def is_kept(line: str, place: str, report: Report) -> bool:
    held = kept_words(report.content, place)
    line = COUNT.sub("", line)
    _key, colon, value = line.partition(":")
    return held.issuperset(words_of(line)) or bool(colon and held.issuperset(words_of(value)))


def kept_words(content: Mapping[str, str], place: str) -> set[str]:
    """The words of a field, and of "other", where what a field has no room for goes on."""
    return set(words_of(content.get(place, ""))) | set(words_of(content.get("other", "")))
