"""Drafts: kept on the server one a place, in two windows at once, and nobody's but their author's."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from forum.accounts.models import Person, Role
from forum.discussions.models import Post, Space, Thread
from forum.discussions.services import delete_post, lock_thread
from forum.discussions.services.describe_space import describe_space
from forum.extensions import db
from forum.schools.models import School
from forum.schools.services import leave_school
from forum.writing.models import Draft
from forum.writing.services import drafts
from tests.browsing import Browser
from tests.discussions.factories import make_reply
from tests.factories import actor, make_person
from tests.writing.asking import keep

Open = Callable[..., Browser]


def address(thread: Thread) -> str:
    return f"/threads/{thread.id}-{thread.slug}"


def test_what_was_begun_is_found_again_in_the_form_of_its_place(
    browser: Open, thread: Thread, space: Space, claire: Person
) -> None:
    member = browser(claire)

    saved = keep(member, f"thread:{thread.id}", body="Je commence")
    keep(member, f"space:{space.id}", title="Un titre", kind="question", tags="a, b", suggested=["c"], body="Un début")

    assert saved.get_json()["version"] == 1
    assert member.get(address(thread)).select("textarea")[0].get_text().strip() == "Je commence"
    begun = member.get(f"/spaces/{space.slug}/new")
    assert begun.select("[name=title]")[0]["value"] == "Un titre"
    assert begun.select("[name=kind][checked]")[0]["value"] == "question"
    assert begun.select("[name=tags]")[0]["value"] == "a, b"
    assert begun.select("textarea")[0].get_text().strip() == "Un début"


def test_every_box_that_was_ticked_is_ticked_again_with_scripts_and_without(
    browser: Open, thread: Thread, space: Space, claire: Person
) -> None:
    member, place = browser(claire), f"space:{space.id}"
    describe_space(actor(make_person(role=Role.MEDIATOR)), space.id, "", ["climat", "familles", "retour"])
    form = member.get(f"/spaces/{space.slug}/new").form(f"/spaces/{space.slug}/new")
    assert len(form.select("[name=suggested]")) == 3

    keep(member, place, body="Un début", suggested=["climat", "retour"])
    assert ticked(member, space) == ["climat", "retour"]
    sent = {"place": place, "version": "1", "body": "Un début", "suggested": ["familles", "retour"]}
    assert member.post("/drafts", sent).url == "/drafts"
    assert ticked(member, space) == ["familles", "retour"]
    keep(member, place, 2, body="Un début", suggested="climat")
    assert ticked(member, space) == ["climat"]
    keep(member, place, 3, body="Un début")
    assert ticked(member, space) == []


def ticked(member: Browser, space: Space) -> list[str]:
    return [str(box["value"]) for box in member.get(f"/spaces/{space.slug}/new").select("[name=suggested][checked]")]


def test_each_save_is_a_version_and_the_same_words_are_none(browser: Open, thread: Thread, claire: Person) -> None:
    member, place = browser(claire), f"thread:{thread.id}"

    assert keep(member, place, body="un").get_json()["version"] == 1
    assert keep(member, place, 1, body="un deux").get_json()["version"] == 2
    assert keep(member, place, 1, body="un deux").get_json()["version"] == 2
    assert db.session.query(Draft).one().fields == {"body": "un deux"}


def test_another_window_is_told_what_was_saved_meanwhile_and_may_save_over_it(
    browser: Open, thread: Thread, claire: Person
) -> None:
    member, place = browser(claire), f"thread:{thread.id}"
    keep(member, place, body="de la première")

    answer = keep(member, place, body="de la seconde")

    told = answer.get_json()
    assert answer.status_code == 409
    assert (told["version"], told["fields"]) == (1, {"body": "de la première"})
    assert "autre fenêtre" in told["detail"]
    assert keep(member, place, told["version"], body="de la seconde").get_json()["version"] == 2


def test_a_window_left_open_does_not_bring_back_what_was_sent_from_another(
    browser: Open, thread: Thread, claire: Person
) -> None:
    member, place = browser(claire), f"thread:{thread.id}"
    keep(member, place, body="Voilà")
    member.submit(member.get(address(thread)), "/reply")

    answer = keep(member, place, 1, body="Voilà, encore")

    assert answer.status_code == 409
    assert (answer.get_json()["version"], answer.get_json()["fields"]) == (0, {})
    assert not db.session.query(Draft).count()


def test_sending_erases_the_draft_of_that_place_alone(
    browser: Open, thread: Thread, space: Space, claire: Person, yann: Person
) -> None:
    member = browser(claire)
    for place in (f"thread:{thread.id}", f"space:{space.id}"):
        keep(member, place, title="Titre", body="Brouillon")
    keep(browser(yann), f"thread:{thread.id}", body="De Yann")

    member.submit(member.get(f"/spaces/{space.slug}/new"), with_field="body")

    assert sorted((draft.person_id, draft.place) for draft in db.session.query(Draft)) == sorted(
        [(claire.id, f"thread:{thread.id}"), (yann.id, f"thread:{thread.id}")]
    )


def test_an_edit_has_its_draft_too(browser: Open, thread: Thread, yann: Person) -> None:
    author = browser(yann)
    post = db.session.query(Post).one()
    keep(author, f"post:{post.id}", body="Dites-nous, en détail.")

    page = author.get(f"/posts/{post.id}/edit")

    assert page.select("textarea")[0].get_text().strip() == "Dites-nous, en détail."
    author.submit(page, with_field="body")
    assert db.session.get_one(Post, post.id).source == "Dites-nous, en détail."
    assert not db.session.query(Draft).count()


def test_an_empty_text_is_no_draft(browser: Open, thread: Thread, claire: Person) -> None:
    member, place = browser(claire), f"thread:{thread.id}"
    keep(member, place, body="un mot")

    assert keep(member, place, 1, body=" \n ", kind="question").get_json() == {"saved_at": None, "version": 0}
    assert not db.session.query(Draft).count()


def test_without_scripts_a_button_keeps_the_draft_and_a_page_lists_it(
    browser: Open, thread: Thread, claire: Person
) -> None:
    member = browser(claire)
    page = member.get(address(thread))
    form = page.form("/reply")
    assert form.select('button[formaction="/drafts"]')

    listed = member.request("POST", "/drafts", data={**page.values(form), "body": "À finir ce soir"})

    assert listed.url == "/drafts"
    assert "À finir ce soir" in listed.main
    assert member.get(listed.links()["Reprendre"]).select("textarea")[0].get_text().strip() == "À finir ce soir"
    assert "Aucun brouillon" in member.submit(listed, "/drafts/discard").main


def test_without_scripts_two_windows_are_told_apart_and_nothing_is_lost(
    browser: Open, thread: Thread, claire: Person
) -> None:
    member = browser(claire)
    page = member.get(address(thread))
    sent = page.values(page.form("/reply"))
    keep(member, f"thread:{thread.id}", body="de la première")

    both = member.request("POST", "/drafts", data={**sent, "body": "de la <seconde>"})

    assert both.status == 409
    assert "de la première" in both.main
    assert "de la <seconde>" in both.main
    assert "de la <seconde>" in member.submit(both, "/drafts").main


def test_nobody_else_sees_a_draft(
    browser: Open, visitor: Browser, thread: Thread, claire: Person, yann: Person
) -> None:
    keep(browser(claire), f"thread:{thread.id}", body="Rien que pour moi")

    assert "Rien que pour moi" not in browser(yann).get("/drafts").html
    assert "Rien que pour moi" not in browser(yann).get(address(thread)).html
    assert visitor.get("/drafts", follow=False).response.headers["Location"].startswith("/login")
    browser(yann).post("/drafts/discard", {"place": f"thread:{thread.id}"})
    assert db.session.query(Draft).count() == 1


@pytest.mark.parametrize(
    "place", ["thread:9999", "thread:", "thread:01", "thread:x", "nulle part", "", "sheet:1", "thread:-1"]
)
def test_no_draft_is_kept_where_there_is_no_place(browser: Open, claire: Person, place: str) -> None:
    assert keep(browser(claire), place, body="perdu").status_code in (403, 404)
    assert not db.session.query(Draft).count()


def test_no_draft_is_kept_where_its_author_may_not_write(
    browser: Open, thread: Thread, closed: Thread, claire: Person, yann: Person
) -> None:
    mine = make_reply(claire, thread)
    lock_thread(actor(make_person(role=Role.MEDIATOR)), thread.id, "Fermée")
    member = browser(yann)

    refused = [
        keep(member, place, body="x") for place in (f"thread:{closed.id}", f"thread:{thread.id}", f"post:{mine.id}")
    ]

    assert {answer.status_code for answer in refused} == {403}
    assert not db.session.query(Draft).count()


def test_a_draft_of_a_place_that_closed_to_its_author_stays_theirs_without_naming_it(
    browser: Open, closed: Thread, school: School, insider: Person
) -> None:
    member = browser(insider)
    keep(member, f"thread:{closed.id}", body="Mes propres mots")
    leave_school(actor(insider), school.id)

    page = member.get("/drafts")

    assert "Mes propres mots" in page.main
    assert closed.title not in page.html
    assert "qui ne vous est plus ouvert" in page.main


def test_a_draft_shows_no_words_of_a_post_that_went_out_of_sight(
    browser: Open, thread: Thread, claire: Person, yann: Person
) -> None:
    post = make_reply(yann, thread, "Un secret imprudent.")
    member, place = browser(claire), f"thread:{thread.id}"
    quote = member.get(f"/posts/{post.id}/quote").html
    keep(member, place, body=f"{quote}Je réponds.")
    assert "imprudent" in member.get("/drafts").main

    delete_post(actor(yann), post.id)

    doors = [member.get("/drafts"), member.get(address(thread))]
    assert [door for door in doors if "imprudent" in door.html] == []
    assert "imprudent" not in keep(member, place, 7, body="autre").get_data(as_text=True)
    assert "Je réponds." in member.get("/drafts").main


def test_what_is_too_long_is_not_kept_and_says_so(browser: Open, thread: Thread, claire: Person) -> None:
    answer = keep(browser(claire), f"thread:{thread.id}", body="mot " * 40_000)

    assert answer.status_code == 413
    assert "trop long" in answer.get_json()["detail"]


@pytest.mark.parametrize("fields", ["[]", "{", "3", "[" * 5_000])
def test_fields_that_are_none_are_refused(browser: Open, thread: Thread, claire: Person, fields: str) -> None:
    sent = {"place": f"thread:{thread.id}", "version": "0", "fields": fields}

    assert browser(claire).post("/drafts", sent).status == 422


def test_a_person_keeps_a_bounded_number_of_drafts(
    browser: Open, thread: Thread, space: Space, claire: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafts, "MOST_DRAFTS", 1)
    member = browser(claire)
    keep(member, f"thread:{thread.id}", body="un")

    answer = keep(member, f"space:{space.id}", body="deux")

    assert answer.status_code == 409
    assert "version" not in answer.get_json()
    assert "Jetez-en un" in answer.get_json()["detail"]


def test_saving_is_limited_in_pace(
    browser: Open, thread: Thread, claire: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafts, "SAVES_PER_MINUTE", 2)
    member = browser(claire)

    statuses = [keep(member, f"thread:{thread.id}", number, body=f"{number}").status_code for number in range(3)]

    assert statuses == [200, 200, 429]


def test_a_thread_with_a_draft_is_read_by_a_fixed_number_of_statements(
    browser: Open, thread: Thread, claire: Person, statements: list[str]
) -> None:
    member = browser(claire)
    keep(member, f"thread:{thread.id}", body="Un brouillon")
    member.get(address(thread))
    statements.clear()

    member.get(address(thread))

    assert len(statements) <= 8, statements
