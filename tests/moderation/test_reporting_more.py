"""Sheets, profiles and what is asked through Médiane are reported as messages are."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from forum.accounts.models import Person, Role
from forum.extensions import db
from forum.moderation.models import ModerationAction, Reason, Report
from forum.moderation.services import report
from forum.practices.models import ContactRequest, Sheet
from forum.practices.services.contact import answer_contact, ask_author
from tests.browsing import Browser
from tests.factories import actor, make_person
from tests.moderation.steps import decide, notices, take
from tests.practices.factories import make_draft, make_sheet

OpenBrowser = Callable[[Person], Browser]


@pytest.fixture
def editor(app: Flask) -> Person:
    return make_person("Édith Éditrice", role=Role.EDITOR)


@pytest.fixture
def sheet(editor: Person) -> Sheet:
    return make_sheet(editor)


@pytest.fixture
def asked(sheet: Sheet, editor: Person, author: Person) -> ContactRequest:
    return ask_author(actor(author), sheet.id, editor.id, "Répondez-moi donc.")


@pytest.fixture(params=["sheet", "draft", "profile", "contact", "contact-answer"])
def reported(
    request: pytest.FixtureRequest, sheet: Sheet, asked: ContactRequest, author: Person, editor: Person
) -> tuple[str, int, Person, str]:
    """The kind and id of something, who may report it, and words that it holds."""
    match request.param:
        case "sheet":
            return "sheet", sheet.id, author, "Le tutorat du soir"
        case "draft":
            return "sheet", make_draft(author, title="Un brouillon").id, editor, "Un brouillon"
        case "profile":
            author.about = "Je sais tout mieux que vous."
            db.session.commit()
            return "profile", author.id, editor, "Je sais tout mieux que vous."
        case "contact":
            return "contact", asked.id, editor, "Répondez-moi donc."
    answer_contact(actor(editor), asked.id, "Jamais de la vie.")
    return "contact-answer", asked.id, author, "Jamais de la vie."


def test_whoever_sees_it_reports_it_and_mediators_read_it(
    browser: OpenBrowser, reported: tuple[str, int, Person, str], mediator: Person, deliver: Callable[[], int]
) -> None:
    kind, object_id, person, words = reported
    reader, url = browser(person), f"/report/{kind}/{object_id}"
    page = reader.get(url)
    assert words in page.main
    answer = reader.submit(page, with_field="words", reason="hurtful", follow=False)
    assert answer.status == 303
    assert reader.get(answer.response.location).status == 200
    made = db.session.scalars(select(Report)).one()

    desk = browser(mediator)
    assert len(desk.get("/moderation").select("ul.rows h3 a")) == 1
    item = desk.get(f"/moderation/{made.id}")
    assert words in item.main
    assert "Masquer" not in item.main
    take(desk, made)
    refused = desk.post(f"/moderation/{made.id}", {"decision": "hide", "reason": "Non.", "seen": "0"})
    assert refused.status == 409
    decide(desk, made, "settle", "Vu avec elle.", answer="Nous lui avons parlé.")
    deliver()

    assert db.session.scalars(select(ModerationAction.action)).one() == "settle"
    [told] = notices(person)
    assert told.endswith("la médiation a fait le nécessaire. La médiation vous dit : Nous lui avons parlé.")
    assert "Vu avec elle" not in told
    own = reader.get("/reports").main
    assert "Examiné : la médiation a fait le nécessaire" in own
    assert "Nous lui avons parlé." in own
    assert "Vu avec elle" not in own


@pytest.mark.parametrize("kind", ["sheet", "profile", "contact", "contact-answer"])
def test_what_one_does_not_see_or_wrote_is_not_reported(
    kind: str, browser: OpenBrowser, visitor: Browser, asked: ContactRequest, author: Person, editor: Person
) -> None:
    answer_contact(actor(editor), asked.id, "Bonjour.")
    ids = {"sheet": make_draft(author).id, "profile": author.id}
    mine, hidden = f"/report/{kind}/{ids.get(kind, asked.id)}", f"/report/{kind}/999"
    writer = browser(editor if kind == "contact-answer" else author)

    assert writer.get(mine).status == 403
    assert writer.post(mine, {"reason": "hurtful"}).status == 403
    assert visitor.get(mine, follow=False).status == 303
    assert writer.get(hidden).status == 404
    if kind != "profile":
        outsider = browser(make_person())
        assert outsider.get(mine).status == 404
        assert outsider.post(mine, {"reason": "hurtful"}).status == 404
    assert db.session.scalars(select(Report)).all() == []


def test_the_way_to_report_is_on_the_pages_of_others(
    browser: OpenBrowser, visitor: Browser, sheet: Sheet, asked: ContactRequest, author: Person, editor: Person
) -> None:
    profile = f"/people/{editor.id}--"
    pages = {
        f"/practices/{sheet.id}": f"/report/sheet/{sheet.id}",
        profile: f"/report/profile/{editor.id}",
    }
    for page, way in pages.items():
        assert way in browser(author).get(page).html
        assert way not in browser(editor).get(page).html
    assert f"/report/sheet/{sheet.id}" not in visitor.get(f"/practices/{sheet.id}").html
    assert f"/report/contact/{asked.id}" in browser(editor).get(f"/contacts/{asked.id}").html
    assert f"/report/contact/{asked.id}" not in browser(author).get(f"/contacts/{asked.id}").html


def test_a_queue_of_every_kind_costs_the_same(
    browser: OpenBrowser,
    sheet: Sheet,
    asked: ContactRequest,
    author: Person,
    editor: Person,
    mediator: Person,
    statements: list[str],
) -> None:
    answer_contact(actor(editor), asked.id, "Bonjour.")
    for person, kind, object_id in (
        (author, "sheet", sheet.id),
        (editor, "profile", author.id),
        (editor, "contact", asked.id),
        (author, "contact-answer", asked.id),
    ):
        report(actor(person), kind, object_id, Reason.HURTFUL, "")
    desk, reader = browser(mediator), browser(author)

    for who, url in ((desk, "/moderation"), (reader, "/reports")):
        statements.clear()
        assert who.get(url).status == 200
        assert len(statements) <= 8, statements


def test_a_wish_for_a_mediation_leads_from_the_desk_to_its_request(
    browser: OpenBrowser, mediator: Person, author: Person, sheet: Sheet, editor: Person
) -> None:
    made = report(actor(author), "sheet", sheet.id, Reason.HURTFUL, "Parlons-nous.", wishes_mediation=True)
    page = take(browser(mediator), made)
    form = browser(mediator).get(page.links()["Proposer une médiation"])
    [people] = form.select("input[name=people]")

    assert people["value"] == f"@{editor.handle}, @{author.handle}"
    assert [chosen["value"] for chosen in form.select("input[name=is_party][checked]")] == ["no"]


def test_the_form_of_a_report_also_leads_to_a_mediation(browser: OpenBrowser, author: Person, sheet: Sheet) -> None:
    page = browser(author).get(f"/report/sheet/{sheet.id}")
    form = browser(author).get(page.links()["Demander une médiation"])

    assert form.status == 200
    assert form.select("input[name=people]")[0]["value"].startswith("@")
