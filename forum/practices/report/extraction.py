"""The text of word processors' files and of PDFs. Run as a program of its own: `python extraction.py docx|pdf`.

The file comes by standard input, its text leaves by standard output, and the exit status says what became of it. A
process apart, with bounds on its memory and its time, so that a file made to exhaust whoever reads it ends that process
and nothing else. It imports nothing of Médiane, so that it starts in a moment.
"""

from __future__ import annotations

import io
import logging
import re
import resource
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from enum import IntEnum
from itertools import pairwise
from typing import Any

MOST_MEMORY = 1024 * 1024 * 1024
"""Bytes of address space."""
MOST_SECONDS = 20
"""Of processor time."""
MOST_UNPACKED = 64 * 1024 * 1024
MOST_PAGES = 300
MOST_CHARACTERS = 1_200_000
"""A little more than a report may hold, so that the reader of reports says what is too long."""


class Outcome(IntEnum):
    """How the extraction ended."""

    DONE = 0
    BROKEN = 3
    LOCKED = 4
    TOO_LARGE = 5
    WITHOUT_TEXT = 6


class Unread(Exception):
    """The file's text can't be had."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.name)
        self.outcome = outcome


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS + 1))
    logging.disable(logging.CRITICAL)
    content = sys.stdin.buffer.read()
    try:
        text = text_of_docx(content) if sys.argv[1:] == ["docx"] else text_of_pdf(content)
    except Unread as unread:
        return unread.outcome
    except (MemoryError, RecursionError):
        return Outcome.TOO_LARGE
    except Exception:  # whatever else the libraries raise on a file that is broken
        return Outcome.BROKEN
    if not text.strip():
        return Outcome.WITHOUT_TEXT
    sys.stdout.buffer.write(text[:MOST_CHARACTERS].encode("utf-8", "replace"))
    return Outcome.DONE


# Word processors' files

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HEADING = re.compile(r"(?:heading|titre|title)\s*(\d)?", re.IGNORECASE)
LISTED = re.compile(r"list|liste|puce|bullet", re.IGNORECASE)
NUMBERED = re.compile(r"number|num[eé]ro", re.IGNORECASE)
LONGEST_BOLD_HEADING = 120


def text_of_docx(content: bytes) -> str:
    """A document's text: headings marked, list items with their bullets, tables as lines, notes at the end."""
    check_archive(content)
    from docx import Document

    document = Document(io.BytesIO(content))
    numbering = formats_of_lists(document)
    lines = [line for block in document.iter_inner_content() for line in lines_of_block(block, numbering)]
    return "\n".join([*lines, *notes_of(document)])


