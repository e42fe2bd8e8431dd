"""A sheet in bibliographies: cited in words, in BibTeX, in RIS and in CSL-JSON, as the libraries that read these do."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import bibtexparser
import pytest
import rispy
from bibtexparser.middlewares import LatexDecodingMiddleware, SeparateCoAuthors, SplitNameParts
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from flask import Flask
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

from forum.accounts.models import Person
from forum.core.text import is_blank, tidy_line
from forum.practices.exports.bibtex import bibtex
from forum.practices.exports.csl import csl_json
from forum.practices.exports.names import name_of, names_of
from forum.practices.exports.record import SheetRecord, licence_address
from forum.practices.exports.ris import ris
from forum.practices.services.content import html_of
from tests.browsing import Browser
from tests.practices.factories import make_sheet, make_small_sheet
from tests.practices.test_sheet import address

FOUNDING = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "resolis-osez-la-mediation.txt"
AWKWARD = 'Le « 50 % & plus » : {accolades} d\'un \\chemin_$x^2$ ~ #1 "cité" — @fin'
PUBLISHED = datetime(2026, 3, 9, 8, 30, tzinfo=UTC)


def test_bibtex_is_read_by_bibtexparser(visitor: Browser, editor: Person) -> None:
    sheet = make_sheet(editor, citation="")

    page = visitor.get(f"{address(sheet)}.bib")

    entry = one_entry(page.html)
    assert page.response.content_type == "application/x-bibtex; charset=utf-8"
    assert sheet.published_at is not None
    assert entry["ENTRYTYPE"] == "online"
    assert entry["ID"] == f"riou{sheet.published_at.year}-{sheet.id}"
    assert [(str(name.last[0]), str(name.first[0])) for name in entry["author"]] == [
        ("Riou", "Gwenola"),
        ("Mahé", "Paul"),
    ]
    assert entry["title"] == "Le tutorat du soir"
    assert entry["organization"] == "Médiane"
    assert entry["year"] == str(sheet.published_at.year)
    assert entry["url"].endswith(address(sheet))
    assert entry["keywords"] == "Éducation, Entraide, tutorat"
    assert entry["abstract"] == "Des lycéens aident des collégiens, deux soirs par semaine."


def test_a_report_from_a_journal_is_cited_from_there(visitor: Browser, editor: Person) -> None:
    sheet = make_sheet(editor)

    entry = one_entry(visitor.get(f"{address(sheet)}.bib").html)

    assert entry["ENTRYTYPE"] == "article"
    assert entry["journal"] == "Revue du Canal"
    assert entry["year"] == "2020"
    assert [str(name.last[0]) for name in entry["author"]] == ["Riou"]


def test_ris_is_read_by_rispy(visitor: Browser, editor: Person) -> None:
    sheet = make_sheet(editor, citation="")

    page = visitor.get(f"{address(sheet)}.ris")

    assert page.response.content_type == "application/x-research-info-systems; charset=utf-8"
    [entry] = rispy.loads(page.html)
    assert sheet.published_at is not None
    assert entry["type_of_reference"] == "ELEC"
    assert entry["authors"] == ["Riou, Gwenola", "Mahé, Paul"]
    assert entry["title"] == "Le tutorat du soir"
    assert entry["secondary_title"] == "Médiane"
    assert entry["year"] == str(sheet.published_at.year)
    assert entry["keywords"] == ["Éducation", "Entraide", "tutorat"]
    assert entry["urls"][0].endswith(address(sheet))
    assert page.response.get_data().endswith(b"\r\nER  - \r\n")


def test_csl_json_is_set_in_a_citation_style(visitor: Browser, editor: Person) -> None:
    sheet = make_sheet(editor, citation="")

    page = visitor.get(f"{address(sheet)}.csl.json")

    assert page.response.content_type == "application/vnd.citationstyles.csl+json; charset=utf-8"
    [item] = json.loads(page.html)
    assert item["type"] == "webpage"
    assert item["author"][0] == {"family": "Riou", "given": "Gwenola"}
    written = bibliography(page.html)
    assert sheet.published_at is not None
    for said in ("Riou", "Mahé", str(sheet.published_at.year), "Le tutorat du soir"):
        assert said in written


def test_the_founding_report_is_cited_as_it_asks_to_be(app: Flask, editor: Person, visitor: Browser) -> None:
    if not FOUNDING.exists():
        pytest.skip("the founding report is not on this machine")
    from forum.practices.report import read_report

    sheet = make_small_sheet(editor, **dict(read_report(FOUNDING.read_text(encoding="utf-8")).content))

    assert visitor.get(address(sheet)).texts(".cite p") == [
        "Leselbaum Muriel , « Osez la Médiation: develop relational intelligence in the educational environment »,"
        " Journal RESOLIS (2015)"
    ]
    entry = one_entry(visitor.get(f"{address(sheet)}.bib").html)
    assert (entry["ENTRYTYPE"], entry["journal"], entry["year"]) == ("article", "Journal RESOLIS", "2015")
    assert [(name.last, name.first) for name in entry["author"]] == [(["Leselbaum"], ["Muriel"])]
    [read] = rispy.loads(visitor.get(f"{address(sheet)}.ris").html)
    assert (read["type_of_reference"], read["authors"], read["year"]) == ("JOUR", ["Leselbaum, Muriel"], "2015")
    assert "Journal RESOLIS" in bibliography(visitor.get(f"{address(sheet)}.csl.json").html)


def test_a_sheet_without_authors_can_be_cited(visitor: Browser, editor: Person) -> None:
    sheet = make_small_sheet(editor, "Sans auteur")

    assert visitor.get(address(sheet)).texts(".cite p")[0].startswith("Anonyme, « Sans auteur », Médiane (")
    assert "author" not in one_entry(visitor.get(f"{address(sheet)}.bib").html)
    [entry] = rispy.loads(visitor.get(f"{address(sheet)}.ris").html)
    assert "authors" not in entry
    assert "Sans auteur" in bibliography(visitor.get(f"{address(sheet)}.csl.json").html)


def test_an_english_sheet_is_cited_in_english(visitor: Browser, editor: Person) -> None:
    sheet = make_small_sheet(editor, "Evening tutoring", language="en")

    assert visitor.get(address(sheet)).texts(".cite p")[0].startswith("Anonymous, “Evening tutoring”, Médiane (")
    assert one_entry(visitor.get(f"{address(sheet)}.bib").html)["langid"] == "english"


@pytest.mark.parametrize(
    "words",
    [
        "Voir le site de la revue.",
        "Riou, « sans fin, Revue (2020)",
        "(2020)",
        "A, « B », « C », D (20)",
        "« B », R (2020)",
    ],
)
def test_a_citation_in_another_form_is_shown_as_it_is_and_the_library_cited(words: str) -> None:
    made = record(title="Titre", citation=words, authors="Ana Petit")

    assert one_entry(bibtex(made))["organization"] == "Médiane"
    assert one_entry(bibtex(made))["title"] == "Titre"


@pytest.mark.parametrize("title", [AWKWARD, "{", "}{", "\\", "%", "مدرسة الحي 🎒", "TY - JOUR", "}, note = {x"])
def test_awkward_titles_come_through_every_form(title: str) -> None:
    made = record(title=title, authors="Équipe {du} collège & co, Ana Petit")

    assert one_entry(bibtex(made))["title"] == title
    [read] = rispy.loads(ris(made))
    assert read["title"] == title
    assert read["authors"][1] == "Petit, Ana"
    assert json.loads(csl_json(made))[0]["title"] == title


@given(st.text(min_size=1, max_size=80), st.text(max_size=60))
@example("{\\", "% ER  - ")
@example("?` -- ``oui'' ,,non << >>", "---")
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_typed_makes_one_entry_that_says_it(title: str, author: str) -> None:
    title, author = tidy_line(title), tidy_line(author)
    if is_blank(title):
        return
    made = record(title=title, authors=author, tags=author)

    assert one_entry(bibtex(made))["title"] == title
    [read] = rispy.loads(ris(made))
    assert read["title"] == title
    [item] = json.loads(csl_json(made))
    assert item["title"] == title


@pytest.mark.parametrize(
    ("words", "family", "given_name"),
    [
        ("Gwenola Riou", "Riou", "Gwenola"),
        ("Anne de la Tour", "de la Tour", "Anne"),
        ("RIOU Gwenola", "RIOU", "Gwenola"),
        ("Jean-Paul LE GALL", "LE GALL", "Jean-Paul"),
        ("J.-P. Dubois", "Dubois", "J.-P."),
        ("Association Courte Échelle", "", ""),
        ("Collège Émile Zola", "", ""),
        ("Plume", "", ""),
        ("l’équipe des surveillants", "", ""),
        ("😀 emoji", "", ""),
    ],
)
def test_a_name_is_parted_where_that_is_sure(words: str, family: str, given_name: str) -> None:
    name = name_of(words)

    assert (name.family, name.given) == (family, given_name)
    assert name.words == words


def test_names_joined_by_and_are_two() -> None:
    assert [name.words for name in names_of("Gwenola Riou et Paul Mahé, Ana Petit and Bo Lund")] == [
        "Gwenola Riou",
        "Paul Mahé",
        "Ana Petit",
        "Bo Lund",
    ]


@pytest.mark.parametrize(
    ("words", "url"),
    [
        ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
        ("Licence CC-BY-NC-SA 3.0", "https://creativecommons.org/licenses/by-nc-sa/3.0/"),
        ("cc by-nd", "https://creativecommons.org/licenses/by-nd/4.0/"),
        ("CC0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        ("Attribution ( http://creativecommons.org/licenses/by/3.0/ )", "http://creativecommons.org/licenses/by/3.0/"),
        ("Tous droits réservés", ""),
        ("", ""),
        ("javascript:alert(1)", ""),
    ],
)
def test_a_licence_leads_to_its_text(words: str, url: str) -> None:
    assert licence_address(words) == url


def one_entry(text: str) -> dict[str, Any]:
    """The only entry of a BibTeX file, its TeX read, its authors parted."""
    tex = get_default_latex_context_db()
    unknown = {"textbraceleft": "{", "textbraceright": "}", "textasciicircum": "^"}
    tex.add_context_category("ours", macros=[MacroTextSpec(*pair) for pair in unknown.items()], prepend=True)
    reading = LatexDecodingMiddleware(decoder=LatexNodes2Text(latex_context=tex))
    library = bibtexparser.parse_string(text, append_middleware=[SeparateCoAuthors(), SplitNameParts(), reading])
    assert not library.failed_blocks
    [entry] = library.entries
    fields = {field.key: field.value for field in entry.fields}
    return {"ENTRYTYPE": entry.entry_type, "ID": entry.key, **fields}


def bibliography(text: str) -> str:
    """What a style for articles makes of CSL-JSON."""
    source = CiteProcJSON(json.loads(text))
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    written = CitationStylesBibliography(style, source, formatter.plain)
    written.register(Citation([CitationItem(next(iter(source)))]))
    return "\n".join(str(line) for line in written.bibliography())


def record(**content: str) -> SheetRecord:
    """A sheet as exports know it, of these fields."""
    content = {key: value for key, value in content.items() if value}
    return SheetRecord(12, "titre", "fr", 3, content, html_of(content), PUBLISHED, PUBLISHED, "https://mediane.example")
