"""How much of Markdown a text may hold before it is shown as typed: what a person writes is far below."""

from __future__ import annotations

import re
from html import escape

DEEPEST = 8
"""Levels of quotes and lists kept apart: beyond, what is nested further stands at the deepest level."""
WIDEST = 6 * DEEPEST
"""Columns in which what is nested may begin."""
NESTING = re.compile(r"(?:[ \t]*(?:>|[-+*](?=[ \t])|\d+[.)](?=[ \t])))+[ \t]*")
"""The quotes, bullets and numbers at the beginning of a line."""
MARKER = re.compile(r">|[-+*]|\d+[.)]")
MOST_LINKS = 500
MARKS = "*_`~|<>&\\!#"
MOST_MARKS_IN_TEXT = 8_000
RULED_LINE = re.compile(r"(?m)^[ ]{0,3}(?:#|(?:[-*_][ ]{0,2}){3}|[`~]{3}|\[\^|=+[ ]*$|-+[ ]*$)")
"""Lines that open a heading, a rule, a fence or a footnote, or that make a heading of the line above."""
ITEM = re.compile(r"(?m)^[ \t>]*(?:[-+*]|\d+[.)])[ \t]")
BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+")
UNDER_HEADERS = re.compile(r"(?m)^[-:|> \t*+\d.)]+$")
"""The line under the headers of a table, wherever the table is nested."""
MOST_BLOCKS = 2_500
MOST_LINES = 5_000
MOST_CELLS = 4_000
FURTHEST_BRACKETS = 1_000_000
FURTHEST_TICKS = 5_000_000
"""Characters from what opens a link or a code span to what closes it, all together: each is walked by the library."""
TICKS = re.compile("`+")


def is_too_dense(text: str) -> bool:
    """Says whether a text holds more marks than a person writes, and than can be rendered in a moment."""
    return (
        text.count("[") > MOST_LINKS
        or text.count("://") > MOST_LINKS
        or sum(text.count(mark) for mark in MARKS) > MOST_MARKS_IN_TEXT
        or text.count("\n") > MOST_LINES
        or len(RULED_LINE.findall(text)) > MOST_LINKS
        or len(ITEM.findall(text)) > MOST_BLOCKS
        or is_heavy(BLANK_LINES.split(text))
    )


def is_heavy(blocks: list[str]) -> bool:
    """Says whether blocks of lines are too many, or make too large a table, or hold brackets that close too far."""
    if len(blocks) > MOST_BLOCKS:
        return True
    return (
        sum(map(cells, blocks)) > MOST_CELLS
        or sum(map(bracket_reach, blocks)) > FURTHEST_BRACKETS
        or sum(map(tick_reach, blocks)) > FURTHEST_TICKS
    )


def cells(block: str) -> int:
    """How many cells a block of lines makes if it is a table: each line gets as many as there are headers."""
    columns = [line.count("|") + 1 for line in UNDER_HEADERS.findall(block) if "|" in line and "-" in line]
    return max(columns, default=0) * (block.count("\n") + 1)


def tick_reach(block: str) -> int:
    """How many characters the library walks over to find what closes each run of ticks, at most."""
    return len(TICKS.findall(block)) * len(block)


def bracket_reach(block: str) -> int:
    """How many characters stand between each opening bracket and the one that closes it, or the block's end."""
    opened: list[int] = []
    reach = 0
    for bracket in re.finditer(r"[\[\]]", block):
        if bracket.group() == "[":
            opened.append(bracket.start())
        elif opened:
            reach += bracket.start() - opened.pop()
    return reach + sum(len(block) - start for start in opened)


def render_as_typed(text: str) -> str:
    """Renders a text without reading its marks: paragraphs and line ends only."""
    paragraphs = re.split(r"\n{2,}", text.strip("\n"))
    return "\n".join(f"<p>{escape(paragraph)}</p>".replace("\n", "<br>\n") for paragraph in paragraphs)


def flatten(line: str) -> str:
    """Keeps what a line is nested in within bounds: the library calls itself for each level."""
    nesting = NESTING.match(line)
    if nesting is not None:
        markers = MARKER.findall(nesting.group())
        if len(markers) > DEEPEST or width(nesting.group()) > WIDEST:
            line = " ".join(markers[:DEEPEST]) + " " + line[nesting.end() :]
        return line
    words = line.lstrip(" \t")
    indent = line[: len(line) - len(words)]
    return line if width(indent) <= 4 * DEEPEST else " " * 4 * DEEPEST + words


def width(text: str) -> int:
    return len(text.expandtabs(4))
