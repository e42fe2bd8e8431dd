"""From the text of a report to the fields of a sheet, with an account of where each line went.

Pure, and linear in the length of the text. Lines are read one after the other: headings open a section, « Key : value »
lines are facts, what stands before the first section and is neither is the title, the summary, the organisation and its
address; what fits nowhere is kept under "other". Facts told in sentences stay there, and are recognised too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from flask_babel import gettext as _

from forum.core.text import is_blank, tidy
from forum.practices.fields import BY_KEY, Kind
from forum.practices.pasting import in_known_signs, without_traces
from forum.practices.report.markdown_lists import as_markdown
from forum.practices.report.signs import RULE, Signs, pair_of, signs_of
from forum.practices.report.telling import author_in, licence_in, told_in_sentences
from forum.practices.report.vocabulary import (
    ABOUT_THE_SHEET,
    collected_in,
    fact_of,
    is_furniture,
    is_neutral,
    is_sharing,
    language_called,
    language_of,
    opinion_of,
    section_of,
    section_within,
)

LONGEST_REPORT = 1_000_000
MOST_LINES = 50_000
LONGEST_HEADING = 160
"""Characters of a line that is still looked at as a heading."""
LONGEST_ADDRESS_LINE = 120
ENOUGH_FACTS = 3
HEADING, BOILERPLATE, BLANK = "heading", "boilerplate", "blank"
OPENING = ("", "summary")
"""Where facts are at home: before the first section, and in what follows a heading that only announces them."""
LINE_ENDS = re.compile("[\u000b\u000c\u0085\u2028\u2029]")
"""Ends of lines and pages as word processors and PDFs write them."""


class ReportError(ValueError):
    """The text is no report; says why in the reader's language."""

    status = 422


class ReportTooLong(ReportError):
    """The text is longer than a report may be."""

    status = 413


@dataclass(frozen=True)
class Line:
    """Where one line of a report went.

    Args:
        number: from 1.
        text: as it stands in the report.
        place: the key of a field, or "heading", "boilerplate", "blank".
    """

    number: int
    text: str
    place: str


@dataclass(frozen=True)
class Report:
    """What a report says, field by field, and the account of its lines."""

    content: Mapping[str, str]
    lines: tuple[Line, ...]


def read_report(text: str) -> Report:
    """Reads a practice report.

    Args:
        text: plain text or Markdown, a million characters at most.

    Raises:
        ReportTooLong: there is too much.
        ReportError: there is nothing to read, or neither heading nor facts.
    """
    if len(text) > LONGEST_REPORT:
        raise ReportTooLong(_("Ce rapport est trop long : un million de caractères au plus."))
    as_brought = tidy(in_known_signs(LINE_ENDS.sub("\n", text)))
    text = without_traces(as_brought)
    if is_blank(text):
        raise ReportError(_("Ce rapport est vide."))
    lines = text.split("\n")
    if len(lines) > MOST_LINES:
        raise ReportTooLong(_("Ce rapport est trop long : cinquante mille lignes au plus."))
    reading = Reading()
    for number, (line, shown) in enumerate(zip(lines, as_brought.split("\n"), strict=True), start=1):
        reading.read(number, line, shown)
    if not reading.sections and reading.facts < ENOUGH_FACTS:
        raise ReportError(
            _(
                "Aucune rubrique n’est reconnue dans ce texte. Il en faut au moins une sur une ligne à elle : Contexte,"
                " Objectifs, Actions, Résultats…"
            )
        )
    return Report(reading.finish(text), tuple(reading.lines))