def check_archive(content: bytes) -> None:
    """Refuses an archive that unpacks to more than a document holds, before anything of it is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if any(part.flag_bits & 1 for part in parts):
                raise Unread(Outcome.LOCKED)
            texts = [part for part in parts if part.filename.endswith((".xml", ".rels"))]
            if sum(part.file_size for part in texts) > MOST_UNPACKED or len(parts) > 5_000:
                raise Unread(Outcome.TOO_LARGE)
            for part in texts:
                with archive.open(part) as opened:
                    if len(opened.read(MOST_UNPACKED + 1)) > MOST_UNPACKED:  # the directory may lie
                        raise Unread(Outcome.TOO_LARGE)
    except zipfile.BadZipFile:
        raise Unread(Outcome.BROKEN) from None


def formats_of_lists(document: Any) -> dict[tuple[str, str], str]:
    """For each list and level of a document, how it is counted: "bullet", "decimal"…"""
    try:
        root = document.part.numbering_part.element
    except (KeyError, NotImplementedError, AttributeError):
        return {}
    levels = {
        (abstract.get(f"{WORD}abstractNumId"), level.get(f"{WORD}ilvl")): form.get(f"{WORD}val")
        for abstract in root.iter(f"{WORD}abstractNum")
        for level in abstract.iter(f"{WORD}lvl")
        for form in level.iter(f"{WORD}numFmt")
    }
    found: dict[tuple[str, str], str] = {}
    for number in root.iter(f"{WORD}num"):
        for abstract in number.iter(f"{WORD}abstractNumId"):
            for (abstract_id, level_id), form in levels.items():
                if abstract_id == abstract.get(f"{WORD}val"):
                    found[number.get(f"{WORD}numId"), level_id] = form
    return found


def lines_of_block(block: Any, numbering: dict[tuple[str, str], str]) -> Iterator[str]:
    if hasattr(block, "rows"):
        yield from lines_of_table(block)
    else:
        yield from lines_of_paragraph(block, numbering)


def lines_of_paragraph(paragraph: Any, numbering: dict[tuple[str, str], str]) -> Iterator[str]:
    text = text_in(paragraph._p).strip()
    if not text:
        yield ""
        return
    style = paragraph.style.name if paragraph.style is not None and paragraph.style.name else ""
    heading = HEADING.match(style)
    if heading and not LISTED.search(style):
        yield from ("", f"{'#' * min(int(heading[1] or 1), 6)} {' '.join(text.split())}", "")
        return
    item = item_of(paragraph, style, numbering)
    if item is not None:
        yield f"{item}{' '.join(text.split())}"
        return
    runs = [run for run in paragraph.runs if run.text.strip()]
    if runs and all(run.bold for run in runs) and len(text) <= LONGEST_BOLD_HEADING:
        yield from ("", f"**{' '.join(text.split())}**")
        return
    yield from ("", *text.split("\n"))


def item_of(paragraph: Any, style: str, numbering: dict[tuple[str, str], str]) -> str | None:
    """The margin and the bullet of a list's item; None for what is none."""
    properties = paragraph._p.pPr
    numbers = properties.numPr if properties is not None else None
    if numbers is None and paragraph.style is not None:
        of_style = paragraph.style.element.find(f"{WORD}pPr/{WORD}numPr")
        numbers = of_style if of_style is not None else None
    if numbers is None:
        if not LISTED.search(style) or "paragraph" in style.lower():
            return None
        return f"{margin_of(style)}{'1. ' if NUMBERED.search(style) else '- '}"
    level = value_in(numbers, "ilvl") or "0"
    number = value_in(numbers, "numId") or ""
    if number == "0":
        return None
    form = numbering.get((number, level), "decimal" if NUMBERED.search(style) else "bullet")
    margin = "    " * min(int(level), 5) or margin_of(style)
    return f"{margin}{'- ' if form in ('bullet', 'none') else '1. '}"


def margin_of(style: str) -> str:
    """How far in a style called « List Bullet 2 » stands."""
    last = style.rpartition(" ")[2]
    return "    " * (min(int(last), 6) - 1) if last.isdecimal() and LISTED.search(style) else ""


def value_in(element: Any, name: str) -> str | None:
    found = element.find(f"{WORD}{name}")
    value = found.get(f"{WORD}val") if found is not None else None
    return str(value) if value is not None else None


def text_in(element: Any) -> str:
    """The words of a paragraph, links and inserted text included; what was struck out in revisions is not."""
    pieces = []
    for node in element.iter():
        if node.tag == f"{WORD}t":
            pieces.append(node.text or "")
        elif node.tag == f"{WORD}tab":
            if node.getparent().tag == f"{WORD}r":
                pieces.append("\t")
        elif node.tag in (f"{WORD}br", f"{WORD}cr"):
            pieces.append("\n")
        elif node.tag == f"{WORD}noBreakHyphen":
            pieces.append("-")
    return "".join(pieces)


def lines_of_table(table: Any) -> Iterator[str]:
    """Two columns are taken for facts, « Key : value »; more for a table."""
    yield ""
    rows = [unmerged([" ".join(cell.text.split()) for cell in row.cells]) for row in table.rows]
    for number, row in enumerate(rows):
        if len(row) == 2 and row[0]:
            yield f"{row[0].rstrip(' :')} : {row[1]}"
        elif len(row) < 2:
            yield from row
        else:
            yield f"| {' | '.join(cell.replace('|', '/') for cell in row)} |"
            if number == 0:
                yield f"|{' --- |' * len(row)}"
    yield ""


def unmerged(cells: Sequence[str]) -> list[str]:
    """A row's cells, those that stretch over several columns once."""
    return [cell for at, cell in enumerate(cells) if at == 0 or cell != cells[at - 1]]


def notes_of(document: Any) -> Iterator[str]:
    """Footnotes and endnotes, which belong to what is read though they stand apart."""
    for part in document.part.package.iter_parts():
        if not str(part.partname).endswith(("/footnotes.xml", "/endnotes.xml")):
            continue
        from docx.oxml import parse_xml

        for note in parse_xml(part.blob):
            if note.get(f"{WORD}type") is None and text_in(note).strip():
                yield from ("", f"[{note.get(f'{WORD}id')}] {text_in(note).strip()}")


# PDFs

