"""Harvesters take the library whole, learn what changed and what left it, and nothing of what was never in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from sickle import Sickle
from sickle.oaiexceptions import IdDoesNotExist, NoRecordsMatch
from sqlalchemy import update

from forum.accounts.models import Person, Role
from forum.core.transactions import transaction
from forum.extensions import db
from forum.practices.models import Sheet
from forum.practices.opendata.harvesting import (
    HarvestError,
    Position,
    Wanted,
    checked_arguments,
    make_token,
    moment_of,
    read_token,
)
from forum.practices.queries import harvest
from forum.practices.services import archive_sheet, reinstate_sheet, save_sheet
from tests.factories import actor, make_person
from tests.practices.factories import EVERY_FIELD, make_sheet, make_small_sheet
from tests.practices.handed_out import ask, schema, served

OAI = "{http://www.openarchives.org/OAI/2.0/}"
LONG_AGO = datetime(2021, 3, 1, 8, 0, 0, tzinfo=UTC)


def test_sickle_reads_who_answers_and_how(harvester: Sickle) -> None:
    told = harvester.Identify()

    assert told.repositoryName == "Médiane, bibliothèque de pratiques"
    assert told.deletedRecord == "persistent"
    assert told.granularity == "YYYY-MM-DDThh:mm:ssZ"
    assert told.baseURL.endswith("/oai")
    assert [form.metadataPrefix for form in harvester.ListMetadataFormats()] == ["oai_dc"]


def test_sickle_harvests_a_sheet_whole(harvester: Sickle, sheet: Sheet) -> None:
    (record,) = harvester.ListRecords(metadataPrefix="oai_dc")
    told = record.metadata

    assert record.header.identifier == f"oai:mediane.example:sheet/{sheet.id}"
    assert told["title"] == [EVERY_FIELD["title"]]
    assert told["creator"] == ["Riou, Gwenola"], "as the sheet says it is to be cited"
    assert {"Éducation", "Entraide", "tutorat"} <= set(told["subject"])
    assert told["description"] == ["Des lycéens aident des collégiens, deux soirs par semaine."]
    assert told["language"] == ["fr"]
    assert told["identifier"] == [f"http://127.0.0.1:5000/practices/{sheet.id}-{sheet.slug}"]
    assert told["rights"] == ["https://creativecommons.org/licenses/by/4.0/"]


def test_sickle_harvests_a_library_of_several_pages_each_sheet_once(harvester: Sickle, editor: Person) -> None:
    sheets = [make_small_sheet(editor) for _ in range(7)]

    for listed in (harvester.ListRecords, harvester.ListIdentifiers):
        found = [item.header if hasattr(item, "header") else item for item in listed(metadataPrefix="oai_dc")]
        assert [header.identifier for header in found] == [identifier(sheet) for sheet in sheets]


def test_sheets_of_the_very_same_moment_are_each_given_once(harvester: Sickle, editor: Person) -> None:
    sheets = [make_small_sheet(editor) for _ in range(7)]
    put_at(LONG_AGO, *sheets)

    found = [record.header.identifier for record in harvester.ListRecords(metadataPrefix="oai_dc")]

    assert sorted(found) == sorted(identifier(sheet) for sheet in sheets)


def test_a_harvest_loses_nothing_that_changes_meanwhile(harvester: Sickle, editor: Person) -> None:
    sheets = [make_small_sheet(editor) for _ in range(7)]
    records = iter(harvester.ListRecords(metadataPrefix="oai_dc"))
    first = [next(records).header.identifier for _ in range(2)]
    archive_sheet(actor(editor), sheets[0].id, "Doublon")  # given already
    archive_sheet(actor(editor), sheets[4].id, "Doublon")  # still to be given
    added = make_small_sheet(editor)

    rest = list(records)

    given = first + [record.header.identifier for record in rest]
    assert set(given) == {identifier(sheet) for sheet in [*sheets, added]}
    last_words = {record.header.identifier: record.header.deleted for record in rest}
    assert last_words[identifier(sheets[0])] and last_words[identifier(sheets[4])]


def test_a_sheet_that_leaves_the_library_is_told_as_deleted_for_ever(
    harvester: Sickle, sheet: Sheet, editor: Person
) -> None:
    archive_sheet(actor(editor), sheet.id, "Doublon")

    (record,) = harvester.ListRecords(metadataPrefix="oai_dc")
    assert record.header.deleted
    assert record.xml.find(f"{OAI}metadata") is None
    assert harvester.GetRecord(identifier=identifier(sheet), metadataPrefix="oai_dc").header.deleted
    assert list(harvester.ListRecords(metadataPrefix="oai_dc", ignore_deleted=True)) == []
    reinstate_sheet(actor(make_person(role=Role.EDITOR)), sheet.id, "Une erreur")
    assert not harvester.GetRecord(identifier=identifier(sheet), metadataPrefix="oai_dc").header.deleted


@pytest.mark.parametrize("state", ["draft", "submitted", "in_review", "changes_asked"])
def test_what_was_never_in_the_library_is_told_by_no_verb(harvester: Sickle, draft: Sheet, state: str) -> None:
    with transaction():
        db.session.execute(update(Sheet).values(state=state))

    for listed in (harvester.ListRecords, harvester.ListIdentifiers):
        with pytest.raises(NoRecordsMatch):
            list(listed(metadataPrefix="oai_dc"))
    for one in (
        lambda: harvester.GetRecord(identifier=identifier(draft), metadataPrefix="oai_dc"),
        lambda: harvester.ListMetadataFormats(identifier=identifier(draft)),
    ):
        with pytest.raises(IdDoesNotExist):
            one()
    assert "domain:education" not in [one.setSpec for one in harvester.ListSets()]


def test_a_revision_under_way_is_not_told(harvester: Sickle, sheet: Sheet, editor: Person) -> None:
    save_sheet(actor(editor), sheet.id, sheet.latest_version, {**EVERY_FIELD, "title": "Le titre à venir"})

    (record,) = harvester.ListRecords(metadataPrefix="oai_dc")
    assert record.metadata["title"] == [EVERY_FIELD["title"]]


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        ({"from": "2021-03-01"}, {0, 1, 2}),
        ({"from": "2021-03-02"}, {1, 2}),
        ({"until": "2021-03-02"}, {0, 1}),
        ({"from": "2021-03-02", "until": "2021-03-02"}, {1}),
        ({"from": "2021-03-01T08:00:00Z", "until": "2021-03-01T08:00:00Z"}, {0}),
        ({"from": "2021-03-01T08:00:01Z", "until": "2021-03-03T07:59:59Z"}, {1}),
        ({"until": "2021-03-01T07:59:59Z"}, set()),
        ({"from": "2021-03-04"}, set()),
    ],
)
def test_a_span_of_time_holds_both_of_its_ends(editor: Person, span: dict[str, str], expected: set[int]) -> None:
    sheets = [make_small_sheet(editor) for _ in range(3)]
    for days, sheet in enumerate(sheets):
        put_at(LONG_AGO + timedelta(days=days, microseconds=400_000), sheet)

    found = identifiers(oai(verb="ListIdentifiers", metadataPrefix="oai_dc", **span))

    assert found == {identifier(sheets[index]) for index in expected}


def test_sets_narrow_a_harvest_down(harvester: Sickle, editor: Person) -> None:
    french = make_sheet(editor)
    english = make_small_sheet(editor, "Evening tutors", language="en", domains="Éducation, Santé")
    sets = {one.setSpec: one.setName for one in harvester.ListSets()}
    assert sets["domain:education"] == "Éducation"

    def in_set(name: str) -> set[str]:
        return identifiers(oai(verb="ListRecords", metadataPrefix="oai_dc", set=name))

    assert in_set("language:en") == {identifier(english)}
    assert in_set("opinion:generalise") == {identifier(french)}
    assert in_set("domain:education") == {identifier(french), identifier(english)}
    assert in_set("domain:nothing") == in_set("colour:blue") == set()
    assert set(harvester.GetRecord(identifier=identifier(english), metadataPrefix="oai_dc").header.setSpecs) == {
        "language:en",
        "domain:education",
        "domain:sante",
    }


def test_an_archived_sheet_is_deleted_from_its_sets_too(sheet: Sheet, editor: Person) -> None:
    archive_sheet(actor(editor), sheet.id, "Doublon")

    told = oai(verb="ListRecords", metadataPrefix="oai_dc", set="domain:education")

    assert identifiers(told) == {identifier(sheet)}
    assert told.find(f".//{OAI}header").get("status") == "deleted"


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("", "badVerb"),
        ("verb=Sing", "badVerb"),
        ("verb=Identify&verb=Identify", "badVerb"),
        ("verb=identify", "badVerb"),
        ("verb=Identify&colour=blue", "badArgument"),
        ("verb=ListRecords", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=oai_dc", "badArgument"),
        ("verb=ListRecords&metadataPrefix=", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=yesterday", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2021-02-30", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2021-3-1", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2021-03-01T08:00Z", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=0000-00-00", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&until=9999-12-31", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2021-03-01&until=2021-03-01T00:00:00Z", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2021-03-02&until=2021-03-01", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&set=a%20b", "badArgument"),
        ("verb=ListRecords&metadataPrefix=marc21", "cannotDisseminateFormat"),
        ("verb=ListRecords&metadataPrefix=oai_dc&until=1999-01-01", "noRecordsMatch"),
        ("verb=ListRecords&resumptionToken=x", "badResumptionToken"),
        ("verb=ListRecords&resumptionToken=x&metadataPrefix=oai_dc", "badArgument"),
        ("verb=ListSets&resumptionToken=x", "badResumptionToken"),
        ("verb=GetRecord&metadataPrefix=oai_dc", "badArgument"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:mediane.example:sheet/99", "idDoesNotExist"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:mediane.example:sheet/01", "idDoesNotExist"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:mediane.example:sheet/9999999999", "idDoesNotExist"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=https://mediane.example/1", "idDoesNotExist"),
        ("verb=GetRecord&metadataPrefix=marc21&identifier=oai:mediane.example:sheet/{id}", "cannotDisseminateFormat"),
        ("verb=ListMetadataFormats&identifier=nothing", "idDoesNotExist"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_cannot_be_answered_says_why_by_the_protocols_codes(
    sheet: Sheet, asked: str, code: str, method: str
) -> None:
    asked = asked.format(id=sheet.id)
    options = {"data": asked, "content_type": "application/x-www-form-urlencoded"} if method == "POST" else {}
    answered = ask("/oai" if method == "POST" else f"/oai?{asked}", method, **options)

    assert answered.status_code == 200
    told = etree.fromstring(answered.data)
    assert [error.get("code") for error in told.iter(f"{OAI}error")] == [code]
    request = told.find(f"{OAI}request")
    assert bool(request.attrib) == (code not in ("badVerb", "badArgument"))
    schema("oai_pmh.xsd").assertValid(told)


@pytest.mark.parametrize(
    "asked",
    [
        {"verb": "Identify"},
        {"verb": "ListMetadataFormats"},
        {"verb": "ListSets"},
        {"verb": "ListIdentifiers", "metadataPrefix": "oai_dc"},
        {"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2020-01-01", "set": "language:fr"},
        {"verb": "GetRecord", "metadataPrefix": "oai_dc", "identifier": "oai:mediane.example:sheet/1"},
    ],
)
def test_every_answer_is_valid(editor: Person, asked: dict[str, str]) -> None:
    make_sheet(editor)
    archive_sheet(actor(editor), make_small_sheet(editor, "Du <b>gras</b> & des « guillemets »").id, "Doublon")
    for _ in range(3):
        make_small_sheet(editor)

    schema("oai_pmh.xsd").assertValid(oai(**asked))


def test_an_empty_library_answers_too(app: Flask) -> None:
    for verb in ("Identify", "ListSets", "ListMetadataFormats"):
        schema("oai_pmh.xsd").assertValid(oai(verb=verb))
    told = oai(verb="ListRecords", metadataPrefix="oai_dc")
    assert told.find(f"{OAI}error").get("code") == "noRecordsMatch"


def test_a_page_of_records_costs_the_same_whatever_it_holds(editor: Person, statements: list[str]) -> None:
    counts = []
    for _ in range(2):
        make_sheet(editor)
        statements.clear()
        oai(verb="ListRecords", metadataPrefix="oai_dc")
        counts.append(len(statements))
        make_sheet(editor)
        make_sheet(editor)

    assert counts[0] == counts[1] <= 5, statements


def test_every_site_may_read_and_every_answer_is_asked_for_anew(sheet: Sheet) -> None:
    answered = ask("/oai?verb=Identify")

    assert answered.headers["Access-Control-Allow-Origin"] == "*"
    assert answered.headers["Cache-Control"] == "public, no-cache"
    assert answered.content_type == "text/xml; charset=utf-8"


def test_a_harvester_in_a_hurry_is_told_when_to_come_back(app: Flask) -> None:
    answers = [ask("/oai?verb=Identify") for _ in range(241)]

    assert [answered.status_code for answered in answers[-2:]] == [200, 429]
    assert int(answers[-1].headers["Retry-After"]) <= 60


def test_a_token_is_worth_nothing_once_it_was_touched(app: Flask) -> None:
    token = make_token(Wanted(set_spec="language:fr"), Position(LONG_AGO, 3), 50)

    assert read_token(token) == Wanted(set_spec="language:fr", after=Position(LONG_AGO, 3), given=50)
    for place in (0, len(token) // 2, len(token) - 1):
        touched = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
        with pytest.raises(HarvestError) as refused:
            read_token(touched)
        assert refused.value.code == "badResumptionToken"


@given(st.lists(st.tuples(st.sampled_from(["verb", "from", "until", "set", "x", ""]), st.text(max_size=9)), max_size=4))
def test_no_arguments_whatever_are_more_than_an_error(pairs: list[tuple[str, str]]) -> None:
    try:
        verb, _given = checked_arguments(pairs)
    except HarvestError as error:
        assert error.code in ("badVerb", "badArgument")
    else:
        assert verb in ("Identify", "ListSets", "ListMetadataFormats")


@given(st.one_of(st.text(max_size=22), st.from_regex(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\dZ)?", fullmatch=True)))
def test_a_date_is_read_as_it_is_written_or_refused(text: str) -> None:
    try:
        moment = moment_of(text)
    except HarvestError as error:
        assert error.code == "badArgument"
    else:
        assert text in (moment.strftime("%Y-%m-%d").zfill(10), moment.strftime("%Y-%m-%dT%H:%M:%SZ").zfill(20))


# Facts


def identifier(sheet: Sheet) -> str:
    return f"oai:mediane.example:sheet/{sheet.id}"


def oai(**asked: str) -> Any:
    """The root of an answer."""
    answered = ask(f"/oai?{urlencode(asked)}")
    assert answered.status_code == 200
    return etree.fromstring(answered.data)


def identifiers(told: Any) -> set[str]:
    return {element.text for element in told.iter(f"{OAI}identifier")}


def put_at(moment: datetime, *sheets: Sheet) -> None:
    with transaction():
        db.session.execute(update(Sheet).where(Sheet.id.in_([sheet.id for sheet in sheets])).values(listed_at=moment))
    db.session.expire_all()


@pytest.fixture
def harvester(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sickle]:
    """A client of other people's making, over HTTP; the pages of lists are short, so that there are several."""
    monkeypatch.setattr(harvest, "RECORDS_A_PAGE", 2)
    monkeypatch.setattr(harvest, "HEADERS_A_PAGE", 3)
    with served(app) as address:
        yield Sickle(f"{address}/oai")
