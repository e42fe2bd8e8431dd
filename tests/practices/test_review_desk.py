"""The committee's desk: what waits and since when, who follows what, and who may not judge what."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from forum.accounts.models import Person, Role
from forum.core.errors import Conflict, NotAllowed
from forum.core.i18n import in_language
from forum.core.models import now
from forum.core.transactions import transaction
from forum.extensions import db
from forum.practices.committee import INTEREST_WORDS, Interest
from forum.practices.models import Review, Sheet, SheetEvent, SheetState
from forum.practices.services import (
    give_opinion,
    submit_sheet,
    take_review,
    withdraw_sheet,
)
from forum.schools.models import School
from forum.schools.services import leave_school
from tests.browsing import Browser, apart, at_once
from tests.factories import actor, make_person
from tests.practices.factories import make_draft
from tests.practices.reviewing import (
    REASONS,
    belong,
    fresh,
    judged,
    make_coauthor,
    make_editor,
    published_by_committee,
    remark,
    review_of,
    sent_back,
    submitted,
    taken,
)
from tests.schools.factories import ask, make_referent, make_school

Open = Callable[..., Browser]


def test_the_desk_is_the_committees_alone(browser: Open, visitor: Browser, draft: Sheet, claire: Person) -> None:
    submitted(draft)

    for person in (claire, make_person(role=Role.MEDIATOR), make_person(role=Role.ADMINISTRATOR)):
        page = browser(person).get("/review")
        assert page.status == 403
        assert draft.title not in page.html
        assert "Comité" not in browser(person).get("/").links()
    assert visitor.get("/review", follow=False).response.headers["Location"].startswith("/login")


def test_an_empty_desk_says_so(browser: Open, editor: Person) -> None:
    desk = browser(editor)

    assert desk.get("/").links()["Comité"] == "/review"
    assert "Aucune fiche n’attend." in desk.get("/review").main
    assert "Vous ne suivez aucune fiche." in desk.get("/review?show=mine").main
    assert "Personne d’autre ne suit de fiche." in desk.get("/review?show=others").main


def test_what_was_submitted_waits_the_oldest_first_with_who_submitted_it_and_since_when(
    browser: Open, claire: Person, yann: Person, editor: Person
) -> None:
    for person, title in ((claire, "La première"), (yann, "La seconde")):
        submitted(make_draft(person, title=title))
    make_draft(claire, title="Un brouillon")
    since(2, days=3)
    since(1, days=4)

    page = browser(editor).get("/review")

    assert page.texts("ul.rows h3 a") == ["La première", "La seconde"]
    assert page.links()["La première"] == "/review/1"
    assert page.texts("ul.rows p.muted") == [
        "soumise par Claire Morvan, il y a 4 jours",
        "soumise par Yann Berthou, il y a 3 jours",
    ]
    assert page.texts(".review-tabs a") == ["À prendre 2", "Je les suis 0", "Suivies par d’autres 0"]


def test_what_one_takes_is_theirs_and_the_others_see_by_whom_it_is_followed(
    browser: Open, draft: Sheet, editor: Person
) -> None:
    submitted(draft)
    desk, other = browser(editor), browser(make_editor())

    page = desk.submit(desk.get("/review/1"), "/take")

    assert "Vous suivez cette fiche." in page.text
    assert fresh(draft).state == SheetState.IN_REVIEW
    assert desk.get("/review").texts("ul.rows h3") == []
    assert desk.get("/review?show=mine").texts("ul.rows h3") == [draft.title]
    seen = other.get("/review?show=others")
    assert seen.texts("ul.rows h3") == [draft.title]
    assert "suivie par Françoise Leroy" in seen.texts("ul.rows p.muted")[0]
    assert seen.texts(".review-tabs a") == ["À prendre 0", "Je les suis 0", "Suivies par d’autres 1"]
    assert "Suivie par Françoise Leroy" in other.get("/review/1").main
    assert not other.get("/review/1").select('form[action$="/take"]')


def test_an_unknown_list_is_that_of_what_waits(browser: Open, draft: Sheet, editor: Person) -> None:
    submitted(draft)

    for query in ("show=x", "show=", "after=-1", "after=x", "after=99999999999999999999"):
        page = browser(editor).get(f"/review?{query}")
        assert page.status == 200
        assert page.texts(".review-tabs a[aria-current]") == ["À prendre 1"]


def test_a_long_desk_goes_on_by_slices(
    browser: Open, claire: Person, editor: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("forum.practices.queries.desk.ROWS_A_PAGE", 2)
    for number in range(3):
        submitted(make_draft(claire, title=f"Fiche {number}"))
    desk = browser(editor)

    first = desk.get("/review")
    second = desk.get(first.links()["Fiches suivantes"])

    assert first.texts("ul.rows h3") == ["Fiche 0", "Fiche 1"]
    assert second.texts("ul.rows h3") == ["Fiche 2"]
    assert "Fiches suivantes" not in second.links()
    assert "Il n’y a rien de plus." in desk.get("/review?after=3").main


def test_the_time_to_an_answer_is_the_median_of_the_last_months_and_the_committee_alone_sees_it(
    browser: Open, claire: Person, editor: Person
) -> None:
    second = make_editor()
    for days, what in ((2, "published"), (4, "changes"), (30, "declined")):
        sheet = make_draft(claire, title=f"En {days} jours")
        submitted(sheet)
        since(sheet.id, days=days)
        taken(sheet, editor)
        if what == "changes":
            sent_back(sheet, editor)
        else:
            for one in (editor, second):
                judged(sheet, one, "follow" if what == "published" else "not_retained")
    old, withdrawn = make_draft(claire, title="L’an dernier"), make_draft(claire, title="Retirée")
    published_by_committee(old, editor, second)
    with transaction():
        long_ago = now() - timedelta(days=400)
        db.session.execute(
            update(Review).where(Review.sheet_id == old.id).values(submitted_at=long_ago, closed_at=long_ago)
        )
    submitted(withdrawn)
    withdraw_sheet(actor(claire), withdrawn.id)

    page = browser(editor).get("/review")

    assert page.texts(".review-time") == ["4 jours"]
    assert "la médiane des 3 réponses des six derniers mois" in page.text
    for address in (f"/review/{old.id}", f"/practices/{old.id}/history"):
        assert "médiane" not in browser(claire).get(address).text


def test_the_desk_costs_eight_statements_at_most_however_much_waits(
    browser: Open, claire: Person, editor: Person, statements: list[str]
) -> None:
    desk, costs = browser(editor), []
    for number in range(12):
        sheet = make_draft(claire if number % 2 else make_person(), title=f"Fiche {number}")
        submitted(sheet)
        if number > 8:
            taken(sheet, editor)
        if number in (1, 11):
            for show in ("waiting", "mine", "others"):
                statements.clear()
                assert desk.get(f"/review?show={show}").status == 200
                costs.append(len(statements))

    assert max(costs) <= 8


def test_the_page_of_a_review_costs_eight_statements_at_most(
    browser: Open, draft: Sheet, claire: Person, editor: Person, statements: list[str]
) -> None:
    submitted(draft)
    taken(draft, editor)
    others = [make_editor() for _ in range(4)]
    for number, field in enumerate(("", "results", "background", "results", "title")):
        began = remark(draft, editor, f"Remarque {number}", field)
        remark(draft, claire, "Réponse", parent=began)
    judged(draft, others[0], "follow")
    sent_back(draft, editor)

    for person in (editor, others[0], claire):
        reader = browser(person)
        statements.clear()
        assert reader.get("/review/1").status == 200
        assert len(statements) <= 8


def test_taking_what_somebody_took_is_refused_and_says_who_did(browser: Open, draft: Sheet, editor: Person) -> None:
    submitted(draft)
    other = browser(make_editor())
    shown = other.get("/review/1")
    taken(draft, editor)

    page = other.submit(shown, "/take")

    assert page.status == 409
    assert "Françoise Leroy a pris cette fiche avant vous." in page.main
    assert review_of(draft).taken_by == editor.id


def test_of_two_who_take_it_at_once_one_has_it(app: Flask, draft: Sheet) -> None:
    submitted(draft)
    sheet_id, editors = draft.id, [actor(make_editor()) for _ in range(4)]

    def press(number: int) -> int | None:
        with app.app_context():
            try:
                return take_review(editors[number], sheet_id).taken_by
            except Conflict:
                return None

    with ThreadPoolExecutor(4) as presses:
        got = apart(lambda: list(presses.map(press, range(4))))

    assert sorted(got, key=lambda one: one is None)[1:] == [None, None, None]
    assert review_of(draft).taken_by in got
    assert kinds(draft).count("taken") == 1


def test_taking_twice_is_taking_once(app: Flask, browser: Open, draft: Sheet, editor: Person) -> None:
    submitted(draft)

    assert set(at_once(3, browser, editor, "/review/1/take")) == {303}
    assert browser(editor).post("/review/1/take").status == 200
    assert kinds(draft) == ["submitted", "taken"]


def test_what_one_releases_waits_again_and_keeps_the_opinions_given(
    browser: Open, draft: Sheet, editor: Person
) -> None:
    submitted(draft)
    taken(draft, editor)
    judged(draft, editor, "follow")
    desk = browser(editor)

    page = desk.submit(desk.get("/review/1"), "/release")

    assert page.url == "/review"
    assert page.texts("ul.rows h3") == [draft.title]
    assert page.texts(".row-aside") == ["1 avis donné"]
    assert "Votre avis est donné" in page.main
    assert desk.post("/review/1/release").status == 200
    assert kinds(draft) == ["submitted", "taken", "opinion", "released"]


def test_what_another_holds_is_not_released_until_it_has_been_held_for_long(
    browser: Open, draft: Sheet, editor: Person
) -> None:
    submitted(draft)
    taken(draft, editor)
    other = browser(make_editor())

    assert not other.get("/review/1").select('form[action$="/release"]')
    assert other.post("/review/1/release").status == 403
    assert review_of(draft).taken_by == editor.id

    with transaction():
        db.session.execute(update(Review).values(taken_at=now() - timedelta(days=15)))
    assert other.submit(other.get("/review/1"), "/release").status == 200
    assert review_of(draft).taken_by is None


@pytest.mark.parametrize("step", ["take", "release", "opinion", "changes", "remarks"])
def test_nobody_but_the_committee_takes_a_step_of_its(
    browser: Open, visitor: Browser, draft: Sheet, claire: Person, yann: Person, step: str
) -> None:
    submitted(draft)
    sent = {"review": "1", "opinion": "follow", "reasons": REASONS, "words": "À revoir."}

    assert visitor.post(f"/review/1/{step}", sent, follow=False).response.headers["Location"].startswith("/login")
    assert browser(yann).post(f"/review/1/{step}", sent).status == 404
    if step != "remarks":
        assert browser(claire).post(f"/review/1/{step}", sent).status == 403
    assert fresh(draft).state == SheetState.SUBMITTED
    assert kinds(draft) == ["submitted"]


def test_a_review_is_not_found_by_who_may_not_see_the_sheet_nor_where_there_is_none(
    browser: Open, visitor: Browser, draft: Sheet, claire: Person, yann: Person, editor: Person
) -> None:
    assert browser(editor).get("/review/1").status == 404
    assert browser(editor).get("/review/99").status == 404
    submitted(draft)

    assert browser(yann).get("/review/1").status == 404
    assert visitor.get("/review/1", follow=False).response.headers["Location"].startswith("/login")
    assert browser(claire).get("/review/1").status == 200


def test_the_review_of_what_is_published_is_still_its_authors_and_the_committees(
    browser: Open, draft: Sheet, claire: Person, yann: Person, editor: Person
) -> None:
    published_by_committee(draft, editor, make_editor())

    page = browser(yann).get("/review/1")

    assert page.status == 403
    assert REASONS not in page.html
    assert REASONS in browser(claire).get("/review/1").text


def test_an_editor_neither_takes_nor_judges_what_they_write(browser: Open, editor: Person) -> None:
    sheet = make_draft(editor)
    submitted(sheet)

    assert_ties(browser(editor), sheet, "Vous écrivez cette fiche : d’autres membres du comité la reliront.")


def test_an_editor_neither_takes_nor_judges_what_they_write_with_others(
    browser: Open, draft: Sheet, editor: Person
) -> None:
    make_coauthor(draft, editor)
    submitted(draft)

    assert_ties(browser(editor), draft, "Vous écrivez cette fiche : d’autres membres du comité la reliront.")


def test_an_editor_neither_takes_nor_judges_what_a_colleague_of_their_school_writes(
    browser: Open, draft: Sheet, editor: Person, school: School
) -> None:
    belong(school, fresh_person(draft.owner_id), editor)
    submitted(draft)

    assert_ties(browser(editor), draft, "Vous appartenez au même établissement qu’une des personnes qui écrivent")


def test_nor_where_a_co_author_is_of_their_school(browser: Open, draft: Sheet, editor: Person, school: School) -> None:
    coauthor = make_coauthor(draft, make_person())
    for person in (coauthor, editor):
        belong(school, fresh_person(draft.owner_id), person)
    leave_school(actor(fresh_person(draft.owner_id)), school.id)
    submitted(draft)

    assert_ties(browser(editor), draft, "Vous appartenez au même établissement qu’une des personnes qui écrivent")


def test_the_reason_is_said_in_the_editors_language(browser: Open, editor: Person) -> None:
    sheet = make_draft(editor)
    submitted(sheet)
    with transaction():
        db.session.get_one(Person, editor.id).language = "en"

    page = browser(editor).post("/review/1/take")

    assert page.status == 403
    assert page.select('html[lang="en"]')
    with in_language("en"):
        assert str(INTEREST_WORDS[Interest.AUTHOR]) in page.main


def test_who_declined_to_write_it_left_the_school_or_only_asked_to_join_may_judge(draft: Sheet, school: School) -> None:
    declined, asked, left = make_editor(), make_editor(), make_editor()
    make_coauthor(draft, declined, accepted_at=None, ended_at=now())
    ask(school, asked)
    belong(school, fresh_person(draft.owner_id), left)
    leave_school(actor(left), school.id)
    submitted(draft)

    taken(draft, declined)
    for editor in (asked, left):
        judged(draft, editor, "follow")
    assert fresh(draft).state == SheetState.PUBLISHED


def test_a_tie_made_after_taking_it_counts_too_and_who_holds_it_may_still_release_it(
    browser: Open, draft: Sheet, editor: Person, school: School
) -> None:
    submitted(draft)
    taken(draft, editor)
    belong(school, fresh_person(draft.owner_id), editor)

    with pytest.raises(NotAllowed):
        give_opinion(actor(editor), draft.id, review_of(draft).id, "generalise", REASONS)
    assert fresh(draft).state == SheetState.IN_REVIEW
    desk = browser(editor)
    desk.submit(desk.get("/review/1"), "/release")
    assert fresh(draft).state == SheetState.SUBMITTED
    assert not desk.get("/review/1").select('form[action$="/take"]')


def test_submitting_shows_the_version_that_was_read_and_nothing_else(draft: Sheet, claire: Person) -> None:
    with pytest.raises(Conflict):
        submit_sheet(actor(claire), draft.id, seen_version=7)

    assert fresh(draft).state == SheetState.DRAFT


def test_submitting_twice_is_submitting_once(draft: Sheet, claire: Person, editor: Person) -> None:
    for _ in range(2):
        submit_sheet(actor(claire), draft.id, seen_version=1)
    taken(draft, editor)
    submit_sheet(actor(claire), draft.id, seen_version=1)

    assert kinds(draft) == ["submitted", "taken"]
    assert db.session.query(Review).count() == 1


def test_the_owner_and_whom_they_let_submit_and_nobody_else(draft: Sheet, editor: Person) -> None:
    writes, submits = make_coauthor(draft, make_person()), make_coauthor(draft, make_person(), may_submit=True)

    for person in (writes, editor):
        with pytest.raises(NotAllowed):
            submit_sheet(actor(person), draft.id, seen_version=1)
    submit_sheet(actor(submits), draft.id, seen_version=1)
    with pytest.raises(NotAllowed):
        withdraw_sheet(actor(writes), draft.id)

    assert review_of(draft).submitted_by == submits.id


def assert_ties(desk: Browser, sheet: Sheet, words: str) -> None:
    """An editor is told why they can't judge a sheet, wherever they meet it, and can't."""
    shown = desk.get("/review")
    page = desk.get(f"/review/{sheet.id}")

    assert words in shown.texts("ul.rows .cluster")[0]
    assert words in page.main
    assert not page.select('form[action$="/take"], form[action$="/opinion"], form[action$="/changes"]')
    sent = {"review": str(review_of(sheet).id), "opinion": "generalise", "reasons": REASONS, "words": "À revoir."}
    for step in ("take", "release", "opinion", "changes"):
        refused = desk.post(f"/review/{sheet.id}/{step}", sent)
        assert refused.status == 403, step
        assert words in refused.main
    assert fresh(sheet).state == SheetState.SUBMITTED

    taken(sheet, make_editor())
    assert not desk.get(f"/review/{sheet.id}").select('form[action$="/opinion"]')
    assert desk.post(f"/review/{sheet.id}/opinion", sent).status == 403


def since(sheet_id: int, **ago: int) -> None:
    """Has a sheet been submitted some time ago."""
    with transaction():
        moment = now() - timedelta(**ago)
        db.session.execute(update(Review).where(Review.sheet_id == sheet_id).values(submitted_at=moment))


def kinds(sheet: Sheet) -> list[str]:
    """The lines of a sheet's history, oldest first."""
    return [line.kind for line in db.session.query(SheetEvent).filter_by(sheet_id=sheet.id).order_by(SheetEvent.id)]


def fresh_person(person_id: int) -> Person:
    return db.session.get_one(Person, person_id)


@pytest.fixture
def claire(app: object) -> Person:
    """A referent, so that she can bring people into her school."""
    return make_referent(make_school("Collège du Port"), "Claire Morvan", profession="teacher")


@pytest.fixture
def school(claire: Person) -> School:
    return db.session.query(School).one()
