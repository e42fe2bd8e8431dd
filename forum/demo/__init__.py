"""The demonstration: accounts, schools, discussions and sheets to try Médiane with."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Binds the feature's policy, handlers, views and commands."""
