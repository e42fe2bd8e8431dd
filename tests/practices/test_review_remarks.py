"""Remarks on a sheet before the committee: on a field or the whole, answered, settled; and beside it in the editor."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from config import Settings
from forum.accounts.models import Person
from forum.core.errors import NotAllowed, NotFound
from forum.core.i18n import in_language
from forum.extensions import db
from forum.notices.words import words_of
from forum.practices.models import Sheet, SheetComment, SheetEvent
from forum.practices.services import comment_sheet, save_sheet, settle_comment
from tests.browsing import Browser, Page, apart
from tests.factories import actor, make_person
from tests.practices.factories import EVERY_FIELD, make_draft
from tests.practices.reviewing import (
    belong,
    judged,
    make_coauthor,
    make_editor,
    notices,
    published_by_committee,
    remark,
    sent_back,
    submitted,
    taken,
)
from tests.schools.factories import make_referent, make_school

Open = Callable[..., Browser]


def test_a_remark_on_a_field_stands_beside_it_for_authors_and_the_committee(
    browser: Open, reviewed: Sheet, editor: Person, claire: Person
) -> None:
    desk = browser(editor)

    page = leave(desk, "Combien de **retards** avant ?", field="results")

    assert "Votre remarque est enregistrée." in page.text
    for reader in (editor, claire, make_editor(), make_coauthor(reviewed, make_person())):
        shown = browser(reader).get("/review/1")
        assert shown.texts("#field-results .remark .prose") == ["Combien de retards avant ?"]
        assert shown.texts("#field-results .remark strong") == ["retards"]
        assert "Françoise Leroy" in shown.texts("#field-results .remark-said p.small")[0]
        assert "sur la version 1" in shown.texts("#field-results .remark-said p.small")[0]


def test_a_remark_on_the_whole_sheet_stands_on_top(browser: Open, reviewed: Sheet, editor: Person) -> None:
    page = leave(browser(editor), "Une fiche claire.")

    assert page.texts("#remarks .remark .prose") == ["Une fiche claire."]


def test_authors_answer_and_an_answer_to_an_answer_stands_in_the_same_place(
    browser: Open, reviewed: Sheet, editor: Person, claire: Person
) -> None:
    began = remark(reviewed, editor, "Combien ?", "results")
    answer = remark(reviewed, claire, "Quarante.", "background", parent=began)
    remark(reviewed, editor, "Merci.", parent=answer)

    member = browser(claire)
    page = member.get("/review/1")

    assert page.texts("#field-results .remark .prose") == ["Combien ?", "Quarante.", "Merci."]
    assert len(page.select(".remark")) == 1
    [answering] = page.select(f'#field-results form:has([name="parent"][value="{began}"])')
    after = member.post(str(answering["action"]), {**page.values(answering), "words": "Par trimestre."})
    assert after.texts("#field-results .remark .prose")[-1] == "Par trimestre."


def test_a_remark_is_settled_by_authors_or_the_committee_and_may_be_opened_again(
    browser: Open, reviewed: Sheet, editor: Person, claire: Person
) -> None:
    number = remark(reviewed, editor, "Combien ?", "results")
    member, desk = browser(claire), browser(editor)

    page = member.submit(member.get("/review/1"), f"/remarks/{number}/settled")

    assert page.texts("details.settled summary") == ["Remarque réglée, de Françoise Leroy"]
    assert db.session.get_one(SheetComment, number).resolved_by == claire.id
    page = desk.submit(desk.get("/review/1"), f"/remarks/{number}/open")
    assert not page.select("details.settled")
    assert kinds(reviewed)[-3:] == ["comment", "settled", "reopened"]


def test_settling_twice_is_settling_once_and_an_answer_is_not_settled(reviewed: Sheet, editor: Person) -> None:
    began = remark(reviewed, editor, "Combien ?", "results")
    answer = remark(reviewed, editor, "Par mois ?", parent=began)

    for _ in range(2):
        settle_comment(actor(editor), reviewed.id, began, is_settled=True)
        settle_comment(actor(editor), reviewed.id, answer, is_settled=True)

    assert kinds(reviewed).count("settled") == 1


def test_remarks_are_beside_their_fields_in_the_editor_until_they_are_settled(
    browser: Open, reviewed: Sheet, editor: Person, claire: Person
) -> None:
    settled = remark(reviewed, editor, "Une faute au titre.", "title")
    remark(reviewed, editor, "Combien de retards ?", "results")
    remark(reviewed, editor, "Une fiche claire.")
    settle_comment(actor(claire), reviewed.id, settled, is_settled=True)
    sent_back(reviewed, editor)

    page = browser(claire).get("/practices/1/edit")

    assert page.texts(".remark .prose") == ["Une fiche claire.", "Combien de retards ?"]
    link = str(page.select('.remark a[href*="/review/1"]')[0]["href"])
    assert browser(claire).get(link).status == 200


def test_the_editor_of_a_draft_shows_no_remark(browser: Open, draft: Sheet, claire: Person) -> None:
    assert not browser(claire).get("/practices/1/edit").select(".remark")


def test_where_only_what_changed_is_shown_open_remarks_are_too(
    browser: Open, reviewed: Sheet, editor: Person, claire: Person
) -> None:
    remark(reviewed, editor, "Et les familles ?", "background")
    settle_comment(actor(editor), 1, remark(reviewed, editor, "Réglé.", "place"), is_settled=True)
    sent_back(reviewed, editor)
    save_sheet(actor(claire), 1, 1, {**EVERY_FIELD, "results": "Autre chose."})
    submitted(reviewed)

    page = browser(editor).get("/review/1")

    assert page.texts(".review-field[id^=field-] h3") == ["Contexte", "Résultats"]
    assert "Et les familles ?" in page.texts("#field-background .remark")[0]


@pytest.mark.parametrize("words", ["", " \n ", "x" * 5_001])
def test_a_remark_says_something_and_what_was_typed_is_kept(
    browser: Open, reviewed: Sheet, editor: Person, words: str
) -> None:
    page = browser(editor).post("/review/1/remarks", {"words": words, "field": "results"})

    assert page.status == 422
    [details] = page.select("#field-results details[open]")
    assert details.select("[aria-invalid=true]")
    assert details.select(".field-error")
    assert details.select("textarea")[0].get_text().strip() == words.strip()
    assert len(page.select("details[open]")) == 1
    assert db.session.query(SheetComment).count() == 0


@pytest.mark.parametrize("field", ["inconnu", "Results", "results\x01", "x" * 500])
def test_a_remark_on_no_field_is_not_found(browser: Open, reviewed: Sheet, editor: Person, field: str) -> None:
    assert browser(editor).post("/review/1/remarks", {"words": "Oui.", "field": field}).status == 404


@pytest.mark.parametrize("parent", ["99", "0", "x", "²", "9" * 50])
def test_an_answer_to_no_remark_is_not_found_or_a_remark_of_its_own(
    browser: Open, reviewed: Sheet, editor: Person, parent: str
) -> None:
    page = browser(editor).post("/review/1/remarks", {"words": "Oui.", "parent": parent})

    assert page.status == (404 if parent == "99" else 200)
    assert db.session.query(SheetComment).filter(SheetComment.parent_id.is_not(None)).count() == 0


def test_a_remark_of_another_sheet_is_neither_answered_nor_settled_here(
    reviewed: Sheet, editor: Person, yann: Person
) -> None:
    other = make_draft(yann, title="Une autre")
    submitted(other)
    elsewhere = remark(other, editor, "Ailleurs.", "results")

    with pytest.raises(NotFound):
        comment_sheet(actor(editor), reviewed.id, "Ici.", parent_id=elsewhere)
    with pytest.raises(NotFound):
        settle_comment(actor(editor), reviewed.id, elsewhere, is_settled=True)


def test_nobody_else_reads_leaves_or_settles_remarks(
    browser: Open, visitor: Browser, reviewed: Sheet, editor: Person, yann: Person
) -> None:
    number = remark(reviewed, editor, "Un secret de relecture.", "results")
    stranger = browser(yann)

    for address in ("/review/1/remarks", f"/review/1/remarks/{number}/settled"):
        assert stranger.post(address, {"words": "Moi aussi."}).status == 404
        assert visitor.post(address, {"words": "x"}, follow=False).response.headers["Location"].startswith("/login")
    assert browser(editor).post(f"/review/1/remarks/{number}/erased").status == 404
    assert db.session.query(SheetComment).count() == 1


def test_an_editor_of_the_same_school_or_the_administrator_leaves_no_remark(
    reviewed: Sheet, claire: Person, yann: Person
) -> None:
    school, colleague = make_school(), make_editor()
    referent = make_referent(school)
    for person in (claire, colleague):
        belong(school, referent, person)

    with pytest.raises(NotAllowed) as refusal:
        comment_sheet(actor(colleague), reviewed.id, "Très bien.")
    assert "même établissement" in str(refusal.value)


def test_remarks_of_a_published_sheet_are_not_read_by_readers(
    browser: Open, visitor: Browser, reviewed: Sheet, editor: Person, yann: Person
) -> None:
    remark(reviewed, editor, "Un secret de relecture.", "results")
    for one in (editor, make_editor()):
        judged(reviewed, one, "follow")

    for reader in (visitor, browser(yann)):
        assert "Un secret de relecture." not in reader.get("/practices/1").html
        assert reader.get("/review/1").status in (200, 403)
        assert "Un secret de relecture." not in reader.get("/review/1").html
    page = browser(editor).get("/review/1")
    assert "Un secret de relecture." in page.main
    assert not page.select(".remark-form")


def test_a_remark_after_the_review_is_over_is_refused_and_what_was_typed_is_shown(
    browser: Open, draft: Sheet, editor: Person
) -> None:
    published_by_committee(draft, editor, make_editor())

    page = browser(editor).post("/review/1/remarks", {"words": "Trop tard, mais tout de même.", "field": "results"})

    assert page.status == 409
    assert "les remarques y sont closes" in page.main
    assert "Trop tard, mais tout de même." in page.main
    assert db.session.query(SheetComment).count() == 0


def test_the_same_remark_sent_twice_is_left_once(browser: Open, reviewed: Sheet, editor: Person) -> None:
    desk = browser(editor)
    page = desk.get("/review/1")

    for _ in range(2):
        assert desk.submit(page, "/remarks", words="Une seule fois.").status == 200

    assert db.session.query(SheetComment).count() == 1
    desk.submit(desk.get("/review/1"), "/remarks", words="Une seule fois.")
    assert db.session.query(SheetComment).count() == 2


def test_pressing_the_button_twice_at_once_leaves_one_remark(app: Flask, reviewed: Sheet, editor: Person) -> None:
    who, sheet_id = actor(editor), reviewed.id

    def press(_: int) -> int:
        with app.app_context():
            return comment_sheet(who, sheet_id, "Ensemble.", submission="c" * 32).id

    with ThreadPoolExecutor(4) as presses:
        made = apart(lambda: list(presses.map(press, range(4))))

    assert len(set(made)) == 1
    assert kinds(reviewed).count("comment") == 1


def test_each_form_of_a_page_has_a_number_of_its_own(browser: Open, reviewed: Sheet, editor: Person) -> None:
    remark(reviewed, editor, "Combien ?", "results")
    page = browser(editor).get("/review/1")

    numbers = [str(field["value"]) for field in page.select('.remark-form [name="submission"]')]
    assert len(numbers) == len(set(numbers)) > 20
    ids = [str(one["id"]) for one in page.select("[id]")]
    assert len(ids) == len(set(ids))


def test_remarks_that_come_too_fast_wait_and_what_was_typed_is_kept(
    browser: Open, app: Flask, settings: Settings, reviewed: Sheet, editor: Person
) -> None:
    app.config["SETTINGS"] = settings.model_copy(update={"posts_per_minute": 1})
    try:
        remark(reviewed, editor, "La première.")
        page = browser(editor).post("/review/1/remarks", {"words": "La seconde.", "field": "results"})
    finally:
        app.config["SETTINGS"] = settings

    assert page.status == 429
    assert page.select("#field-results details[open] textarea")[0].get_text().strip() == "La seconde."


def test_html_in_a_remark_is_shown_as_typed(browser: Open, reviewed: Sheet, editor: Person) -> None:
    bad = "<script>alert(1)</script> <img src=x onerror=alert(1)>"

    page = leave(browser(editor), bad, field="results")

    assert not page.select("main script, main img")
    assert "alert(1)" in page.texts("#field-results .remark .prose")[0]


def test_authors_are_told_of_remarks_and_who_left_one_of_the_answers(
    reviewed: Sheet, editor: Person, claire: Person, deliver: Callable[[], int]
) -> None:
    other = make_editor("Alain Second")
    number = remark(reviewed, other, "Combien ?", "results")
    remark(reviewed, claire, "Quarante.", parent=number)
    for _ in range(2):
        deliver()

    assert told(claire)[-1] == "Alain Second a laissé une remarque sur « Le tutorat du soir » (Résultats)."
    assert notices(claire)[-1].url == f"/review/1#remark-{number}"
    for follower in (other, editor):
        assert told(follower)[-1] == "Claire Morvan a répondu à une remarque sur « Le tutorat du soir » (Résultats)."


def leave(desk: Browser, words: str, field: str = "") -> Page:
    """Leaves a remark through the form that stands beside a field, or on top."""
    page = desk.get("/review/1")
    place = f"#field-{field}" if field else "#remarks"
    [form] = [one for one in page.select(f"{place} .remark-form form") if not one.select('[name="parent"]')[0]["value"]]
    return desk.post(str(form["action"]), {**page.values(form), "words": words})


def kinds(sheet: Sheet) -> list[str]:
    return [line.kind for line in db.session.query(SheetEvent).filter_by(sheet_id=sheet.id).order_by(SheetEvent.id)]


def told(person: Person) -> list[str]:
    with in_language("fr"):
        return [words_of(one.kind, one.facts).replace("\u00a0", " ") for one in notices(person)]


@pytest.fixture
def reviewed(draft: Sheet, editor: Person) -> Sheet:
    """Claire's draft, submitted and taken by the editor."""
    submitted(draft)
    taken(draft, editor)
    return draft
