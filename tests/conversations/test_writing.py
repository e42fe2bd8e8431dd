"""A few members write to each other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import func, select, update

from forum.accounts.models import Person
from forum.conversations.models import Conversation, ConversationMember, ConversationMessage
from forum.core.models import now
from forum.core.transactions import transaction
from forum.extensions import db
from tests.browsing import Browser
from tests.conversations.factories import make_conversation, write
from tests.factories import make_person

OpenBrowser = Callable[[Person], Browser]


def count(table: type) -> int:
    db.session.expire_all()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_one_begins_from_the_page_of_a_person(browser: OpenBrowser, anne: Person, bruno: Person) -> None:
    reader = browser(anne)
    page = reader.get(f"/people/{bruno.id}-bruno-petit")
    form = reader.get(page.links()["Lui écrire"])
    assert form.values(form.form(with_field="people"))["people"] == "@bruno-petit"

    answer = reader.submit(form, with_field="people", subject="Le retour de mardi", body="Peux-tu **venir** ?")

    assert answer.status == 200
    assert "Le retour de mardi" in answer.main
    assert answer.select(".prose strong")
    assert "Peux-tu venir ?" in browser(bruno).get(answer.url).main


def test_several_may_be_written_to_however_they_are_parted(browser: OpenBrowser, anne: Person, bruno: Person) -> None:
    make_person("Chloé Blanc")
    reader = browser(anne)

    page = reader.submit(
        reader.get("/conversations/new"),
        with_field="people",
        people="@bruno-petit; chloe-blanc, @bruno-petit",
        subject="À trois",
        body="Bonjour.",
    )

    assert page.status == 200
    members = db.session.scalars(select(Person.name).join(ConversationMember).order_by(Person.name)).all()
    assert members == ["Anne Martin", "Bruno Petit", "Chloé Blanc"]


def test_a_wrong_name_is_said_beside_the_field_and_what_was_typed_is_kept(browser: OpenBrowser, anne: Person) -> None:
    reader = browser(anne)

    page = reader.submit(
        reader.get("/conversations/new"), with_field="people", people="@personne-ici", subject="Objet", body="Un texte."
    )

    assert page.status == 422
    assert "Personne ne s’appelle « @personne-ici » ici." in page.text
    kept = page.values(page.form(with_field="people"))
    assert (kept["people"], kept["subject"], kept["body"].strip()) == ("@personne-ici", "Objet", "Un texte.")
    assert count(Conversation) == 0


def test_one_does_not_write_to_oneself_alone_nor_to_a_crowd(browser: OpenBrowser, anne: Person) -> None:
    crowd = [make_person(f"Membre {number}") for number in range(13)]
    reader = browser(anne)

    def refusal(people: str) -> str:
        page = reader.submit(
            reader.get("/conversations/new"), with_field="people", people=people, subject="Objet", body="Un texte."
        )
        assert page.status == 422
        return page.text

    assert "Dites à qui vous écrivez." in refusal("@anne-martin")
    assert "Douze personnes au plus." in refusal(" ".join(one.handle for one in crowd))
    assert count(Conversation) == 0


def test_the_same_page_sent_twice_is_one_conversation(browser: OpenBrowser, anne: Person, bruno: Person) -> None:
    reader = browser(anne)
    page = reader.get(f"/conversations/new?to={bruno.id}")

    for _time in range(2):
        reader.submit(page, with_field="people", subject="Une fois", body="Une seule.")

    assert (count(Conversation), count(ConversationMessage)) == (1, 1)


def test_the_same_message_sent_twice_is_one(browser: OpenBrowser, anne: Person, conversation: Conversation) -> None:
    reader = browser(anne)
    page = reader.get(f"/conversations/{conversation.id}")

    for _time in range(2):
        assert reader.submit(page, "/write", body="Une seule fois.").status == 200

    assert count(ConversationMessage) == 2


def test_an_empty_message_keeps_the_page_and_says_why(
    browser: OpenBrowser, bruno: Person, conversation: Conversation
) -> None:
    reader = browser(bruno)

    page = reader.submit(reader.get(f"/conversations/{conversation.id}"), "/write", body=" \u200b ")

    assert page.status == 422
    assert "Écrivez quelque chose avant d’envoyer." in page.text


def test_unread_messages_are_counted_until_they_are_read(
    browser: OpenBrowser, anne: Person, bruno: Person, conversation: Conversation
) -> None:
    write(anne, conversation, "Et n’oublie pas le cahier.")
    reader = browser(bruno)
    assert "2 nouveaux messages" in reader.get("/conversations").main

    page = reader.get(f"/conversations/{conversation.id}")
    assert "2 nouveaux messages" in reader.get("/conversations").main  # to look changes nothing
    reader.submit(page, "/read")

    assert "nouveaux messages" not in reader.get("/conversations").main
    assert "nouveau message" not in browser(anne).get("/conversations").main  # one's own words are no news


def test_an_author_edits_for_a_day_and_no_longer(
    browser: OpenBrowser, anne: Person, conversation: Conversation
) -> None:
    message = db.session.scalars(select(ConversationMessage)).one()
    reader = browser(anne)

    page = reader.get(f"/conversations/messages/{message.id}/edit")
    answer = reader.submit(page, with_field="body", body="À neuf heures plutôt.")
    assert "À neuf heures plutôt." in answer.main
    assert "modifié" in answer.main

    with transaction():
        db.session.execute(update(ConversationMessage).values(written_at=now() - timedelta(days=2)))
    assert reader.get(f"/conversations/messages/{message.id}/edit").status == 403


def test_a_deleted_message_leaves_a_trace_and_no_word(
    browser: OpenBrowser, anne: Person, bruno: Person, conversation: Conversation
) -> None:
    message = db.session.scalars(select(ConversationMessage)).one()
    address = f"/conversations/messages/{message.id}/delete"
    reader = browser(anne)

    reader.submit(reader.get(address), address)

    for person in (anne, bruno):
        page = browser(person).get(f"/conversations/{conversation.id}")
        assert "Message supprimé par la personne qui l’a écrit." in page.main
        assert "huit heures" not in page.html
        assert "huit heures" not in browser(person).get("/conversations").html


def test_a_long_conversation_opens_on_its_last_page_at_the_same_cost(
    browser: OpenBrowser, anne: Person, bruno: Person, conversation: Conversation, statements: list[str]
) -> None:
    for number in range(2, 45):
        write(bruno, conversation, f"Message numéro {number} dit")
    reader = browser(anne)

    statements.clear()
    page = reader.get(f"/conversations/{conversation.id}")
    assert len(statements) <= 8
    assert "Message numéro 44 dit" in page.main
    assert "Message numéro 39 dit" not in page.main
    statements.clear()
    assert "Message numéro 3 dit" in reader.get(f"/conversations/{conversation.id}?page=1").main
    assert len(statements) <= 8


def test_the_list_of_conversations_is_read_by_a_fixed_number_of_statements(
    browser: OpenBrowser, anne: Person, bruno: Person, statements: list[str]
) -> None:
    for number in range(35):
        make_conversation(bruno, anne, subject=f"Objet {number}")
    reader = browser(anne)
    statements.clear()

    page = reader.get("/conversations")

    assert len(statements) <= 5
    assert len(page.select(".rows .row")) == 30
    assert len(reader.get(page.links()["Conversations plus anciennes"]).select(".rows .row")) == 5
