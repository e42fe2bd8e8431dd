"""The page of a sheet: all that it says, to whom, and at which address."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from forum.accounts.models import Person
from forum.core.panels import _panels
from forum.practices.fields import FIELDS, Kind
from forum.practices.models import Sheet
from forum.practices.services import archive_sheet, link_translation, publish_at_once, save_sheet
from tests.browsing import Browser
from tests.factories import actor, make_person
from tests.practices.factories import EVERY_FIELD, make_draft, make_sheet, make_small_sheet

Open = Callable[..., Browser]
Deliver = Callable[[], int]
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
    assert "Cette fiche n’est vue que de" in browser(claire).get(address(draft)).main
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
    link_translation(actor(editor), english.id, sheet.id)

    assert visitor.get(address(sheet)).links()["English"] == address(english)
    assert visitor.get(address(english)).links()["Français"] == address(sheet)
    assert visitor.get(address(english)).select('h1[lang="en"]')


def test_a_translation_that_waits_is_not_told_of(visitor: Browser, editor: Person, sheet: Sheet) -> None:
    waiting = make_draft(editor, title="Evening school", language="en")
    link_translation(actor(editor), waiting.id, sheet.id)

    page = visitor.get(address(sheet))

    assert "Evening school" not in page.html
    assert "English" not in page.links()


def test_a_translation_says_when_its_original_has_changed_since(visitor: Browser, editor: Person, sheet: Sheet) -> None:
    english = make_small_sheet(editor, "Evening tutoring", language="en")
    link_translation(actor(editor), english.id, sheet.id)
    assert "L’original a changé depuis" not in visitor.get(address(english)).main

    save_sheet(actor(editor), sheet.id, 1, {**EVERY_FIELD, "background": "Un autre car."})
    assert "L’original a changé depuis" not in visitor.get(address(english)).main
    publish_at_once(actor(editor), sheet.id)

    page = visitor.get(address(english))
    assert "L’original a changé depuis" in page.main
    assert page.links()["Lire l’original"] == address(sheet)
    assert "L’original a changé depuis" not in visitor.get(address(sheet)).main


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


def test_a_members_page_costs_six_statements_and_one_a_panel(
    browser: Open, sheet: Sheet, draft: Sheet, claire: Person, editor: Person, statements: list[str], deliver: Deliver
) -> None:
    for number in range(6):
        make_small_sheet(editor, f"Le tutorat du matin {number}", domains="Éducation", tags="tutorat")
    deliver()
    pieces = sum(len(_panels[place]) for place in ("sheet.actions", "sheet.main", "sheet.side"))
    for person, shown in ((claire, sheet), (claire, draft), (editor, sheet)):
        reader, url = browser(person), address(shown)
        statements.clear()
        assert reader.get(url).status == 200
        of_engine = [each for each in statements if "FROM search." in each]  # where it is the database that searches
        assert len(of_engine) <= 3
        assert len(statements) - len(of_engine) <= 6 + pieces


def test_a_kept_page_costs_a_visitor_one_statement_and_is_made_anew_when_published(
    visitor: Browser, sheet: Sheet, editor: Person, statements: list[str]
) -> None:
    url = address(sheet)
    visitor.get(url)
    statements.clear()
    visitor.get(url)
    assert len(statements) == 1

    save_sheet(actor(editor), sheet.id, 1, {**EVERY_FIELD, "background": "Un nouveau car."})
    assert "Un nouveau car." not in visitor.get(url).main
    publish_at_once(actor(editor), sheet.id)
    assert "Un nouveau car." in visitor.get(url).main


def test_any_version_is_shown_to_who_reads_the_history(
    browser: Open, visitor: Browser, yann: Person, editor: Person, sheet: Sheet
) -> None:
    for number, words in ((1, "Une loutre passe."), (2, "Un cormoran passe.")):
        save_sheet(actor(editor), sheet.id, number, {**EVERY_FIELD, "background": words})
    publish_at_once(actor(editor), sheet.id)
    old, published = f"{address(sheet)}?version=2", f"{address(sheet)}?version=3"

    page = browser(editor).get(old)
    assert "Une loutre passe." in page.main
    assert "Vous lisez la version 2" in page.main
    assert page.links()["Lire la version publiée"] == address(sheet)
    assert [str(tag["content"]) for tag in page.select('meta[name="robots"]')] == ["noindex"]
    for reader in (visitor, browser(yann)):
        assert reader.get(old).status == 403
        assert reader.get(f"{address(sheet)}?version=99").status == 403
        assert "Un cormoran passe." in reader.get(published).main
    assert browser(editor).get(f"{address(sheet)}?version=99").status == 404


@pytest.mark.parametrize("number", ["0", "-1", "x", "1x", "²", "99999999999", "latest2"])
def test_a_version_that_is_none_is_not_found(visitor: Browser, sheet: Sheet, number: str) -> None:
    assert visitor.get(f"{address(sheet)}?version={number}").status == 404


def test_a_version_of_a_draft_is_found_by_its_authors_alone(
    browser: Open, visitor: Browser, claire: Person, yann: Person, draft: Sheet
) -> None:
    save_sheet(actor(claire), draft.id, 1, {**EVERY_FIELD, "background": "Une loutre passe."})

    page = browser(claire).get(f"{address(draft)}?version=1")
    assert "Le car de 17 h est le dernier." in page.main
    assert "Vous lisez la version 1" in page.main
    for reader in (visitor, browser(yann)):
        assert reader.get(f"{address(draft)}?version=1").status == 404


def test_a_wrong_title_keeps_the_version_that_was_asked_for(browser: Open, editor: Person, sheet: Sheet) -> None:
    page = browser(editor).get(f"/practices/{sheet.id}?version=1", follow=False)

    assert page.response.headers["Location"].endswith(f"{address(sheet)}?version=1")


def test_sheets_that_speak_of_the_same_are_offered_the_nearest_first(
    visitor: Browser, editor: Person, claire: Person, deliver: Deliver
) -> None:
    shown = make_small_sheet(editor, "Médiation par les pairs au collège", domains="Climat scolaire", tags="médiation")
    near = make_small_sheet(editor, "Médiation par les pairs au lycée", domains="Climat scolaire", tags="médiation")
    far = make_small_sheet(editor, "Un potager au collège", domains="Environnement")
    other = make_small_sheet(editor, "Le ciné-club", domains="Cinéma")
    english = make_small_sheet(editor, "Médiation translated", language="en", tags="médiation")
    link_translation(actor(editor), english.id, shown.id)
    make_draft(claire, title="Médiation par les pairs en secret", tags="médiation")
    archived = make_small_sheet(editor, "Médiation archivée", tags="médiation")
    deliver()
    archive_sheet(actor(editor), archived.id, "Elle a fait son temps.")

    page = visitor.get(address(shown))

    offered = [str(link["href"]) for link in page.select(".similar a")]
    assert offered == [address(near), address(far)]
    assert address(other) not in offered
    assert "secret" not in page.html
    assert "archivée" not in page.html


def test_without_an_index_a_sheet_is_shown_all_the_same(visitor: Browser, sheet: Sheet) -> None:
    page = visitor.get(address(sheet))

    assert page.status == 200
    assert not page.select(".similar")


def test_an_archived_sheet_is_read_by_its_authors_and_editors_alone(
    browser: Open, visitor: Browser, yann: Person, editor: Person, sheet: Sheet
) -> None:
    archive_sheet(actor(editor), sheet.id, "Elle a fait son temps.")

    assert "Cette fiche a quitté la bibliothèque." in browser(editor).get(address(sheet)).main
    for reader in (visitor, browser(yann)):
        assert reader.get(address(sheet)).status == 404


def test_what_others_add_to_the_page_stands_on_it(browser: Open, claire: Person, sheet: Sheet) -> None:
    page = browser(claire).get(address(sheet))

    assert "Nous l’avons fait ici" in page.links()
    assert page.select("#transpositions")


def test_at_the_end_stand_the_citation_the_licence_and_what_to_take_away(visitor: Browser, sheet: Sheet) -> None:
    page = visitor.get(address(sheet))

    assert page.texts(".sheet section")[-1].startswith("Pour citer cette fiche")
    assert page.texts(".take-away li") == ["PDF", "BibTeX", "RIS", "CSL-JSON", "Markdown", "JSON", "JSON-LD"]
    assert page.texts(".permanent a")[0].endswith(address(sheet))


def test_headings_are_in_the_readers_language_and_the_text_in_the_sheets(visitor: Browser, editor: Person) -> None:
    page = visitor.get(address(make_sheet(editor, language="en")))

    assert not page.select("[lang=en] h2")
    assert page.select("section > [lang=en]")
    assert page.texts("#background") == ["Contexte"]


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
