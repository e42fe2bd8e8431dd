"""BibTeX, as BibLaTeX and reference managers read it: UTF-8, with what TeX takes for its own written as its letters."""

from __future__ import annotations

import re

from forum.core.text import slug
from forum.practices.exports.record import PUBLISHER, SheetRecord

TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
ALONE = TEX | {"{": r"\textbraceleft{}", "}": r"\textbraceright{}"}
"""Where braces do not pair: « \\{ » still counts as one that opens, and nothing would close it."""
SPECIAL = re.compile("|".join(map(re.escape, TEX)))
JOINED = re.compile(r"""[?!](?=`)|-(?=-)|`(?=`)|'(?=')|,(?=,)|<(?=<)|>(?=>)""")
"""What TeX reads as one sign with the letter after it: « ?` » is « ¿ », two hyphens are a dash."""
LANGUAGES = {"fr": "french", "en": "english"}


def bibtex(record: SheetRecord) -> str:
    """The sheet as one entry."""
    reference = record.reference
    kind = "article" if reference.is_from_elsewhere else "online"
    fields = {
        "author": " and ".join(author(name.inverted, name.is_person) for name in reference.authors),
        "title": f"{{{escaped(reference.title)}}}",  # a second pair of braces keeps its capitals
        "journal" if kind == "article" else "organization": escaped(reference.container),
        "year": str(reference.year),
        "date": reference.published_at.date().isoformat() if reference.published_at else "",
        "url": record.url,
        "langid": LANGUAGES.get(record.language, ""),
        "keywords": escaped(", ".join(record.keywords)),
        "abstract": escaped(record.summary),
        "note": escaped(f"{PUBLISHER}, {record.licence}" if record.licence else PUBLISHER),
    }
    lines = [f"  {key} = {{{value}}}," for key, value in fields.items() if value]
    return "\n".join([f"@{kind}{{{key_of(record)},", *lines, "}", ""])


def key_of(record: SheetRecord) -> str:
    """What the entry is called in a document: family name, year, and the sheet's number, which makes it unique."""
    authors = record.reference.authors
    name = slug(authors[0].family or authors[0].words, 20).replace("-", "") if authors else ""
    return f"{name or 'mediane'}{record.reference.year}-{record.id}"


def author(words: str, is_person: bool) -> str:
    """A name; a team's in braces, so that it is not parted."""
    return escaped(words) if is_person else f"{{{escaped(words)}}}"


def escaped(text: str) -> str:
    written = TEX if braces_pair(text) else ALONE
    return JOINED.sub(r"\g<0>{}", SPECIAL.sub(lambda found: written[found.group()], text))


def braces_pair(text: str) -> bool:
    depth = 0
    for letter in text:
        depth += (letter == "{") - (letter == "}")
        if depth < 0:
            return False
    return depth == 0
