"""Quotations in the text of a sheet: each is a marker there, and its words stand in their place for who may read them.

A version of a sheet never holds what somebody else wrote in a discussion, only `[[quote:k3v9tq0a2m]]`. So what an
author edits around a marker, or the whole field, leaves the words and their credit as they are; and whoever reads a
version without asking who may read its quotations reads none of them (docs/decisions/quotations.md).
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from forum.core.text import is_blank, tidy, tidy_line

LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
MARKER = re.compile(r"\[\[quote:([0-9a-z]{10})\]\]")
PLACES = re.compile(
    r"<p>(?P<alone>(?:\s|<br>|\[\[quote:[0-9a-z]{10}\]\])+)</p>"
    r"|(?P<tag></?[a-z](?:[^\"'>]|\"[^\"]*\"|'[^']*')*>)"
    r"|\[\[quote:(?P<within>[0-9a-z]{10})\]\]"
)
"""A paragraph that holds markers and nothing else; a tag, in which nothing is quoted; a marker within a sentence."""
EMPTIED = re.compile(r"<(p|li|ul|ol|blockquote|h3|h4|h5|h6|em|strong|del|s|td)>(?:\s|<br>)*</\1>")
NESTED = 20
"""How deep something can be emptied: more than text is ever nested (forum/core/text.py)."""
CUT = re.compile(r"\s*(?:\[(?:…|\.\.\.)\]|\((?:…|\.\.\.)\))\s*")
"""What says that some words were left out: […], (…), [...]."""


@dataclass(frozen=True)
class ShownQuotation:
    """A quotation as one reader sees it.

    Args:
        html: its words, rendered.
        words: the same in Markdown.
        credit: who said it and when, or that they would rather not be named.
        link: the path of the post, empty where the reader may not see it or must not learn whose it is.
        note: what authors are told about it, empty for readers.
        name: who said it, where they agreed to be named.
    """

    html: str
    words: str
    credit: str
    link: str = ""
    note: str = ""
    name: str = ""


Shown = Mapping[str, ShownQuotation]
"""By its marker's letters, each quotation that the reader sees; the others are no part of the text."""


def new_marker() -> str:
    """Letters that stand for one quotation and say nothing of it."""
    return "".join(secrets.choice(LETTERS) for _ in range(10))


def in_text(marker: str) -> str:
    """What stands in a field for a quotation."""
    return f"[[quote:{marker}]]"


def markers_in(texts: Iterable[Any]) -> set[str]:
    """The markers that stand in some texts."""
    return {marker for text in texts if "[[quote:" in str(text) for marker in MARKER.findall(str(text))}


def without_quotations(text: str) -> str:
    """A text as if nothing were quoted in it."""
    return MARKER.sub("", text) if "[[quote:" in text else text


def passages(words: str) -> list[str]:
    """What is quoted, parted where something was left out."""
    return [passage for passage in CUT.split(words) if passage.strip()]


def is_said_in(words: str, source: str) -> bool:
    """Whether a quotation says what a text says: passages of it, whole, in their order."""
    said = tidy_line(tidy(source))
    place = 0
    for passage in passages(words):
        wanted = tidy_line(tidy(passage))
        found = said.find(wanted, place)
        if found < 0:
            return False
        place = found + len(wanted)
    return place > 0


def html_with(html: str, shown: Shown) -> str:
    """A field's HTML with the quotations that a reader sees; nothing is left where the others stood."""
    if "[[quote:" not in html:
        return html

    def fill(place: re.Match[str]) -> str:
        if place["alone"] is not None:
            return blocks(place["alone"], shown)
        if place["tag"] is not None:
            return without_quotations(place["tag"])
        return inline(place["within"], shown)

    filled = PLACES.sub(fill, html)  # at once, so that a marker among somebody's words stays a word
    for _ in range(NESTED):
        filled, emptied = EMPTIED.subn("", filled)
        if not emptied:
            break
    return filled.strip()


def blocks(markers: str, shown: Shown) -> str:
    return "\n".join(block(shown[marker]) for marker in MARKER.findall(markers) if marker in shown)


def block(quotation: ShownQuotation) -> str:
    """A quotation that stands by itself."""
    foot = credit_html(quotation)
    if quotation.note:
        foot += Markup(' · <span class="quotation-note">{}</span>').format(quotation.note)
    words = Markup(quotation.html)  # noqa: S704  (rendered by forum/core/text.py when it was quoted)
    tone = " waiting" if quotation.note else ""
    return Markup('<div class="quotation{}"><blockquote>{}</blockquote>\n<p class="credit">— {}</p></div>').format(
        tone, words, foot
    )


def inline(marker: str, shown: Shown) -> str:
    """A quotation within a sentence."""
    if marker not in shown:
        return ""
    quotation = shown[marker]
    words = Markup(quotation.html).striptags()  # noqa: S704
    note = f" ({quotation.note})" if quotation.note else ""
    return Markup("«\u00a0{}\u00a0» ({}){}").format(words, credit_html(quotation), note)


def credit_html(quotation: ShownQuotation) -> Markup:
    if quotation.link:
        return Markup('<a href="{}">{}</a>').format(quotation.link, quotation.credit)
    return escape(quotation.credit)


def source_with(source: str, shown: Shown, site: str) -> str:
    """A field's Markdown with the quotations that a reader sees, each as a quotation with its credit below.

    Args:
        source: Markdown.
        shown: the quotations.
        site: what the address of a post begins with.
    """
    if "[[quote:" not in source:
        return source
    lines = []
    for line in source.split("\n"):
        kept = MARKER.sub(lambda found: in_markdown(found.group(1), shown, site, alone=is_alone(line)), line)  # noqa: B023
        if kept.strip() or not markers_in([line]):
            lines.append(kept)
    filled = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    return "" if is_blank(re.sub(r"(?m)^[\s>*+-]+$", "", filled)) else filled


def is_alone(line: str) -> bool:
    """Whether a line holds one marker and nothing else."""
    return MARKER.fullmatch(line.strip()) is not None


def in_markdown(marker: str, shown: Shown, site: str, *, alone: bool) -> str:
    if marker not in shown:
        return ""
    quotation = shown[marker]
    credit = f"[{quotation.credit}]({site}{quotation.link})" if quotation.link else quotation.credit
    credit += f" ({quotation.note})" if quotation.note else ""
    if not alone:
        return f"«\u00a0{tidy_line(quotation.words)}\u00a0» ({credit})"
    said = "\n".join(f"> {line}".rstrip() for line in quotation.words.split("\n"))
    return f"{said}\n>\n> — {credit}"
