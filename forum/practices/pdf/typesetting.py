"""Having a document set in type by a process of its own (`compiler.py`), within a time."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, ClassVar

import structlog
from pypdf import PdfReader

from forum.practices.pdf.compiler import MISSING
from forum.practices.pdf.document import TEMPLATE

COMPILER = Path(__file__).with_name("compiler.py")
SECONDS = 20.0
"""Fifty times what a sheet of thirty pages takes."""
ACCESSIBLE, TAGGED = ["ua-1"], list[str]()
"""PDF/UA-1 refuses what it can't promise, such as a letter that no typeface has; tags are written all the same."""
log = structlog.get_logger("pdf")


class TypesettingFailed(Exception):
    """There is no PDF; `problem` says why, as `SheetPdf.problem` does."""

    problem: ClassVar[str] = "refused"


class TypesetterMissing(TypesettingFailed):
    """typst is not installed."""

    problem = "missing"


class TookTooLong(TypesettingFailed):
    """It was not done within its time."""

    problem = "too_long"


@dataclass(frozen=True)
class Typeset:
    """A PDF.

    Args:
        body: its bytes.
        pages: how many it has.
    """

    body: bytes
    pages: int


def set_in_type(
    document: dict[str, Any],
    fonts: Path | None,
    timestamp: int,
    *,
    seconds: float = SECONDS,
    interpreter: str = sys.executable,
) -> Typeset:
    """Makes the PDF of a document: PDF/UA-1 where all of it can be, tagged in any case.

    Args:
        document: the data of the template (`document_of`).
        fonts: the folder of the site's typefaces; none for the typesetter's own.
        timestamp: when the document is of, in seconds since 1970, so that the same document gives the same bytes.
        seconds: how long it may take, all in all.
        interpreter: the Python that has typst.

    Raises:
        TypesetterMissing, TookTooLong, TypesettingFailed.
    """
    asked = {
        "sheet": document,
        "fonts": str(fonts) if fonts else "",
        "template": str(TEMPLATE),
        "timestamp": timestamp,
        "standards": [ACCESSIBLE, TAGGED],
    }
    try:
        done = subprocess.run(  # noqa: S603  (our own script; what people write goes through its standard input)
            [interpreter, "-I", str(COMPILER)],
            input=json.dumps(asked).encode(),
            capture_output=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise TookTooLong from None
    if done.returncode == MISSING:
        raise TypesetterMissing
    if done.returncode or not done.stdout.startswith(b"%PDF-"):
        log.error("typesetting failed", code=done.returncode)  # its words hold what people write: not for the log
        raise TypesettingFailed
    return Typeset(done.stdout, len(PdfReader(BytesIO(done.stdout)).pages))
