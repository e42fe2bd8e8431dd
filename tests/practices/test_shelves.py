"""Shelves: bookmarks, collections and watched filters, for their owners; public collections for everyone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from forum.accounts.models import Person, Role
from forum.core.errors import Conflict
from forum.core.transactions import transaction
from forum.extensions import db
from forum.notices.models import Notice
from forum.practices.models import Bookmark, Collection, CollectionEntry, Sheet, WatchedFilter
from forum.practices.services import archive_sheet, reinstate_sheet, save_sheet, start_sheet
from forum.practices.services.collections import (
    LONGEST_ABOUT,
    LONGEST_NAME,
    LONGEST_NOTE,
    MOST_COLLECTIONS,
    MOST_SHEETS,
    Move,
    move_sheet,
    shelve_sheet,
    start_collection,
)
from forum.practices.services.publish_sheet import publish_at_once
from forum.practices.services.watched import MOST_WATCHED
from tests.browsing import Browser, Page, at_once
from tests.factories import actor, make_person
from tests.practices.factories import make_draft, make_small_sheet

Open = Callable[..., Browser]
Deliver = Callable[[], int]
JSON = {"Accept": "application/json"}

# Bookmarks


def test_one_press_keeps_a_sheet_at_hand_and_another_lets_it_go(browser: Open, claire: Person, editor: Person) -> None:
    make_small_sheet(editor, "Le jardin", domains="Santé")
    member = browser(claire)

    kept = member.submit(member.get("/practices?domain=sante"), "/bookmark", kept="yes")

    assert kept.url == "/practices"
    assert kept.texts(".sheet-card h2") == ["Le jardin"]
    assert kept.select("[data-bookmark][data-kept]")
    assert member.get("/practices/bookmarks").texts(".sheet-card h2") == ["Le jardin"]

    gone = member.submit(member.get("/practices/bookmarks"), "/bookmark", kept="no")

    assert gone.url == "/practices/bookmarks"
    assert "Aucun signet pour l’instant" in gone.main


def test_the_button_offers_what_is_not_so_yet(browser: Open, claire: Person, sheet: Sheet) -> None:
    member = browser(claire)
    assert [str(one["value"]) for one in member.get("/practices").select("[data-bookmark] button")] == ["yes"]

    member.post(f"/practices/{sheet.id}/bookmark", {"kept": "yes"})

    assert [str(one["value"]) for one in member.get("/practices").select("[data-bookmark] button")] == ["no"]


def test_a_press_leads_back_to_where_one_was_and_nowhere_else(browser: Open, claire: Person, sheet: Sheet) -> None:
    member = browser(claire)
    for given, there in (
        ("/practices?q=climat&sort=title", "/practices?q=climat&sort=title"),
        ("https://ailleurs.example/", "/practices/bookmarks"),
        ("//ailleurs.example", "/practices/bookmarks"),
        ("", "/practices/bookmarks"),
    ):
        answer = member.post(f"/practices/{sheet.id}/bookmark", {"kept": "yes", "next": given}, follow=False)
        assert answer.status == 303
        assert answer.response.headers["Location"] == f"{there}#sheet-{sheet.id}"


def test_a_script_gets_no_page_for_it(browser: Open, claire: Person, sheet: Sheet) -> None:
    answer = browser(claire).post(f"/practices/{sheet.id}/bookmark", {"kept": "yes"}, headers=JSON)

    assert answer.response.get_json() == {"kept": True}


def test_a_press_repeated_or_sent_at_once_is_one_bookmark(browser: Open, claire: Person, sheet: Sheet) -> None:
    member = browser(claire)
    for _ in range(2):
        member.post(f"/practices/{sheet.id}/bookmark", {"kept": "yes"})

    assert count(Bookmark) == 1
    for _ in range(2):
        assert member.post(f"/practices/{sheet.id}/bookmark", {"kept": "no"}).status == 200
    assert count(Bookmark) == 0


def test_bookmarks_are_ones_own_and_the_newest_comes_first(
    browser: Open, claire: Person, yann: Person, editor: Person
) -> None:
    for number in range(23):
        keep(browser(claire), make_small_sheet(editor, f"Fiche {number}"))
    keep(browser(yann), make_small_sheet(editor, "Celle de Yann"))

    first = browser(claire).get("/practices/bookmarks")
    second = browser(claire).get(first.links()["Signets suivants"])

    assert first.texts(".sheet-card h2") == [f"Fiche {number}" for number in range(22, 2, -1)]
    assert second.texts(".sheet-card h2") == ["Fiche 2", "Fiche 1", "Fiche 0"]
    assert browser(yann).get("/practices/bookmarks").texts(".sheet-card h2") == ["Celle de Yann"]


def test_a_bookmark_of_a_sheet_that_left_the_library_shows_nothing_of_it(
    browser: Open, claire: Person, editor: Person
) -> None:
    gone = make_small_sheet(editor, "Retirée")
    keep(browser(claire), gone)
    archive_sheet(actor(editor), gone.id, "Remplacée.")

    assert "Retirée" not in browser(claire).get("/practices/bookmarks").html

    reinstate_sheet(actor(make_person("Autre Lectrice", role=Role.EDITOR)), gone.id, "À garder.")
    assert browser(claire).get("/practices/bookmarks").texts(".sheet-card h2") == ["Retirée"]


def test_the_draft_of_another_can_be_neither_bookmarked_nor_shelved(browser: Open, yann: Person, draft: Sheet) -> None:
    member = browser(yann)
    made = make_collection(yann)

    assert member.post(f"/practices/{draft.id}/bookmark", {"kept": "yes"}).status == 404
    assert member.get(f"/practices/{draft.id}/collections").status == 404
    assert member.post(f"/practices/{draft.id}/collections", {"collections": str(made.id)}).status == 404
    assert member.post("/collections/new", {"name": "La mienne", "sheet": str(draft.id)}).status == 404
    assert member.post("/practices/999999/bookmark", {"kept": "yes"}).status == 404
    assert count(Bookmark) == count(CollectionEntry) == 0
    assert draft.title not in member.get("/collections").html


def test_shelves_are_for_members(visitor: Browser, sheet: Sheet) -> None:
    page = visitor.get("/practices")

    assert not page.select("[data-bookmark]")
    assert "Mes signets" not in page.links()
    for address in (
        "/practices/bookmarks",
        "/practices/watched",
        "/collections/new",
        f"/practices/{sheet.id}/collections",
    ):
        assert visitor.get(address).url == "/login"
    for address in (f"/practices/{sheet.id}/bookmark", "/practices/watched", "/collections/new"):
        assert visitor.post(address).url == "/login"


def test_the_page_of_a_sheet_offers_a_bookmark_and_ones_shelves(browser: Open, claire: Person, sheet: Sheet) -> None:
    member = browser(claire)
    page = member.get(f"/practices/{sheet.id}")

    kept = member.submit(page, "/bookmark", kept="yes")

    assert kept.url == page.url
    assert kept.select("[data-bookmark][data-kept]")
    assert page.links()["Ranger"] == f"/practices/{sheet.id}/collections"


# Collections


def test_a_member_begins_a_collection_puts_sheets_in_and_shows_it_to_everybody(
    browser: Open, visitor: Browser, claire: Person, editor: Person
) -> None:
    first, second = make_small_sheet(editor, "Le jardin"), make_small_sheet(editor, "Le conseil")
    member = browser(claire)

    begun = member.submit(
        member.get(f"/collections/new?sheet={first.id}"),
        with_field="name",
        name="Pour la rentrée",
        about="À lire en équipe.",
        is_public="y",
    )
    assert begun.texts(".shelf h2") == ["Le jardin"]
    form = member.get(f"/practices/{second.id}/collections")
    member.submit(form, with_field="collections", collections=str(collection_id(begun)))
    member.submit(
        member.get(begun.links()["Écrire une note « Le jardin »"]), with_field="note", note="À lire\nd’abord."
    )

    page = visitor.get("/collections")
    assert "Pour la rentrée" in page.links()
    assert "Réunie par Claire Morvan" in page.main
    shown = visitor.get(page.links()["Pour la rentrée"])
    assert shown.texts(".shelf h2") == ["Le jardin", "Le conseil"]
    assert shown.texts(".shelf-note") == ["À lire d’abord."]
    assert "À lire en équipe." in shown.main
    assert not shown.select(".shelf-tools, form.moves")
    assert "Pour la rentrée" in visitor.get(f"/practices/{first.id}").links()


def test_a_collection_of_ones_own_is_seen_by_nobody_else(
    browser: Open, visitor: Browser, claire: Person, yann: Person, editor: Person
) -> None:
    made = make_collection(claire, "Mes brouillons d’idées", sheets=[make_small_sheet(editor, "Le jardin")])

    assert browser(claire).get(address(made)).status == 200
    assert "Privée" in browser(claire).get("/collections").main
    for reader in (visitor, browser(yann), browser(editor)):
        assert reader.get(address(made)).status == 404
        assert reader.get(f"/collections/{made.id}").status == 404
        assert made.name not in reader.get("/collections").html
        assert made.name not in reader.get(f"/practices/{made_sheet(made)}").html


def test_nobody_but_its_owner_changes_a_collection(browser: Open, claire: Person, yann: Person, editor: Person) -> None:
    sheet = make_small_sheet(editor, "Le jardin")
    shown = make_collection(claire, "Visible", public=True, sheets=[sheet])
    own = make_collection(claire, "Privée", sheets=[sheet])

    for made, status in ((shown, 403), (own, 404)):
        for other in (yann, editor):
            member = browser(other)
            for end in ("edit", "delete", f"sheets/{sheet.id}/note"):
                assert member.get(f"/collections/{made.id}/{end}").status == status
            for end in (
                "edit",
                "delete",
                f"sheets/{sheet.id}/note",
                f"sheets/{sheet.id}/move",
                f"sheets/{sheet.id}/remove",
            ):
                sent = {"name": "Volée", "note": "Volée", "move": "last"}
                assert member.post(f"/collections/{made.id}/{end}", sent).status == status
            answer = member.post(f"/practices/{sheet.id}/collections", {"collections": str(made.id)})
            assert answer.status == 422
    assert names_of(shown) == ["Le jardin"]
    assert again(shown).name == "Visible"


def test_a_public_collection_never_shows_a_sheet_that_the_reader_may_not_see(
    browser: Open, visitor: Browser, claire: Person, yann: Person, editor: Person
) -> None:
    listed, archived = make_small_sheet(editor, "Le jardin"), make_small_sheet(editor, "Retirée")
    mine = make_draft(claire, title="Mon brouillon")
    made = make_collection(claire, public=True, sheets=[archived, mine, listed])
    archive_sheet(actor(editor), archived.id, "Remplacée.")

    for reader in (visitor, browser(yann)):
        page = reader.get(address(made))
        assert page.texts(".shelf h2") == ["Le jardin"]
        assert "Retirée" not in page.html
        assert "Mon brouillon" not in page.html
        assert "1 fiche" in page.main
        assert "1 fiche" in reader.get("/collections").main
    own = browser(claire).get(address(made))
    assert own.texts(".shelf h2") == ["Mon brouillon", "Le jardin"]
    assert "1 fiche de cette collection n’est plus dans la bibliothèque" in own.main


def test_a_public_collection_with_nothing_to_read_is_not_offered(
    browser: Open, visitor: Browser, claire: Person
) -> None:
    make_collection(claire, "Encore vide", public=True)
    make_collection(claire, "Brouillons", public=True, sheets=[make_draft(claire)])

    assert visitor.get("/collections").texts(".row h3") == []
    assert browser(claire).get("/collections").texts(".row h3") == ["Brouillons", "Encore vide"]


@pytest.mark.parametrize(
    ("move", "order"),
    [
        ("up", ["A", "C", "B", "D"]),
        ("down", ["A", "B", "D", "C"]),
        ("first", ["C", "A", "B", "D"]),
        ("last", ["A", "B", "D", "C"]),
    ],
)
def test_a_sheet_moves_in_its_collection_without_scripts(
    browser: Open, claire: Person, editor: Person, move: str, order: list[str]
) -> None:
    sheets = [make_small_sheet(editor, title) for title in "ABCD"]
    made = make_collection(claire, sheets=sheets)
    member = browser(claire)
    page = member.get(address(made))

    moved = member.submit(page, f"/sheets/{sheets[2].id}/move", move=move)

    assert moved.texts(".shelf h2") == order
    assert [str(one["value"]) for one in page.select(".moves")[1].select("button")] == ["first", "up", "down", "last"]


@pytest.mark.parametrize("move", list(Move))
@pytest.mark.parametrize("at", [0, 2])
def test_what_is_at_an_end_stays_there_when_it_goes_further(
    claire: Person, editor: Person, move: Move, at: int
) -> None:
    sheets = [make_small_sheet(editor, title) for title in "ABC"]
    made = make_collection(claire, sheets=sheets)

    move_sheet(actor(claire), made.id, sheets[at].id, move)

    expected = ["A", "B", "C"]
    moved = expected.pop(at)
    to = {Move.FIRST: 0, Move.LAST: 2, Move.UP: max(at - 1, 0), Move.DOWN: min(at + 1, 2)}[move]
    expected.insert(to, moved)
    assert names_of(made) == expected


def test_sheets_that_are_not_seen_keep_their_places_when_others_move(claire: Person, editor: Person) -> None:
    sheets = [make_small_sheet(editor, title) for title in "ABCD"]
    made = make_collection(claire, sheets=sheets)
    archive_sheet(actor(editor), sheets[1].id, "Remplacée.")

    move_sheet(actor(claire), made.id, sheets[2].id, Move.UP)

    assert names_of(made) == ["C", "B", "A", "D"]


@pytest.mark.parametrize("move", ["", "sideways", "UP"])
def test_a_move_that_is_none_is_refused(browser: Open, claire: Person, editor: Person, move: str) -> None:
    sheet = make_small_sheet(editor)
    made = make_collection(claire, sheets=[sheet])

    answer = browser(claire).post(f"/collections/{made.id}/sheets/{sheet.id}/move", {"move": move})

    assert answer.status == 422
    assert "Dites où la fiche doit aller" in answer.main


def test_a_sheet_that_is_not_in_the_collection_can_be_neither_moved_nor_noted(
    browser: Open, claire: Person, editor: Person
) -> None:
    sheet = make_small_sheet(editor)
    made = make_collection(claire)
    member = browser(claire)

    assert member.post(f"/collections/{made.id}/sheets/{sheet.id}/move", {"move": "up"}).status == 404
    assert member.get(f"/collections/{made.id}/sheets/{sheet.id}/note").status == 404
    assert member.post(f"/collections/{made.id}/sheets/{sheet.id}/remove").status == 200


def test_a_sheet_is_taken_out_and_its_note_with_it(browser: Open, claire: Person, editor: Person) -> None:
    sheet = make_small_sheet(editor, "Le jardin")
    made = make_collection(claire, sheets=[sheet])
    member = browser(claire)
    member.post(f"/collections/{made.id}/sheets/{sheet.id}/note", {"note": "À relire."})

    page = member.submit(member.get(address(made)), f"/sheets/{sheet.id}/remove")

    assert "Aucune fiche dans cette collection" in page.main
    shelve_sheet(actor(claire), sheet.id, [made.id])
    assert member.get(address(made)).texts(".shelf-note") == []


def test_shelving_puts_a_sheet_into_those_ticked_and_out_of_the_others(
    browser: Open, claire: Person, yann: Person, editor: Person
) -> None:
    sheet = make_small_sheet(editor, "Le jardin")
    one, two = make_collection(claire, "Une", sheets=[sheet]), make_collection(claire, "Deux")
    of_yann = make_collection(yann, "De Yann", sheets=[sheet])
    member = browser(claire)
    page = member.get(f"/practices/{sheet.id}/collections")

    assert page.texts("fieldset label") == ["Deux", "Une"]
    assert [str(box["value"]) for box in page.select("input[checked]")] == [str(one.id)]
    member.submit(page, with_field="collections", collections=[str(two.id)])

    assert (names_of(one), names_of(two), names_of(of_yann)) == ([], ["Le jardin"], ["Le jardin"])


@pytest.mark.parametrize("given", ["abc", "999999", "-1", "99999999999999999999"])
def test_a_collection_that_is_none_is_refused_beside_the_field(
    browser: Open, claire: Person, sheet: Sheet, given: str
) -> None:
    make_collection(claire, "Une")

    page = browser(claire).post(f"/practices/{sheet.id}/collections", {"collections": given})

    assert page.status == 422
    assert page.select(".field-error")
    assert count(CollectionEntry) == 0


@pytest.mark.parametrize(
    ("fields", "said", "where"),
    [
        ({"name": "  "}, "Donnez un nom à la collection.", "name"),
        ({"name": "x" * (LONGEST_NAME + 1)}, "120 caractères au plus", "name"),
        ({"name": "Une", "about": "x" * (LONGEST_ABOUT + 1)}, "1000 caractères au plus", "about"),
    ],
)
def test_what_cannot_be_a_collection_is_said_beside_its_field_and_kept(
    browser: Open, claire: Person, fields: dict[str, str], said: str, where: str
) -> None:
    member = browser(claire)
    made = make_collection(claire, "D’avant")

    for place in ("/collections/new", f"/collections/{made.id}/edit"):
        page = member.submit(member.get(place), with_field="name", **fields)
        assert page.status == 422
        assert said in page.texts(f"#{where}-error")[0]
        kept = page.select(f"[name={where}]")[0]
        assert (kept.get("value") or kept.get_text()).strip() == fields[where].strip()
    assert count(Collection) == 1
    assert again(made).name == "D’avant"


def test_a_note_that_is_too_long_is_said_beside_it_and_kept(browser: Open, claire: Person, editor: Person) -> None:
    sheet = make_small_sheet(editor)
    made = make_collection(claire, sheets=[sheet])
    member = browser(claire)
    place = f"/collections/{made.id}/sheets/{sheet.id}/note"

    page = member.submit(member.get(place), with_field="note", note="x" * (LONGEST_NOTE + 1))

    assert page.status == 422
    assert page.select(".field-error")
    assert page.select("textarea")[0].get_text().strip() == "x" * (LONGEST_NOTE + 1)


def test_the_same_form_sent_twice_begins_one_collection(browser: Open, claire: Person) -> None:
    member = browser(claire)
    page = member.get("/collections/new")

    first = member.submit(page, with_field="name", name="Une")
    second = member.submit(page, with_field="name", name="Une")

    assert first.url == second.url
    assert count(Collection) == 1


def test_a_renamed_collection_redirects_from_its_old_address(browser: Open, claire: Person, editor: Person) -> None:
    made = make_collection(claire, "Avant", public=True, sheets=[make_small_sheet(editor)])
    old = address(made)
    member = browser(claire)

    member.submit(member.get(f"/collections/{made.id}/edit"), with_field="name", name="Après")

    answer = member.get(old, follow=False)
    assert answer.status == 301
    assert answer.response.headers["Location"] == f"/collections/{made.id}-apres"


def test_a_collection_is_deleted_once_it_was_said_what_goes_with_it(
    browser: Open, visitor: Browser, claire: Person, editor: Person
) -> None:
    made = make_collection(claire, "Ancienne", public=True, sheets=[make_small_sheet(editor, "Le jardin")])
    member = browser(claire)
    asked = member.get(f"/collections/{made.id}/delete")

    assert "reste dans la bibliothèque" in asked.main
    assert visitor.get(address(made)).status == 200
    member.submit(asked, "/delete")

    for reader in (visitor, member):
        assert reader.get(address(made)).status == 404
        assert "Ancienne" not in reader.get("/collections").html
    assert "Le jardin" in visitor.get("/practices").links()
    assert member.post(f"/collections/{made.id}/delete").status == 404


def test_one_may_have_so_many_collections_and_no_more(browser: Open, claire: Person) -> None:
    for number in range(MOST_COLLECTIONS):
        make_collection(claire, f"Collection {number}")
    member = browser(claire)

    page = member.submit(member.get("/collections/new"), with_field="name", name="Une de trop")

    assert page.status == 422
    assert "c’est le plus possible" in page.texts("#name-error")[0]


def test_a_full_collection_takes_no_other_sheet(claire: Person, editor: Person) -> None:
    made = make_collection(claire, "Pleine")
    with transaction():
        for number in range(MOST_SHEETS):
            sheet = Sheet(owner_id=editor.id, title=f"Fiche {number}", slug="fiche")
            db.session.add(sheet)
            db.session.flush()
            db.session.add(CollectionEntry(collection_id=made.id, sheet_id=sheet.id, position=number))
    other = make_small_sheet(editor, "Une de trop")

    with pytest.raises(Conflict):
        shelve_sheet(actor(claire), other.id, [made.id])

    assert other.title not in names_of(made)


def test_what_is_typed_as_html_in_a_collection_is_shown_as_typed(
    browser: Open, visitor: Browser, claire: Person, editor: Person
) -> None:
    bad = "<script>alert(1)</script>"
    sheet = make_small_sheet(editor)
    made = start_collection(actor(claire), bad, bad, is_public=True, sheet_id=sheet.id)
    browser(claire).post(f"/collections/{made.id}/sheets/{sheet.id}/note", {"note": bad})

    for place in ("/collections", address(made), f"/practices/{sheet.id}"):
        page = visitor.get(place)
        assert page.status == 200
        assert not page.select("main script, aside script")
        assert bad in page.text


def test_the_list_of_collections_goes_on_by_cursor_and_costs_the_same_however_many_there_are(
    browser: Open, visitor: Browser, claire: Person, yann: Person, editor: Person, statements: list[str]
) -> None:
    sheet, member, costs = make_small_sheet(editor), browser(yann), set()
    for number in range(23):
        made = make_collection(claire, f"Collection {number}", public=True, sheets=[sheet])
        if number in (1, 22):
            for place in ("/collections", address(made), "/practices/bookmarks", f"/practices/{sheet.id}/collections"):
                statements.clear()
                assert member.get(place).status == 200
                costs.add((place.replace(address(made), "one"), len(statements)))

    assert len(costs) == 4
    assert max(cost for _place, cost in costs) <= 8
    first = visitor.get("/collections")
    second = visitor.get(first.links()["Collections suivantes"])
    assert [*first.texts(".row h3"), *second.texts(".row h3")] == [
        f"Collection {number}" for number in range(22, -1, -1)
    ]


# Watched filters


def test_who_watches_filters_is_told_when_a_sheet_under_them_is_published(
    browser: Open, claire: Person, yann: Person, editor: Person, deliver: Deliver
) -> None:
    make_small_sheet(editor, "D’avant", domains="Santé")
    for member, place in ((browser(claire), "/practices?domain=sante"), (browser(yann), "/practices?domain=sport")):
        member.submit(member.get(place), "/practices/watched")

    made = make_small_sheet(editor, "L’infirmerie ouverte", domains="Santé, Accueil")
    make_small_sheet(editor, "Le jardin", domains="Jardin")
    deliver()

    told = browser(claire).get("/notices")
    assert told_titles(claire) == ["L’infirmerie ouverte"]
    assert told_titles(yann) == []
    assert "Une fiche vient de paraître sous des filtres que vous suivez : « L’infirmerie ouverte »." in told.main
    assert f"/practices/{made.id}-{made.slug}" in told.html


@pytest.mark.parametrize(
    ("filters", "is_told"),
    [
        ("domain=sante&domain=accueil", True),
        ("domain=sante&domain=sport", False),
        ("year=2014&year=2019", True),
        ("year=2014", False),
        ("country=fr&region=bretagne&stature=locale&school=college", True),
        ("country=be", False),
        ("opinion=follow&language=fr", True),
        ("language=en", False),
        ("beneficiary=familles&tag=ecoute", True),
        ("q=infirmiere", True),
        ("q=infirmières+collège", True),
        ('q="porte+ouverte"', True),
        ('q="ouverte+porte"', False),
        ("q=infirmerie+-midi", False),
        ("q=jardin", False),
        ("q=tag:ecoute", True),
        ("q=-infirmerie", False),
        ("q=climat&domain=sante", False),
        ("q=author:hamon&domain=sante", True),
    ],
)
def test_a_sheet_falls_under_filters_as_the_library_lists_it(
    browser: Open, visitor: Browser, claire: Person, editor: Person, deliver: Deliver, filters: str, is_told: bool
) -> None:
    watch(browser(claire), f"/practices?{filters}")
    make_small_sheet(
        editor,
        "L’infirmerie ouverte",
        domains="Santé, Accueil",
        beneficiaries="Familles",
        tags="écoute",
        start="2019",
        country="France, Bretagne",
        stature="Locale",
        place="Collège du Port",
        opinion="follow",
        authors="Lucie Hamon",
        background="Une porte ouverte chaque midi. Une infirmière s’y tient.",
    )
    deliver()

    assert bool(told_titles(claire)) == is_told
    assert bool(visitor.get(f"/practices?{filters}").select(".sheet-card")) == is_told


def test_nobody_is_told_of_drafts_revisions_or_ones_own_sheets(
    browser: Open, claire: Person, editor: Person, deliver: Deliver
) -> None:
    old = make_small_sheet(editor, "D’avant", domains="Santé")
    deliver()
    for watcher in (claire, editor):
        watch(browser(watcher), "/practices?domain=sante")
    make_draft(claire, domains="Santé")
    start_sheet(actor(editor), {"title": "Un brouillon", "domains": "Santé"})
    save_sheet(actor(editor), old.id, 1, {"title": "D’avant, revue", "domains": "Santé"})
    publish_at_once(actor(editor), old.id)
    make_small_sheet(editor, "Nouvelle", domains="Santé")
    deliver()

    assert told_titles(claire) == ["Nouvelle"]
    assert told_titles(editor) == []


def test_a_sheet_is_told_of_once_however_many_filters_it_falls_under_and_however_often_it_is_delivered(
    browser: Open, claire: Person, editor: Person, deliver: Deliver
) -> None:
    member = browser(claire)
    watch(member, "/practices?domain=sante")
    watch(member, "/practices?domain=accueil")
    made = make_small_sheet(editor, "Une", domains="Santé, Accueil")
    deliver()
    save_sheet(actor(editor), made.id, 1, {"title": "Une, revue", "domains": "Santé"})
    publish_at_once(actor(editor), made.id)
    deliver()

    assert told_titles(claire) == ["Une"]


def test_the_filters_that_one_watches_are_listed_lead_to_their_sheets_and_are_forgotten(
    browser: Open, claire: Person, yann: Person, editor: Person, deliver: Deliver
) -> None:
    make_small_sheet(editor, domains="Santé", start="2014")
    member = browser(claire)
    watched = watch(member, "/practices?q=accueil&domain=sante&year=2014&transposed=yes&sort=title")

    assert watched.url == "/practices/watched"
    words = "« accueil » · Domaines : Santé · Année de début : 2014"
    assert watched.links()[words] == "/practices?q=accueil&domain=sante&year=2014"
    assert words not in browser(yann).get("/practices/watched").links()

    forgotten = member.submit(watched, "/forget")
    assert "Vous ne suivez aucun filtre" in forgotten.main
    make_small_sheet(editor, "Après", domains="Santé", start="2014", tags="accueil")
    deliver()
    assert told_titles(claire) == []


def test_nobody_forgets_the_filters_of_another(browser: Open, claire: Person, yann: Person) -> None:
    watch(browser(claire), "/practices?domain=sante")
    (mine,) = db.session.scalars(select(WatchedFilter))

    assert browser(yann).post(f"/practices/watched/{mine.id}/forget").status == 200

    assert count(WatchedFilter) == 1


def test_the_same_filters_are_watched_once_in_whatever_order_they_come(browser: Open, claire: Person) -> None:
    member = browser(claire)
    for filters in ("domain=sante&tag=ecoute", "tag=ecoute&domain=sante", "tag=ecoute&domain=sante&sort=title"):
        member.post("/practices/watched", {"filters": filters})

    assert [one.filters for one in db.session.scalars(select(WatchedFilter))] == ["domain=sante&tag=ecoute"]


def test_filters_that_are_too_many_are_refused_with_a_word(browser: Open, claire: Person) -> None:
    query = "&".join(f"tag={'x' * 60}{number}" for number in range(9))

    page = browser(claire).post("/practices/watched", {"filters": query})

    assert "Ces filtres sont trop nombreux pour être suivis" in page.text
    assert count(WatchedFilter) == 0


def test_one_may_watch_so_many_filters_and_no_more(browser: Open, claire: Person) -> None:
    member = browser(claire)
    for number in range(MOST_WATCHED + 1):
        page = member.post("/practices/watched", {"filters": f"tag=t{number}"})

    assert "c’est le plus possible" in page.text
    assert count(WatchedFilter) == MOST_WATCHED


def test_presses_at_the_same_moment_are_one(browser: Open, claire: Person, sheet: Sheet) -> None:
    assert at_once(3, browser, claire, f"/practices/{sheet.id}/bookmark") == [303, 303, 303]
    assert at_once(3, browser, claire, "/practices/watched") == [303, 303, 303]
    assert count(WatchedFilter) == 1


def keep(member: Browser, sheet: Sheet) -> None:
    assert member.post(f"/practices/{sheet.id}/bookmark", {"kept": "yes"}).status == 200


def watch(member: Browser, place: str) -> Page:
    """Watches the filters of an address, as the button on that page does."""
    return member.post("/practices/watched", {"filters": place.partition("?")[2]})


def told_titles(person: Person) -> list[str]:
    """The sheets of which somebody was told that they appeared."""
    found = select(Notice).where(Notice.person_id == person.id, Notice.kind == "sheet.appeared").order_by(Notice.id)
    return [one.facts["title"] for one in db.session.scalars(found)]


def make_collection(
    owner: Person, name: str = "Ma collection", *, public: bool = False, sheets: list[Sheet] | None = None
) -> Collection:
    """A collection that holds some sheets, in this order."""
    made = start_collection(actor(owner), name, "", is_public=public)
    for sheet in sheets or []:
        held = select(CollectionEntry.collection_id).where(CollectionEntry.sheet_id == sheet.id)
        mine = held.join(Collection, Collection.id == CollectionEntry.collection_id).where(
            Collection.owner_id == owner.id
        )
        shelve_sheet(actor(owner), sheet.id, {made.id, *db.session.scalars(mine)})
    return made


def address(made: Collection) -> str:
    return f"/collections/{made.id}-{made.slug}"


def collection_id(page: Page) -> int:
    return int(page.url.removeprefix("/collections/").partition("-")[0])


def names_of(made: Collection) -> list[str]:
    """The titles of all that a collection holds, in its order."""
    db.session.expire_all()
    found = (
        select(Sheet.title)
        .join(CollectionEntry, CollectionEntry.sheet_id == Sheet.id)
        .where(CollectionEntry.collection_id == made.id)
        .order_by(CollectionEntry.position)
    )
    return list(db.session.scalars(found))


def made_sheet(made: Collection) -> int:
    return db.session.scalars(select(CollectionEntry.sheet_id).where(CollectionEntry.collection_id == made.id)).one()


def again(made: Collection) -> Collection:
    """The row as it stands now."""
    db.session.expire_all()
    return db.session.get_one(Collection, made.id)


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0
