"""How much the real server takes of one page and of one person, and for how long: until their session ends."""

from __future__ import annotations

import json
import socket
import time
import uuid

import pytest

from tests.services.conftest import MOST_SOCKETS, PER_SECOND, Doors
from tests.services.raw import POLLING, Raw, poll, request
from tests.services.serving import eventually
from tests.services.test_rooms_live import NAMESPACE

pytestmark = [pytest.mark.services, pytest.mark.timeout(120)]
BURST, PATIENCE = 60, 100
AT_ONCE = 3.0
MANY = 90


def test_a_connection_that_opens_nothing_is_hung_up_on_even_if_it_hears_no_goodbye(doors: Doors) -> None:
    idle, busy = Raw(doors.colleague, namespace=""), Raw(doors.teacher)
    idle.line.sock.settimeout(15)

    while idle.line.sock.recv(1000):  # what it is told it does not answer
        pass

    assert busy.enter(doors.room)["ok"]
    busy.close()


def test_a_packet_too_large_is_not_taken(doors: Doors) -> None:
    raw = Raw(doors.colleague)
    raw.send(f'42/rooms,1["say",{{"room":{doors.room},"body":"{"x" * 250_000}"}}]')
    assert raw.is_cut(AT_ONCE)

    status, body = poll(doors.colleague)
    sid = json.loads(body[1:])["sid"]
    assert status == 200
    assert request(doors.colleague, f"{POLLING}&sid={sid}", "4" + "x" * 250_000)[0] in (400, 413)


def test_who_sends_too_fast_is_told_and_cut_off_if_it_goes_on(doors: Doors) -> None:
    raw = Raw(doors.colleague)
    for number in range(BURST + 60):
        raw.send(f'42/rooms,{number}["seen",{{"room":{doors.room},"seq":0}}]')
    answers = [raw.answer() for _ in range(BURST + 60)]
    assert {answer.get("status") for answer in answers} == {None, 429}
    assert all(answer["message"] for answer in answers if not answer["ok"])

    for number in range(PATIENCE * 3):
        if not raw.send(f'42/rooms,{number}["shout"]'):
            break

    assert raw.is_cut(10)
    assert Raw(doors.colleague).enter(doors.room)["ok"], "and may come back"


def test_a_person_opens_so_many_connections_and_no_more(doors: Doors) -> None:
    member = doors.newcomer("Rozenn Mille Fenêtres")
    opened = [Raw(member) for _ in range(MOST_SOCKETS)]

    refused = Raw(member, namespace="").open_rooms()

    assert "trop de fenêtres" in refused["message"]
    opened.pop().close()
    eventually(lambda: "sid" in Raw(member, namespace="").open_rooms(), "a place that was left is not free", AT_ONCE)


@pytest.mark.parametrize("how", ["there", "from here"])
def test_a_session_that_ends_cuts_its_sockets_and_no_other(doors: Doors, how: str) -> None:
    here, there = doors.newcomer("Yann Ailleurs"), doors.again()
    ended, standing = Raw(there), Raw(here)
    ended.enter(doors.room)

    if how == "there":
        status, _ = there.post("/logout")
    else:
        status, _ = here.post("/account/logins/end", login=doors.last_session())

    assert status == 303
    assert "terminée" in ended.push("session_over")["message"]
    assert ended.is_out(AT_ONCE)
    assert standing.enter(doors.room)["ok"]
    ended.close()
    standing.close()


def test_logging_out_everywhere_cuts_all(doors: Doors) -> None:
    here, there = doors.newcomer("Yann Partout"), doors.again()
    sockets = [Raw(member) for member in (here, there)]

    assert here.post("/account/logins/end-all")[0] == 303

    for each in sockets:
        assert each.is_out(AT_ONCE)


def test_a_page_that_reads_slowly_misses_nothing(doors: Doors) -> None:
    slow = Raw(doors.newcomer("Rémi Lentement"), sockopt=((socket.SOL_SOCKET, socket.SO_RCVBUF, 2048),))
    slow.enter(doors.room)
    last = slow.enter(doors.room)["last_seq"]
    talker = doors.teacher.socket()
    for number in range(MANY):
        facts = {"room": doors.room, "client_id": str(uuid.uuid4()), "body": f"{number} " + "x" * 3990}
        while not talker.call("say", facts, namespace=NAMESPACE, timeout=10)["ok"]:
            time.sleep(1 / PER_SECOND)  # as fast as is let pass

    heard = [slow.push("message")["seq"] for _ in range(MANY)]

    assert heard == list(range(last + 1, last + MANY + 1))
    talker.disconnect()
    slow.close()