BULLET = re.compile(r"\s*(?:[-*•▪◦‣–—·●○\uf0b7\uf0a7]|\d{1,2}[.)])\s")
END = re.compile(r"[.:;!?»)…]\s*$")
PAGE_NUMBER = re.compile(r"\s*(?:page\s*)?\d{1,4}\s*(?:(?:/|sur|of)\s*\d{1,4})?\s*", re.IGNORECASE)
FONT_BULLET = re.compile(r"^[\x7f\uf0b7\uf0a7]\s*")
GAP = re.compile(r"\S {4,}\S")
FULL = 0.72
"""A line this long, beside the longest usual one, goes on in the next."""


def text_of_pdf(content: bytes) -> str:
    """A PDF's text: what repeats on each page left out, lines that the page's edge cut put together again."""
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted and not opens(reader):
        raise Unread(Outcome.LOCKED)
    if len(reader.pages) > MOST_PAGES:
        raise Unread(Outcome.TOO_LARGE)
    pages: list[list[str]] = []
    size = 0
    for page in reader.pages:
        lines = lines_of_page(page)
        size += sum(map(len, lines))
        if size > MOST_CHARACTERS:
            raise Unread(Outcome.TOO_LARGE)
        pages.append(lines)
    return "\n".join(rejoined([line for page in without_margins(pages) for line in page]))


def lines_of_page(page: Any) -> list[str]:
    """A page's lines with the blank ones between them; in columns or widely spaced, those of its text one by one."""
    laid_out = trimmed([line.strip() for line in page.extract_text(extraction_mode="layout").split("\n")])
    filled = [line for line in laid_out if line]
    in_columns = sum(bool(GAP.search(line)) for line in filled) > len(filled) * 0.3
    pairs = sum(bool(one and other) for one, other in pairwise(laid_out))
    if len(filled) > 5 and (in_columns or pairs < len(filled) * 0.2):
        laid_out = trimmed([line.strip() for line in page.extract_text().split("\n")])
    return [FONT_BULLET.sub("• ", re.sub(r" {2,}", " ", line)) for line in laid_out]


def trimmed(lines: list[str]) -> list[str]:
    """Lines without the blank ones at both ends."""
    filled = [at for at, line in enumerate(lines) if line]
    return lines[filled[0] : filled[-1] + 1] if filled else []


def opens(reader: Any) -> bool:
    """Says whether an encrypted file opens without a password; one in a way that is not known here does not."""
    try:
        return bool(reader.decrypt(""))
    except Exception:
        return False


def without_margins(pages: list[list[str]]) -> list[list[str]]:
    """Pages without their numbers, and without the lines that stand at the top or foot of most of them."""
    edges = Counter(line for page in pages for line in {*page[:2], *page[-2:]} if line)
    repeated = {line for line, times in edges.items() if len(pages) > 2 and times > len(pages) / 2}
    return [
        trimmed([line for at, line in enumerate(page) if not is_margin(line, min(at, len(page) - 1 - at), repeated)])
        for page in pages
    ]


def is_margin(line: str, from_edge: int, repeated: set[str]) -> bool:
    """Says whether a line is no part of the text.

    Args:
        from_edge: how many lines stand between it and the nearer end of its page.
        repeated: what stands at an end of most pages.
    """
    return (from_edge < 2 and line in repeated) or (from_edge == 0 and PAGE_NUMBER.fullmatch(line) is not None)


def rejoined(lines: list[str]) -> Iterator[str]:
    """Paragraphs and items on one line each, where the edge of the page had cut them."""
    lengths = sorted(len(line) for line in lines if line.strip())
    full = lengths[int(len(lengths) * 0.9)] * FULL if lengths else 0
    held, last = "", ""
    for line in lines:
        words = line.strip()
        if held and goes_on(held, words, is_full=len(last) >= full):
            held = held[:-1] + words if is_cut_word(held, words) else f"{held} {words}"
        else:
            if held:
                yield held
            if not words:
                yield ""
            held = line.rstrip()
        last = words
    if held:
        yield held


def goes_on(held: str, words: str, *, is_full: bool) -> bool:
    """Says whether a line belongs to the one before it: it begins small, or that one reaches the edge of the page."""
    if not words or BULLET.match(f"{words} "):
        return False
    return words[0].islower() or (is_full and not END.search(held) and not words.isupper())


def is_cut_word(held: str, words: str) -> bool:
    return held.endswith(("-", "\u00ad")) and len(held) > 1 and held[-2].isalpha() and words[:1].islower()


if __name__ == "__main__":
    sys.exit(main())
