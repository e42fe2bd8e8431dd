"""The discussion of a sheet and of a transposition: opened by the first words, shown where what it is about is read."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum.accounts.models import Person, Role
from forum.core import audience
from forum.core.pieces import Pieces
from forum.discussions.models import Post, Space, Thread
from forum.discussions.services import (
    delete_post,
    hide_post,
    lock_thread,
    merge_threads,
    move_thread,
    open_space,
    open_thread,
)
from forum.extensions import db
from forum.notices.models import Notice
from forum.practices.models import Sheet, SheetDiscussion, Transposition
from forum.practices.services.discuss import discuss_sheet
from forum.schools.models import School
from tests.browsing import Browser, Page
from tests.factories import actor, make_person
from tests.practices.factories import make_sheet, make_small_sheet
from tests.practices.transposing import address, again, make_transposition
from tests.schools.factories import make_referent, make_school

Open = Callable[..., Browser]


def test_the_first_words_open_the_thread_in_the_library_s_space(
    browser: Open, visitor: Browser, sheet: Sheet, claire: Person
) -> None:
    page = speak(browser(claire), sheet, "Et **le samedi** ?")

    assert page.status == 200
    assert page.texts("h1") == ["Fiche « Le tutorat du soir »"]
    assert page.links()["Le tutorat du soir"] == f"/practices/{sheet.id}-{sheet.slug}"
    assert "le samedi" in page.texts("#post-1 .prose strong")
    [space] = db.session.scalars(select(Space)).all()
    assert (space.name, space.audience) == ("La bibliothèque en questions", audience.PUBLIC)
    assert "Et le samedi" in visitor.get(page.url).main


def test_the_sheet_shows_the_last_posts_and_leads_to_the_thread(
    browser: Open, visitor: Browser, deliver: Callable[[], int], sheet: Sheet, claire: Person, yann: Person
) -> None:
    path = f"/practices/{sheet.id}-{sheet.slug}"
    assert visitor.get(path).links()["Poser une question"] == f"/practices/{sheet.id}/discussion"
    url = speak(browser(claire), sheet, "Premier mot.").url
    thread_id = db.session.scalars(select(SheetDiscussion.thread_id)).one()
    for number in range(4):
        browser(yann).post(f"/threads/{thread_id}/reply", {"body": f"Réponse {number}."})
    deliver()
    page = visitor.get(path)

    assert page.texts(".sheet-discussion .prose") == ["Réponse 1.", "Réponse 2.", "Réponse 3."]
    assert page.links()["Lire les 5 messages et répondre"] == url
    assert visitor.get(f"/practices/{sheet.id}/discussion").url == "/login"
    assert browser(claire).get(f"/practices/{sheet.id}/discussion").url == url


def test_words_said_later_by_the_same_form_are_a_reply(
    browser: Open, sheet: Sheet, claire: Person, yann: Person
) -> None:
    late = browser(yann)
    form = late.get(f"/practices/{sheet.id}/discussion")
    url = speak(browser(claire), sheet, "Premier mot.").url
    page = late.submit(form, with_field="body", body="Deuxième mot.")

    assert page.url == url
    assert page.texts("#post-2 .prose") == ["Deuxième mot."]
    assert count(Thread) == 1


def test_sending_the_same_first_words_twice_is_one_post(browser: Open, sheet: Sheet, claire: Person) -> None:
    member = browser(claire)
    form = member.get(f"/practices/{sheet.id}/discussion")
    for _ in range(2):
        member.submit(form, with_field="body", body="Une fois.")

    assert (count(Thread), count(Post)) == (1, 1)


def test_of_several_who_speak_first_at_once_one_opens_and_the_others_reply(
    app: Flask, browser: Open, editor: Person, sheet: Sheet
) -> None:
    other = make_small_sheet(editor)
    paths = [f"/practices/{one.id}/discussion" for one in (sheet, sheet, other)]
    browsers = [browser(make_person()) for _ in paths]
    sent = [{"csrf_token": one.token(), "body": "Moi d’abord."} for one in browsers]
    start = threading.Barrier(len(paths))

    def press(one: Browser, path: str, data: dict[str, str]) -> None:
        start.wait()
        one.client.post(path, data=data, headers=one.headers)

    threads = [threading.Thread(target=press, args=args) for args in zip(browsers, paths, sent, strict=True)]
    db.session.rollback()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (count(Space), count(Thread), count(Post)) == (1, 2, 3)


def test_the_space_that_is_there_is_used_and_one_that_is_not_public_is_not(
    browser: Open, sheet: Sheet, claire: Person
) -> None:
    open_space("La bibliothèque en questions", audience.MEMBERS)
    speak(browser(claire), sheet, "Premier mot.")
    [closed, public] = db.session.scalars(select(Space).order_by(Space.id)).all()
    assert (closed.thread_count, public.thread_count, public.audience) == (0, 1, audience.PUBLIC)

    speak(browser(claire), make_small_sheet(make_person(role=Role.EDITOR)), "Un autre.")
    assert count(Space) == 2


def test_a_reader_in_english_opens_it_in_the_sheet_s_language(browser: Open, sheet: Sheet) -> None:
    speak(browser(make_person(language="en")), sheet, "Hello.")

    assert db.session.scalars(select(Thread.title)).one() == "Fiche « Le tutorat du soir »"
    assert db.session.scalars(select(Space.name)).one() == "La bibliothèque en questions"


def test_a_long_title_with_marks_makes_a_title_and_a_link(browser: Open, editor: Person, claire: Person) -> None:
    title = "Le [tutorat] *du* soir `et` <b> " + "x" * 180
    sheet = make_small_sheet(editor, title)
    page = speak(browser(claire), sheet, "Premier mot.")

    assert len(page.texts("h1")[0]) <= 200
    assert page.links()[title] == f"/practices/{sheet.id}-{sheet.slug}"


@pytest.mark.parametrize("body", ["", "  \n", "x" * 50_001])
def test_nothing_to_read_or_too_much_of_it_is_refused_and_opens_nothing(
    browser: Open, sheet: Sheet, claire: Person, one: Transposition, body: str
) -> None:
    for path in (f"/practices/{sheet.id}/discussion", address(one, "/discussion")):
        member = browser(claire)
        page = member.submit(member.get(path), with_field="body", body=body)
        assert page.status == 422
        assert page.select(".error-summary")
        assert page.select("#body")[0].get_text().strip() == body.strip()
    assert (count(Space), count(Thread)) == (0, 0)


def test_a_draft_has_no_discussion(browser: Open, draft: Sheet, claire: Person, yann: Person) -> None:
    path = f"/practices/{draft.id}/discussion"

    assert browser(yann).get(path).status == 404
    assert browser(yann).post(path, {"body": "x"}).status == 404
    assert browser(claire).get(path).status == 403
    assert browser(claire).post(path, {"body": "x"}).status == 403
    assert browser(claire).get(f"/practices/{draft.id}-{draft.slug}").select(".sheet-discussion") == []
    assert count(Thread) == 0


def test_a_visitor_is_led_to_log_in(visitor: Browser, sheet: Sheet, one: Transposition) -> None:
    for path in (f"/practices/{sheet.id}/discussion", address(one, "/discussion")):
        assert visitor.get(path).url == "/login"
        assert visitor.post(path, {"body": "x"}).url == "/login"
    assert count(Thread) == 0


def test_a_post_that_is_deleted_or_hidden_leaves_the_sheet_s_page(
    browser: Open, visitor: Browser, deliver: Callable[[], int], sheet: Sheet, claire: Person
) -> None:
    path = f"/practices/{sheet.id}-{sheet.slug}"
    for words in ("Premier mot.", "Deuxième mot."):
        speak(browser(claire), sheet, words)
    deliver()
    assert len(visitor.get(path).texts(".sheet-discussion .prose")) == 2
    first, second = db.session.scalars(select(Post).order_by(Post.number)).all()
    hide_post(actor(make_person(role=Role.MEDIATOR)), first.id, "Reconnaissable")
    delete_post(actor(claire), second.id)
    deliver()
    page = visitor.get(path)

    assert page.texts(".sheet-discussion .prose") == []
    assert page.select('.sheet-discussion a[href^="/threads/"]')


def test_in_a_thread_that_was_locked_nothing_is_added(browser: Open, sheet: Sheet, claire: Person) -> None:
    member = browser(claire)
    form = member.get(f"/practices/{sheet.id}/discussion")
    speak(browser(claire), sheet, "Premier mot.")
    thread = db.session.scalars(select(Thread)).one()
    lock_thread(actor(make_person(role=Role.MEDIATOR)), thread.id, "Fin")

    assert member.submit(form, with_field="body", body="Encore.").status == 403
    assert count(Post) == 1


def test_a_transposition_has_a_discussion_of_its_own(
    browser: Open, visitor: Browser, claire: Person, one: Transposition
) -> None:
    member = browser(claire)
    form = member.get(member.get(address(one)).links()["Poser une question"])
    page = member.submit(form, with_field="body", body="Avec quelles classes ?")

    assert page.texts("h1") == ["Collège Brassens : « Le tutorat du soir »"]
    assert address(one) in page.links().values()
    assert again(one).thread_id is not None
    assert "Avec quelles classes" in visitor.get(address(one)).main
    assert member.get(address(one, "/discussion")).url == page.url
    assert count(SheetDiscussion) == 0


def test_the_authors_of_what_is_discussed_are_told_of_each_post(
    browser: Open, deliver: Callable[[], int], sheet: Sheet, editor: Person, ines: Person, one: Transposition
) -> None:
    claire = make_person("Claire Morvan")
    speak(browser(claire), sheet, "Premier mot.")
    speak(browser(editor), sheet, "Je réponds.")
    browser(claire).post(address(one, "/discussion"), {"body": "Et chez vous ?"})
    deliver()
    deliver()

    told = db.session.execute(select(Notice.person_id, Notice.kind).where(Notice.kind == "sheet.discussed")).all()
    assert sorted(person_id for person_id, _kind in told) == sorted([editor.id, ines.id])
    assert "Claire Morvan écrit au sujet de" in browser(editor).get("/notices").main
    replied = select(Notice.person_id).where(Notice.kind == "thread.replied")
    assert set(db.session.scalars(replied)) == {claire.id}


def test_the_discussion_of_another_sheet_is_not_shown(
    browser: Open, visitor: Browser, editor: Person, sheet: Sheet
) -> None:
    other = make_sheet(editor, title="Une autre fiche")
    speak(browser(make_person()), other, "Ailleurs.")

    assert "Ailleurs." not in visitor.get(f"/practices/{sheet.id}-{sheet.slug}").text


def test_the_sheet_s_page_costs_the_same_whatever_is_said(
    app: Flask, browser: Open, statements: list[str], sheet: Sheet, claire: Person
) -> None:
    def cost() -> int:
        app.extensions["pieces"] = Pieces(10)  # nothing is kept: the whole cost
        statements.clear()
        reader.get(path)
        return len(statements)

    path, reader = f"/practices/{sheet.id}-{sheet.slug}", browser(make_person())
    silent = cost()
    speak(browser(claire), sheet, "Premier mot.")
    for number in range(30):
        speak(browser(claire), sheet, f"Mot {number}.")

    assert cost() == silent


def speak(member: Browser, sheet: Sheet, body: str) -> Page:
    """Says the first words of a sheet, by the form."""
    path = f"/practices/{sheet.id}/discussion"
    return member.post(path, {"body": body})


def count(table: type) -> int:
    db.session.expire_all()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


@pytest.fixture
def brassens(app: object) -> School:
    return make_school("Collège Brassens")


@pytest.fixture
def ines(brassens: School) -> Person:
    return make_referent(brassens, "Inès Carvalho", email="ines@example.org")


@pytest.fixture
def one(sheet: Sheet, ines: Person, brassens: School) -> Transposition:
    return make_transposition(ines, sheet, brassens)


def test_the_discussion_of_a_sheet_that_fewer_read_now_leaves_its_page(
    visitor: Browser, browser: Open, deliver: Callable[[], int], sheet: Sheet, claire: Person
) -> None:
    speak(browser(claire), sheet, "Un mot au sifflet.")
    deliver()
    path = f"/practices/{sheet.id}-{sheet.slug}"
    assert "Un mot au sifflet." in visitor.get(path).main
    thread = db.session.scalars(select(Thread)).one()
    members = open_space("Entre nous", audience.MEMBERS)

    move_thread(actor(make_person(role=Role.MEDIATOR)), thread.id, members.id)
    deliver()

    assert "Un mot au sifflet." not in visitor.get(path).html


def test_the_discussion_of_a_sheet_goes_on_where_its_thread_was_merged(
    visitor: Browser, browser: Open, deliver: Callable[[], int], sheet: Sheet, claire: Person, yann: Person
) -> None:
    speak(browser(claire), sheet, "Premier mot.")
    thread = db.session.scalars(select(Thread)).one()
    other = open_thread(actor(yann), thread.space_id, "La même question", "Posée ailleurs.")
    merge_threads(actor(make_person(role=Role.MEDIATOR)), thread.id, other.id)
    deliver()

    path = f"/practices/{sheet.id}-{sheet.slug}"
    assert "Premier mot." in visitor.get(path).main
    discuss_sheet(actor(claire), sheet.id, "Un mot de plus.")
    deliver()

    assert browser(yann).get(f"/practices/{sheet.id}/discussion").url == f"/threads/{other.id}-{other.slug}"
    assert "Un mot de plus." in visitor.get(path).main
