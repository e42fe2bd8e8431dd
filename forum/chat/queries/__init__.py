"""What pages and sockets read of rooms."""

from __future__ import annotations

from forum.chat.queries.acts import ActLine, act_in, acts_of
from forum.chat.queries.history import PAGE, Stretch, after, older_than, place_of_day, stretch, stretch_after
from forum.chat.queries.messages import (
    DELETED,
    HIDDEN,
    REMOVED,
    SAID,
    Answered,
    Spoken,
    message_by_id,
    message_in,
    said_in,
    several_in,
    spoken,
    spoken_of,
    spoken_to,
    state_of,
)
from forum.chat.queries.openings import Place, places_to_open_in
from forum.chat.queries.people import (
    InvitationRow,
    Invited,
    PersonRow,
    SilenceRow,
    invitation_for,
    invitations_of,
    people_in_room,
    silences_of,
)
from forum.chat.queries.rooms import OpenRoom, Pinned, RoomRow, open_room, pinned_in, room_for, rooms_of
from forum.chat.queries.speaking import Standing, standing_in

__all__ = [
    "DELETED",
    "HIDDEN",
    "PAGE",
    "REMOVED",
    "SAID",
    "ActLine",
    "Answered",
    "InvitationRow",
    "Invited",
    "OpenRoom",
    "PersonRow",
    "Pinned",
    "Place",
    "RoomRow",
    "SilenceRow",
    "Spoken",
    "Standing",
    "Stretch",
    "act_in",
    "acts_of",
    "after",
    "invitation_for",
    "invitations_of",
    "message_by_id",
    "message_in",
    "older_than",
    "open_room",
    "people_in_room",
    "pinned_in",
    "place_of_day",
    "places_to_open_in",
    "room_for",
    "rooms_of",
    "said_in",
    "several_in",
    "silences_of",
    "spoken",
    "spoken_of",
    "spoken_to",
    "standing_in",
    "state_of",
    "stretch",
    "stretch_after",
]
