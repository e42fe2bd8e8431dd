"""Markdown in, safe HTML out; and plain words put in order.

Rendered once, when a text is written; what is stored is what is shown.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, MutableMapping
from functools import partial
from html import escape
from xml.etree.ElementTree import Element

import markdown
from bleach.linkifier import LinkifyFilter
from bleach.sanitizer import Cleaner
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

TAGS = frozenset(
    [
        "a",
        "abbr",
        "blockquote",
        "br",
        "code",
        "del",
        "dd",
        "div",
        "dl",
        "dt",
        "em",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "input",
        "label",
        "li",
        "ol",
        "p",
        "pre",
        "s",
        "strong",
        "sub",
        "sup",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
LINK_RELATION = "nofollow noopener ugc"
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
BARE_LINK = re.compile(
    r"(?i)(?<![\w@.])(?:https?://(?=\w)|www\.(?=\w))(?:[^\s{}|\\^`<>\"«»()]|\([^\s{}|\\^`<>\"«»()]*\))*"
)
"""A link is one that says so: « demain.Il faut » is a slip of the finger, and no address in the Isle of Man."""
FOOTNOTE_ID = re.compile(r"fn(ref)?\d*-?[\w-]{1,60}")
HEADING = re.compile(r"h[1-6]")
LOWEST = 6
BLOCKS = frozenset({"blockquote", "div", "dl", "hr", "ol", "p", "pre", "table", "ul"})
"""What can't stand in the label of a task."""
CELL_ALIGNMENT = {"text-align: left;": "start", "text-align: center;": "center", "text-align: right;": "end"}
INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u0080-\u009f"
    "\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
"""Control characters, and the direction overrides that would spill out of their line."""
LAST_MARK = 0x1E94A
BREAKING_SPACES = re.compile(r"[^\S\u00a0\u202f]+")
COMBINING = "[" + "".join(chr(c) for c in range(0x300, LAST_MARK + 1) if unicodedata.combining(chr(c))) + "\u034f]"
STACKED = re.compile(f"({COMBINING}{{4}}){COMBINING}+")
"""A letter takes four combining marks in any script that needs them; a hundred are a prank."""


