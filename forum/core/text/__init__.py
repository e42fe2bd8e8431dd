"""What people write: Markdown in, safe HTML out; and plain words put in order."""

from forum.core.text.cleaning import LINK_RELATION, LOCAL_FILE, MENTION, TAGS, Mentions, allowed
from forum.core.text.quoting import CREDIT_LINK
from forum.core.text.render import render_markdown
from forum.core.text.words import excerpt, is_blank, slug, tidy, tidy_line

__all__ = [
    "CREDIT_LINK",
    "LINK_RELATION",
    "LOCAL_FILE",
    "MENTION",
    "TAGS",
    "Mentions",
    "allowed",
    "excerpt",
    "is_blank",
    "render_markdown",
    "slug",
    "tidy",
    "tidy_line",
]
