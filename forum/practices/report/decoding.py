"""From the bytes of a file to the text of a report: plain text, Markdown, a word processor's .docx, a PDF."""

from __future__ import annotations

import codecs
import subprocess
import sys
from pathlib import Path

from flask_babel import gettext as _

from forum.practices.report.extraction import MOST_SECONDS, Outcome
from forum.practices.report.reader import LONGEST_REPORT, ReportError, ReportTooLong

MOST_BYTES = 12 * 1024 * 1024
"""Of any file; pictures make documents heavy."""
MOST_BYTES_OF_TEXT = 4 * LONGEST_REPORT
"""A character of UTF-8 takes four bytes at most."""
EXTRACTION = Path(__file__).with_name("extraction.py")
GRACE = 10
"""Seconds that a process may take beyond those of its own work, on a machine that is busy."""


def decoded_report(content: bytes) -> str:
    """The text of a file, by what it holds and not by its name.

    Args:
        content: the file; its first `MOST_BYTES` + 1 bytes are enough to know that it is too big.

    Raises:
        ReportTooLong: it is too big.
        ReportError: it is neither text nor a document that can be read.
    """
    if len(content) > MOST_BYTES:
        raise ReportTooLong(_("Ce fichier est trop lourd : %(max)d Mo au plus.", max=MOST_BYTES >> 20))
    if b"%PDF-" in content[:1024]:
        return extracted(content, "pdf")
    if content.startswith(b"PK\x03\x04"):
        return extracted(content, "docx")
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise ReportError(
            _("Ce document est d’un ancien format, ou protégé par un mot de passe. Enregistrez-le en .docx, sans lui.")
        )
    if len(content) > MOST_BYTES_OF_TEXT:
        raise ReportTooLong(_("Ce rapport est trop long : un million de caractères au plus."))
    text = text_of(content)
    if "\x00" in text:
        raise ReportError(
            _("Ce fichier n’est ni un texte, ni un document .docx, ni un PDF. Enregistrez le rapport sous cette forme.")
        )
    return text


def text_of(content: bytes) -> str:
    """The text of some bytes; Latin-1 gives every byte a character, so that the last way never fails.

    Text in UTF-8, in UTF-16 that says so, or else in what Windows writes in Western Europe.
    """
    is_utf_16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16" if is_utf_16 else "utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")


def extracted(content: bytes, kind: str) -> str:
    """The text of a document, had by a process of its own (forum/practices/report/extraction.py).

    Args:
        kind: "docx" or "pdf".

    Raises:
        ReportTooLong, ReportError: it can't be read; says why.
    """
    try:
        done = subprocess.run(  # noqa: S603  (our own program, with one of two words)
            [sys.executable, "-I", str(EXTRACTION), kind],
            input=content,
            capture_output=True,
            timeout=MOST_SECONDS + GRACE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise ReportTooLong(_("Ce document est trop long à lire. Collez plutôt son texte.")) from None
    if done.returncode == Outcome.DONE:
        return done.stdout.decode("utf-8")
    match done.returncode:
        case Outcome.LOCKED:
            raise ReportError(_("Ce document est protégé par un mot de passe. Enregistrez-le sans, puis réessayez."))
        case Outcome.WITHOUT_TEXT:
            raise ReportError(_("Ce document ne contient pas de texte : ce sont des images. Collez plutôt son texte."))
        case Outcome.TOO_LARGE:
            raise ReportTooLong(_("Ce document contient trop de choses pour un rapport. Collez plutôt son texte."))
        case negative if negative < 0:  # ended by the bounds on its time or its memory
            raise ReportTooLong(_("Ce document est trop long à lire. Collez plutôt son texte."))
    raise ReportError(
        _("Ce fichier est abîmé, ou n’est pas un document .docx. Ouvrez-le, enregistrez-le à nouveau, puis réessayez.")
        if kind == "docx"
        else _("Ce PDF est abîmé : il ne peut pas être lu. Collez plutôt le texte du rapport.")
    )
