"""The report that Médiane grew from: each of its lines is accounted for, and each word of its content is kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskCliRunner

from forum.accounts.models import Person
from forum.extensions import db
from forum.practices.models import Sheet, SheetVersion
from forum.practices.report import Report, read_report
from forum.practices.report.decoding import decoded_report
from tests.browsing import Browser
from tests.practices.accounts_of_reports import dropped_lines, kept_words, words_of

FOUNDING = Path(__file__).parents[2].parent / "shared" / "data" / "resolis-osez-la-mediation.txt"

LINES = """
boilerplate     | Logo Osez
title           | Osez la Médiation: develop
summary         | Summary :
boilerplate     | Share this report
start           | • Start date
place           | • Implementation site
budget          | • Budget
organisation    | • Osez la médiation
address         | • 18 rue
address         | • 75015
employees       | • Employees
volunteers      | • Volunteers
heading         | Editorial committee
proofread_on    | • Date of proofreading
opinion         | Opinion of
solution_types  | Solution(s) :
country         | Country :
stature         | Stature of
participants    | Participant :
beneficiaries   | • Beneficiaries
domains         | • Domain
programme       | Reports collected
licence         | Copyright:
citation        | To reference
heading         | Background to
background      | Muriel Leselbaum
background      | The two founders
heading         | Objectives of
objectives      | - To educate
objectives      | - To help
heading         | Implemented actions
actions         | - Customised modules
actions         | - Interventions in
heading         | Quantitative and qualitative
results         | • For the staff
results         | - Creation of
results         | - Formalisation of
results         | - Development of
results         | - The introduction
results         | • Indirect effects
heading         | Original characteristics
originality     | - The support
originality     | - Encourage the
originality     | - The strengthening
originality     | - The exemplary
heading         | Partnership(s) developed
partnerships    | Program developed
heading         | Difficulties and/or
difficulties    | - The difficulties
difficulties    | - Lack of
difficulties    | - The extent
difficulties    | - Difficulties in
difficulties    | - Long term
difficulties    | - Inherent obstacles
heading         | Solutions used
solutions       | - Formalise the
solutions       | - Train people
solutions       | - Contact local
heading         | Suggestions for
improvements    | - Form communities
improvements    | - Carry out
heading         | Summary of factors
success_factors | - In respect
success_factors | - Develop support
success_factors | - Rather than
heading         | Bibliographic references
references      | Jacques Faget
references      | Robert A. Baruch
boilerplate     | Share this report
boilerplate     | Download the report
"""
"""Where each line that is not blank belongs, by its first words."""

FACTS = {
    "title": "Osez la Médiation: develop relational intelligence in the educational environment",
    "start": "2014",
    "place": "Ile-de-France",
    "budget": "N/A",
    "organisation": "Osez la médiation",
    "address": "18 rue du Docteur Finlay, 75015 Paris",
    "employees": "0",
    "volunteers": "2",
    "proofread_on": "02/09/2015",
    "opinion": "generalise",
    "solution_types": "Coordination of actions Education",
    "country": "France, Île-de-France",
    "stature": "Local",
    "participants": "Association, ONG",
    "beneficiaries": "Professionals, Pupil, students",
    "domains": "Education, Training, Cooperation",
    "programme": (
        "Reports collected as part of the RESOLIS programme"
        " « Taking Action together against dropping out of school » (2015)"
    ),
    "licence": "Licence Creative Commons Attribution 3.0 ( http://creativecommons.org/licenses/by/3.0/ )",
    "citation": (
        "Leselbaum Muriel , « Osez la Médiation: develop relational intelligence in the educational environment »,"
        " **Journal RESOLIS** (2015)"
    ),
    "authors": "Leselbaum Muriel",
    "language": "en",
}


def test_each_line_goes_where_it_belongs(report: Report) -> None:
    lines = [line for line in report.lines if line.place != "blank"]

    assert len(lines) == len(expected_lines())
    for line, (place, beginning) in zip(lines, expected_lines(), strict=True):
        assert (line.place, line.text.strip()[: len(beginning)]) == (place, beginning)


def test_the_account_holds_every_line_of_the_file(report: Report, text: str) -> None:
    assert [line.text for line in report.lines] == text.split("\n")
    assert [line.number for line in report.lines] == list(range(1, len(report.lines) + 1))


def test_no_word_of_the_content_is_dropped(report: Report) -> None:
    assert dropped_lines(report) == []


def test_each_fact_is_in_its_field_and_nothing_fits_nowhere(report: Report) -> None:
    assert {key: report.content.get(key) for key in FACTS} == FACTS
    assert "other" not in report.content


def test_what_was_nested_stays_nested(report: Report) -> None:
    lines = report.content["results"].split("\n")

    assert [line[:6] for line in lines] == ["- For ", "    - ", "    - ", "    - ", "    - ", "- Indi"]


def test_the_command_brings_it_into_a_sheet_that_keeps_every_word(
    command: FlaskCliRunner, editor: Person, report: Report
) -> None:
    result = command.invoke(args=["practices", "import", str(FOUNDING)])

    assert result.exit_code == 0, result.output
    version = db.session.query(SheetVersion).one()
    assert db.session.query(Sheet).one().owner_id == editor.id
    assert version.content == report.content
    for line in report.lines:
        if line.place not in ("heading", "boilerplate", "blank", "opinion"):
            value = line.text.partition(":")[2]
            kept = kept_words(version.content, line.place)
            assert kept.issuperset(words_of(line.text)) or kept.issuperset(words_of(value)), line.text


def test_its_page_says_how_to_cite_it_as_the_report_does(
    command: FlaskCliRunner, editor: Person, browser: Callable[..., Browser]
) -> None:
    command.invoke(args=["practices", "import", "--publish", str(FOUNDING)])

    page = browser().get("/practices/1-osez-la-mediation-develop-relational-intelligence-in-the-educational")

    assert page.status == 200
    assert page.texts(".cite p") == [
        "Leselbaum Muriel , « Osez la Médiation: develop relational intelligence in the educational environment »,"
        " Journal RESOLIS (2015)"
    ]
    assert page.texts(".cite strong") == ["Journal RESOLIS"]
    assert "À généraliser" in " ".join(page.texts(".badge"))
    for key in ("background", "objectives", "actions", "results", "originality", "partnerships", "success_factors"):
        assert page.select(f"#{key}"), key


@pytest.mark.parametrize("question", ["exclusion définitive", "intelligence relationnelle", "relational intelligence"])
def test_a_visitor_finds_the_founding_sheet(
    command: FlaskCliRunner,
    editor: Person,
    browser: Callable[..., Browser],
    deliver: Callable[[], int],
    question: str,
) -> None:
    if question == "relational intelligence":
        files = [str(FOUNDING)]
    else:
        files = [str(FOUNDING), str(Path(__file__).parents[2] / "forum/demo/data/sheets/osez-la-mediation.fr.txt")]
    command.invoke(args=["practices", "import", "--publish", *files])
    deliver()

    page = browser().get("/search", query_string={"q": question})

    assert any("Osez la " in words for words in page.links())


def expected_lines() -> list[tuple[str, str]]:
    pairs = (line.split("|", 1) for line in LINES.strip().split("\n"))
    return [(place.strip(), beginning.strip()) for place, beginning in pairs]


@pytest.fixture
def text() -> str:
    if not FOUNDING.exists():
        pytest.skip(f"the founding report is not at {FOUNDING}")
    return decoded_report(FOUNDING.read_bytes())


@pytest.fixture
def report(text: str, speaking: None) -> Report:
    return read_report(text)


@pytest.fixture(autouse=True)
def _there(text: str) -> None:
    """Nothing here can be shown without the report."""
