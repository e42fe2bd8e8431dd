"""Saving while one types: versions without noise, two people at once, answers that get lost; and how far a sheet is."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask

from forum.accounts.models import Person
from forum.extensions import db
from forum.practices.comparing import marks_of, merge
from forum.practices.completeness import completeness_of
from forum.practices.fields import FIELDS
from forum.practices.models import Sheet, SheetState, SheetVersion
from forum.practices.services import publish_at_once, save_sheet, submit_sheet
from forum.practices.services.autosave import autosave
from tests.browsing import Browser, Page, apart
from tests.factories import actor
from tests.practices.factories import EVERY_FIELD, make_sheet

Open = Callable[..., Browser]


def test_a_sheet_begins_to_be_saved_with_its_title(browser: Open, claire: Person) -> None:
    member = browser(claire)
    page = member.get("/practices/new")

    untitled = autosaved(member, page, summary="Un début")
    first = autosaved(member, page, title="Le carnet", summary="Un début")
    second = autosaved(member, page, title="Le carnet", summary="Un début plus long")

    assert untitled.status == 422
    assert said(untitled)["errors"] == {"title": ["Donnez un titre à la fiche."]}
    assert said(first)["edit"] == said(second)["edit"] == "/practices/1/edit"
    assert db.session.query(Sheet).count() == 1
    assert db.session.query(SheetVersion).one().is_autosave


def test_what_is_saved_while_one_types_takes_the_place_of_what_was_before(
    browser: Open, draft: Sheet, claire: Person
) -> None:
    member = browser(claire)
    page = member.get("/practices/1/edit")

    answer = autosaved(member, page, place="C")
    for place in ("Ca", "Can", "Cancale"):
        answer = autosaved(member, page, place=place, **begun_from(answer))

    assert said(answer)["version"] == 2
    assert said(answer)["words"].startswith("Enregistré à")
    assert places() == [(1, "Redon", False), (2, "Cancale", True)]
    member.submit(member.get("/practices/1/edit"), with_field="title")
    assert places() == [(1, "Redon", False), (2, "Cancale", False)]
    autosaved(member, member.get("/practices/1/edit"), place="Dinard")
    assert places() == [(1, "Redon", False), (2, "Cancale", False), (3, "Dinard", True)]


def test_the_button_takes_the_place_of_what_was_saved_while_typing(browser: Open, draft: Sheet, claire: Person) -> None:
    member = browser(claire)
    page = member.get("/practices/1/edit")
    answer = autosaved(member, page, place="Canc")

    member.submit(page, with_field="title", place="Cancale", **begun_from(answer))

    assert places() == [(1, "Redon", False), (2, "Cancale", False)]


def test_nobody_takes_the_place_of_what_another_person_typed(
    browser: Open, draft: Sheet, claire: Person, editor: Person
) -> None:
    member, desk = browser(claire), browser(editor)
    autosaved(member, member.get("/practices/1/edit"), place="Cancale")

    autosaved(desk, desk.get("/practices/1/edit"), place="Dinard")

    assert places() == [(1, "Redon", False), (2, "Cancale", True), (3, "Dinard", True)]


def test_what_was_submitted_or_published_is_not_typed_over(claire: Person, editor: Person) -> None:
    sheet = make_sheet(editor)
    autosave(actor(editor), sheet.id, 1, {**EVERY_FIELD, "place": "Cancale"})
    publish_at_once(actor(editor), sheet.id)
    autosave(actor(editor), sheet.id, 2, {**EVERY_FIELD, "place": "Dinard"})

    assert places() == [(1, "Redon", False), (2, "Cancale", False), (3, "Dinard", True)]
    assert db.session.get_one(Sheet, 1).published_version == 2


def test_saving_what_is_saved_already_makes_no_version(browser: Open, draft: Sheet, claire: Person) -> None:
    member = browser(claire)

    answer = autosaved(member, member.get("/practices/1/edit"))

    assert (answer.status, said(answer)["version"]) == (200, 1)
    assert places() == [(1, "Redon", False)]


def test_a_published_sheet_is_a_revision_once_one_types_and_readers_see_the_published_one(
    browser: Open, visitor: Browser, sheet: Sheet, editor: Person
) -> None:
    desk = browser(editor)

    autosaved(desk, desk.get("/practices/1/edit"), title="Tout autre chose", background="Secret pour l’instant")

    found = db.session.get_one(Sheet, 1)
    assert (found.state, found.published_version, found.title) == (SheetState.DRAFT, 1, "Le tutorat du soir")
    assert "Secret pour l’instant" not in visitor.get("/practices/1-le-tutorat-du-soir").text


def test_what_two_people_write_in_different_fields_is_put_together(
    browser: Open, draft: Sheet, claire: Person, editor: Person
) -> None:
    member, desk = browser(claire), browser(editor)
    mine, theirs = member.get("/practices/1/edit"), desk.get("/practices/1/edit")
    autosaved(desk, theirs, place="Dinard")

    answer = autosaved(member, mine, budget="Rien")

    assert answer.status == 200
    assert said(answer)["taken"] == {"place": "Dinard"}
    assert told(answer) == "Françoise Leroy vient de changer : Lieu de mise en œuvre."
    kept = latest(1).content
    assert (kept["place"], kept["budget"]) == ("Dinard", "Rien")


def test_where_both_changed_a_field_the_first_stays_saved_and_the_other_is_shown_both(
    browser: Open, draft: Sheet, claire: Person, editor: Person
) -> None:
    member, desk = browser(claire), browser(editor)
    mine, theirs = member.get("/practices/1/edit"), desk.get("/practices/1/edit")
    autosaved(desk, theirs, place="Dinard")

    answer = autosaved(member, mine, place="Cancale", budget="Rien")

    assert said(answer)["disputed"] == ["place"]
    assert "Françoise Leroy a changé aussi : Lieu de mise en œuvre. Votre texte reste ici" in told(answer)
    kept = latest(1).content
    assert (kept["place"], kept["budget"]) == ("Dinard", "Rien")
    again = autosaved(member, mine, place="Cancale !", budget="Rien", **begun_from(answer))
    assert said(again)["disputed"] == ["place"]
    assert latest(1).content["place"] == "Dinard"
    page = member.submit(mine, with_field="title", place="Cancale !", budget="Rien", **begun_from(again))
    assert page.status == 409
    assert page.texts("#changes .diff h3") == ["Lieu de mise en œuvre"]
    member.submit(page, with_field="title")
    assert latest(1).content["place"] == "Cancale !"


def test_a_version_that_was_typed_over_since_it_was_opened_is_no_reason_to_lose_anything(
    browser: Open, draft: Sheet, claire: Person, editor: Person
) -> None:
    desk, member = browser(editor), browser(claire)
    first = autosaved(desk, desk.get("/practices/1/edit"), place="Din")
    mine = member.get("/practices/1/edit")  # opened from what is about to be typed over
    autosaved(desk, desk.get("/practices/1/edit"), place="Dinard", **begun_from(first))

    answer = autosaved(member, mine, budget="Rien")

    assert said(answer)["taken"] == {"place": "Dinard"}
    assert said(answer)["disputed"] == []
    kept = latest(1).content
    assert (kept["place"], kept["budget"]) == ("Dinard", "Rien")


def test_an_answer_that_got_lost_does_not_put_one_at_odds_with_oneself(
    browser: Open, draft: Sheet, claire: Person
) -> None:
    member = browser(claire)
    page = member.get("/practices/1/edit")
    autosaved(member, page, place="Canc", actions="•\tUn")  # saved; the answer never came

    answer = autosaved(
        member, page, place="Cancale", actions="•\tUn\n•\tDeux", unanswered=[{"place": "Canc", "actions": "•\tUn"}]
    )

    assert said(answer)["disputed"] == []
    assert latest(1).content["place"] == "Cancale"
    assert latest(1).content["actions"] == "- Un\n- Deux"


def test_a_text_whose_answer_got_lost_is_not_taken_for_untouched(
    browser: Open, draft: Sheet, claire: Person, editor: Person
) -> None:
    member, desk = browser(claire), browser(editor)
    page = member.get("/practices/1/edit")
    autosaved(desk, desk.get("/practices/1/edit"), place="Dinard")

    answer = autosaved(member, page, place="Cancale", unanswered=[{"place": "Cancale"}])  # it was never saved

    assert said(answer)["disputed"] == ["place"]
    assert said(answer)["taken"] == {}


@pytest.mark.parametrize(
    "opened", ["", "{", "[]", "[1]", '{"place": 3}', '{"place": ""}', "null", "[" * 9_000, "x" * 99]
)
def test_marks_that_cannot_be_read_overwrite_nothing(
    browser: Open, draft: Sheet, claire: Person, editor: Person, opened: str
) -> None:
    member = browser(claire)
    page = member.get("/practices/1/edit")
    save_sheet(actor(editor), 1, 1, {**EVERY_FIELD, "place": "Dinard"})

    answer = autosaved(member, page, place="Cancale", opened=opened, unanswered="{]")

    assert said(answer)["disputed"] == ["place"]
    assert latest(1).content["place"] == "Dinard"


def test_a_text_that_is_too_long_is_not_saved_and_said(browser: Open, draft: Sheet, claire: Person) -> None:
    member = browser(claire)

    answer = autosaved(member, member.get("/practices/1/edit"), place="x" * 301)

    assert answer.status == 422
    assert said(answer)["errors"]["place"] == ["Ce texte est trop long\u00a0: 300 caractères au plus."]
    assert said(answer)["detail"] == "Ce texte est trop long\u00a0: 300 caractères au plus."
    assert places() == [(1, "Redon", False)]


def test_what_is_before_the_committee_stays_as_it_was_submitted(browser: Open, draft: Sheet, claire: Person) -> None:
    member = browser(claire)
    page = member.get("/practices/1/edit")
    submit_sheet(actor(claire), 1, seen_version=1)

    answer = autosaved(member, page, place="Cancale")
    pressed = member.submit(page, with_field="title", place="Cancale")
    opened = member.get("/practices/1/edit")

    assert answer.status == 409
    assert "elle reste telle quelle" in said(answer)["detail"]
    assert pressed.status == 409
    assert pressed.select("[name=place]")[0]["value"] == "Cancale"
    assert "elle reste telle quelle" in pressed.texts(".error-summary li")[0]
    assert opened.url == "/practices/1-le-tutorat-du-soir"
    assert "elle reste telle quelle" in opened.text
    assert places() == [(1, "Redon", False)]


def test_a_token_is_asked_for(browser: Open, draft: Sheet, claire: Person) -> None:
    member = browser(claire)

    for url in ("/practices/1/autosave", "/practices/new/autosave", "/practices/preview", "/practices/import/save"):
        assert member.post(url, {**EVERY_FIELD, "csrf_token": "faux"}).status == 400, url
    assert places() == [(1, "Redon", False)]


def test_somebody_else_saves_nothing_and_learns_nothing(
    browser: Open, visitor: Browser, draft: Sheet, claire: Person, yann: Person
) -> None:
    page = browser(claire).get("/practices/1/edit")
    stranger = browser(yann)

    answer = autosaved(stranger, page, title="À moi", csrf_token=stranger.token())

    assert answer.status == 404
    assert "tutorat" not in answer.html
    assert places() == [(1, "Redon", False)]


def test_typing_faster_than_a_person_can_is_slowed_down(browser: Open, draft: Sheet, claire: Person) -> None:
    member = browser(claire)
    page = member.get("/practices/1/edit")

    statuses = [autosaved(member, page).status for _ in range(61)]

    assert statuses == [200] * 60 + [429]


def test_several_people_typing_at_the_same_moment_lose_nothing(app: Flask, draft: Sheet, claire: Person) -> None:
    keys = ["place", "budget", "background", "objectives"]
    who, opened = actor(claire), marks_of(EVERY_FIELD)

    def write(key: str) -> None:
        with app.app_context():
            autosave(who, 1, 1, {**EVERY_FIELD, key: f"{key} changé"}, opened=opened)

    with ThreadPoolExecutor(3) as people:
        apart(lambda: list(people.map(write, keys[:3])))

    kept = latest(1).content
    assert [kept[key] for key in keys[:3]] == [f"{key} changé" for key in keys[:3]]


def test_each_step_says_how_far_it_is(browser: Open, claire: Person) -> None:
    member = browser(claire)
    page = member.get("/practices/new")

    answer = autosaved(member, page, title="Le carnet", start="2019", results_qualitative="On se salue.")

    shown = member.get("/practices/1/edit")
    assert said(answer)["completeness"]["steps"]["identity"] == [2, 4]
    assert said(answer)["completeness"]["steps"]["results"] == [1, 1]
    assert shown.texts(".step-list li")[0] == "La pratique en bref 2/4"
    assert shown.texts("[data-percent]") == [f"{said(answer)['completeness']['percent']} %"]
    assert shown.select("[data-ring]")[0]["stroke-dasharray"] == f"{said(answer)['completeness']['percent']} 100"


def test_a_sheet_is_whole_when_nothing_that_is_expected_is_missing() -> None:
    whole = completeness_of(EVERY_FIELD)
    almost = completeness_of({**EVERY_FIELD, "references": " "})

    assert (whole.percent, whole.missing) == (100, [])
    assert almost.percent < 100
    assert [field.key for field in almost.missing] == ["references"]
    assert completeness_of({}).percent == 0


def test_each_field_says_what_is_expected_with_an_example(browser: Open, claire: Person) -> None:
    page = browser(claire).get("/practices/new")

    assert page.texts("#start-help") == [
        "Une année ou une date, comme vous l’écririez. Exemple : 2014, ou « depuis septembre 2014 »"
    ]
    for field in FIELDS:
        if field.is_expected:
            assert page.select(f"#{field.key}-help .example"), field.key


def test_the_preview_shows_the_whole_sheet_and_saves_nothing(browser: Open, draft: Sheet, claire: Person) -> None:
    member = browser(claire)
    page = member.get("/practices/1/edit")
    form = page.form(with_field="title")
    typed = {"title": "Autre titre", "actions": "- un\n- **deux**\n\n<script>x</script>", "budget": "Rien"}

    preview = member.post(str(page.select("[data-preview-sheet]")[0]["formaction"]), {**page.values(form), **typed})

    assert places() == [(1, "Redon", False)]
    assert "Rien" in preview.texts(".facts dd")
    assert preview.texts("h1") == ["Autre titre"]
    assert "un" in preview.texts(".sheet li")
    assert "deux" in preview.texts(".sheet strong")
    assert not preview.select("main script")


def test_the_preview_of_nothing_says_so(browser: Open, claire: Person) -> None:
    page = browser(claire).post("/practices/preview", {"title": ""})

    assert page.status == 200
    assert page.texts("h1") == ["Sans titre"]
    assert "Aucune section n’est encore écrite." in page.main


def test_a_merge_without_marks_disputes_every_difference() -> None:
    merged = merge({}, {"title": "a", "place": "x"}, {"title": "b", "place": "x"})

    assert [change.key for change in merged.disputed] == ["title"]
    assert merged.taken == []


def autosaved(member: Browser, page: Page, **fields: object) -> Page:
    """What the editor sends every few seconds."""
    form = page.form(with_field="title")
    sent: dict[str, Any] = {**page.values(form), **fields}
    if isinstance(sent.get("unanswered"), list):
        sent["unanswered"] = json.dumps(sent["unanswered"])
    return member.request("POST", str(form["data-autosave"]), data=sent, headers={"Accept": "application/json"})


def said(page: Page) -> dict[str, Any]:
    return dict(json.loads(page.html))


def told(answer: Page) -> str:
    """What the page says of others, with white space (no-break spaces too) made single spaces."""
    return " ".join(str(said(answer)["told"]).split())


def begun_from(answer: Page) -> dict[str, str]:
    """What the editor keeps of an answer for the next time."""
    return {"opened": said(answer)["opened"], "base_version": str(said(answer)["version"])}


def places() -> list[tuple[int, str, bool]]:
    versions = db.session.query(SheetVersion).order_by(SheetVersion.number)
    return [(version.number, version.content["place"], version.is_autosave) for version in versions]


def latest(sheet_id: int) -> SheetVersion:
    return db.session.query(SheetVersion).filter_by(sheet_id=sheet_id).order_by(SheetVersion.number.desc()).first()
