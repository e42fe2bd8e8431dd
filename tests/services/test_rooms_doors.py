"""The doors of the real server's sockets: who may knock, from where, and with what."""

from __future__ import annotations

import pytest
import websocket
from sqlalchemy import func, select

from forum.chat.models import Message
from forum.extensions import db
from tests.services.conftest import Doors
from tests.services.raw import Raw, poll
from tests.services.serving import Member

pytestmark = [pytest.mark.services, pytest.mark.timeout(120)]
NESTED = "[" * 60_000 + "]" * 60_000
AT_ONCE = 3.0


@pytest.mark.parametrize(
    "origin", ["https://ailleurs.example", "null", "http://127.0.0.1:1", "http://127.0.0.1.example"]
)
def test_a_page_of_another_site_opens_no_connection(doors: Doors, origin: str) -> None:
    status, body = poll(doors.teacher, Origin=origin)
    assert (status, body) == (400, '"Not an accepted origin."')

    with pytest.raises(websocket.WebSocketBadStatusException) as refused:
        Raw(doors.teacher, origin=origin)
    assert refused.value.status_code == 400


def test_a_page_of_this_site_opens_one_either_way(doors: Doors) -> None:
    own = doors.teacher.server.address

    assert poll(doors.teacher, Origin=own)[0] == 200
    raw = Raw(doors.teacher, origin=own)
    assert raw.enter(doors.room)["ok"]
    raw.close()


def test_a_visitor_and_an_ended_session_get_no_socket(doors: Doors) -> None:
    stranger = Member.__new__(Member)
    stranger.__dict__.update(doors.teacher.__dict__, cookie="")

    assert "terminée" in Raw(stranger, namespace="").open_rooms()["message"]


@pytest.mark.parametrize(
    "payload",
    [
        '"bonjour"', "12", "null", "[1]", "[]", '{"room":ROOM},{"room":ROOM}', '{"room":[ROOM]}',
        '{"room":{"room":ROOM}}', '{"room":1e400}', '{"room":-Infinity}', '{"room":NaN}', '{"\\udc00":ROOM}',
        '{"room":ROOM,"body":"\\ud83d"}', '{"room":ROOM,"body":{"$ne":""}}',
        "{" + ",".join(f'"f{number}":1' for number in range(30)) + "}",
    ],
)  # fmt: skip
@pytest.mark.parametrize("event", ["say", "enter", "typing"])
def test_what_makes_no_sense_is_answered_and_closes_nothing(
    doors: Doors, standing: Raw, event: str, payload: str
) -> None:
    before = db.session.scalar(select(func.count()).select_from(Message))
    answer = standing.ask(event, payload.replace("ROOM", str(doors.room)))

    assert (answer["ok"], answer["status"]) == (False, 400)
    assert "lue" in answer["message"]
    assert standing.enter(doors.room)["ok"], "the socket is as open as before"
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Message)) == before


@pytest.mark.parametrize("room", ['"ROOM"', "true", "-1", "1.5", "99999999999999999999", '"1e3"', '"\\u0661"'])
def test_a_number_that_is_none_is_no_room(doors: Doors, standing: Raw, room: str) -> None:
    answer = standing.ask("enter", f'{{"room":{room.replace("ROOM", str(doors.room))}}}')

    assert (answer["ok"], answer["status"]) == (False, 404)


@pytest.mark.parametrize("event", ["shout", "connect_error", "__init__", "", "message", "*"])
def test_an_unknown_event_is_answered(doors: Doors, standing: Raw, event: str) -> None:
    answer = standing.ask(event, f'{{"room":{doors.room}}}')

    assert (answer["ok"], answer["status"]) == (False, 404)
    assert standing.enter(doors.room)["ok"]


@pytest.mark.parametrize(
    "packet",
    [
        f"42/rooms,1{NESTED}", '42/rooms,1["say",{"room":', "42/rooms,1{}", "42/rooms,1[]", "42/rooms,1[12]", "42", "4",
        "47", "49/rooms", '451-/rooms,1["say",{"_placeholder":true,"num":0}]', "4299999999999-/rooms,", b"\x00\x01",
        f'42/rooms,{"1" * 200}["say"]', f'42/rooms,1["say",{{"room":{"9" * 5000}}}]', "40/nowhere,", "41/rooms,",
    ],
    ids=range(16),
)  # fmt: skip
def test_what_is_no_packet_ends_the_connection_that_sent_it_and_no_other(
    doors: Doors, standing: Raw, packet: str | bytes
) -> None:
    raw = Raw(doors.colleague)

    raw.send(packet)

    assert standing.enter(doors.room)["ok"], "another's socket is as open as before"
    assert doors.teacher.get("/healthz")[0] == 200
    raw.close()


def test_what_is_refused_is_noted_once_a_connection_and_is_no_error(doors: Doors) -> None:
    before = len(doors.logged())
    raw = Raw(doors.teacher)
    for _ in range(5):
        raw.ask("enter", "12")
        raw.ask("shout", "{}")
    raw.send("42/rooms,1[12")
    assert raw.is_cut(AT_ONCE)

    noted = doors.logged()[before:]

    assert [(line["event"], line["why"]) for line in noted] == [
        ("socket event refused", "malformed"),
        ("socket event refused", "unknown event"),
        ("packet refused", "JSONDecodeError"),
    ]
    assert {line["level"] for line in noted} == {"warning"}
