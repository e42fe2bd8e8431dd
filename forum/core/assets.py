"""Addresses of the built styles, scripts, fonts and icons, whose names change with their content."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, current_app

MANIFEST = Path(__file__).resolve().parents[2] / "static" / "dist" / "manifest.json"


def init_app(app: Flask) -> None:
    """Gives templates `asset("site.css")`."""
    app.jinja_env.globals["asset"] = asset


def asset(name: str) -> str:
    """The address of a built file; of the plain name where the assets were not built."""
    url_for: Any = current_app.jinja_env.globals["url_for"]  # the one that remembers: a page asks for thirty icons
    return str(url_for("static", filename=f"dist/{manifest().get(name, name)}"))


@cache
def manifest() -> dict[str, str]:
    if not MANIFEST.exists():
        return {}
    read: dict[str, str] = json.loads(MANIFEST.read_text(encoding="utf-8"))
    return read
