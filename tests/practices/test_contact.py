"""Writing to the authors of a sheet, and to those who transposed it, without anyone's address being shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from forum.accounts.models import Person, Role
from forum.core.actor import VISITOR
from forum.core.models import now
from forum.core.policy import can, visible
from forum.core.transactions import transaction
from forum.extensions import db
from forum.practices.models import ContactRequest, Sheet, SheetAuthor, SheetState, Transposition
from forum.practices.services.contact import MOST_A_DAY, MOST_UNANSWERED, ask_author
from forum.schools.models import School
from tests.accounts.factories import mails, words
from tests.browsing import Browser, Page
from tests.factories import actor, make_person
from tests.practices.factories import make_small_sheet
from tests.practices.transposing import address, make_transposition, set_down
from tests.schools.factories import make_referent, make_school

Open = Callable[..., Browser]


def test_a_member_asks_an_author_and_the_answer_comes_back(
    browser: Open, deliver: Callable[[], int], sheet: Sheet, editor: Person, claire: Person
) -> None:
    asking = browser(claire)
    form = asking.get(asking.get(f"/practices/{sheet.id}-{sheet.slug}").links()["Écrire à Françoise Leroy"])
    page = asking.submit(form, with_field="body", body="Combien de\n\nsalles <b> ?")

    assert page.status == 200
    assert page.texts("h1") == ["Votre question à Françoise Leroy"]
    assert "Combien de salles <b> ?" in page.main
    assert "n’a pas encore répondu" in page.main
    deliver()
    answering = browser(editor)
    [link] = [url for text, url in answering.get("/notices").links().items() if "Claire Morvan vous écrit" in text]
    page = answering.submit(answering.get(link), with_field="answer", answer="Deux, et un couloir.")
    assert "Deux, et un couloir." in page.main
    assert page.select('form [name="answer"]') == []
    deliver()
    [link] = [url for text, url in asking.get("/notices").links().items() if "vous a répondu" in text]
    assert "Deux, et un couloir." in asking.get(link).main


def test_both_are_told_by_mail_and_no_address_is_shown(
    browser: Open, deliver: Callable[[], int], sheet: Sheet, editor: Person, claire: Person
) -> None:
    deliver()
    before = len(mails())
    page = ask(browser(claire), sheet, editor)
    browser(editor).post(page.url, {"answer": "Deux."})
    deliver()
    deliver()
    sent = mails()[before:]

    assert [str(mail["To"]) for mail in sent] == [editor.email, claire.email]
    for mail, other in zip(sent, (claire, editor), strict=True):
        assert page.url in words(mail)
        assert other.name in words(mail)
        assert other.email not in mail.as_string()
    for reader in (browser(claire), browser(editor)):
        html = reader.get(page.url).html
        assert claire.email not in html
        assert editor.email not in html


def test_who_transposed_is_asked_where_they_agreed(
    browser: Open, deliver: Callable[[], int], ines: Person, claire: Person, one: Transposition
) -> None:
    member = browser(claire)
    page = member.submit(
        member.get(member.get(address(one)).links()["Écrire à Inès Carvalho"]), with_field="body", body="Et le soir ?"
    )
    deliver()

    assert page.texts("h1") == ["Votre question à Inès Carvalho"]
    assert "Claire Morvan vous écrit" in browser(ines).get("/notices").main
    [asked] = every()
    assert (asked.recipient_id, asked.transposition_id) == (ines.id, one.id)


def test_who_did_not_agree_cannot_be_written_to(
    browser: Open, visitor: Browser, claire: Person, one: Transposition
) -> None:
    set_down(one, may_contact=False)
    member = browser(claire)

    assert "Écrire à Inès Carvalho" not in member.get(address(one)).links()
    assert member.get(address(one, "/contact")).status == 403
    assert member.post(address(one, "/contact"), {"body": "Bonjour"}).status == 403
    assert every() == []
    sheet = db.session.get_one(Sheet, one.sheet_id)
    assert "Écrire à Inès Carvalho" not in visitor.get(f"/practices/{sheet.id}-{sheet.slug}").text


def test_nobody_writes_to_themselves(
    browser: Open, sheet: Sheet, editor: Person, ines: Person, one: Transposition
) -> None:
    author, path = browser(editor), f"/practices/{sheet.id}/authors/{editor.id}/contact"
    assert author.get(path).status == 403
    assert author.post(path, {"body": "Moi"}).status == 403
    assert "Écrire à Françoise Leroy" not in author.get(f"/practices/{sheet.id}-{sheet.slug}").links()
    assert browser(ines).get(address(one, "/contact")).status == 403
    assert browser(ines).post(address(one, "/contact"), {"body": "Moi"}).status == 403
    assert every() == []


def test_a_visitor_is_led_to_log_in(visitor: Browser, sheet: Sheet, editor: Person, one: Transposition) -> None:
    for path in (f"/practices/{sheet.id}/authors/{editor.id}/contact", address(one, "/contact"), "/contacts/1"):
        assert visitor.get(path).url == "/login"
        assert visitor.post(path, {"body": "Bonjour"}).url == "/login"
    assert every() == []


def test_somebody_who_did_not_write_the_sheet_cannot_be_reached_through_it(
    browser: Open, sheet: Sheet, editor: Person, claire: Person, yann: Person
) -> None:
    paths = [f"/practices/{sheet.id}/authors/{person_id}/contact" for person_id in (yann.id, 99999, claire.id)]
    with transaction():
        db.session.add(SheetAuthor(sheet_id=sheet.id, person_id=yann.id, invited_by=editor.id))
    for path in paths:
        assert browser(claire).get(path).status == 404
        assert browser(claire).post(path, {"body": "Bonjour"}).status == 404
    assert every() == []


def test_a_co_author_who_accepted_can_be_reached_until_they_leave(
    browser: Open, sheet: Sheet, editor: Person, claire: Person, yann: Person
) -> None:
    with transaction():
        db.session.add(SheetAuthor(sheet_id=sheet.id, person_id=yann.id, invited_by=editor.id, accepted_at=now()))
    page = browser(claire).get(f"/practices/{sheet.id}-{sheet.slug}")
    path = page.links()["Écrire à Yann Berthou"]
    assert browser(claire).get(path).texts("h1") == ["Écrire à Yann Berthou"]

    with transaction():
        db.session.get_one(SheetAuthor, (sheet.id, yann.id)).ended_at = now()
    assert browser(claire).get(path).status == 404


def test_the_authors_of_a_draft_or_of_an_archived_sheet_are_not_reached(
    browser: Open, draft: Sheet, sheet: Sheet, claire: Person, editor: Person, yann: Person
) -> None:
    with transaction():
        db.session.get_one(Sheet, sheet.id).state = SheetState.ARCHIVED.value
    for one, author in ((draft, claire), (sheet, editor)):
        path = f"/practices/{one.id}/authors/{author.id}/contact"
        assert browser(yann).get(path).status == 404
        assert browser(yann).post(path, {"body": "Bonjour"}).status == 404
    assert "Une question à poser" not in browser(claire).get(f"/practices/{draft.id}-{draft.slug}").text
    assert every() == []


def test_what_was_asked_is_read_by_the_two_and_by_nobody_else(
    browser: Open, sheet: Sheet, editor: Person, claire: Person, yann: Person
) -> None:
    url = ask(browser(claire), sheet, editor).url
    others = [yann, *(make_person(role=role) for role in Role)]

    for person in others:
        assert browser(person).get(url).status == 404
        assert browser(person).post(url, {"answer": "Moi."}).status == 404
    assert browser(claire).post(url, {"answer": "Moi."}).status == 403
    assert browser(claire).get("/contacts/99999").status == 404
    assert every()[0].answer == ""


def test_the_rule_and_the_filter_say_the_same(sheet: Sheet, editor: Person, claire: Person, yann: Person) -> None:
    for person in (claire, yann):
        ask_author(actor(person), sheet.id, editor.id, "Bonjour")
    for who in (VISITOR, actor(claire), actor(yann), actor(editor), actor(make_person(role=Role.ADMINISTRATOR))):
        shown = set(db.session.scalars(select(ContactRequest.id).where(visible(who, ContactRequest))))
        assert shown == {asked.id for asked in every() if can(who, "contact.see", asked)}


@pytest.mark.parametrize(
    ("body", "message"),
    [("", "Écrivez quelque chose"), (" \n\u200b", "Écrivez quelque chose"), ("mot " * 2_500, "Ce texte est trop long")],
)
def test_nothing_to_read_or_ten_thousand_characters_are_refused_and_kept(
    browser: Open, sheet: Sheet, editor: Person, claire: Person, body: str, message: str
) -> None:
    page = ask(browser(claire), sheet, editor, body)
    assert page.status == 422
    assert message in page.texts("#body-error")[0]
    assert page.select("#body")[0].get_text().strip() == body.strip()
    assert every() == []

    asked = ask_author(actor(claire), sheet.id, editor.id, "Bonjour")
    page = browser(editor).post(f"/contacts/{asked.id}", {"answer": body})
    assert page.status == 422
    assert message in page.texts("#answer-error")[0]
    assert every()[0].answered_at is None


def test_sending_the_same_form_twice_asks_once(browser: Open, sheet: Sheet, editor: Person, claire: Person) -> None:
    member = browser(claire)
    form = member.get(f"/practices/{sheet.id}/authors/{editor.id}/contact")
    urls = [member.submit(form, with_field="body", body="Bonjour").url for _ in range(2)]

    assert urls[0] == urls[1]
    assert len(every()) == 1


def test_an_answer_is_given_once(browser: Open, sheet: Sheet, editor: Person, claire: Person) -> None:
    url = ask(browser(claire), sheet, editor).url
    author = browser(editor)
    assert author.post(url, {"answer": "Deux."}).status == 200
    assert author.post(url, {"answer": "Deux."}).status == 200
    page = author.post(url, {"answer": "Trois."})

    assert page.status == 409
    assert "Vous avez déjà répondu à cette question." in page.text
    assert every()[0].answer == "Deux."


def test_one_person_writes_to_ten_a_day_at_most(browser: Open, editor: Person, sheet: Sheet, claire: Person) -> None:
    for _ in range(MOST_A_DAY):
        owner = make_person(role=Role.EDITOR)
        ask_author(actor(claire), make_small_sheet(owner).id, owner.id, "Bonjour")
    member = browser(claire)
    page = ask(member, sheet, editor, "Une de trop.")

    assert page.status == 429
    assert "Réessayez demain." in page.texts(".error-summary li")[0]
    assert "Une de trop." in page.select("#body")[0].get_text()
    with transaction():
        first = db.session.get_one(ContactRequest, every()[0].id)
        first.sent_at = now() - timedelta(hours=25)
    assert ask(member, sheet, editor).status == 200


def test_who_does_not_answer_is_left_alone(browser: Open, sheet: Sheet, editor: Person, claire: Person) -> None:
    member = browser(claire)
    for _ in range(MOST_UNANSWERED):
        assert ask(member, sheet, editor).status == 200
    page = ask(member, sheet, editor)

    assert page.status == 409
    assert "Attendez qu’elle y réponde." in page.texts(".error-summary li")[0]
    browser(editor).post(f"/contacts/{every()[0].id}", {"answer": "Voici."})
    assert ask(member, sheet, editor).status == 200


def test_what_was_asked_stays_when_the_sheet_leaves_the_library(
    browser: Open, sheet: Sheet, editor: Person, claire: Person
) -> None:
    url = ask(browser(claire), sheet, editor).url
    with transaction():
        db.session.get_one(Sheet, sheet.id).state = SheetState.ARCHIVED.value
    page = browser(claire).get(url)

    assert page.status == 200
    assert "Combien ?" in page.main
    assert sheet.title not in page.main


def test_an_exchange_takes_few_statements(
    browser: Open, statements: list[str], sheet: Sheet, editor: Person, claire: Person
) -> None:
    member = browser(claire)
    url = ask(member, sheet, editor).url
    statements.clear()
    member.get(url)

    assert len(statements) <= 5


def ask(member: Browser, sheet: Sheet, author: Person, body: str = "Combien ?") -> Page:
    """Asks an author of a sheet something, by the form."""
    return member.submit(member.get(f"/practices/{sheet.id}/authors/{author.id}/contact"), with_field="body", body=body)


def every() -> list[ContactRequest]:
    db.session.expire_all()
    return list(db.session.scalars(select(ContactRequest).order_by(ContactRequest.id)))


@pytest.fixture
def brassens(app: object) -> School:
    return make_school("Collège Brassens")


@pytest.fixture
def ines(brassens: School) -> Person:
    return make_referent(brassens, "Inès Carvalho", email="ines@example.org")


@pytest.fixture
def one(sheet: Sheet, ines: Person, brassens: School) -> Transposition:
    """Inès's, who said « contact me »."""
    return make_transposition(ines, sheet, brassens, may_contact=True)
