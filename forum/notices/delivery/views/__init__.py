"""The pages by which people say how they wish to be told, and the doors that mail and push services use."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("delivery", __name__)
