"""Looking for something that was said in a room."""

from __future__ import annotations

from dataclasses import replace

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.chat import queries
from forum.chat.documents import place_of
from forum.chat.views import bp
from forum.core.actor import current_actor
from forum.core.policy import requires
from forum.search.grammar import sentence
from forum.search.services import read_address, search_within


@bp.get("/rooms/<int:room_id>/search")
@requires("room.see")
def search(room_id: int) -> ResponseReturnValue:
    """What was said in a room that holds `?q=`, the newest first; `?after=` goes on."""
    actor = current_actor()
    room = queries.open_room(actor, room_id)
    asking = replace(read_address(request.args), chosen={}, order="newest", is_grouped=False)
    answer = search_within(actor, place_of(room_id), asking)
    return render_template(
        "chat/search.html",
        room=room,
        answer=answer,
        address=lambda text, after="": url_for("chat.search", room_id=room_id, q=text or None, after=after or None),
        problems=[sentence(problem) for problem in answer.query.problems],
    )
