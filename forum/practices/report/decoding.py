"""From the bytes of a file to the text of a report."""

from __future__ import annotations

import codecs

from flask_babel import gettext as _

from forum.practices.report.reader import LONGEST_REPORT, ReportError

MOST_BYTES = 4 * LONGEST_REPORT
"""A character of UTF-8 takes four bytes at most."""


def decoded_report(content: bytes) -> str:
    """The text of a file in UTF-8, in UTF-16 that says so, or else in what Windows writes in Western Europe.

    Args:
        content: the file; its first `MOST_BYTES` + 1 bytes are enough to know that it is too big.

    Raises:
        ReportError: it is too big, or no text.
    """
    if len(content) > MOST_BYTES:
        raise ReportError(_("Ce rapport est trop long : un million de caractères au plus."))
    text = text_of(content)
    if "\x00" in text:
        raise ReportError(_("Ce fichier n’est pas un texte. Enregistrez le rapport en texte brut ou en Markdown."))
    return text


def text_of(content: bytes) -> str:
    """The text of some bytes; Latin-1 gives every byte a character, so that the last way never fails."""
    is_utf_16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16" if is_utf_16 else "utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")
