"""What was said in a room is found there by those who are in it, and nowhere and by nobody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import update

from config import Settings
from forum.accounts.models import Person, Role
from forum.accounts.services.profile import change_profile
from forum.chat import services
from forum.chat.models import Message, Room
from forum.core.transactions import transaction
from forum.extensions import db
from forum.search.services import PAGE, check
from tests.browsing import Browser, Page
from tests.chat.factories import leave_school, make_community_room, make_referent, make_shared_room, say
from tests.conftest import forget_index
from tests.discussions.factories import make_space, make_thread
from tests.factories import actor, make_person
from tests.search.reading import ask, suggested, titles, total, values

OpenBrowser = Callable[..., Browser]
Deliver = Callable[[], int]
MOST_STATEMENTS = 8


def look(browser: Browser, room: Room, text: str = "cornemuse", **more: str) -> Page:
    return browser.get(f"/rooms/{room.id}/search", query_string={"q": text, **more})


def excerpts(page: Page) -> list[str]:
    return [said.get_text() for said in page.select(".row p")]


# Finding


def test_a_message_is_found_with_its_author_and_its_day_and_leads_to_its_place(
    browser: OpenBrowser, room: Room, ines: Person, tanguy: Person, deliver: Deliver
) -> None:
    say(tanguy, room, "Bonjour.")
    message = say(ines, room, "Les **cornemuses** de l’école <script>alert(1)</script>")
    with transaction():
        moment = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
        db.session.execute(update(Message).where(Message.id == message.id).values(said_at=moment))
    deliver()
    reader = browser(tanguy)

    page = look(reader, room, "ecole cornemuse")

    assert titles(page) == ["Inès Roche · 1er mars 2026, 13 h 00"]
    assert [mark.get_text() for mark in page.select(".row mark")] == ["cornemuses", "école"]
    assert not page.select(".row script")
    assert "1 message," in page.main
    link = page.select(".row h3 a")[0]["href"]
    assert link == f"/messages/{message.id}"
    assert reader.get(link).select(f"#message-{message.id}")


def test_the_box_stands_on_the_rooms_page(browser: OpenBrowser, room: Room, ines: Person, deliver: Deliver) -> None:
    say(ines, room, "Une cornemuse.")
    deliver()
    page = browser(ines).get(f"/rooms/{room.id}")

    [form] = page.select("#about form[role=search]")

    assert form["action"] == f"/rooms/{room.id}/search"
    assert form.select("label[for=words]") and form.select("input#words[name=q]")
    assert excerpts(look(browser(ines), room)) == ["Une cornemuse."]


def test_the_newest_come_first_page_after_page(
    browser: OpenBrowser, room: Room, ines: Person, deliver: Deliver
) -> None:
    for number in range(PAGE + 3):
        say(ines, room, f"Une cornemuse, {number}.")
    deliver()
    reader = browser(ines)

    first = look(reader, room)
    second = reader.get(first.links()["Résultats suivants"])

    assert excerpts(first) + excerpts(second) == [f"Une cornemuse, {number}." for number in reversed(range(PAGE + 3))]
    assert len(excerpts(second)) == 3
    assert "Résultats suivants" not in second.links()
    assert excerpts(reader.get(second.links()["Revenir au début"])) == excerpts(first)
    assert look(reader, room, after="n’importe quoi").status == 200


def test_what_is_edited_deleted_hidden_or_removed_is_found_as_it_now_reads(
    browser: OpenBrowser, ines: Person, tanguy: Person, mediator: Person, deliver: Deliver
) -> None:
    room = make_shared_room(ines, tanguy)
    edited, deleted, hidden, removed = (say(tanguy, room, f"Une cornemuse, {word}.") for word in "abcd")
    reader = browser(ines)
    deliver()
    assert len(excerpts(look(reader, room))) == 4

    services.delete_message(actor(tanguy), room.id, deleted.id)
    services.hide_message(actor(mediator), hidden.id, "Une personne est reconnaissable.")
    services.remove_message(actor(ines), room.id, removed.id, "Hors sujet.")
    assert excerpts(look(reader, room)) == ["Une cornemuse, a."], "nor before the index heard of it"
    services.edit_message(actor(tanguy), room.id, edited.id, "Une bombarde.")
    deliver()
    page = look(reader, room)
    assert (excerpts(page), "Rien dans ce salon pour" in page.main) == ([], True)
    assert excerpts(look(reader, room, "bombarde")) == ["Une bombarde."]

    services.restore_message(actor(mediator), hidden.id)
    deliver()

    assert excerpts(look(reader, room)) == ["Une cornemuse, c."]


def test_a_closed_room_is_still_read_and_so_searched(
    browser: OpenBrowser, ines: Person, tanguy: Person, outsider: Person, deliver: Deliver
) -> None:
    room = make_shared_room(ines, tanguy)
    say(ines, room, "Une cornemuse.")
    services.close_room(actor(ines), room.id)
    deliver()

    assert excerpts(look(browser(tanguy), room)) == ["Une cornemuse."]
    assert look(browser(outsider), room).status == 404


def test_each_room_of_the_same_people_is_searched_for_itself(
    browser: OpenBrowser, room: Room, ines: Person, elsewhere: None, deliver: Deliver
) -> None:
    topic = topic_of(room, ines)
    say(ines, room, "Une cornemuse ici.")
    say(ines, topic, "Une cornemuse là.")
    deliver()
    reader = browser(ines)

    assert excerpts(look(reader, room)) == ["Une cornemuse ici."]
    assert excerpts(look(reader, topic)) == ["Une cornemuse là."]
    assert excerpts(look(reader, room, f"cornemuse dans:room-{topic.id}")) == []
    assert excerpts(look(reader, room, place=f"room-{topic.id}", kind="thread")) == ["Une cornemuse ici."]
    assert excerpts(look(reader, room, "biniou")) == [], "nor anything else than messages"


def test_filters_are_typed_in_the_box_and_what_is_none_is_told_kindly(
    browser: OpenBrowser, room: Room, ines: Person, tanguy: Person, deliver: Deliver
) -> None:
    say(ines, room, "Une cornemuse douce.")
    say(tanguy, room, "Une cornemuse forte.")
    deliver()
    reader = browser(ines)

    for typed in ("cornemuse auteur:inès", "cornemuse -forte", '"cornemuse douce"', "corn* auteur:roche après:2020"):
        assert excerpts(look(reader, room, typed)) == ["Une cornemuse douce."], typed
    told = look(reader, room, "cornemuse après:demain")
    assert "« après:demain » n’est pas une date" in told.main
    assert len(excerpts(told)) == 2
    narrowed = look(reader, room, "cornemuse avant:2020")
    assert excerpts(reader.get(narrowed.links()["Sans aucun filtre"])) == excerpts(told)


def test_what_is_found_nowhere_leads_on(
    browser: OpenBrowser, room: Room, ines: Person, elsewhere: None, deliver: Deliver
) -> None:
    say(ines, room, "Une cornemuse dans la cour.")
    deliver()
    reader = browser(ines)

    nothing = look(reader, room, "binjou")
    assert nothing.status == 200
    assert "Vouliez-vous dire" not in nothing.main, "« biniou » is said elsewhere, and would not be found here"
    assert "Chercher dans les discussions et la bibliothèque" in nothing.links()
    meant = look(reader, room, "cornemude")
    assert excerpts(reader.get(meant.links()["cornemuse"])) == ["Une cornemuse dans la cour."]
    some = look(reader, room, "cornemuse zzz")
    assert "Rien ne contient tous ces mots ensemble" in some.main
    assert "Que cherchez-vous ?" in look(reader, room, "").main
    assert look(reader, room, "x" * 5_000).status == 200


def test_while_the_index_is_made_anew_the_page_says_so(
    settings: Settings, browser: OpenBrowser, room: Room, ines: Person
) -> None:
    forget_index(settings)
    say(ines, room, "Une cornemuse.")

    page = look(browser(ines), room)

    assert (page.status, "La recherche se prépare" in page.main) == (200, True)


def test_who_is_called_otherwise_is_found_by_the_new_name(
    browser: OpenBrowser, room: Room, ines: Person, deliver: Deliver
) -> None:
    say(ines, room, "Une cornemuse.")
    deliver()
    kept = {
        "handle": ines.handle or "",
        "profession": "nurse",
        "about": "",
        "language": "fr",
        "timezone": "Europe/Paris",
    }
    change_profile(actor(ines), name="Inès Morvan", **kept)
    deliver()
    reader = browser(ines)

    assert len(excerpts(look(reader, room, "auteur:morvan"))) == 1
    assert excerpts(look(reader, room, "auteur:roche")) == []


# What it costs


def test_a_room_is_searched_by_a_fixed_number_of_statements(
    browser: OpenBrowser, room: Room, ines: Person, tanguy: Person, deliver: Deliver, statements: list[str]
) -> None:
    reader, costs = browser(tanguy), []
    for count in (1, PAGE + 5):
        for number in range(count):
            say(ines if number % 2 else tanguy, room, f"Une cornemuse, {number}.")
        deliver()
        look(reader, room)
        statements.clear()
        assert excerpts(look(reader, room))
        costs.append(len([each for each in statements if not is_of_the_index(each)]))

    assert costs[0] == costs[1] <= MOST_STATEMENTS, costs


def test_what_is_said_quickly_is_put_into_the_index_together(
    browser: OpenBrowser, room: Room, ines: Person, elsewhere: None, deliver: Deliver, statements: list[str]
) -> None:
    for number in range(30):
        say(ines, room, f"Une cornemuse, {number}.")
    statements.clear()

    deliver()

    read = [each for each in statements if "rooms.audience, people.name" in each]
    assert len(read) == 1
    assert "30 messages" in look(browser(ines), room).main


def test_the_index_holds_what_the_database_has(room: Room, ines: Person, mediator: Person, deliver: Deliver) -> None:
    hidden = say(ines, room, "Une cornemuse.")
    say(ines, room, "Une bombarde.")
    services.hide_message(actor(mediator), hidden.id, "Motif.")
    deliver()

    drift = check(is_mended=False)["message"]

    assert (drift.documents, bool(drift)) == (1, False)


# Who may not


def test_the_door_of_the_room_is_the_door_of_its_search(
    browser: OpenBrowser, visitor: Browser, room: Room, ines: Person, tanguy: Person, outsider: Person, deliver: Deliver
) -> None:
    say(ines, room, "Une cornemuse secrète.")
    deliver()
    former = browser(tanguy)
    assert excerpts(look(former, room)) == ["Une cornemuse secrète."]

    leave_school(tanguy, room)

    for reader in (former, browser(outsider), browser(make_person(role=Role.ADMINISTRATOR))):
        refused, missing = look(reader, room), reader.get("/rooms/999999/search?q=cornemuse")
        assert (refused.status, told(refused)) == (404, told(missing))
    led = visitor.get(f"/rooms/{room.id}/search?q=cornemuse", follow=False)
    assert led.status == 303 and "/login" in led.response.headers["Location"]


def test_who_was_put_out_of_a_room_or_only_invited_finds_nothing_of_it(
    browser: OpenBrowser, ines: Person, tanguy: Person, outsider: Person, deliver: Deliver
) -> None:
    room = make_shared_room(ines, tanguy)
    say(ines, room, "Une cornemuse secrète.")
    services.invite_people(actor(ines), room.id, [outsider.handle or ""])
    services.put_out(actor(ines), room.id, tanguy.id, "Un départ.")
    deliver()

    for person in (tanguy, outsider):
        assert look(browser(person), room).status == 404
        assert learns_nothing(browser(person), room)


@pytest.mark.parametrize("who", ["visitor", "outsider", "former", "mediator", "member"])
def test_no_other_door_of_the_search_shows_or_counts_what_is_said_in_rooms(
    who: str,
    browser: OpenBrowser,
    room: Room,
    ines: Person,
    tanguy: Person,
    outsider: Person,
    mediator: Person,
    elsewhere: None,
    deliver: Deliver,
) -> None:
    for each in (room, make_community_room("Musiques", ines), make_shared_room(ines)):
        say(ines, each, "Une cornemuse secrète.")
    deliver()
    leave_school(tanguy, room)
    people = {"outsider": outsider, "former": tanguy, "mediator": mediator, "member": ines}

    reader = browser(people.get(who))

    assert learns_nothing(reader, room)
    assert titles(ask(reader, "biniou")) == ["Un biniou public"]


def told(page: Page) -> str:
    """What a page that refuses says, without the number by which each refusal is told apart."""
    return page.main.partition("Référence")[0]


def learns_nothing(reader: Browser, room: Room) -> bool:
    """Whether the search of the whole site tells nothing of what is said in rooms, by whichever question."""
    questions = ("cornemuse", '"une cornemuse"', "secrète", "corne*", "author:inès", f"dans:room-{room.id}")
    found = [ask(reader, text, kind=["message", "thread"]) for text in (*questions, "cornemuse genre:messages")]
    found += [ask(reader, text, grouped="0") for text in questions]
    found += [ask(reader, "cornemuse", place=f"room-{room.id}"), ask(reader, "cornemude")]
    facets = [value for each in ("kind", "place", "year") for value in values(ask(reader, "after:2000"), each)]
    similar = reader.get("/threads/similar", query_string={"title": "Une cornemuse secrète"})
    return (
        not any(total(page) or page.select("mark") or "Vouliez-vous dire" in page.main for page in found)
        and not any("salon" in value or "room" in value for value in facets)
        and suggested(reader, "cornemuse") == suggested(reader, "secrète") == []
        and "cornemuse" not in similar.text
    )


def is_of_the_index(statement: str) -> bool:
    """Whether a statement asks an index that is kept in the database."""
    return "search." in statement or "set_config" in statement or "to_regclass" in statement


def topic_of(room: Room, holder: Person) -> Room:
    """One more room of the same people."""
    make_referent(holder, room)
    return services.open_topic_room(actor(holder), room.audience, "Fanfare")


@pytest.fixture
def elsewhere(app: Flask, deliver: Deliver) -> None:
    """An index with something in it that everybody finds."""
    make_thread(make_person("Anna Partout"), make_space("Ouvert à tous"), "Un biniou public", "À tous.")
    deliver()
