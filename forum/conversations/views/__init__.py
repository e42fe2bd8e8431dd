"""The pages of conversations: the list and each one, and single messages."""

from flask import Blueprint

bp = Blueprint("conversations", __name__)

from forum.conversations.views import conversations, messages  # noqa: E402, F401