def tidy(text: str) -> str:
    """Puts what was typed in order: NFC, one kind of line ends, no control characters, no stacked marks."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = INVISIBLE.sub("", text)
    # Before, since putting a long run of marks in order takes the square of its length; after, since one mark may
    # stand for two.
    return STACKED.sub(r"\1", unicodedata.normalize("NFC", STACKED.sub(r"\1", text)))


def tidy_line(text: str) -> str:
    """Puts one line in order: as `tidy`, with any run of white space made one space. No-break spaces stay: French
    wants them before « ; » and « ? »."""
    return BREAKING_SPACES.sub(" ", tidy(text)).strip()


def is_blank(text: str) -> bool:
    """Says whether there is nothing to read in a text: white space, format characters and marks alone."""
    return not any(unicodedata.category(character)[0] in "LNPS" for character in text)


def slug(text: str, longest: int = 80) -> str:
    """Makes the readable end of an address from a title: ASCII, lower case, words joined by hyphens.

    Args:
        text: any title; one without a Latin letter or digit gives "-".
        longest: characters at most, cut between words.
    """
    text = text.replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae").replace("Æ", "ae")
    letters = unicodedata.normalize("NFKD", text.casefold())
    words = re.findall(r"[a-z0-9]+", "".join(letter for letter in letters if not unicodedata.combining(letter)))
    made = ""
    for word in words:
        if made and len(made) + 1 + len(word) > longest:
            break
        made = f"{made}-{word}" if made else word[:longest]
    return made or "-"


def excerpt(source: str, longest: int = 160) -> str:
    """The first words of a Markdown text as plain text, for lists and mail.

    Args:
        source: Markdown.
        longest: characters at most, cut between words.
    """
    plain = re.sub(r"(?m)^\s*(?:[>#*+-]+|\d+\.)\s+|[*_`~|]|!?\[([^\]]*)\]\([^)]*\)", r"\1", source[: longest * 4])
    plain = tidy_line(plain)
    if len(plain) <= longest:
        return plain
    return plain[:longest].rsplit(" ", 1)[0].rstrip(",;:.") + "…"


def render_markdown(source: str, anchor: str = "", *, top: int = 3) -> str:
    """Renders Markdown as HTML that can be shown to anyone.

    Tables, footnotes, task lists, fenced code and bare links work; headings begin at the third level, below the
    page's own; what is not on the closed list of tags is shown as typed, and so is all of a text that holds more
    marks than a person writes.

    Args:
        source: Markdown, tidied or not.
        anchor: keeps the footnotes of one text apart from those of the next on the same page.
        top: the level of its highest heading, 3 where the page has two above it. No heading skips a level.
    """
    reader = markdown.Markdown(
        extensions=["tables", "fenced_code", "sane_lists", "nl2br", "footnotes", OurMarkdown(anchor, top)],
        extension_configs={
            "footnotes": {"UNIQUE_IDS": False, "BACKLINK_TITLE": "↩ %d", "SEPARATOR": "-"},
        },
        output_format="html",
        tab_length=4,
    )
    text = tidy(source)
    if is_too_dense(text):
        return render_as_typed(text)
    try:
        html = reader.convert("\n".join(flatten(line) for line in text.split("\n")))
        return str(clean_with_links().clean(html)).strip()
    except RecursionError:  # nested in a way that `flatten` did not foresee
        return render_as_typed(text)


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


class OurMarkdown(Extension):
    """What Médiane adds: task lists, no foreign pictures, footnotes kept apart, cells aligned by class."""

    def __init__(self, anchor: str, top: int) -> None:
        super().__init__()
        self.anchor, self.top = anchor, top

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802  (the library's name)
        md.inlinePatterns.deregister("html")
        md.preprocessors.deregister("html_block")
        md.treeprocessors.register(Finish(md, self.anchor, self.top), "mediane", 2)


class Finish(Treeprocessor):
    """The last walk over the tree before it becomes HTML."""

    def __init__(self, md: markdown.Markdown, anchor: str, top: int) -> None:
        super().__init__(md)
        self.anchor, self.top = anchor, top

    def run(self, root: Element) -> None:
        self.level(root)
        for element in root.iter():
            if element.tag == "img":
                self.link_to_picture(element)
            elif element.tag == "li":
                self.tick(element)
            elif element.tag in ("td", "th") and "style" in element.attrib:
                element.set("class", f"align-{CELL_ALIGNMENT.get(element.attrib.pop('style'), 'start')}")
            self.keep_apart(element)

    def level(self, root: Element) -> None:
        """Puts headings below those of the page, each one level at most below the one before it."""
        headings = [element for element in root.iter() if HEADING.fullmatch(str(element.tag))]
        used = sorted({element.tag for element in headings})
        before = self.top - 1
        for element in headings:
            before = min(self.top + used.index(element.tag), before + 1, LOWEST)
            element.tag = f"h{before}"

    def link_to_picture(self, element: Element) -> None:
        """A picture from elsewhere would make the reader's browser ask a third party for it: a link instead."""
        source = element.get("src", "")
        words = element.get("alt") or source
        element.tag = "a"
        element.attrib.clear()
        element.set("href", source)
        element.text = words

    def tick(self, element: Element) -> None:
        holder = element
        if not (element.text or "").strip() and len(element) and element[0].tag == "p":
            holder = element[0]
        match = re.match(r"\s*\[([ xX])\]\s+", holder.text or "")
        if not match:
            return
        box = Element("input", {"type": "checkbox", "disabled": "disabled"})
        if match.group(1) != " ":
            box.set("checked", "checked")
        box.tail = (holder.text or "")[match.end() :]
        holder.text = ""
        label = Element("label")
        label.append(box)
        for child in list(holder):
            if child.tag in BLOCKS:
                break
            holder.remove(child)
            label.append(child)
        holder.insert(0, label)
        element.set("class", "task")

    def keep_apart(self, element: Element) -> None:
        if not self.anchor:
            return
        for attribute, mark in (("id", ""), ("href", "#")):
            value = element.get(attribute, "")
            if value.startswith((f"{mark}fn-", f"{mark}fnref")):
                element.set(attribute, f"{value}-{self.anchor}")


def allowed(tag: str, name: str, value: str) -> bool:
    """The closed list of attributes."""
    match tag, name:
        case "a", "href" | "title":
            return True
        case ("a", "class"):
            return value in ("footnote-ref", "footnote-backref")
        case ("li" | "sup", "id"):
            return FOOTNOTE_ID.fullmatch(value) is not None
        case ("li", "class"):
            return value == "task"
        case ("div", "class"):
            return value == "footnote"
        case ("td" | "th", "class"):
            return value in ("align-start", "align-center", "align-end")
        case ("input", "type"):
            return value == "checkbox"
        case ("input", "checked" | "disabled") | ("ol", "start") | ("abbr", "title"):
            return True
    return False


INSIDE = re.compile(r"#|/(?![/\\\s])")
"""Links that stay on the site. Browsers read a backslash as a slash, and leave out tabs."""
Attributes = MutableMapping[tuple[str | None, str], str]


def relate(attributes: Attributes, new: bool = False, /) -> Attributes:
    """Marks a link that leads elsewhere as written by a member of the public."""
    href = attributes.get((None, "href"), "")
    if href and not INSIDE.match(href):
        attributes[(None, "rel")] = LINK_RELATION
    return attributes


def clean_with_links() -> Cleaner:
    linkify: Callable[..., LinkifyFilter] = partial(
        LinkifyFilter, callbacks=[relate], skip_tags={"pre", "code"}, parse_email=False, url_re=BARE_LINK
    )
    return Cleaner(
        tags=TAGS,
        attributes=allowed,
        protocols={"http", "https", "mailto"},
        strip=False,
        strip_comments=True,
        filters=[linkify],
    )
