"""The pages of communities, parted by what they show."""

from flask import Blueprint

bp = Blueprint("communities", __name__)

from forum.communities.views import (  # noqa: E402, F401
    belonging,
    directory,
    facilitators,
    holding,
    invitations,
    page,
    proposals,
    requests,
)
