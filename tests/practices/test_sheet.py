"""The page of a sheet: all that it says, to whom, and at which address."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from forum.accounts.models import Person
from forum.practices.fields import FIELDS, Kind
from forum.practices.models import Sheet
from forum.practices.services import link_translation, save_sheet
from tests.browsing import Browser
from tests.factories import actor, make_person
from tests.practices.factories import EVERY_FIELD, make_draft, make_sheet, make_small_sheet

Open = Callable[..., Browser]
BAD = "<script>alert(1)</script>"


def test_a_visitor_reads_every_field(visitor: Browser, sheet: Sheet) -> None:
    page = visitor.get(address(sheet))

    assert page.status == 200
    assert page.texts("h1") == ["Le tutorat du soir"]
    tokens = {"language": "Français", "opinion": "À généraliser", "citation": "Riou Gwenola, « Le tutorat du soir »"}
    for key, text in EVERY_FIELD.items():
        shown = tokens.get(key, text.replace("**", "").split("\n")[0].removeprefix("- "))
        for value in shown.split(", ") if key in ("tags",) else [shown]:
            assert value in page.main, key


def test_facts_are_a_list_of_terms_and_their_descriptions(visitor: Browser, sheet: Sheet) -> None:
    page = visitor.get(address(sheet))

    shown = dict(zip(page.texts("dl.facts dt"), page.texts("dl.facts dd"), strict=True))
    assert shown == {
        "Portée": "Régionale",
        "Bénéficiaires": "Collégiens, Familles",
        "Participants": "Association, Lycée",
        "Domaines": "Éducation, Entraide",
        "Types de solution": "Accompagnement",
        "Organisme porteur": "La Courte Échelle, 4 quai du Canal, 35600 Redon",
        "Salariés": "Zéro salarié",
        "Bénévoles": "Dix-sept bénévoles",
        "Auteurs de la fiche": "Gwenola Riou, Paul Mahé",
        "Contact": "https://courte-echelle.example",
        "Pays et région d’origine": "France, Bretagne",
        "Lieu de mise en œuvre": "Redon",
        "Début": "Octobre 2016",
        "Fin": "Juin 2021",
        "Budget": "350 euros de goûters",
        "Programme ou collection": "Soirées ouvertes",
        "Date de relecture": "12/01/2021",
        "Langue de la fiche": "Français",
        "Licence": "CC BY 4.0",
    }


def test_the_table_of_contents_leads_to_every_section(visitor: Browser, sheet: Sheet) -> None:
    page = visitor.get(address(sheet))

    targets = [str(link["href"]) for link in page.select(".toc a")]
    sections = [f"#{section['id']}" for section in page.select(".sheet h2")]
    assert targets == sections
    assert len(targets) == len(set(targets)) == 15


def test_difficulties_stand_beside_their_solutions(visitor: Browser, sheet: Sheet) -> None:
    page = visitor.get(address(sheet))

    assert page.texts(".pairs > div") == ["Difficultés Le dernier car.", "Solutions Un minibus, le mardi."]


def test_difficulties_without_solutions_stand_alone(visitor: Browser, editor: Person) -> None:
    page = visitor.get(address(make_sheet(editor, solutions="")))

    assert not page.select(".pairs")
    assert page.texts("#difficulties") == ["Difficultés"]


def test_a_sheet_of_a_title_alone_is_a_page_too(visitor: Browser, editor: Person) -> None:
    page = visitor.get(address(make_small_sheet(editor, "Rien que le titre")))

    assert page.status == 200
    assert page.texts("h1") == ["Rien que le titre"]
    assert not page.select(".toc")


def test_how_to_cite_is_given_in_the_sheets_own_words(visitor: Browser, sheet: Sheet) -> None:
    page = visitor.get(address(sheet))

    assert page.texts(".cite p") == ["Riou Gwenola, « Le tutorat du soir », Revue du Canal (2020)"]
    assert page.texts(".cite strong") == ["Revue du Canal"]


def test_a_sheet_that_does_not_say_how_to_cite_it_is_cited_in_the_same_form(visitor: Browser, editor: Person) -> None:
    sheet = make_sheet(editor, citation="")

    page = visitor.get(address(sheet))

    assert sheet.published_at is not None
    expected = f"Gwenola Riou, Paul Mahé, « Le tutorat du soir », Médiane ({sheet.published_at.year})"
    assert page.texts(".cite p") == [expected]


def test_the_licence_leads_to_its_text_where_it_gives_an_address(visitor: Browser, editor: Person) -> None:
    licence = "Creative Commons Attribution 3.0 ( http://creativecommons.org/licenses/by/3.0/ )"

    page = visitor.get(address(make_sheet(editor, licence=licence)))

    links = page.select('a[href="http://creativecommons.org/licenses/by/3.0/"]')
    assert len(links) == 2
    assert all("noopener" in link["rel"] for link in links)


def test_a_wrong_or_missing_title_in_the_address_leads_to_the_right_one(visitor: Browser, sheet: Sheet) -> None:
    for wrong in (f"/practices/{sheet.id}-autre?x=1", f"/practices/{sheet.id}", f"/practices/{sheet.id}--"):
        page = visitor.get(wrong, follow=False)
        assert page.status == 301
        assert address(sheet) in page.response.headers["Location"]


@pytest.mark.parametrize("number", ["0", "99", "99999999999999999999"])
def test_a_sheet_that_is_not_there_is_not_found(visitor: Browser, app: object, number: str) -> None:
    assert visitor.get(f"/practices/{number}").status == 404
    assert visitor.get(f"/practices/{number}-titre").status == 404


def test_a_draft_is_found_by_its_owner_and_by_editors_alone(
    browser: Open, visitor: Browser, draft: Sheet, claire: Person, yann: Person, editor: Person
) -> None:
    assert "Ce brouillon n’est vu que de" in browser(claire).get(address(draft)).main
    assert browser(editor).get(address(draft)).status == 200
    for stranger in (visitor, browser(yann)):
        for url in (address(draft), f"/practices/{draft.id}", f"{address(draft)}?version=latest"):
            page = stranger.get(url, follow=False)
            assert page.status == 404
            assert draft.title not in page.html


@pytest.mark.parametrize("end", ["edit", "history", "imported"])
def test_what_is_behind_a_draft_is_not_found_either(
    browser: Open, visitor: Browser, draft: Sheet, yann: Person, end: str
) -> None:
    assert browser(yann).get(f"/practices/{draft.id}/{end}").status == 404
    assert visitor.get(f"/practices/{draft.id}/{end}", follow=False).response.headers["Location"].startswith("/login")


def test_a_draft_is_in_nobody_elses_lists_and_searches(
    browser: Open, visitor: Browser, yann: Person, claire: Person, deliver: Callable[[], int]
) -> None:
    make_draft(claire, title="Le secret du goéland", background="Le mot goéland n’est que là.")
    deliver()

    for stranger in (visitor, browser(yann)):
        for url in ("/search?q=go%C3%A9land", "/practices", "/"):
            assert "Le secret du goéland" not in stranger.get(url).html
    assert "Le secret du goéland" not in browser(yann).get("/practices/drafts").html
    assert "Le secret du goéland" in browser(claire).get("/practices/drafts").main


def test_a_published_sheet_is_found_by_what_any_field_says_and_not_by_what_waits(
    browser: Open, visitor: Browser, sheet: Sheet, editor: Person, deliver: Callable[[], int]
) -> None:
    save_sheet(actor(editor), sheet.id, 1, {**EVERY_FIELD, "background": "Un cormoran passe."})
    deliver()

    for words in ("minibus", "entraide", "Courte Échelle", "tuteurs", "Redon"):
        assert "Le tutorat du soir" in visitor.get("/search", query_string={"q": words}).links(), words
    for reader in (visitor, browser(editor)):
        assert "Le tutorat du soir" not in reader.get("/search?q=cormoran").links()


def test_the_latest_version_is_shown_to_those_who_edit_alone(
    browser: Open, visitor: Browser, yann: Person, claire: Person, editor: Person
) -> None:
    sheet = make_sheet(editor)
    save_sheet(actor(editor), sheet.id, 1, {**EVERY_FIELD, "title": "Un autre titre", "background": "Ce qui attend."})
    latest = f"{address(sheet)}?version=latest"

    assert "Ce qui attend." in browser(editor).get(latest).main
    assert "Une version plus récente est enregistrée." in browser(editor).get(address(sheet)).main
    for reader in (visitor, browser(yann)):
        assert reader.get(latest).status == 403
        page = reader.get(address(sheet))
        assert "Ce qui attend." not in page.html
        assert "Un autre titre" not in page.html
        assert "plus récente" not in page.main


def test_translations_lead_to_each_other_once_published(visitor: Browser, editor: Person, sheet: Sheet) -> None:
    english = make_small_sheet(editor, "Evening tutoring", language="en")
    waiting = make_draft(editor, title="Abendschule")
    link_translation(actor(editor), english.id, sheet.id)
    link_translation(actor(editor), waiting.id, sheet.id)

    page = visitor.get(address(sheet))

    assert page.links()["English"] == address(english)
    assert "Abendschule" not in page.html
    assert visitor.get(address(english)).links()["Français"] == address(sheet)
    assert visitor.get(address(english)).select('h1[lang="en"]')


def test_nobody_links_a_sheet_that_they_do_not_edit(claire: Person, yann: Person, draft: Sheet) -> None:
    from forum.core.errors import NotFound

    with pytest.raises(NotFound):
        link_translation(actor(yann), draft.id, draft.id)


def test_what_is_typed_as_html_in_any_field_is_shown_as_typed(visitor: Browser, editor: Person) -> None:
    fields = {field.key: f"{BAD} {field.key}" for field in FIELDS if field.key != "language"}

    page = visitor.get(address(make_sheet(editor, **fields)))

    assert page.status == 200
    assert BAD not in page.html
    assert not page.select("main script, main [onclick]")
    for key in fields:
        if key not in ("tags",):
            assert f"{BAD} {key}" in page.main or key in ("organisation", "address"), key
    assert page.main.count(BAD) >= len(fields)


def test_markdown_is_read_in_texts_and_in_nothing_else(visitor: Browser, editor: Person) -> None:
    fields = {field.key: "**gras**" for field in FIELDS if field.kind != Kind.CHOICE}

    page = visitor.get(address(make_sheet(editor, **fields)))

    texts = [field for field in FIELDS if field.kind == Kind.TEXT]
    assert len(page.select("main strong")) == len(texts)


@pytest.mark.parametrize(
    "bomb",
    [
        "> " * 20_000,
        "* " * 20_000,
        "[" * 45_000,
        "|a" * 12_000 + "\n" + "|-" * 12_000,
        "http://a.example " * 2_500,
        "**" * 20_000,
        "- a\n" * 12_000,
    ],
    ids=["quotes", "lists", "brackets", "table", "links", "stars", "items"],
)
def test_a_markdown_bomb_is_a_page_in_a_moment(visitor: Browser, editor: Person, bomb: str) -> None:
    sheet = make_small_sheet(editor, "Une bombe", background=bomb, results="Après.")

    page = visitor.get(address(sheet))

    assert page.status == 200
    assert "Après." in page.main


def test_right_to_left_and_combining_text_does_not_spill(visitor: Browser, editor: Person) -> None:
    sheet = make_sheet(editor, title="\u202eمدرسة الحي", place="e" + "\u0301" * 50, background="نص عربي\u202e")

    page = visitor.get(address(sheet))

    assert sheet.slug == "-"
    assert page.texts("h1") == ["مدرسة الحي"]
    assert "\u202e" not in page.html
    assert page.html.count("\u0301") <= 12


def test_a_members_page_costs_eight_statements_at_most(
    browser: Open, sheet: Sheet, draft: Sheet, claire: Person, editor: Person, statements: list[str]
) -> None:
    for person, shown in ((claire, sheet), (claire, draft), (editor, sheet)):
        reader = browser(person)
        statements.clear()
        assert reader.get(address(shown)).status == 200
        assert len(statements) <= 8


def test_a_kept_page_costs_a_visitor_one_statement_and_is_made_anew_when_published(
    visitor: Browser, sheet: Sheet, browser: Open, editor: Person, statements: list[str]
) -> None:
    url, desk = address(sheet), browser(editor)
    visitor.get(url)
    statements.clear()
    visitor.get(url)
    assert len(statements) == 1

    desk.submit(desk.get("/practices/1/edit"), with_field="title", background="Un nouveau car.")
    assert "Un nouveau car." not in visitor.get(url).main
    desk.post("/practices/1/publish")
    assert "Un nouveau car." in visitor.get(url).main


def test_a_tag_leads_to_what_else_is_under_it(visitor: Browser, sheet: Sheet) -> None:
    page = visitor.get(address(sheet))

    assert visitor.get(page.links()["entraide"]).texts(".sheet-card h2") == ["Le tutorat du soir"]


def test_a_sheets_author_reads_no_more_of_others_drafts_than_anybody(browser: Open, claire: Person) -> None:
    other = make_person()
    make_draft(claire, title="Le mien")
    theirs = make_draft(other, title="Le leur")

    page = browser(claire).get("/practices/drafts")

    assert page.texts(".row h3") == ["Le mien"]
    assert browser(claire).get(address(theirs)).status == 404


def address(sheet: Sheet) -> str:
    return f"/practices/{sheet.id}-{sheet.slug}"
