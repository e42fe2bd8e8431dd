"""The pages of the library, parted by what one does there: reading, writing, bringing reports in."""

from flask import Blueprint

bp = Blueprint("practices", __name__)

from forum.practices.views import editing, importing, reading  # noqa: E402, F401
