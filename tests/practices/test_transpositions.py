"""« We did this here »: recorded, told anew, taken on, shown on the sheet, its map and the school's page."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from sqlalchemy import select

from forum.accounts.models import Person, Role
from forum.core.actor import VISITOR
from forum.core.errors import Refused
from forum.core.models import now
from forum.core.pieces import Pieces
from forum.core.policy import can, visible
from forum.core.transactions import transaction
from forum.extensions import db
from forum.notices.models import Notice
from forum.practices.map_of_france import APART, FRAMES, HEIGHT, WIDTH, dots
from forum.practices.models import Sheet, SheetAuthor, SheetState, Transposition, TranspositionState
from forum.practices.models.transposition import TRANSPOSITION_STEPS, TranspositionStep
from forum.practices.policy import TranspositionOfSheet
from forum.practices.services.advance_transposition import advance_transposition
from forum.practices.services.change_transposition import change_transposition
from forum.practices.services.record_transposition import record_transposition
from forum.practices.services.remove_transposition import remove_transposition
from forum.practices.services.transposing import months_before
from forum.practices.tasks_transpositions import remind_of_transpositions
from forum.schools.directory import read_directory
from forum.schools.models import School
from forum.schools.services import leave_school, name_referent
from tests.accounts.factories import mails, words
from tests.browsing import Browser
from tests.factories import actor, make_person
from tests.practices.factories import make_sheet, make_small_sheet
from tests.practices.transposing import (
    address,
    again,
    count_of,
    day,
    every,
    fill_in,
    make_transposition,
    recount,
    set_down,
    told,
)
from tests.schools.factories import REAL_DIRECTORY, make_referent, make_school

Open = Callable[..., Browser]


def test_a_member_says_what_they_did_in_their_school(
    browser: Open, sheet: Sheet, ines: Person, brassens: School
) -> None:
    member = browser(ines)
    form = member.get(member.get(f"/practices/{sheet.id}-{sheet.slug}").links()["Nous l’avons fait ici"])
    assert "Un goûter." in form.main

    page = member.submit(
        form,
        with_field="school",
        state="under_way",
        started_on=day(20).isoformat(),
        **{"adapted-actions": "Un **midi** par semaine."},
        outcome="Vingt inscrits.",
        again="yes",
        may_contact="y",
    )

    assert page.status == 200
    assert page.texts("h1") == ["Collège Brassens, Rennes"]
    assert "En cours" in page.texts(".badge")
    assert page.texts(".prose strong") == ["midi"]
    assert "Vingt inscrits." in page.main
    assert "Le referait" in page.text
    [made] = every()
    assert (made.author_id, made.school_id, made.started_on) == (ines.id, brassens.id, day(20))
    assert made.may_contact


def test_the_sheet_shows_where_it_was_taken_up_and_what_was_adapted(
    browser: Open, visitor: Browser, sheet: Sheet, ines: Person, brassens: School
) -> None:
    visitor.get(f"/practices/{sheet.id}-{sheet.slug}")  # kept for visitors, and made anew once there is something more
    one = make_transposition(ines, sheet, brassens, adapted={"actions": "Un midi par semaine."})
    make_transposition(ines, sheet, brassens, "done", 800, adapted={"actions": "- Le samedi.", "budget": "Rien."})
    page = visitor.get(f"/practices/{sheet.id}-{sheet.slug}")

    assert page.texts("#transpositions") == ["2 transpositions"]
    assert page.texts(".timeline-year") == [str(day(30).year), str(day(800).year)]
    assert page.texts("details.adapted summary") == [
        "Budget 1 établissement",
        "Actions mises en œuvre 2 établissements",
    ]
    assert page.texts("details.adapted .prose") == ["Rien.", "Un midi par semaine.", "Le samedi."]
    assert page.links()["Collège Brassens"] in (address(one), address(every()[1]))
    assert "Inès Carvalho" in page.texts(".timeline")[0]


def test_a_sheet_that_nobody_took_up_says_so_and_invites(visitor: Browser, sheet: Sheet) -> None:
    page = visitor.get(f"/practices/{sheet.id}-{sheet.slug}")

    assert "Personne n’a encore dit avoir repris cette pratique" in page.main
    assert page.select("svg.map") == []


def test_a_visitor_is_led_to_log_in(visitor: Browser, sheet: Sheet, one: Transposition) -> None:
    for path in (f"/practices/{sheet.id}/transpositions/new", address(one, "/edit")):
        assert visitor.get(path).url == "/login"
        assert visitor.post(path, {"state": "done"}).url == "/login"
    for end in ("/step", "/remove"):
        assert visitor.post(address(one, end), {"step": "finish"}).url == "/login"
    assert [row.state for row in every()] == ["under_way"]


def test_a_draft_cannot_be_transposed_and_does_not_show(
    browser: Open, draft: Sheet, claire: Person, ines: Person
) -> None:
    for path in (f"/practices/{draft.id}/transpositions/new", f"/practices/{draft.id}/transpositions"):
        assert browser(ines).get(path).status == 404
    assert browser(claire).get(f"/practices/{draft.id}/transpositions/new").status == 403
    assert browser(ines).post(f"/practices/{draft.id}/transpositions/new", {"state": "planned"}).status == 404
    page = browser(claire).get(f"/practices/{draft.id}-{draft.slug}")
    assert "Nous l’avons fait ici" not in page.text
    assert every() == []


def test_a_school_one_does_not_belong_to_is_refused_beside_its_field(
    browser: Open, sheet: Sheet, ines: Person, brassens: School
) -> None:
    other = make_school("Lycée Zola")
    for chosen in (str(other.id), "99999", "", "abc", "9" * 30):
        page = fill_in(browser(ines), sheet, school=chosen, state="planned", outcome="Gardé.")
        assert page.status == 422
        assert page.texts("#school-error") == ["Choisissez l’un de vos établissements."]
        assert "Gardé." in page.select("#outcome")[0].get_text()
    assert every() == []


def test_who_belongs_to_no_school_is_told_to_join_one_first(browser: Open, sheet: Sheet, claire: Person) -> None:
    page = browser(claire).get(f"/practices/{sheet.id}/transpositions/new")

    assert "Rejoignez d’abord le vôtre." in page.main
    assert page.links()["Trouver mon établissement"] == "/schools"
    assert page.select('form [name="outcome"]') == []


@pytest.mark.parametrize(
    ("state", "started_on", "message"),
    [
        ("under_way", "", "Dites quand cela a commencé, même à peu près."),
        ("done", "", "Dites quand cela a commencé, même à peu près."),
        ("under_way", day(-3).isoformat(), "Cette date n’est pas encore venue."),
        ("done", day(-3).isoformat(), "Cette date n’est pas encore venue."),
        ("stopped", day(-3).isoformat(), "Cette date n’est pas encore venue."),
        ("planned", day(3).isoformat(), "Cette date est passée."),
        ("planned", day(-6 * 366).isoformat(), "Cette date est trop lointaine"),
        ("done", "1979-12-31", "Cette date est trop ancienne"),
        ("done", "0001-01-01", "Cette date est trop ancienne"),
        ("done", "2023-02-30", "Cette date ne se lit pas."),
        ("done", "hier", "Cette date ne se lit pas."),
        ("done", "99999-01-01", "Cette date ne se lit pas."),
    ],
)
def test_a_day_that_cannot_be_is_refused_and_kept_as_typed(
    browser: Open, sheet: Sheet, ines: Person, state: str, started_on: str, message: str
) -> None:
    page = fill_in(browser(ines), sheet, state=state, started_on=started_on)

    assert page.status == 422
    assert message in page.texts("#started_on-error")[0]
    assert page.select("#started_on")[0]["value"] == started_on
    assert page.select(f'[name="state"][value="{state}"]')[0].has_attr("checked")
    assert every() == []


@pytest.mark.parametrize(("state", "started_on"), [("done", "01/09/2023"), ("planned", ""), ("stopped", "")])
def test_a_day_is_read_as_it_is_written_in_french_or_left_out(
    browser: Open, sheet: Sheet, ines: Person, state: str, started_on: str
) -> None:
    fill_in(browser(ines), sheet, state=state, started_on=started_on)

    [made] = every()
    assert made.state == state
    assert (made.started_on.isoformat() if made.started_on else "") == ("2023-09-01" if started_on else "")


@pytest.mark.parametrize("field", ["adapted-actions", "outcome"])
def test_ten_thousand_characters_are_refused_and_kept(
    browser: Open, sheet: Sheet, ines: Person, one: Transposition, field: str
) -> None:
    member = browser(ines)
    long = "mot " * 2_500
    pages = [
        fill_in(member, sheet, state="planned", **{field: long}),
        member.submit(member.get(address(one, "/edit")), with_field="school", **{field: long}),
    ]

    for page in pages:
        assert page.status == 422
        assert "Ce texte est trop long" in page.texts(f"#{field}-error")[0]
        assert page.select(f"#{field}")[0].get_text().strip() == long.strip()
    assert [row.outcome for row in every()] == [""]


def test_a_field_that_no_school_adapts_is_refused(browser: Open, sheet: Sheet, ines: Person) -> None:
    for key in ("title", "opinion", "nonsense", ""):
        page = fill_in(browser(ines), sheet, state="planned", **{f"adapted-{key}": "x"})
        assert page.status == 422
        assert "Cette rubrique n’est pas de celles que l’on peut adapter." in page.text
    assert every() == []


@pytest.mark.parametrize("state", ["", "finished", "DONE"])
def test_a_state_that_is_none_is_refused(browser: Open, sheet: Sheet, ines: Person, state: str) -> None:
    page = fill_in(browser(ines), sheet, state=state)

    assert page.status == 422
    assert page.texts("#state-error") == ["Dites où vous en êtes."]


def test_what_has_not_begun_cannot_be_judged(browser: Open, sheet: Sheet, ines: Person) -> None:
    page = fill_in(browser(ines), sheet, state="planned", again="no")

    assert page.status == 422
    assert page.texts("#again-error") == ["Vous le direz quand cela aura commencé."]


def test_what_is_told_is_shown_without_what_could_harm(
    visitor: Browser, sheet: Sheet, ines: Person, brassens: School
) -> None:
    words = "<script>alert(1)</script> [x](javascript:alert(1)) note[^1]\n\n[^1]: bas"
    one = make_transposition(ines, sheet, brassens, adapted={"actions": words, "budget": words}, outcome=words)
    for path in (address(one), f"/practices/{sheet.id}-{sheet.slug}"):
        page = visitor.get(path)
        ids = [str(found["id"]) for found in page.select("[id]")]
        assert page.select("main script") == []
        assert [a for a in page.select("a[href]") if "javascript" in str(a["href"])] == []
        assert len(ids) == len(set(ids))


def test_sending_the_same_form_twice_is_one(browser: Open, sheet: Sheet, ines: Person) -> None:
    member = browser(ines)
    page = member.get(f"/practices/{sheet.id}/transpositions/new")
    urls = [member.submit(page, with_field="school", state="planned").url for _ in range(2)]

    assert urls[0] == urls[1]
    assert len(every()) == count_of(sheet) == 1


def test_pressing_the_button_in_two_windows_at_once_is_one(
    app: Flask, browser: Open, sheet: Sheet, ines: Person
) -> None:
    browsers = [browser(ines) for _ in range(4)]
    page = browsers[0].get(f"/practices/{sheet.id}/transpositions/new")
    values = {**page.values(page.form(with_field="school")), "state": "planned"}
    same = [{**values, "csrf_token": one.token()} for one in browsers[:2]]
    apart = [{**values, "csrf_token": one.token(), "submission": "x"} for one in browsers[2:]]
    statuses: list[int] = []
    start = threading.Barrier(4)

    def press(one: Browser, data: dict[str, str]) -> None:
        start.wait()
        statuses.append(one.client.post(page.url, data=data, headers=one.headers).status_code)

    threads = [threading.Thread(target=press, args=pair) for pair in zip(browsers, same + apart, strict=True)]
    db.session.rollback()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert set(statuses) <= {303, 409}
    assert 303 in statuses
    assert len(every()) == count_of(sheet) == 1


def test_one_at_a_time_of_a_sheet_in_a_school_by_one_person(
    browser: Open, sheet: Sheet, ines: Person, brassens: School
) -> None:
    one = make_transposition(ines, sheet, brassens)
    member = browser(ines)
    page = fill_in(member, sheet, state="planned", outcome="Gardé.")

    assert page.status == 409
    assert "Vous avez déjà une transposition de cette fiche" in page.texts("#school-error")[0]
    assert page.links()["Compléter celle que vous avez déjà"] == address(one, "/edit")
    assert "Gardé." in page.select("#outcome")[0].get_text()

    member.post(address(one, "/step"), {"step": "finish"})
    assert fill_in(member, sheet, state="planned").url == address(every()[1])


def test_another_person_another_school_and_another_sheet_are_others(
    sheet: Sheet, editor: Person, ines: Person, brassens: School
) -> None:
    colleague, zola = make_person("Omar Benali"), make_school("Lycée Zola")
    join(colleague, brassens)
    join(ines, zola)
    make_transposition(ines, sheet, brassens)
    make_transposition(colleague, sheet, brassens)
    make_transposition(ines, sheet, zola)
    make_transposition(ines, make_small_sheet(editor), brassens)

    assert len(every()) == 4
    assert count_of(sheet) == 3


@pytest.mark.parametrize("step", list(TranspositionStep))
@pytest.mark.parametrize("state", list(TranspositionState))
def test_a_step_leads_where_the_table_says_and_nowhere_else(
    browser: Open, sheet: Sheet, ines: Person, brassens: School, state: TranspositionState, step: TranspositionStep
) -> None:
    one = make_transposition(ines, sheet, brassens, state.value, None if state == "planned" else 30)
    member = browser(ines)
    offered = [str(button["value"]) for button in member.get(address(one)).select('[name="step"]')]
    after = TRANSPOSITION_STEPS.get((state, step))
    page = member.post(address(one, "/step"), {"step": step.value})

    assert (step.value in offered) == (after is not None)
    assert page.status == (200 if after else 409)
    assert again(one).state == (after or state)
    if after is None:
        assert "Cette transposition n’en est plus là." in page.text


def test_what_begins_has_the_day_that_is_told_or_today(
    browser: Open, sheet: Sheet, ines: Person, brassens: School
) -> None:
    planned = make_transposition(ines, sheet, brassens, "planned", -30)
    member = browser(ines)

    for typed, message in (
        (day(-2).isoformat(), "Cette date n’est pas encore venue."),
        ("demain", "Cette date ne se lit pas."),
    ):
        page = member.submit(member.get(address(planned)), "/step", with_field="started_on", started_on=typed)
        assert page.status == 422
        assert message in page.texts("#started_on-error")[0]
    assert again(planned).state == "planned"
    member.submit(member.get(address(planned)), "/step", with_field="started_on", started_on=day(4).isoformat())
    assert (again(planned).state, again(planned).started_on) == ("under_way", day(4))

    member.post(address(planned, "/step"), {"step": "stop"})
    member.post(address(planned, "/step"), {"step": "resume"})
    assert again(planned).started_on == day(4)


def test_what_was_planned_and_stopped_never_began(browser: Open, sheet: Sheet, ines: Person, brassens: School) -> None:
    planned = make_transposition(ines, sheet, brassens, "planned", -30)
    page = browser(ines).post(address(planned, "/step"), {"step": "stop"})

    assert page.url == address(planned, "/edit")
    assert (again(planned).state, again(planned).started_on) == ("stopped", None)


@pytest.mark.parametrize("step", ["", "remove", "BEGIN"])
def test_a_step_that_is_none_is_refused(browser: Open, ines: Person, one: Transposition, step: str) -> None:
    page = browser(ines).post(address(one, "/step"), {"step": step})

    assert page.status == 422
    assert "Cette étape n’existe pas." in page.text


def test_what_is_over_cannot_be_resumed_beside_another_in_hand(
    browser: Open, sheet: Sheet, ines: Person, brassens: School
) -> None:
    done = make_transposition(ines, sheet, brassens, "done", 400)
    make_transposition(ines, sheet, brassens)
    page = browser(ines).post(address(done, "/step"), {"step": "resume"})

    assert page.status == 409
    assert "Vous avez déjà une transposition de cette fiche" in page.text
    assert again(done).state == "done"


def test_its_author_tells_it_anew(browser: Open, sheet: Sheet, ines: Person, one: Transposition) -> None:
    member = browser(ines)
    page = member.get(address(one, "/edit"))
    assert page.select("#started_on")[0]["value"] == day(30).isoformat()

    page = member.submit(
        page, with_field="school", outcome="On continue.", again="no", **{"adapted-solutions": "Le jeudi."}
    )

    assert page.url == address(one)
    assert "On continue." in page.main
    assert again(one).adapted == {"solutions": "Le jeudi."}
    assert again(one).again is False
    page = member.submit(member.get(address(one, "/edit")), with_field="school", **{"adapted-solutions": " "})
    assert again(one).adapted == {}
    assert again(one).outcome == "On continue."


def test_a_plan_whose_day_has_passed_can_still_be_told_anew(
    browser: Open, sheet: Sheet, ines: Person, brassens: School
) -> None:
    planned = make_transposition(ines, sheet, brassens, "planned", -1)
    set_down(planned, started_on=day(9))
    member = browser(ines)

    page = member.submit(member.get(address(planned, "/edit")), with_field="school", outcome="Reporté.")
    assert page.url == address(planned)
    member.post(address(planned, "/step"), {"step": "begin"})
    assert again(planned).started_on == day(9)


def test_nobody_else_changes_it_by_its_address(
    browser: Open, sheet: Sheet, editor: Person, brassens: School, one: Transposition
) -> None:
    colleague = make_person("Omar Benali")
    join(colleague, brassens)
    for person in (colleague, editor, make_person("Maëlle", role=Role.ADMINISTRATOR)):
        other = browser(person)
        assert other.get(address(one, "/edit")).status == 403
        assert other.post(address(one, "/edit"), {"outcome": "Pris."}).status == 403
        assert other.post(address(one, "/step"), {"step": "finish"}).status == 403
        assert "Compléter" not in other.get(address(one)).links()
    assert browser(colleague).post(address(one, "/remove")).status == 403
    assert (again(one).state, again(one).outcome, again(one).removed_at) == ("under_way", "", None)


def test_under_another_sheet_s_address_there_is_nothing(
    browser: Open, editor: Person, ines: Person, one: Transposition
) -> None:
    other = make_small_sheet(editor)
    member = browser(ines)
    for end in ("", "/edit", "/discussion", "/contact"):
        assert member.get(f"/practices/{other.id}/transpositions/{one.id}{end}").status == 404
    for end in ("/edit", "/step", "/remove", "/discussion", "/contact"):
        assert member.post(f"/practices/{other.id}/transpositions/{one.id}{end}").status == 404
    assert member.get(f"/practices/{one.sheet_id}/transpositions/99999").status == 404
    assert member.get("/practices/99999/transpositions/new").status == 404


def test_who_left_the_school_still_tells_what_came_of_it_but_moves_it_to_none_of_the_others(
    browser: Open, ines: Person, one: Transposition, brassens: School
) -> None:
    zola = make_school("Lycée Zola")
    leave_school(actor(ines), brassens.id)
    member = browser(ines)
    page = member.submit(member.get(address(one, "/edit")), with_field="school", outcome="Après coup.")
    assert page.url == address(one)

    page = member.submit(member.get(address(one, "/edit")), with_field="school", school=str(zola.id))
    assert page.status == 422
    assert page.texts("#school-error") == ["Choisissez l’un de vos établissements."]
    assert again(one).school_id == brassens.id


def test_one_moved_to_a_school_where_another_is_in_hand_is_refused(
    browser: Open, sheet: Sheet, ines: Person, one: Transposition
) -> None:
    zola = make_school("Lycée Zola")
    join(ines, zola)
    make_transposition(ines, sheet, zola)
    member = browser(ines)
    page = member.submit(member.get(address(one, "/edit")), with_field="school", school=str(zola.id))

    assert page.status == 409
    assert again(one).school_id == one.school_id != zola.id


def test_one_that_is_removed_is_seen_by_nobody(
    browser: Open, visitor: Browser, sheet: Sheet, ines: Person, brassens: School, one: Transposition
) -> None:
    member = browser(ines)
    assert "Inès Carvalho" in visitor.get(f"/practices/{sheet.id}-{sheet.slug}").texts(".timeline")[0]
    page = member.submit(member.get(address(one)), "/remove")

    assert page.url == f"/practices/{sheet.id}-{sheet.slug}"
    assert "retirée" in page.text
    assert count_of(sheet) == 0
    for reader in (member, visitor):
        assert reader.get(address(one)).status == 404
        assert reader.get(f"/practices/{sheet.id}-{sheet.slug}").select(".timeline") == []
        assert "Pratiques transposées ici" not in reader.get(f"/schools/{brassens.uai}").text
    assert member.post(address(one, "/remove")).status == 404
    assert fill_in(member, sheet, state="planned").status == 200


def test_an_editor_who_keeps_the_library_may_remove_one(browser: Open, editor: Person, one: Transposition) -> None:
    browser(editor).post(address(one, "/remove"))

    assert again(one).removed_at is not None


def test_of_a_sheet_that_left_the_library_nothing_shows(
    browser: Open, visitor: Browser, sheet: Sheet, ines: Person, brassens: School, one: Transposition
) -> None:
    archive(sheet)
    for reader in (visitor, browser(ines)):
        assert reader.get(address(one)).status == 404
        assert reader.get(f"/practices/{sheet.id}/transpositions").status == 404
        assert sheet.title not in reader.get(f"/schools/{brassens.uai}").text
    assert browser(ines).post(address(one, "/step"), {"step": "finish"}).status == 404


def test_the_rules_and_the_filter_say_the_same(
    sheet: Sheet, editor: Person, claire: Person, ines: Person, brassens: School
) -> None:
    archived = make_sheet(claire if claire is editor else editor, title="Autre")
    make_transposition(ines, sheet, brassens)
    make_transposition(ines, archived, brassens)
    gone = make_transposition(ines, make_small_sheet(editor), brassens)
    remove_transposition(actor(ines), gone.sheet_id, gone.id)
    archive(archived)
    pairs = [TranspositionOfSheet(row, db.session.get_one(Sheet, row.sheet_id)) for row in every()]

    for who in (VISITOR, actor(claire), actor(ines), actor(editor)):
        shown = set(db.session.scalars(select(Transposition.id).where(visible(who, Transposition))))
        assert shown == {pair.transposition.id for pair in pairs if can(who, "transposition.see", pair)}


STEPS = st.tuples(
    st.sampled_from(["record", "begin", "finish", "stop", "resume", "remove", "move"]),
    st.integers(0, 1),
    st.integers(0, 1),
    st.integers(0, 1),
)


@examples(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sequence=st.lists(STEPS, min_size=1, max_size=10))
def test_whatever_is_done_the_count_is_the_recount(
    app: Flask, editor: Person, sequence: list[tuple[str, int, int, int]]
) -> None:
    people, schools = [make_person(), make_person()], [make_school(), make_school()]
    sheets = [make_small_sheet(editor), make_small_sheet(editor)]
    for person in people:
        for school in schools:
            join(person, school)
    for verb, person, school, of_sheet in sequence:
        sheet = sheets[of_sheet]
        theirs = [row for row in every() if (row.sheet_id, row.author_id) == (sheet.id, people[person].id)]
        with suppress(Refused):
            do(verb, people[person], sheet, schools[school], theirs[-1:])
        assert [count_of(one) for one in sheets] == [recount(one) for one in sheets]
        in_hand = [
            (row.sheet_id, row.school_id, row.author_id)
            for row in every()
            if row.removed_at is None and row.state in ("planned", "under_way")
        ]
        assert len(in_hand) == len(set(in_hand))


def do(verb: str, person: Person, sheet: Sheet, school: School, last: list[Transposition]) -> None:
    if verb == "record":
        record_transposition(actor(person), sheet.id, "planned", told(school))
    for one in last:
        if verb == "remove":
            remove_transposition(actor(person), sheet.id, one.id)
        elif verb == "move":
            change_transposition(actor(person), sheet.id, one.id, told(school, one.started_on))
        elif verb != "record":
            advance_transposition(actor(person), sheet.id, one.id, verb)


def test_the_authors_are_told_by_notice_and_mail_in_their_language(
    deliver: Callable[[], int], ines: Person, brassens: School
) -> None:
    owner = make_person("Ada Byron", role=Role.EDITOR, language="en", email="ada@example.org")
    writer = make_person("Paul Mahé", email="paul@example.org")
    invited = make_person("Rose Invitée")
    sheet = make_sheet(owner)
    with transaction():
        db.session.add(
            SheetAuthor(
                sheet_id=sheet.id, person_id=writer.id, invited_by=owner.id, accepted_at=now(), invited_at=now()
            )
        )
        db.session.add(SheetAuthor(sheet_id=sheet.id, person_id=invited.id, invited_by=owner.id, invited_at=now()))
    deliver()
    before = len(mails())
    one = make_transposition(ines, sheet, brassens)
    deliver()
    deliver()

    sent = {str(mail["To"]): mail for mail in mails()[before:]}
    assert set(sent) == {"ada@example.org", "paul@example.org"}
    assert "Inès Carvalho transpose «\u00a0Le tutorat du soir\u00a0»" in words(sent["paul@example.org"])
    assert address(one) in words(sent["ada@example.org"])
    told_of = select(Notice.person_id).where(Notice.kind == "transposition.recorded")
    assert set(db.session.scalars(told_of)) == {owner.id, writer.id}


def test_the_authors_are_told_when_it_is_done_and_once(
    deliver: Callable[[], int], browser: Open, editor: Person, ines: Person, one: Transposition
) -> None:
    member = browser(ines)
    for step in ("finish", "resume", "finish"):
        member.post(address(one, "/step"), {"step": step})
    deliver()

    done = db.session.scalars(select(Notice).where(Notice.kind == "transposition.finished")).all()
    assert [notice.person_id for notice in done] == [editor.id]
    assert "a terminé sa transposition" in browser(editor).get("/notices").main


def test_an_author_who_transposes_their_own_sheet_is_not_told_of_it(
    deliver: Callable[[], int], sheet: Sheet, editor: Person, brassens: School
) -> None:
    join(editor, brassens)
    make_transposition(editor, sheet, brassens)
    deliver()

    assert db.session.scalars(select(Notice).where(Notice.kind == "transposition.recorded")).all() == []


def test_who_transposes_is_asked_after_three_months_and_after_a_year_each_once(
    deliver: Callable[[], int], browser: Open, ines: Person, one: Transposition
) -> None:
    assert remind_of_transpositions() == 0
    set_down(one, started_on=months_before(now().date(), 3) + timedelta(days=1))
    assert remind_of_transpositions() == 0
    set_down(one, started_on=months_before(now().date(), 3))
    assert remind_of_transpositions() == 1
    assert remind_of_transpositions() == 0
    set_down(one, started_on=months_before(now().date(), 12))
    assert remind_of_transpositions() == 1
    assert remind_of_transpositions() == 0
    deliver()

    page = browser(ines).get("/notices")
    asked = [words for words in page.texts("main .row h3 a") if "Le tutorat du soir" in words]
    assert len(asked) == 2
    assert "Un an après le début" in asked[0]
    assert "Trois mois après le début" in asked[1]
    assert [link for words, link in page.links().items() if words in asked] == [address(one, "/edit")] * 2
    assert [mail["To"] for mail in mails() if str(mail["Subject"]) in asked] == [ines.email] * 2


def test_the_reminders_are_sent_each_morning(app: Flask) -> None:
    app.extensions["jobs"].bind_periodic()
    planned = app.extensions["jobs"].huey._registry.periodic_tasks
    [job] = [task for task in planned if task.name.startswith("remind_of_transpositions")]
    morning = datetime(2026, 3, 2, 6, 20)  # noqa: DTZ001  (the clock of the jobs has no zone of its own)

    assert [hour for hour in range(24) if job.validate_datetime(morning.replace(hour=hour))] == [6]
    assert not job.validate_datetime(morning.replace(minute=21))


def test_many_reminders_are_sent_in_one_run(sheet: Sheet, brassens: School, ines: Person) -> None:
    put_down(sheet, brassens, ines, 230, started_on=day(120))

    assert remind_of_transpositions() == 230
    assert remind_of_transpositions() == 0


def test_nobody_is_asked_about_what_was_stopped_removed_archived_or_has_no_day(
    editor: Person, ines: Person, brassens: School
) -> None:
    stopped, removed, archived, undated = (
        make_transposition(ines, make_small_sheet(editor), brassens, "planned", None) for _ in range(4)
    )
    for one in (stopped, removed, archived):
        set_down(one, started_on=day(500))
    set_down(stopped, state="stopped")
    set_down(removed, removed_at=now())
    archive(db.session.get_one(Sheet, archived.sheet_id))

    assert remind_of_transpositions() == 0
    assert again(undated).reminded_at_3 is None


def test_what_is_recorded_long_after_it_began_is_not_asked_about_at_once(
    browser: Open, sheet: Sheet, ines: Person, brassens: School
) -> None:
    one = make_transposition(ines, sheet, brassens, "under_way", 200)
    assert remind_of_transpositions() == 0

    set_down(one, started_on=day(400))
    assert remind_of_transpositions() == 1
    member = browser(ines)
    member.submit(member.get(address(one, "/edit")), with_field="school", started_on=day(10).isoformat())
    assert (again(one).reminded_at_3, again(one).reminded_at_12) == (None, None)


@pytest.mark.parametrize(
    ("of", "months", "before"),
    [
        ("2024-05-31", 3, "2024-02-29"),
        ("2025-05-31", 3, "2025-02-28"),
        ("2025-02-28", 12, "2024-02-28"),
        ("2025-01-15", 3, "2024-10-15"),
        ("2024-12-31", 12, "2023-12-31"),
    ],
)
def test_months_are_counted_by_the_calendar(of: str, months: int, before: str) -> None:
    assert months_before(date.fromisoformat(of), months).isoformat() == before


def test_each_school_with_a_place_is_a_dot_with_its_name_and_a_link(
    visitor: Browser, sheet: Sheet, ines: Person, brassens: School
) -> None:
    abroad = make_school("Lycée de Lisbonne", city="Lisbonne")
    join(ines, abroad)
    one = make_transposition(ines, sheet, brassens)
    make_transposition(ines, sheet, abroad)
    page = visitor.get(f"/practices/{sheet.id}-{sheet.slug}")

    [dot] = page.select("svg.map a")
    assert dot["href"] == address(one)
    assert dot["aria-label"] == f"Collège Brassens, Rennes ({day(30).year})"
    assert "Lycée de Lisbonne" in page.texts(".timeline")[0]
    assert not [tag for tag in page.select("svg.map *") if tag.has_attr("style")]


@given(
    st.lists(
        st.tuples(st.integers(0, 9), st.floats(-90, 90), st.floats(-180, 180)),
        max_size=40,
    )
)
def test_dots_stay_in_the_drawing_and_do_not_cover_each_other(places: list[tuple[int, float, float]]) -> None:
    drawn = dots(places)
    margin = 12 * APART

    assert len(drawn) <= len(places)
    for number, dot in enumerate(drawn):
        assert -margin <= dot.x <= WIDTH + margin
        assert -margin <= dot.y <= HEIGHT + margin
        assert all((dot.x - other.x) ** 2 + (dot.y - other.y) ** 2 > 18**2 for other in drawn[:number])


@pytest.mark.parametrize(
    ("latitude", "longitude", "frame"),
    [
        (48.85, 2.35, ""),
        (41.92, 8.74, ""),
        (48.39, -4.49, ""),
        (16.24, -61.53, "Guadeloupe"),
        (14.60, -61.07, "Martinique"),
        (4.93, -52.33, "Guyane"),
        (-20.88, 55.45, "La Réunion"),
        (-12.78, 45.23, "Mayotte"),
    ],
)
def test_a_place_stands_in_its_frame(latitude: float, longitude: float, frame: str) -> None:
    [dot] = dots([(0, latitude, longitude)])
    [there] = [one for one in FRAMES if one.left <= dot.x <= one.left + one.width
               and one.top <= dot.y <= one.top + one.height]  # fmt: skip
    assert there.name == frame


def test_the_map_keeps_north_above_and_west_at_the_left() -> None:
    lille, marseille, brest, strasbourg = dots(
        [(0, 50.63, 3.06), (1, 43.30, 5.37), (2, 48.39, -4.49), (3, 48.58, 7.75)]
    )

    assert lille.y < brest.y < marseille.y
    assert brest.x < lille.x < strasbourg.x
    kilometres_a_unit = 764 / (marseille.y - lille.y) if marseille.y > lille.y else 0
    assert 1.2 < kilometres_a_unit < 2.2


def test_every_school_of_a_real_directory_that_has_a_place_is_on_the_map() -> None:
    if not REAL_DIRECTORY.exists():
        pytest.skip("the shared directory of schools is not here")
    placed = [facts for facts in read_directory(REAL_DIRECTORY.read_bytes()).schools if facts.latitude is not None]
    alone = [dots([(0, facts.latitude, facts.longitude)]) for facts in placed[:400]]

    assert len(placed) > 300
    assert all(alone)
    assert max(one[0].x for one in alone) - min(one[0].x for one in alone) < 90


def test_a_school_s_page_lists_what_it_took_up(
    browser: Open, visitor: Browser, sheet: Sheet, ines: Person, brassens: School
) -> None:
    assert "Pratiques transposées ici" not in visitor.get(f"/schools/{brassens.uai}").text
    one = make_transposition(ines, sheet, brassens)
    for reader in (visitor, browser(ines)):
        page = reader.get(f"/schools/{brassens.uai}")
        assert "Pratiques transposées ici" in page.texts("h2")
        assert page.links()["Le tutorat du soir"] == address(one)


def test_the_whole_list_is_cut_into_slices_that_lose_and_repeat_nothing(
    visitor: Browser, sheet: Sheet, ines: Person, brassens: School
) -> None:
    put_down(sheet, brassens, ines, 60, started_on=day(10))
    put_down(sheet, brassens, ines, 60, started_on=None)
    put_down(sheet, brassens, ines, 10, started_on=day(900))
    url: str | None = f"/practices/{sheet.id}/transpositions"
    seen: list[str] = []
    while url:
        page = visitor.get(url)
        seen += [str(a["href"]) for a in page.select(".timeline a") if "/transpositions/" in str(a["href"])]
        url = page.links().get("Transpositions plus anciennes")

    assert len(seen) == len(set(seen)) == 130
    assert page.texts(".timeline-year") == ["Sans date"]


@pytest.mark.parametrize("after", ["x", "2024-13-45.1", ".", ".abc", "2024-01-01", "é.9", f".{'9' * 30}"])
def test_a_place_in_the_list_that_is_none_begins_at_the_start(
    visitor: Browser, sheet: Sheet, one: Transposition, after: str
) -> None:
    page = visitor.get(f"/practices/{sheet.id}/transpositions", query_string={"after": after})

    assert page.status == 200
    assert "Collège Brassens" in page.main


def test_the_sheet_s_page_costs_the_same_for_one_and_for_sixty(
    app: Flask, browser: Open, statements: list[str], sheet: Sheet, ines: Person, brassens: School
) -> None:
    def cost(path: str) -> int:
        app.extensions["pieces"] = Pieces(10)  # nothing is kept: the whole cost
        statements.clear()
        reader.get(path)
        return len(statements)

    reader = browser(make_person())
    paths = [f"/practices/{sheet.id}-{sheet.slug}", f"/practices/{sheet.id}/transpositions", f"/schools/{brassens.uai}"]
    make_transposition(ines, sheet, brassens, adapted={"actions": "Un midi."}, may_contact=True)
    few = [cost(path) for path in paths]
    put_down(sheet, brassens, ines, 60, started_on=day(20), may_contact=True)

    assert [cost(path) for path in paths] == few
    assert few[1] <= 7


def test_what_a_sheet_shows_of_its_transpositions_is_kept_between_members(
    browser: Open, statements: list[str], sheet: Sheet, one: Transposition, claire: Person
) -> None:
    path = f"/practices/{sheet.id}-{sheet.slug}"
    browser(make_person()).get(path)
    reader = browser(claire)
    statements.clear()
    reader.get(path)
    assert [statement for statement in statements if "FROM transpositions" in statement] == []

    remove_transposition(actor(db.session.get_one(Person, one.author_id)), sheet.id, one.id)
    assert reader.get(path).select(".timeline") == []


def test_its_page_takes_few_statements(browser: Open, statements: list[str], one: Transposition) -> None:
    reader = browser(make_person())
    statements.clear()
    reader.get(address(one))

    assert len(statements) <= 8


def test_the_form_speaks_the_reader_s_language(browser: Open, sheet: Sheet, ines: Person) -> None:
    page = browser(ines).get(f"/practices/{sheet.id}/transpositions/new")

    assert page.texts("h1") == ["Nous l’avons fait ici"]
    assert page.select("html")[0]["lang"] == "fr"


def join(person: Person, school: School) -> None:
    """Has a person belong to a school."""
    name_referent(school.id, person.id)


def archive(sheet: Sheet) -> None:
    with transaction():
        db.session.get_one(Sheet, sheet.id).state = SheetState.ARCHIVED.value


def put_down(sheet: Sheet, school: School, person: Person, many: int, **columns: object) -> None:
    """Many transpositions that are done, as rows."""
    with transaction():
        for _ in range(many):
            db.session.add(
                Transposition(
                    sheet_id=sheet.id, school_id=school.id, author_id=person.id, **{"state": "done", **columns}
                )
            )


@pytest.fixture
def brassens(app: object) -> School:
    return make_school("Collège Brassens", latitude=48.1, longitude=-1.8)


@pytest.fixture
def ines(brassens: School) -> Person:
    """A member of the school."""
    return make_referent(brassens, "Inès Carvalho", email="ines@example.org", profession="teacher")


@pytest.fixture
def one(sheet: Sheet, ines: Person, brassens: School) -> Transposition:
    """Inès's, begun a month ago."""
    return make_transposition(ines, sheet, brassens)
