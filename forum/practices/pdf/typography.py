"""The spaces of printed French."""

from __future__ import annotations

import re

NO_BREAK, NARROW = "\u00a0", "\u202f"
BEFORE_TALL = re.compile(r"[ \u00a0\u202f]+(?=[;?!])")
BEFORE_WIDE = re.compile(r"[ \u00a0\u202f]+(?=[:»%€])")
AFTER_QUOTE = re.compile(r"(?<=«)[ \u00a0\u202f]+")
APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")


def french(text: str) -> str:
    """Binds signs to their words, as the Imprimerie nationale’s rules want it: a narrow space before ; ? !, a whole one
    before : » and after «. No space is added where there was none, so that no address is broken."""
    text = BEFORE_TALL.sub(NARROW, text)
    text = BEFORE_WIDE.sub(NO_BREAK, text)
    text = AFTER_QUOTE.sub(NO_BREAK, text)
    return APOSTROPHE.sub("’", text)
