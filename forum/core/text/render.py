"""Markdown in, safe HTML out. Rendered once, when a text is written; what is stored is what is shown."""

from __future__ import annotations

import markdown

from forum.core.text.bounds import flatten, is_too_dense, render_as_typed
from forum.core.text.cleaning import Mentions, cleaner
from forum.core.text.marks import OurMarkdown
from forum.core.text.words import tidy

NOBODY: Mentions = {}


def render_markdown(source: str, anchor: str = "", *, top: int = 3, mentions: Mentions = NOBODY) -> str:
    """Renders Markdown as HTML that can be shown to anyone.

    Tables, footnotes, task lists, fenced code and bare links work; headings begin at the third level, below the
    page's own; pictures are drawn that people brought to the site, and links to all others; a quotation within a
    quotation is folded; what is not on the closed list of tags is shown as typed, and so is all of a text that holds
    more marks than a person writes.

    Args:
        source: Markdown, tidied or not.
        anchor: keeps the footnotes of one text apart from those of the next on the same page.
        top: the level of its highest heading, 3 where the page has two above it. No heading skips a level.
        mentions: the people whom « @marie-dupont » links to, by handle.
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
        return str(cleaner(mentions).clean(html)).strip()
    except RecursionError:  # nested in a way that `flatten` did not foresee
        return render_as_typed(text)
