"""The pages of rooms. All of it works without scripts; static/src/js/room.js makes it live."""

from flask import Blueprint

bp = Blueprint("chat", __name__)

from forum.chat.views import (  # noqa: E402, F401
    holding,
    invitations,
    lifting,
    log,
    opening,
    people,
    reading,
    saying,
    searching,
)
