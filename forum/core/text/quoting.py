"""Quotations in Markdown: one that begins with a credit, a link to the post that it quotes, is a blockquote of its
own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown.blockprocessors import BlockQuoteProcessor

CREDIT_LINK = r"[*_]{0,3}\[(?:\\.|[^\]\\])*\]\(<?(?:https?://[^\s/)]+)?/posts/(?P<id>\d{1,10})\b"
"""What the first line of a quotation begins with, behind the marks that nest it (forum/writing/quotes.py)."""
CREDIT = re.compile(rf"[ ]{{0,3}}{CREDIT_LINK}")


class Quotations(BlockQuoteProcessor):
    """Blockquotes as the library makes them, save that a credit begins another one.

    Left to the library, what two people said would stand in one blockquote, the second as words of the first, where
    nothing stands between.
    """

    def run(self, parent: Element, blocks: list[str]) -> None:
        block = blocks.pop(0)
        found = self.RE.search(block)
        if found:
            self.parser.parseBlocks(parent, [block[: found.start()]])
            block = block[found.start() :].removeprefix("\n")
        for words in self.parted(block.split("\n")):
            last = self.lastChild(parent)
            goes_on = last is not None and last.tag == "blockquote" and not CREDIT.match(words)
            quote: Any = last if goes_on else SubElement(parent, "blockquote")
            self.parser.state.set("blockquote")
            self.parser.parseChunk(quote, words)
            self.parser.state.reset()

    def parted(self, lines: list[str]) -> Iterator[str]:
        """The words of each quotation, without the marks of this level."""
        number = 0
        numbered: list[tuple[int, str]] = []
        for line in lines:
            words = self.clean(line)
            if words != line and CREDIT.match(words):
                number += 1
            numbered.append((number, words))
        for _, part in groupby(numbered, key=lambda pair: pair[0]):
            yield "\n".join(words for _, words in part)
