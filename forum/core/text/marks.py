"""What Médiane adds to Markdown."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

import markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from forum.core.text.cleaning import LOCAL_FILE
from forum.core.text.quoting import Quotations

HEADING = re.compile(r"h[1-6]")
LOWEST = 6
BLOCKS = frozenset({"blockquote", "details", "div", "dl", "hr", "ol", "p", "pre", "table", "ul"})
"""What can't stand in the label of a task."""
POST = re.compile(r"(?:https?://[^/]+)?/posts/\d+")
CELL_ALIGNMENT = {"text-align: left;": "start", "text-align: center;": "center", "text-align: right;": "end"}


class OurMarkdown(Extension):
    """What Médiane adds: task lists, no foreign pictures, quotations told apart and those within others folded,
    footnotes kept apart, cells aligned by class."""

    def __init__(self, anchor: str, top: int) -> None:
        super().__init__()
        self.anchor, self.top = anchor, top

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802  (the library's name)
        md.inlinePatterns.deregister("html")
        md.preprocessors.deregister("html_block")
        md.parser.blockprocessors.register(Quotations(md.parser), "quote", 20)
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
                self.show_picture(element)
            elif element.tag == "li":
                self.tick(element)
            elif element.tag in ("td", "th") and "style" in element.attrib:
                element.set("class", f"align-{CELL_ALIGNMENT.get(element.attrib.pop('style'), 'start')}")
            self.keep_apart(element)
        self.fold(root)

    def level(self, root: Element) -> None:
        """Puts headings below those of the page, each one level at most below the one before it."""
        headings = [element for element in root.iter() if HEADING.fullmatch(str(element.tag))]
        used = sorted({element.tag for element in headings})
        before = self.top - 1
        for element in headings:
            before = min(self.top + used.index(element.tag), before + 1, LOWEST)
            element.tag = f"h{before}"

    def show_picture(self, element: Element) -> None:
        """A picture from elsewhere would make the reader's browser ask a third party for it: a link instead."""
        source = element.get("src", "")
        if LOCAL_FILE.fullmatch(source):
            alternative = element.get("alt", "")
            element.attrib.clear()
            element.attrib.update({"src": source, "alt": alternative, "loading": "lazy"})
            return
        words = element.get("alt") or source
        element.tag = "a"
        element.attrib.clear()
        element.set("href", source)
        element.text = words

    def fold(self, root: Element) -> None:
        """Shows a quotation within a quotation when asked to."""
        inner = {quote for outer in root.iter("blockquote") for quote in outer.iter("blockquote") if quote is not outer}
        if not inner:
            return
        for parent in list(root.iter()):
            for place, child in enumerate(parent):
                if child in inner:
                    folded = Element("details")
                    summary = Element("summary")
                    summary.text = self.credit(child) or "Citation"
                    folded.extend([summary, child])
                    folded.tail, child.tail = child.tail, None
                    parent[place] = folded

    def credit(self, quote: Element) -> str:
        """Whom a quotation says it quotes, on its first line."""
        first = quote[0] if len(quote) else None
        link = first[0] if first is not None and first.tag == "p" and len(first) else None
        if link is None or link.tag != "a" or (first is not None and (first.text or "").strip()):
            return ""
        return "".join(link.itertext()) if POST.match(link.get("href", "")) else ""

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
