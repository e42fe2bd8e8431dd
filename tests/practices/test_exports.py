"""A sheet handed out: in which forms, with which head; and nothing of what is not published."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from flask import Flask

from forum.accounts.models import Person
from forum.core.text import slug
from forum.practices.exports.formats import FORMATS
from forum.practices.exports.linked_data import data_block
from forum.practices.exports.record import sheet_path
from forum.practices.exports.whole_markdown import whole_markdown
from forum.practices.fields import FIELDS
from forum.practices.models import Sheet
from forum.practices.report import read_report
from forum.practices.services import archive_sheet, link_translation, save_sheet
from tests.browsing import Browser, Page
from tests.factories import actor
from tests.practices.factories import EVERY_FIELD, make_draft, make_sheet, make_small_sheet
from tests.practices.test_citations import AWKWARD, record
from tests.practices.test_sheet import address

Open = Callable[..., Browser]
SECRET = "Le mot goéland n’est que là"
ENDS = [*FORMATS, "pdf"]
TYPES = {
    "bib": "application/x-bibtex; charset=utf-8",
    "ris": "application/x-research-info-systems; charset=utf-8",
    "csl.json": "application/vnd.citationstyles.csl+json; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "jsonld": "application/ld+json; charset=utf-8",
}


@pytest.mark.parametrize("end", FORMATS)
def test_each_form_is_answered_as_what_it_is_and_again_from_the_cache(
    visitor: Browser, sheet: Sheet, statements: list[str], end: str
) -> None:
    url = f"{address(sheet)}.{end}"
    first = visitor.get(url)
    statements.clear()
    again = visitor.get(url)

    assert len(statements) == 1
    for page in (first, again):
        assert page.status == 200
        assert page.response.content_type == TYPES[end]
        assert page.response.headers["Content-Disposition"].endswith(f'filename="le-tutorat-du-soir.{end}"')
        assert page.response.headers["Link"].endswith(f'{address(sheet)}>; rel="canonical"')
        assert page.response.headers["X-Content-Type-Options"] == "nosniff"
    assert first.html == again.html
    unchanged = visitor.get(f"{address(sheet)}.{end}", headers={"If-None-Match": first.response.headers["ETag"]})
    assert unchanged.status == 304
    assert not unchanged.html


@pytest.mark.parametrize("end", FORMATS)
def test_a_member_is_answered_that_nothing_changed_too(browser: Open, claire: Person, sheet: Sheet, end: str) -> None:
    reader = browser(claire)

    first = reader.get(f"{address(sheet)}.{end}")

    assert first.status == 200
    tag = first.response.headers["ETag"]
    assert reader.get(f"{address(sheet)}.{end}", headers={"If-None-Match": tag}).status == 304


@pytest.mark.parametrize("end", FORMATS)
def test_what_is_published_anew_is_handed_out_anew(visitor: Browser, editor: Person, end: str) -> None:
    from forum.practices.services import publish_at_once

    sheet = make_sheet(editor, citation="")
    before = visitor.get(f"{address(sheet)}.{end}")
    save_sheet(actor(editor), sheet.id, 1, {**EVERY_FIELD, "citation": "", "summary": "Un tout autre résumé."})
    publish_at_once(actor(editor), sheet.id)

    after = visitor.get(f"{address(sheet)}.{end}")

    assert "Un tout autre résumé." in after.html
    assert after.response.headers["ETag"] != before.response.headers["ETag"]


@pytest.mark.parametrize("end", ENDS)
def test_a_wrong_title_in_the_address_leads_to_the_right_one(visitor: Browser, sheet: Sheet, end: str) -> None:
    page = visitor.get(f"/practices/{sheet.id}-autre.{end}", follow=False)

    assert page.status == 301
    assert page.response.headers["Location"].endswith(f"{address(sheet)}.{end}")


@pytest.mark.parametrize("end", ENDS)
def test_a_draft_is_handed_out_to_nobody(
    browser: Open, visitor: Browser, claire: Person, yann: Person, editor: Person, end: str
) -> None:
    draft = make_draft(claire, title=SECRET)

    for reader in (visitor, browser(yann), browser(claire), browser(editor)):
        for title in (slug(SECRET), "autre"):
            page = reader.get(f"/practices/{draft.id}-{title}.{end}", follow=False)
            assert page.status == 404
            assert SECRET not in page.html
            assert slug(SECRET) not in str(page.response.headers)


@pytest.mark.parametrize("end", ENDS)
def test_a_revision_on_its_way_is_handed_out_to_nobody(
    browser: Open, visitor: Browser, editor: Person, sheet: Sheet, end: str
) -> None:
    path = address(sheet)
    save_sheet(
        actor(editor), sheet.id, 1, {**EVERY_FIELD, "title": SECRET, "background": SECRET, "authors": "Zoé Goéland"}
    )

    for reader in (visitor, browser(editor)):
        page = reader.get(f"{path}.{end}?version=latest")
        assert page.status == 200
        assert "goéland" not in page.html.lower()
        assert "goeland" not in page.html.lower()


@pytest.mark.parametrize("end", ENDS)
def test_an_archived_sheet_is_handed_out_no_more(visitor: Browser, editor: Person, sheet: Sheet, end: str) -> None:
    assert visitor.get(f"{address(sheet)}.{end}").status == 200

    archive_sheet(actor(editor), sheet.id, "Elle a fait son temps.")

    assert visitor.get(f"{address(sheet)}.{end}").status == 404


def test_json_holds_every_field_as_it_was_written(visitor: Browser, sheet: Sheet) -> None:
    found = json.loads(visitor.get(f"{address(sheet)}.json").html)

    lists = {key: [part.strip() for part in EVERY_FIELD[key].split(",")] for key in LISTS}
    assert found["fields"] == {**EVERY_FIELD, **lists}
    assert found["url"].endswith(address(sheet))
    assert found["version"] == 1
    assert found["licence"] == {"words": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"}
    assert found["cite_as"] == "Riou Gwenola, « Le tutorat du soir », Revue du Canal (2020)"


def test_markdown_can_be_imported_again_without_loss(visitor: Browser, sheet: Sheet, speaking: None) -> None:
    written = visitor.get(f"{address(sheet)}.md").html

    assert dict(read_report(written).content) == EVERY_FIELD


def test_english_markdown_too_can_be_imported_again(app: Flask, speaking: None) -> None:
    content = {**EVERY_FIELD, "language": "en"}

    read = dict(read_report(whole_markdown(record(**content))).content)

    assert read == content


def test_headings_within_a_field_stay_within_it(app: Flask, speaking: None) -> None:
    content = {"title": "Le goûter partagé", "actions": "# Un\n\nDeux.\n\n## Trois\n\nQuatre.", "results": "Cinq."}

    read = dict(read_report(whole_markdown(record(**content))).content)

    assert read["actions"] == content["actions"]
    assert read["results"] == content["results"]


def test_linked_data_is_a_learning_resource(visitor: Browser, sheet: Sheet) -> None:
    document = json.loads(visitor.get(f"{address(sheet)}.jsonld").html)
    page = visitor.get(address(sheet))
    [block] = page.select('head script[type="application/ld+json"]')

    assert json.loads(block.get_text()) == document
    assert document["@context"] == "https://schema.org"
    assert document["@type"] == "LearningResource"
    assert document["name"] == "Le tutorat du soir"
    assert document["@id"].endswith(address(sheet))
    assert document["author"][0]["familyName"] == "Riou"
    assert document["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert document["inLanguage"] == "fr"
    assert [one["name"] for one in document["about"]] == ["Éducation", "Entraide"]
    assert document["isBasedOn"]["isPartOf"]["name"] == "Revue du Canal"


def test_a_data_block_holds_nothing_that_ends_it(app: Flask) -> None:
    made = record(title="</script><script>alert(1)</script> & <!-- \u2028", authors="</ScRiPt>")

    block = str(data_block(made))

    inside = block.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert not re.search("[<>&\u2028]", inside)
    assert json.loads(inside)["name"] == made.title


def test_the_head_speaks_dublin_core_and_open_graph(visitor: Browser, sheet: Sheet) -> None:
    page = visitor.get(address(sheet))

    core = [(str(tag["name"]), str(tag["content"])) for tag in page.select('meta[name^="DC."]')]
    assert ("DC.title", "Le tutorat du soir") in core
    assert [value for name, value in core if name == "DC.subject"] == ["Éducation", "Entraide", "tutorat"]
    assert ("DC.creator", "Riou, Gwenola") in core
    assert ("DC.language", "fr") in core
    assert ("DC.rights", "https://creativecommons.org/licenses/by/4.0/") in core
    graph = {str(tag["property"]): str(tag["content"]) for tag in page.select('meta[property^="og:"]')}
    assert graph["og:title"] == "Le tutorat du soir"
    assert graph["og:url"] == canonical(page)
    assert graph["og:description"] == "Des lycéens aident des collégiens, deux soirs par semaine."
    assert graph["og:locale"] == "fr_FR"
    offered = {str(link["type"]): str(link["href"]) for link in page.select('link[rel="alternate"][type]')}
    for kind, url in offered.items():
        assert visitor.get(url).status == 200, kind
    assert len(offered) == len(FORMATS) + 1


def test_the_canonical_address_and_those_of_translations_are_whole(
    visitor: Browser, editor: Person, app: Flask, sheet: Sheet
) -> None:
    english = make_small_sheet(editor, "Evening tutoring", language="en")
    link_translation(actor(editor), english.id, sheet.id)
    site = app.config["SETTINGS"].address

    page = visitor.get(address(sheet))

    assert canonical(page) == f"{site}{address(sheet)}"
    languages = {str(link["hreflang"]): str(link["href"]) for link in page.select("link[hreflang]")}
    assert languages == {"fr": f"{site}{address(sheet)}", "en": f"{site}{address(english)}"}
    document = json.loads(visitor.get(f"{address(english)}.jsonld").html)
    assert document["translationOfWork"] == {"@id": f"{site}{address(sheet)}"}
    assert json.loads(visitor.get(f"{address(sheet)}.json").html)["translations"] == {"en": f"{site}{address(english)}"}


def test_a_draft_has_no_data_in_its_head(browser: Open, claire: Person, draft: Sheet) -> None:
    page = browser(claire).get(address(draft))

    assert [str(tag["content"]) for tag in page.select('meta[name="robots"]')] == ["noindex"]
    assert not page.select(
        'meta[name^="DC."], meta[property^="og:"], link[rel="canonical"], main ~ script, head script:not([src])'
    )
    assert not page.select('a[href$=".bib"], a[href$=".pdf"]')


@pytest.mark.parametrize("end", FORMATS)
def test_awkward_words_are_handed_out_as_they_are(visitor: Browser, editor: Person, end: str) -> None:
    fields = {field.key: f"{AWKWARD} </script> 🎒 مدرسة" for field in FIELDS if field.key not in ("language", "files")}
    sheet = make_sheet(editor, **fields)

    page = visitor.get(f"{address(sheet)}.{end}")

    assert page.status == 200
    if end.endswith("json"):
        assert "🎒" in json.dumps(json.loads(page.html), ensure_ascii=False)
    assert "🎒" in page.html
    assert visitor.get(address(sheet)).status == 200


def test_a_sheet_without_a_latin_letter_has_files_with_a_name(visitor: Browser, editor: Person) -> None:
    sheet = make_small_sheet(editor, "مدرسة الحي")

    page = visitor.get(f"{address(sheet)}.bib")

    assert sheet.slug == "-"
    assert page.response.headers["Content-Disposition"] == f'attachment; filename="mediane-{sheet.id}.bib"'


def test_the_path_of_a_sheet_is_the_one_it_is_served_at(app: Flask) -> None:
    with app.test_request_context():
        assert sheet_path(3, "titre") == app.url_for("practices.sheet", sheet_id=3, slug="titre")


def canonical(page: Page) -> str:
    [link] = page.select('link[rel="canonical"]')
    return str(link["href"])


LISTS: tuple[str, ...] = tuple(field.key for field in FIELDS if field.kind == "list")
