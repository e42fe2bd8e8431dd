"""The pages of discussions, parted by what they show."""

from flask import Blueprint

bp = Blueprint("discussions", __name__)

from forum.discussions.views import (  # noqa: E402
    feeds,  # noqa: F401
    holding,  # noqa: F401
    lists,  # noqa: F401
    live,  # noqa: F401
    posts,  # noqa: F401
    reactions,  # noqa: F401
    reading,  # noqa: F401
    settings,  # noqa: F401
    spaces,  # noqa: F401
    summary,  # noqa: F401
    tags,  # noqa: F401
    writing,  # noqa: F401
)
