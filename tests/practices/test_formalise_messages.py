"""From a room to a sheet: messages are chosen and placed as posts are, and who said them decides what is shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from forum.accounts.models import Person, Role
from forum.chat import services as rooms
from forum.chat.models import Message, Room
from forum.core.errors import Invalid
from forum.discussions.models import Thread
from forum.discussions.services import open_space
from forum.extensions import db
from forum.practices.models import Consent, Quotation, Sheet, SheetVersion
from forum.practices.quoting import in_text
from forum.practices.services import publish_at_once, submit_sheet
from forum.practices.services.answer_quotation import answer_quotations
from forum.practices.services.formalise import MOST_QUOTATIONS, Placement, formalise
from tests.accounts.factories import mails, words
from tests.browsing import Browser, Page
from tests.chat.factories import leave_school, make_school_room, make_shared_room, say
from tests.chat.factories import told as told_of
from tests.discussions.factories import make_reply, make_thread
from tests.factories import actor, make_person
from tests.practices.factories import make_draft
from tests.practices.handed_out import read

Open = Callable[..., Browser]
Deliver = Callable[[], int]
SAID = "Nous accueillons chaque élève exclu, **le matin même**, avec un adulte."
OWN = "Chez nous, les parents viennent aussi."


# Choosing and placing


def test_messages_go_from_the_room_to_a_draft_without_scripts(
    browser: Open, room: Room, claire: Person, ines: Person, deliver: Deliver
) -> None:
    first, second = say(ines, room, SAID), say(claire, room, OWN)
    mine = browser(claire)

    page = choose(mine, room, first, second)
    assert page.texts("legend")[0].startswith("Message d’un salon · Inès Roche")
    assert page.texts("textarea[name=words]") == [SAID, OWN]
    assert "Salon réservé" in page.text
    assert page.values(page.form("", with_field="words"))["title"] == "", "the room is no title for a public sheet"
    page = place(mine, page, title="L’accueil du matin", field=["actions", "results"])

    assert page.url.endswith("/quotations")
    assert "Chaque personne citée est prévenue" in page.text
    sheet = the_sheet()
    assert (sheet.title, sheet.owner_id, sheet.published_version) == ("L’accueil du matin", claire.id, None)
    assert [(one.field, one.words, one.consent) for one in quotations()] == [
        ("actions", SAID, "asked"),
        ("results", OWN, "agreed"),
    ]
    assert [(one.message_id, one.post_id, one.person_id) for one in quotations()] == [
        (first.id, None, ines.id),
        (second.id, None, claire.id),
    ]
    deliver()
    [mail] = [mail for mail in mails() if "/cited" in words(mail)]
    assert mail["To"] == ines.email
    assert "Claire Morvan aimerait citer l’un de vos messages" in " ".join(words(mail).split())


def test_a_room_of_which_no_space_is_leads_to_a_sheet_all_the_same(browser: Open, claire: Person, ines: Person) -> None:
    room = make_shared_room(ines, claire)
    message = say(ines, room, SAID)

    lifting = browser(claire).get(f"/rooms/{room.id}/lift")

    assert "Aucun espace ne convient" in lifting.main
    assert lifting.texts("main .actions button") == ["Préparer une fiche pratique"]
    assert choose(browser(claire), room, message).status == 200


def test_what_can_t_be_taken_into_a_sheet_is_refused_where_it_is_chosen(
    browser: Open, room: Room, claire: Person, ines: Person
) -> None:
    gone, kept = say(ines, room, "Regrettable."), say(ines, room, SAID)
    rooms.delete_message(actor(ines), room.id, gone.id)
    mine, url = browser(claire), f"/rooms/{room.id}/lift"

    assert "Choisissez au moins un message." in mine.post(url, {"into": "0"}).main
    assert "ne peut plus être lu" in mine.post(url, {"into": "0", "messages": [kept.id, gone.id]}).main
    assert mine.post(url, {"into": "7", "messages": [kept.id]}).status == 422
    assert mine.get(f"/practices/formalise/messages?message={gone.id}").status == 404
    assert mine.get("/practices/formalise/messages").status == 404
    assert mine.get("/practices/formalise/messages?message=x&message=99999999999").status == 404


def test_only_the_words_that_were_said_are_taken(browser: Open, room: Room, claire: Person, ines: Person) -> None:
    quoting = say(claire, room, f"> [Inès Roche](/messages/{say(ines, room, SAID).id}) :\n> {SAID}\n\n{OWN}")
    mine = browser(claire)
    page = choose(mine, room, quoting)
    assert page.texts("textarea[name=words]") == [OWN]

    for typed in ("Nous excluons", SAID, ""):
        refused = place(mine, page, title="T", field=["actions"], words=[typed])
        assert refused.status == 422
        assert "Ce ne sont pas les mots du message" in refused.texts("#words-0-error")[0]
        assert refused.texts(".error-summary a")[0].startswith("Message d’un salon, de Claire Morvan :")
    assert not quotations()


# Into a draft that was begun


def test_messages_are_added_to_a_draft_of_ones_own_below_what_it_says(
    browser: Open, room: Room, claire: Person, ines: Person, deliver: Deliver
) -> None:
    draft = make_draft(claire, actions="Ce que nous avons fait.")
    mine = browser(claire)
    page = choose(mine, room, say(ines, room, SAID))
    assert draft.title in page.texts("select[name=sheet] option")

    place(mine, page, sheet=str(draft.id), title="", field=["actions"])

    [kept] = quotations()
    assert (kept.sheet_id, len(the_sheets())) == (draft.id, 1)
    assert content_of(draft)["actions"] == f"Ce que nous avons fait.\n\n{in_text(kept.marker)}"
    assert content_of(draft)["title"] == draft.title
    place(mine, page, sheet=str(draft.id), title="", field=["actions"])
    assert len(quotations()) == 1, "the same form sent twice quotes once"


def test_who_is_quoted_again_in_the_same_draft_is_asked_again(
    room: Room, claire: Person, ines: Person, deliver: Deliver
) -> None:
    draft = make_draft(claire)
    for words_said in (SAID, "Le soir aussi."):
        message = say(ines, room, words_said)
        formalise(actor(claire), None, "", [Placement(None, "actions", words_said, message.id)], into=draft.id)
        deliver()

    assert sum("aimerait citer" in notice for notice in told_of(ines)) == 2
    assert consents() == ["asked", "asked"]


def test_nobody_adds_to_a_sheet_that_is_not_their_own_draft(
    browser: Open, room: Room, claire: Person, ines: Person
) -> None:
    message = say(ines, room, SAID)
    others, submitted = make_draft(ines), make_draft(claire)
    submit_sheet(actor(claire), submitted.id, seen_version=1)
    mine = browser(claire)
    page = choose(mine, room, message)
    assert not page.select("select[name=sheet]")

    for sheet in (others, submitted):
        assert place(mine, page, sheet=str(sheet.id), title="T", field=["actions"]).status == 422
        with pytest.raises(Invalid):
            formalise(actor(claire), None, "T", [Placement(None, "actions", SAID, message.id)], into=sheet.id)
    assert not quotations()


# Who may not


def test_who_is_not_in_the_room_quotes_nothing_of_it(
    browser: Open, visitor: Browser, room: Room, claire: Person, ines: Person, outsider: Person
) -> None:
    message = say(ines, room, SAID)
    url = f"/practices/formalise/messages?message={message.id}"
    former = browser(claire)
    assert former.get(url).status == 200

    leave_school(claire, room)

    sent = {"title": "T", "language": "fr", "sheet": "0", "post": f"message-{message.id}"}
    sent |= {"field": "actions", "words": SAID}
    for reader in (former, browser(outsider), browser(make_person(role=Role.EDITOR))):
        for answer in (reader.get(url), reader.post(url, sent)):
            assert answer.status == 404
            assert "accueillons" not in answer.html
    led = visitor.get(url, follow=False)
    assert led.status == 303 and "/login" in led.response.headers["Location"]
    with pytest.raises(Invalid):
        formalise(actor(outsider), None, "T", [Placement(None, "actions", SAID, message.id)])
    assert not quotations()


def test_a_message_of_another_room_is_not_smuggled_in(
    browser: Open, room: Room, claire: Person, ines: Person, outsider: Person
) -> None:
    secret = say(outsider, make_school_room("Collège d’ailleurs", outsider), "Un secret d’ailleurs.")
    mine = browser(claire)

    page = mine.get(f"/practices/formalise/messages?message={say(ines, room, SAID).id}&message={secret.id}")
    refused = place(
        mine, page, title="T", post=[f"message-{secret.id}"], field=["actions"], words=["Un secret d’ailleurs."]
    )

    assert page.texts("textarea[name=words]") == [SAID]
    assert refused.status == 422 and "Paul" not in refused.main
    assert not quotations()


# What readers see


@pytest.mark.parametrize(
    ("answer", "shown"),
    [
        (None, set()),
        (Consent.REFUSED, set()),
        (Consent.UNNAMED, {"words"}),
        (Consent.AGREED, {"words", "name"}),
    ],
)
def test_readers_see_what_was_agreed_to_and_only_who_is_in_the_room_the_way_to_it(
    browser: Open,
    room: Room,
    claire: Person,
    ines: Person,
    editor: Person,
    outsider: Person,
    answer: Consent | None,
    shown: set[str],
) -> None:
    message = say(ines, room, SAID)
    sheet = quote(claire, message)
    if answer:
        respond(ines, answer)
    publish_at_once(actor(editor), sheet.id)

    for reader in (None, outsider, editor):
        page = browser(reader).get(f"/practices/{sheet.id}")
        assert traces(str(page.soup.main), message) == shown, reader
        assert "quote:" not in page.html
    inside = traces(str(browser(claire).get(f"/practices/{sheet.id}").soup.main), message)
    assert inside == (shown | {"link"} if answer == Consent.AGREED else shown)


def test_a_draft_shows_what_waits_to_those_in_the_room_alone(
    browser: Open, room: Room, claire: Person, ines: Person, editor: Person
) -> None:
    message = say(ines, room, SAID)
    sheet = quote(claire, message)

    for address in (f"/practices/{sheet.id}?version=latest", f"/practices/{sheet.id}/quotations"):
        assert traces(browser(editor).get(address).html, message) == set()
        assert traces(browser(claire).get(address).html, message) == {"words", "name", "link"}
    assert "Une citation attend l’accord" in browser(editor).get(f"/practices/{sheet.id}?version=latest").text
    assert "accueillons" not in str(db.session.scalars(select(SheetVersion.content)).all())


@pytest.mark.parametrize("door", ["/practices/{id}-x.json", "/practices/{id}-x.md", "/practices.json"])
def test_no_door_lets_out_words_that_were_not_agreed_to(
    door: str, room: Room, claire: Person, ines: Person, editor: Person, deliver: Deliver
) -> None:
    message = say(ines, room, SAID)
    sheet = quote(claire, message)
    publish_at_once(actor(editor), sheet.id)
    deliver()
    assert traces(read(door.format(id=sheet.id)), message) == set()

    respond(ines, Consent.AGREED)
    deliver()

    assert traces(read(door.format(id=sheet.id)), message) >= {"name"}


def test_the_sheet_is_found_by_words_that_were_agreed_to_and_the_room_by_none(
    browser: Open, room: Room, claire: Person, ines: Person, editor: Person, deliver: Deliver
) -> None:
    sheet = quote(claire, say(ines, room, SAID))
    publish_at_once(actor(editor), sheet.id)
    deliver()
    reader = browser()
    assert not reader.get("/search?q=accueillons").select(".row")

    respond(ines, Consent.AGREED)
    deliver()

    assert reader.get("/search?q=accueillons").texts(".row h3") == [sheet.title]


def test_a_message_that_is_deleted_or_hidden_takes_its_quotation_with_it(
    browser: Open, room: Room, claire: Person, ines: Person, editor: Person, mediator: Person, deliver: Deliver
) -> None:
    message = say(ines, room, SAID)
    sheet = quote(claire, message)
    respond(ines, Consent.AGREED)
    publish_at_once(actor(editor), sheet.id)
    deliver()
    reader, url = browser(), f"/practices/{sheet.id}"
    assert traces(reader.get(url).html, message) == {"words", "name"}

    rooms.hide_message(actor(mediator), message.id, "Hors charte")
    deliver()
    assert traces(reader.get(url).html, message) == set()
    rooms.restore_message(actor(mediator), message.id)
    deliver()
    assert traces(reader.get(url).html, message) == {"words", "name"}
    rooms.delete_message(actor(ines), room.id, message.id)
    deliver()
    assert traces(reader.get(url).html, message) == set()
    assert "Message retiré du salon" in browser(claire).get(f"{url}/quotations").text
    assert "Ce message n’est plus lisible dans le salon" in browser(ines).get(f"{url}/cited").text


def test_who_left_the_room_still_decides_about_their_words(
    browser: Open, room: Room, claire: Person, ines: Person, editor: Person
) -> None:
    message = say(ines, room, SAID)
    sheet = quote(claire, message)
    publish_at_once(actor(editor), sheet.id)
    leave_school(ines, room)
    reply = browser(ines)

    page = reply.get(f"/practices/{sheet.id}/cited")
    assert "Nous accueillons" in page.main
    reply.submit(page, "/cited", **{f"answer-{quotations()[0].id}": "agreed"})

    assert traces(browser().get(f"/practices/{sheet.id}").html, message) == {"words", "name"}
    answer = {f"answer-{quotations()[0].id}": "refused"}
    assert browser(claire).post(f"/practices/{sheet.id}/cited", answer).status == 404


def test_a_sheet_with_many_messages_takes_as_many_statements_as_with_one(
    browser: Open, room: Room, claire: Person, ines: Person, editor: Person, statements: list[str]
) -> None:
    counts = []
    for count in (1, MOST_QUOTATIONS):
        placements = [Placement(None, "actions", SAID, say(ines, room, SAID).id) for _ in range(count)]
        sheet = formalise(actor(claire), None, "De la salle", placements)
        respond(ines, Consent.AGREED)
        publish_at_once(actor(editor), sheet.id)
        address = f"/practices/{sheet.id}-{sheet.slug}"
        browser(editor).get(address)
        statements.clear()
        page = browser(editor).get(address)
        counts.append(len(statements))

    assert len(page.select("div.quotation")) == MOST_QUOTATIONS
    assert counts[0] == counts[1]


# Messages that a discussion took up


def test_words_lifted_into_a_discussion_are_quoted_of_who_said_them(
    browser: Open, room: Room, claire: Person, ines: Person, tanguy: Person, deliver: Deliver
) -> None:
    message = say(ines, room, SAID)
    thread = discussion_of(room, tanguy, message)
    mine = browser(claire)

    page = mine.get(f"/practices/formalise/{thread.id}/place?post=1")
    assert page.texts("textarea[name=words]") == ["Ce que nous avons essayé.", SAID]
    assert [" ".join(said.split()[:2]) for said in page.texts("legend")] == ["Message 1", "Message d’un"]
    refused = place(mine, page, title="T", field=["actions", ""], words=[SAID, ""])
    assert (refused.status, len(quotations())) == (422, 0), "they are no words of who lifted them"
    place(mine, page, title="L’accueil", field=["", "actions"])

    [kept] = quotations()
    assert (kept.person_id, kept.message_id, kept.post_id, kept.consent) == (ines.id, message.id, None, "asked")
    assert kept.thread_id == thread.id
    deliver()
    assert any("aimerait citer" in notice for notice in told_of(ines))
    assert not any("aimerait citer" in notice for notice in told_of(tanguy))


def test_a_message_that_two_posts_took_up_is_offered_once(
    browser: Open, room: Room, claire: Person, ines: Person, tanguy: Person
) -> None:
    message = say(ines, room, SAID)
    thread = discussion_of(room, tanguy, message)
    make_reply(claire, thread, f"> [Inès Roche](/messages/{message.id}) :\n> {SAID}\n\nEt chez nous ?")

    page = browser(claire).get(f"/practices/formalise/{thread.id}/place?post=1&post=2")

    assert page.texts("textarea[name=words]") == ["Ce que nous avons essayé.", SAID, "Et chez nous ?"]


def test_the_address_of_a_message_opens_nothing_to_who_is_not_in_its_room(
    browser: Open, thread: Thread, room: Room, claire: Person, ines: Person, outsider: Person
) -> None:
    message = say(ines, room, SAID)
    made_up = make_reply(outsider, thread, f"> [Inès Roche](/messages/{message.id}) :\n> Elle l’a dit.\n\nLa suite.")
    theirs = browser(outsider)

    page = theirs.get(f"/practices/formalise/{thread.id}/place?post={made_up.number}")
    assert page.texts("textarea[name=words]") == ["La suite."]
    keys = [f"message-{message.id}", str(made_up.number)]
    for key, typed in zip(keys, (SAID, "Elle l’a dit."), strict=True):
        refused = place(theirs, page, title="T", post=[key], field=["actions"], words=[typed])
        assert refused.status == 422
        assert "accueillons" not in refused.html.replace(typed, "")
    assert not quotations()


def test_the_pages_cost_no_more_for_many_messages(
    browser: Open, room: Room, claire: Person, ines: Person, statements: list[str]
) -> None:
    mine, counts = browser(claire), []
    for count in (1, MOST_QUOTATIONS):
        asked = "&".join(f"message={say(ines, room, SAID).id}" for _ in range(count))
        mine.get(f"/practices/formalise/messages?{asked}")
        statements.clear()
        assert len(mine.get(f"/practices/formalise/messages?{asked}").select("fieldset.place-post")) == count
        counts.append(len(statements))

    assert counts[0] == counts[1] <= 8


# Facts


def choose(browser: Browser, room: Room, *messages: Message) -> Page:
    """Chooses messages on the page of the room, for a sheet."""
    lifting = browser.get(f"/rooms/{room.id}/lift")
    return browser.submit(lifting, "/lift", messages=[message.id for message in messages], into="0")


def place(browser: Browser, page: Page, **fields: Any) -> Page:
    """Fills in the page of placements and sends it; lists stand for what each was given."""
    form = page.form("", with_field="words")
    data = page.values(form)
    data["post"] = [field["value"] for field in form.select("input[name=post]")]
    data["words"] = [field.get_text().strip() for field in form.select("textarea[name=words]")]
    return browser.request("POST", str(form["action"]), data={**data, **fields})


def quote(owner: Person, message: Message) -> Sheet:
    return formalise(actor(owner), None, "De la salle", [Placement(None, "actions", message.source, message.id)])


def discussion_of(room: Room, opener: Person, message: Message) -> Thread:
    """A discussion of those in the room, which takes a message up."""
    space = open_space("Collège des Ormeaux", room.audience, "Entre nous.", school_id=room.school_id)
    rooms.lift_messages(actor(opener), room.id, [message.id], space.id)
    body = f"Ce que nous avons essayé.\n\n> [Inès Roche](/messages/{message.id})\u00a0:\n> {message.source}"
    return make_thread(opener, space, "Essais", body)


def respond(person: Person, given: Consent) -> None:
    """Answers for everything that is quoted of a person."""
    for kept in db.session.scalars(select(Quotation).where(Quotation.person_id == person.id)).all():
        answer_quotations(actor(person), kept.sheet_id, {kept.id: given.value})


def traces(html: str, message: Message) -> set[str]:
    """What a page tells of Inès's message."""
    signs = {"words": "Nous accueillons chaque", "name": "Inès Roche", "link": f'"/messages/{message.id}"'}
    return {name for name, sign in signs.items() if sign in html}


def quotations() -> list[Quotation]:
    db.session.expire_all()
    return list(db.session.scalars(select(Quotation).order_by(Quotation.id)))


def consents() -> list[str]:
    return [kept.consent for kept in quotations()]


def the_sheets() -> list[Sheet]:
    db.session.expire_all()
    return list(db.session.scalars(select(Sheet)))


def the_sheet() -> Sheet:
    (sheet,) = the_sheets()
    return sheet


def content_of(sheet: Sheet) -> dict[str, Any]:
    db.session.expire_all()
    query = select(SheetVersion).where(SheetVersion.sheet_id == sheet.id, SheetVersion.number == sheet.latest_version)
    return dict(db.session.scalars(query).one().content)


@pytest.fixture
def ines(app: Flask) -> Person:
    return make_person("Inès Roche", profession="nurse")


@pytest.fixture
def tanguy(app: Flask) -> Person:
    return make_person("Tanguy Le Goff")


@pytest.fixture
def outsider(app: Flask) -> Person:
    return make_person("Paul Ailleurs")


@pytest.fixture
def room(claire: Person, ines: Person, tanguy: Person) -> Room:
    return make_school_room("Collège des Ormeaux", claire, ines, tanguy)
