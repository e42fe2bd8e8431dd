"""The pages of proposals, parted by what they show."""

from flask import Blueprint

bp = Blueprint("proposals", __name__)

from forum.proposals.views import answering, concluding, putting, reading  # noqa: E402, F401
