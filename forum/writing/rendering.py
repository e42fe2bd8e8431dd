"""A text as it is shown: Markdown rendered, with links to the people it names."""

from __future__ import annotations

from forum.core.text import render_markdown
from forum.writing.mentions import people_named


def rendered(source: str, anchor: str = "") -> str:
    """Renders one text, by one statement where it names somebody, by none elsewhere.

    Args:
        source: Markdown.
        anchor: keeps the footnotes of one text apart from those of the next on the same page.
    """
    return render_markdown(source, anchor, mentions=people_named([source]))
