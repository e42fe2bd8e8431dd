"""HTML of Markdown (forum/core/text.py) as blocks and pieces of lines: what the template on paper is given."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html.parser import HTMLParser
from typing import Any

Piece = str | dict[str, Any]
Block = dict[str, Any]
Spacing = Callable[[str], str]

STYLES = {
    "em": "em",
    "i": "em",
    "strong": "strong",
    "b": "strong",
    "del": "del",
    "s": "del",
    "sub": "sub",
    "sup": "sup",
}
LINES = {"p", "dt", "dd"}
HEADINGS = {"h3": 2, "h4": 3, "h5": 3, "h6": 3}
"""Their levels on paper, where a section’s own heading is of the first."""
VOID = {"br", "hr", "input"}


class Node:
    """An element as it was read."""

    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag = tag
        self.attributes = attributes
        self.children: list[Node | str] = []

    def words(self) -> str:
        return "".join(child if isinstance(child, str) else child.words() for child in self.children)


class TreeReader(HTMLParser):
    """Reads the HTML that Médiane itself rendered: every element is closed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if tag in (node.tag for node in self.open[1:]):
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def blocks_of(html: str, spacing: Spacing = str) -> list[Block]:
    """The blocks of a text.

    Args:
        html: as rendered and stored by Médiane.
        spacing: puts the spaces of words in order, as the language of the text wants them.
    """
    reader = TreeReader()
    reader.feed(html)
    reader.close()
    return blocks_in(reader.root.children, spacing)


def blocks_in(children: Sequence[Node | str], spacing: Spacing) -> list[Block]:
    found: list[Block] = []
    line: list[Node | str] = []

    def end_line() -> None:
        pieces = pieces_of(line, spacing)
        if pieces:
            found.append({"t": "p", "c": pieces})
        line.clear()

    for child in children:
        block = None if isinstance(child, str) else block_of(child, spacing)
        if block is None:
            line.append(child)
            continue
        end_line()
        found.extend(block)
    end_line()
    return found


def block_of(node: Node, spacing: Spacing) -> list[Block] | None:
    """What an element gives: none where it is a piece of a line."""
    if node.tag in LINES:
        return blocks_in_line(node, spacing)
    if node.tag in HEADINGS:
        pieces = pieces_of(node.children, spacing)
        return [{"t": "h", "level": HEADINGS[node.tag], "c": pieces}] if pieces else []
    match node.tag:
        case "ul" | "ol":
            return list_of(node, spacing)
        case "blockquote":
            inner = blocks_in(node.children, spacing)
            return [{"t": "quote", "items": inner}] if inner else []
        case "pre":
            return [{"t": "pre", "text": node.words().rstrip("\n")}]
        case "hr":
            return [{"t": "hr"}]
        case "table":
            return table_of(node, spacing)
        case "div" | "dl" | "section":
            return blocks_in(node.children, spacing)
    return None


def blocks_in_line(node: Node, spacing: Spacing) -> list[Block]:
    pieces = pieces_of(node.children, spacing)
    return [{"t": "p", "c": pieces}] if pieces else []


def list_of(node: Node, spacing: Spacing) -> list[Block]:
    items = [
        blocks_in(child.children, spacing) for child in node.children if isinstance(child, Node) and child.tag == "li"
    ]
    items = [item for item in items if item]
    if not items:
        return []
    start = node.attributes.get("start", "1")
    first = int(start) if start.isdecimal() and len(start) < 10 else 1
    return [{"t": node.tag, "items": items} | ({"start": first} if node.tag == "ol" else {})]


def table_of(node: Node, spacing: Spacing) -> list[Block]:
    rows = [
        [cell for cell in row.children if isinstance(cell, Node) and cell.tag in ("td", "th")]
        for row in descendants(node, "tr")
    ]
    rows = [row for row in rows if row]
    columns = max(map(len, rows), default=0)
    if not columns:
        return []
    has_head = all(cell.tag == "th" for cell in rows[0])
    cells = [
        [pieces_of(cell.children, spacing) for cell in row] + [[] for _ in range(columns - len(row))] for row in rows
    ]
    return [{"t": "table", "columns": columns, "head": cells[0] if has_head else [], "rows": cells[has_head:]}]


def descendants(node: Node, tag: str) -> list[Node]:
    found: list[Node] = []
    for child in node.children:
        if isinstance(child, Node):
            found += [child] if child.tag == tag else descendants(child, tag)
    return found


def pieces_of(children: Sequence[Node | str], spacing: Spacing) -> list[Piece]:
    """The pieces of one line; nothing where there is nothing to read."""
    return trimmed([piece for child in children for piece in piece_of(child, spacing)])


def piece_of(child: Node | str, spacing: Spacing) -> list[Piece]:
    if isinstance(child, str):
        text = " ".join(child.split("\n"))
        return [spacing(text)] if text else []
    match child.tag:
        case "br":
            return [{"t": "br"}]
        case "code":
            return [{"t": "code", "text": child.words()}]
        case "input":
            return ["☑ " if "checked" in child.attributes else "☐ "]
        case "a":
            return link_of(child, spacing)
    inner = [piece for grandchild in child.children for piece in piece_of(grandchild, spacing)]
    style = STYLES.get(child.tag)
    return [{"t": style, "c": inner}] if style and inner else inner


def link_of(node: Node, spacing: Spacing) -> list[Piece]:
    """A link to elsewhere; a note's number where it stays in the text, and nothing for the way back from a note."""
    href = node.attributes.get("href", "")
    if "footnote-backref" in node.attributes.get("class", ""):
        return []
    inner = [piece for child in node.children for piece in piece_of(child, spacing)]
    if not href.startswith(("http://", "https://", "mailto:")):
        return inner
    return [{"t": "a", "href": href, "c": inner or [href]}]


def trimmed(pieces: list[Piece]) -> list[Piece]:
    """Without white space and line ends around: the source of HTML has them where a page shows none."""

    def is_empty(piece: Piece) -> bool:
        return not piece.strip() if isinstance(piece, str) else piece["t"] == "br"

    while pieces and is_empty(pieces[0]):
        pieces = pieces[1:]
    while pieces and is_empty(pieces[-1]):
        pieces = pieces[:-1]
    begun = [True, *(not isinstance(piece, str) and piece["t"] == "br" for piece in pieces)]
    return [
        piece.lstrip(" ") if isinstance(piece, str) and begins else piece
        for piece, begins in zip(pieces, begun, strict=False)
    ]