@dataclass
class Reading:
    """A report as it is being read."""

    kept: dict[str, list[str]] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    section: str = ""
    """The field of the section at hand; empty before the first, and under a heading that only announces facts."""
    level: int = 0
    """The level of that section's heading, where Markdown gives it one."""
    pending: str = ""
    """The field of a key whose value stands on the lines below it."""
    is_answered: bool = False
    """Whether the pending field has got a value."""
    after_blank: bool = True
    after_fact: bool = False
    sections: int = 0
    facts: int = 0

    def read(self, number: int, line: str, shown: str) -> None:
        """Reads a line, without what a word processor left in it, and keeps account of it as it was brought."""
        facts = self.facts
        place = self.place_of(line)
        if place != BLANK:
            self.after_fact = self.facts > facts
        self.after_blank = place == BLANK
        self.lines.append(Line(number, shown, place))

    def place_of(self, line: str) -> str:
        """Keeps what a line says; gives where it went."""
        bare = line.strip()
        if not bare:
            return self.blank()
        if RULE.fullmatch(bare):
            return HEADING
        signs = signs_of(bare)
        return (
            self.heading(signs)
            or self.boilerplate(signs)
            or self.fact(signs)
            or self.answer(signs)
            or (self.section and self.keep(self.section, line.rstrip()))
            or self.preamble(signs, bare)
        )

    def blank(self) -> str:
        if self.is_answered:
            self.pending, self.is_answered = "", False
        if self.section:
            self.keep(self.section, "")
        return BLANK

    def heading(self, signs: Signs) -> str:
        """Opens a section where a line is its heading; what follows a colon on the same line belongs to it."""
        if signs.bullet and not (signs.is_numbered and self.after_blank):
            return ""
        pair = pair_of(signs.words)
        if pair and pair[1]:
            return self.heading_with_text(*pair)
        words = signs.words.rstrip(" :")
        if len(words) > LONGEST_HEADING:
            return ""
        found = section_of(words)
        if found is not None:
            return self.begin(found, signs.level)
        if signs.bullet:
            return ""
        if is_neutral(words) and (self.after_blank or signs.is_strong or not self.section):
            self.section, self.pending = "", ""
            return HEADING
        key = fact_of(words)
        if key and signs.is_strong:
            return self.wait_for(key, leaves_section=signs.is_marked)
        return self.unknown_heading(signs)

    def heading_with_text(self, key: str, text: str) -> str:
        found = section_of(key)
        if found is None or (fact_of(key) and self.is_among_facts()):
            return ""
        self.begin(found, self.level)
        return self.keep(found, text)

    def begin(self, found: str, level: int = 0) -> str:
        self.section, self.level = found, level
        self.pending = ""
        self.sections += found != "summary"
        return HEADING

    def wait_for(self, key: str, *, leaves_section: bool = False) -> str:
        self.pending, self.is_answered = key, False
        if leaves_section or self.section == "summary":
            self.section = ""
        return HEADING

    def unknown_heading(self, signs: Signs) -> str:
        """A heading that is no section's name: the title when it is the first, part of the section that it names
        among other words or stands under, else one more thing under "other"."""
        words = signs.words
        if not (signs.level or signs.is_shout) or is_sharing(words) or is_furniture(words):
            return ""
        if not self.kept.get("title"):
            return self.keep("title", words)
        if signs.level and self.section and signs.level > self.level > 0:
            return self.keep(self.section, f"{'#' * (signs.level - self.level)} {words}")
        found = section_within(words)
        if found is None and not self.section and not self.sections:
            return ""
        self.begin(found or "other", signs.level)
        return self.keep(self.section, f"# {words}")

    def boilerplate(self, signs: Signs) -> str:
        """What belongs to the page that a report was copied from; a list's item is never that."""
        if signs.bullet and self.section:
            return ""
        is_one = is_sharing(signs.words) or (not self.sections and is_furniture(signs.words))
        return BOILERPLATE if is_one else ""

    def fact(self, signs: Signs) -> str:
        """Keeps a « Key : value » line; gives its field."""
        if collected_in(signs.words):
            return self.keep_fact("programme", signs.words)
        pair = pair_of(signs.words)
        key = fact_of(pair[0]) if pair else None
        if pair is None or key is None or not self.may_be_fact(key, signs):
            return ""
        if not pair[1]:
            return self.wait_for(key)
        if key == "opinion":
            return self.keep_fact(key, opinion_of(pair[1]))
        if key == "language":
            called = language_called(pair[1])
            return self.keep_fact(key, called) if called else self.keep_fact("other", signs.words)
        return self.keep_fact(key, pair[1])

    def may_be_fact(self, key: str, signs: Signs) -> bool:
        """In the midst of a section, « Budget : trop court » is what the section says, and no fact of the sheet."""
        if self.is_among_facts():
            return True
        if key in ABOUT_THE_SHEET and not signs.bullet:
            return True
        return self.after_blank and any(self.kept.get(self.section, ()))

    def is_among_facts(self) -> bool:
        return self.section in (*OPENING, "other") or self.after_fact

    def keep_fact(self, key: str, value: str) -> str:
        self.facts += 1
        self.pending = ""
        if self.section == "summary":
            self.section = ""
        return self.keep(key, value)

    def answer(self, signs: Signs) -> str:
        """Keeps a value that stands below its key; it ends with the first blank line after it."""
        if not self.pending:
            return ""
        self.facts += not self.is_answered
        self.is_answered = True
        return self.keep(self.pending, signs.words)

    def preamble(self, signs: Signs, bare: str) -> str:
        """What stands before the first section and is no fact."""
        if not signs.bullet and not self.kept.get("title"):
            return self.keep("title", signs.words)
        if signs.bullet and not self.sections and len(signs.words) <= LONGEST_ADDRESS_LINE:
            return self.keep("address" if self.kept.get("organisation") else "organisation", signs.words)
        key = "other" if self.facts or self.sections else "summary"
        if self.after_blank:
            self.keep(key, "")
        return self.keep(key, bare)

    def keep(self, key: str, text: str) -> str:
        self.kept.setdefault(key, []).append(text)
        return key

    def finish(self, whole: str) -> dict[str, str]:
        """The content of each field, and what sentences and citation tell beside the facts."""
        for key in ("opinion", "language"):
            self.kept.setdefault("other", []).extend(self.kept.get(key, [])[1:])  # a choice holds one answer
        content = {key: joined(BY_KEY[key].kind, parts) for key, parts in self.kept.items()}
        content = {key: value for key, value in content.items() if value}
        content.setdefault("language", language_of(whole))
        content.setdefault("licence", licence_in(whole))
        for key, value in told_in_sentences(content).items():
            content.setdefault(key, value)
        author = author_in(content.get("citation", ""))
        if author:
            content.setdefault("authors", author)
        content.setdefault("title", _("Fiche sans titre"))
        return overflowing(content)


def joined(kind: Kind, parts: list[str]) -> str:
    """The lines of a field as one text: Markdown for sections, one line for facts."""
    match kind:
        case Kind.TEXT:
            return as_markdown(parts)
        case Kind.CHOICE:
            return parts[0].strip()
        case _:
            return ", ".join(part.strip() for part in parts if part.strip())


def overflowing(content: dict[str, str]) -> dict[str, str]:
    """Keeps under "other" what is longer than its field may be: the whole of a line, the rest of a text."""
    spilt = [content.get("other", "")]
    for key, value in content.items():
        longest = BY_KEY[key].longest
        if key == "other" or len(value) <= longest:
            continue
        is_text = BY_KEY[key].kind == Kind.TEXT
        start = cut_at(value, longest, "\n" if is_text else " ")
        spilt.append(value[len(start) :] if is_text else value)
        content[key] = start.rstrip()
    if len(spilt) > 1:
        content["other"] = "\n\n".join(part.strip() for part in spilt if part.strip())
    return content


def cut_at(text: str, longest: int, sign: str) -> str:
    """The beginning of a text up to the last of a sign that fits; up to the limit where there is none."""
    start = text[:longest]
    end = start.rfind(sign)
    return start[:end] if end > 0 else start
