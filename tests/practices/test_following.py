"""Following sheets and people: told of versions, transpositions, discussions and new sheets, and of nothing gone."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from forum.accounts.models import Person, Role
from forum.notices.watching import level_of, watch
from forum.practices.models import Sheet
from forum.practices.services import publish_at_once
from forum.practices.services.archive_sheet import archive_sheet
from forum.practices.services.save_sheet import save_sheet
from tests.browsing import Browser
from tests.factories import actor, make_person
from tests.notices.factories import reasons, told
from tests.practices.factories import EVERY_FIELD, make_draft, make_sheet
from tests.practices.reviewing import make_coauthor
from tests.practices.transposing import make_transposition
from tests.schools.factories import make_referent, make_school

Deliver = Callable[[], int]
Open = Callable[..., Browser]


def speak(member: Browser, sheet: Sheet, words: str) -> None:
    assert member.post(f"/practices/{sheet.id}/discussion", {"body": words}).status == 200


def revise(sheet: Sheet, editor: Person, title: str = "Le tutorat du soir") -> None:
    """Publishes another version."""
    content: Mapping[str, str] = {**EVERY_FIELD, "title": title, "summary": "Autrement dit."}
    save_sheet(actor(editor), sheet.id, sheet.latest_version, content)
    publish_at_once(actor(editor), sheet.id)


def test_the_choice_stands_on_the_pages_of_a_sheet_and_of_a_person(
    browser: Open, visitor: Browser, sheet: Sheet, editor: Person, claire: Person
) -> None:
    member = browser(claire)
    for address, kind, object_id in (
        (f"/practices/{sheet.id}-{sheet.slug}", "sheet", sheet.id),
        (f"/people/{editor.id}-francoise-leroy", "person", editor.id),
    ):
        page = member.submit(member.get(address), "/watch", level="all")
        assert page.url == address
        assert level_of(claire.id, kind, object_id) == "all"
        assert visitor.get(address).select("form.watch") == []
    assert member.get(f"/people/{claire.id}-claire-morvan").select("form.watch") == []
    assert member.get("/notices/watching?kind=person").texts("main .row h3") == ["Françoise Leroy"]


def test_a_draft_of_others_can_t_be_followed(browser: Open, draft: Sheet, yann: Person) -> None:
    answer = browser(yann).post("/watch", {"kind": "sheet", "id": draft.id, "level": "all"})

    assert answer.status == 404
    assert level_of(yann.id, "sheet", draft.id) == ""


def test_those_who_follow_somebody_are_told_of_their_new_sheets_once(
    deliver: Deliver, editor: Person, claire: Person, yann: Person
) -> None:
    for person in (claire, editor):
        watch(person.id, "person", editor.id, "all")
    sheet = make_sheet(editor)
    deliver()
    watch(yann.id, "person", editor.id, "all")
    revise(sheet, editor)
    deliver()

    assert told(claire) == [("Françoise Leroy a publié une fiche : « Le tutorat du soir ».", "watch-person")]
    assert told(yann) == told(editor) == []


def test_who_follows_two_of_the_authors_is_told_once(deliver: Deliver, editor: Person, claire: Person) -> None:
    draft = make_draft(editor)
    other = make_person("Paul Mahé")
    make_coauthor(draft, other)
    for author in (editor, other):
        watch(claire.id, "person", author.id, "all")
    publish_at_once(actor(editor), draft.id)
    deliver()

    assert reasons(claire) == ["watch-person"]


def test_those_who_follow_a_sheet_are_told_of_each_new_version(
    deliver: Deliver, sheet: Sheet, editor: Person, claire: Person, yann: Person
) -> None:
    watch(claire.id, "sheet", sheet.id, "first")
    watch(yann.id, "sheet", sheet.id, "mentions")
    deliver()
    assert told(claire) == [], "to have come out is no new version"
    revise(sheet, editor)
    deliver()
    deliver()

    assert told(claire) == [("« Le tutorat du soir » a une nouvelle version.", "watch-sheet")]
    assert told(yann) == []


def test_those_who_follow_a_sheet_are_told_of_its_transpositions(
    deliver: Deliver, sheet: Sheet, editor: Person, claire: Person
) -> None:
    school = make_school("Collège Brassens")
    ines = make_referent(school, "Inès Carvalho")
    for person in (claire, editor, ines):
        watch(person.id, "sheet", sheet.id, "all")
    make_transposition(ines, sheet, school)
    deliver()

    words = "Inès Carvalho transpose « Le tutorat du soir » : Collège Brassens."
    assert told(claire) == [(words, "watch-sheet")]
    assert [said for said, _reason in told(editor)] == [words]
    assert "watch-sheet" not in reasons(ines)


@pytest.mark.parametrize(("level", "expected"), [("all", 2), ("first", 1), ("mentions", 0), ("muted", 0), ("", 0)])
def test_those_who_follow_a_sheet_are_told_of_its_discussion(
    deliver: Deliver, browser: Open, sheet: Sheet, claire: Person, yann: Person, level: str, expected: int
) -> None:
    if level:
        watch(claire.id, "sheet", sheet.id, level)
    for _ in range(2):
        speak(browser(yann), sheet, "Et le samedi ?")
    deliver()

    assert reasons(claire) == ["watch-sheet"] * expected


def test_an_author_who_muted_their_sheet_hears_nothing_of_its_discussion(
    deliver: Deliver, browser: Open, sheet: Sheet, editor: Person, yann: Person
) -> None:
    speak(browser(yann), sheet, "Et le samedi ?")
    deliver()
    assert reasons(editor) == ["own-sheet"]
    watch(editor.id, "sheet", sheet.id, "muted")
    speak(browser(yann), sheet, "Et le dimanche ?")
    deliver()

    assert reasons(editor) == ["own-sheet"]


def test_an_author_who_is_called_by_name_is_told_once_and_so(
    deliver: Deliver, browser: Open, sheet: Sheet, editor: Person, yann: Person
) -> None:
    speak(browser(yann), sheet, "Et le samedi, @francoise-leroy ?")
    deliver()

    assert reasons(editor) == ["mention"]


def test_what_left_the_library_is_told_no_more(
    deliver: Deliver, browser: Open, sheet: Sheet, editor: Person, claire: Person
) -> None:
    watch(claire.id, "sheet", sheet.id, "all")
    revise(sheet, editor)
    deliver()
    assert len(told(claire)) == 1
    archive_sheet(actor(make_person(role=Role.EDITOR)), sheet.id, "Retirée à la demande de l’établissement.")
    deliver()

    assert told(claire) == []
    assert "Le tutorat du soir" not in browser(claire).get("/notices").main


def test_who_has_not_confirmed_their_address_is_told_nothing(deliver: Deliver, sheet: Sheet, editor: Person) -> None:
    newcomer = make_person(confirmed_at=None)
    watch(newcomer.id, "sheet", sheet.id, "all")
    watch(newcomer.id, "person", editor.id, "all")
    revise(sheet, editor)
    make_sheet(editor, title="Une autre")
    deliver()

    assert told(newcomer) == []
