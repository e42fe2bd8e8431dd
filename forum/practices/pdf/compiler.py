"""Sets one document in type, as a process of its own: `python compiler.py` reads JSON, writes a PDF.

In a process of its own, so that no document however made takes the web server's time or memory, and none outlives its
time. Needs nothing of Médiane: it is started by its path.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from pathlib import Path
from typing import Any

MISSING = 3
"""The exit code that says that typst is not installed."""
MOST_MEMORY = 3 * 1024**3
LEAST_POLITE = 5


def main() -> int:
    try:
        import typst
    except ImportError:
        return MISSING
    os.nice(LEAST_POLITE)  # readers come first
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    asked = json.load(sys.stdin)
    fonts = typst.Fonts(
        include_system_fonts=True, include_embedded_fonts=True, font_paths=[asked["fonts"]] if asked["fonts"] else []
    )
    compiler = typst.Compiler(font_paths=fonts, sys_inputs={"sheet": json.dumps(asked["sheet"])})
    template = Path(asked["template"]).read_bytes()
    *wished, last = asked["standards"]
    for standards in wished:
        try:
            return write(compiler, template, asked["timestamp"], standards)
        except typst.TypstError:
            continue
    return write(compiler, template, asked["timestamp"], last)


def write(compiler: Any, template: bytes, timestamp: int, standards: list[str]) -> int:
    made = compiler.compile(template, format="pdf", pdf_standards=standards, timestamp=timestamp)
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
