"""Rooms of several processes behind nginx: people hear each other whichever process holds them, and are one crowd."""

from __future__ import annotations

import queue
import uuid
from collections.abc import Iterator

import pytest
import socketio

from forum.extensions import db
from tests.services.people import Site
from tests.services.processes import cluster
from tests.services.serving import Member, eventually
from tests.services.test_rooms_live import NAMESPACE

pytestmark = [pytest.mark.services, pytest.mark.timeout(300)]
AT_ONCE = 5.0
"""Seconds, on a machine that does much else meanwhile."""


@pytest.mark.parametrize("transport", ["websocket", "polling"])
def test_people_of_two_processes_hear_each_other(site: Site, transport: str) -> None:
    with site.apart(transport) as (speaker, listener):
        for client, other in ((speaker, listener), (listener, speaker)):
            words = f"Bonjour {uuid.uuid4().hex}"
            told = client.ask("say", client_id=str(uuid.uuid4()), body=words)

            message = other.hears("message", lambda facts, words=words: words in facts["html"])

            assert message["seq"] == told["seq"]
            catching = other.ask("catch_up", after=told["seq"] - 1)["messages"]
            assert [each["id"] for each in catching] == [told["id"]]


def test_who_is_there_is_the_same_for_all_and_typing_ends_by_itself(site: Site) -> None:
    with site.apart("websocket") as (speaker, listener):
        names = {"Claire Morvan", "Tanguy Le Goff"}
        for client in (speaker, listener):
            assert {each["name"] for each in client.ask("enter")["people"]} == names
        assert speaker.ask("typing") == {"ok": True}
        writing = listener.hears("typing", lambda facts: facts["people"])
        assert [each["name"] for each in writing["people"]] == ["Claire Morvan"]

        listener.hears("typing", lambda facts: not facts["people"], patience=15)

        speaker.close()
        left = listener.hears("presence", lambda facts: len(facts["people"]) == 1)
        assert left["people"][0]["name"] == "Tanguy Le Goff"


def test_what_is_said_ends_that_one_is_said_to_write(site: Site) -> None:
    with site.apart("websocket") as (speaker, listener):
        speaker.ask("typing")
        listener.hears("typing", lambda facts: facts["people"])

        speaker.ask("say", client_id=str(uuid.uuid4()), body="Voilà.")

        listener.hears("typing", lambda facts: not facts["people"], patience=4)


def test_who_logs_out_is_cut_at_once_in_every_process(site: Site) -> None:
    with site.apart("websocket") as (speaker, listener):
        stays = site.member(site.house.people[1]).open(site.house.room)
        status, _ = listener.member.post("/logout")
        assert status == 303

        assert "session" in listener.hears("session_over", lambda facts: True, patience=AT_ONCE)["message"]
        eventually(lambda: not listener.is_open, "the socket is open still", AT_ONCE)
        listener.heard.queue.clear()
        speaker.ask("say", client_id=str(uuid.uuid4()), body="Entre nous.")
        stays.hears("message", lambda facts: "Entre nous" in facts["html"])
        assert listener.heard.empty()
        stays.close()


def test_who_leaves_the_school_is_put_out_at_once_in_every_process(site: Site) -> None:
    leaver = site.new_colleague("Yann Bientôt Parti")
    with site.apart("websocket", second=leaver) as (speaker, listener):
        site.leave_school(leaver)

        listener.hears("put_out", lambda facts: facts["room"] == site.house.room, patience=AT_ONCE)
        speaker.ask("say", client_id=str(uuid.uuid4()), body="Entre nous.")
        assert listener.ask("catch_up", after=0)["status"] == 404
        assert all(name != "message" for name, _ in list(listener.heard.queue))


def test_one_person_opens_so_many_connections_whichever_process_takes_them(site: Site) -> None:
    crowd = site.new_colleague("Rozenn Mille Fenêtres")
    opened = [site.member(crowd).open(site.house.room, page=uuid.uuid4().hex) for _ in range(site.MOST_SOCKETS)]

    assert "trop de fenêtres" in refusal(site.member(crowd).member)

    opened.pop().close()
    eventually(lambda: site.may_open(crowd), "a place that was left is not free", AT_ONCE)
    for each in opened:
        each.close()


def test_a_web_process_takes_no_sockets(site: Site) -> None:
    member = site.house.teacher
    alone = Member.__new__(Member)
    alone.__dict__.update(member.__dict__, server=site.cluster.web[0])

    assert alone.get("/socket.io/?EIO=4&transport=polling")[0] == 404
    assert member.get("/healthz")[0] == 200


def test_built_files_are_served_for_ever_and_pages_are_not(site: Site) -> None:
    _, page = site.house.teacher.get("/about")
    style = page.split('rel="stylesheet"')[1].split('href="')[1].split('"')[0]

    assert site.headers("/about")["Content-Security-Policy"]
    assert "immutable" in site.headers(style)["Cache-Control"]
    assert site.headers(style)["X-Content-Type-Options"] == "nosniff"
    assert "immutable" not in site.headers("/about")["Cache-Control"]


def refusal(member: Member) -> str:
    """Why a socket that is one too many is not opened, in words."""
    said: queue.Queue[dict[str, str]] = queue.Queue()
    client = socketio.Client(reconnection=False)
    client.on("connect_error", said.put, namespace=NAMESPACE)
    client.connect(member.server.address, headers={"Cookie": member.cookie}, namespaces=[NAMESPACE], wait=False)
    words = said.get(timeout=10)["message"]
    client.disconnect()
    return words


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    limit = {"SOCKETS_PER_PERSON": str(Site.MOST_SOCKETS)}
    with cluster(tmp_path_factory.mktemp("processes"), **limit) as (several, app):
        made = Site(several, app)
        db.session.rollback()
        several.start()
        made.find_pages()
        yield made
