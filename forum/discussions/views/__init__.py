"""The pages of discussions, parted by what they show: spaces, threads, posts."""

from flask import Blueprint

bp = Blueprint("discussions", __name__)

from forum.discussions.views import posts, spaces, threads  # noqa: E402, F401
