"""The library as one document and one table: whole, safe to open, and no heavier for a thousand sheets than for ten."""

from __future__ import annotations

import csv
import io
import json
import tracemalloc
from collections.abc import Callable

import pytest
from flask import Flask, current_app
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert, update

from forum.accounts.models import Person
from forum.core.changes import touch
from forum.core.models import now
from forum.core.transactions import transaction
from forum.extensions import db
from forum.practices.fields import FIELDS
from forum.practices.models import Sheet, SheetVersion
from forum.practices.opendata.tables import COLUMNS, FORMULA, cell
from forum.practices.services import archive_sheet, save_sheet
from tests.browsing import Browser
from tests.factories import actor
from tests.practices.factories import EVERY_FIELD, make_draft, make_small_sheet
from tests.practices.handed_out import ask, read

Open = Callable[..., Browser]
DOORS = ["/practices.json", "/practices.csv"]


def test_the_document_holds_every_field_of_a_sheet(sheet: Sheet) -> None:
    answered = ask("/practices.json")
    document = json.loads(answered.data)

    assert answered.content_type == "application/json; charset=utf-8"
    assert document["licence"] == "CC BY 4.0"
    assert document["documentation"].endswith("/practices/open-data")
    (told,) = document["sheets"]
    assert told["id"] == sheet.id and told["url"].endswith(f"/practices/{sheet.id}-{sheet.slug}")
    assert told["fields"]["actions"] == EVERY_FIELD["actions"]
    assert told["fields"]["domains"] == ["Éducation", "Entraide"]
    assert set(told["fields"]) == set(EVERY_FIELD)
    assert (told["contributors"], told["transpositions"]) == ([], 0)


def test_the_table_holds_every_field_of_a_sheet(sheet: Sheet) -> None:
    answered = ask("/practices.csv")

    assert answered.content_type == "text/csv; charset=utf-8; header=present"
    assert "practices.csv" in answered.headers["Content-Disposition"]
    assert answered.data.startswith(b"id,url,language,")
    (told,) = rows()
    assert tuple(told) == COLUMNS
    assert told["id"] == str(sheet.id)
    assert told["domains"] == "Éducation; Entraide"
    assert told["summary"] == EVERY_FIELD["summary"]
    assert told["background"] == EVERY_FIELD["background"]


def test_an_empty_library_is_a_document_and_a_table_all_the_same(app: Flask) -> None:
    assert json.loads(read("/practices.json"))["sheets"] == []
    assert rows() == []


def test_text_of_several_lines_with_quotes_and_separators_comes_back_as_it_was(editor: Person) -> None:
    said = 'Une ligne, avec ; des "guillemets" « français »\net une autre \U0001f33f'
    make_small_sheet(editor, "Titre", background=said)

    assert rows()[0]["background"] == said
    assert json.loads(read("/practices.json"))["sheets"][0]["fields"]["background"] == said


@pytest.mark.parametrize("said", ["=1+1", "+33 1 44 55 66 77", "-2+3", "@SUM(A1)", "- une liste", "=cmd|' /C calc'!A0"])
def test_no_cell_is_a_formula(editor: Person, said: str) -> None:
    make_small_sheet(editor, said, actions=said, authors=said, contact=said)

    (told,) = rows()

    for key in ("title", "actions", "authors", "contact"):
        assert told[key].startswith("'"), key
    assert told["actions"] == f"'{said}"
    assert json.loads(read("/practices.json"))["sheets"][0]["fields"]["actions"] == said


@given(st.text(max_size=20))
def test_whatever_a_cell_holds_no_spreadsheet_takes_it_for_a_formula(text: str) -> None:
    written = cell(text)

    assert not written.startswith(FORMULA)
    assert written in (text, f"'{text}")


@pytest.mark.parametrize("door", DOORS)
def test_neither_drafts_nor_archived_sheets_nor_revisions_come_out(claire: Person, editor: Person, door: str) -> None:
    make_draft(claire, title="Le brouillon caché", summary="Encore secret")
    archived = make_small_sheet(editor, "La fiche archivée")
    archive_sheet(actor(editor), archived.id, "Doublon")
    revised = make_small_sheet(editor, "La fiche publiée")
    save_sheet(actor(editor), revised.id, 1, {"title": "La révision en cours"})

    told = read(door)

    assert "La fiche publiée" in told
    for hidden in ("brouillon", "secret", "archivée", "révision"):
        assert hidden not in told


@pytest.mark.parametrize("door", DOORS)
def test_every_state_but_published_keeps_a_sheet_in(draft: Sheet, door: str) -> None:
    for state in ("draft", "submitted", "in_review", "changes_asked", "archived"):
        with transaction():
            db.session.execute(update(Sheet).values(state=state))
            touch("library")
        assert EVERY_FIELD["title"] not in read(door), state


@pytest.mark.parametrize("door", DOORS)
def test_an_answer_that_is_known_already_is_not_sent_again(
    sheet: Sheet, editor: Person, door: str, statements: list[str]
) -> None:
    etag = ask(door).headers["ETag"]
    statements.clear()

    again = ask(door, headers={"If-None-Match": etag})

    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", etag)
    assert len(statements) == 1
    make_small_sheet(editor, "Une de plus")
    changed = ask(door, headers={"If-None-Match": etag})
    assert changed.status_code == 200 and "Une de plus" in changed.get_data(as_text=True)


def test_the_two_forms_have_not_the_same_etag(sheet: Sheet) -> None:
    assert len({ask(door).headers["ETag"] for door in DOORS}) == 2


@pytest.mark.parametrize("door", DOORS)
def test_other_sites_may_read_it_and_no_cookie_is_set(sheet: Sheet, door: str) -> None:
    answered = ask(door)

    assert answered.headers["Access-Control-Allow-Origin"] == "*"
    assert answered.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answered.headers["Cache-Control"] == "public, no-cache"
    assert "Set-Cookie" not in answered.headers


def test_whoever_asks_too_often_is_told_when_to_come_back(browser: Open, sheet: Sheet) -> None:
    answers = [ask(DOORS[number % 2]) for number in range(13)]

    assert [answered.status_code for answered in answers] == [200] * 12 + [429]
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 60


def test_statements_grow_by_the_batch_and_not_by_the_sheet(editor: Person, statements: list[str]) -> None:
    fill(editor, 250)
    statements.clear()

    assert len(rows()) == 250
    assert len(statements) <= 1 + 3 * 2


@pytest.mark.parametrize("door", DOORS)
def test_the_memory_of_an_export_does_not_grow_with_the_library(editor: Person, door: str) -> None:
    fill(editor, 300)
    exported(door)  # what is loaded once is loaded
    few = peak_of(door)
    fill(editor, 1_200)

    many = peak_of(door)

    assert many.sheets == few.sheets + 1_200
    assert many.length > 4 * few.length
    assert many.peak < 1.3 * few.peak, (few, many)


def test_a_reader_who_goes_away_half_way_leaves_nothing_open(editor: Person) -> None:
    fill(editor, 250)
    client = current_app.test_client()
    db.session.rollback()
    before = db.engine.pool.checkedout()  # type: ignore[attr-defined]

    answered = client.get("/practices.csv")
    pieces = iter(answered.response)
    next(pieces)
    assert db.engine.pool.checkedout() == before, "the head of the table needs none"  # type: ignore[attr-defined]
    for _row in range(5):
        next(pieces)
    held = db.engine.pool.checkedout()  # type: ignore[attr-defined]
    answered.close()

    assert held == before, "between batches, a slow reader holds no connection"
    assert db.engine.pool.checkedout() == before  # type: ignore[attr-defined]


def test_the_page_of_open_data_says_what_every_field_is(visitor: Browser) -> None:
    page = visitor.get("/practices/open-data")

    named = page.texts("table.fields code")
    assert named == [*COLUMNS[:9], *(field.key for field in FIELDS if field.key != "language")]
    assert "CC BY 4.0" in page.main
    for address in ("/practices.json", "/practices.csv", "/feeds/practices.atom", "/oai?verb=Identify"):
        assert address in page.links().values()


# Facts


class Weighed:
    """What an export weighed: its sheets, its length in characters, the most memory it took at once in bytes."""

    def __init__(self, sheets: int, length: int, peak: int) -> None:
        self.sheets, self.length, self.peak = sheets, length, peak

    def __repr__(self) -> str:
        return f"{self.sheets} sheets, {self.length} characters, {self.peak} bytes"


def exported(door: str) -> tuple[int, int]:
    """Reads an export to its end, keeping nothing of it; gives how many sheets and characters it had."""
    sheets = length = 0
    with current_app.test_request_context(door):
        answered = current_app.preprocess_request() or current_app.dispatch_request()
        for piece in answered.response:
            length += len(piece)
            sheets += "La pratique numéro" in piece
    return sheets, length


def peak_of(door: str) -> Weighed:
    db.session.close()
    tracemalloc.start()
    try:
        sheets, length = exported(door)
        return Weighed(sheets, length, tracemalloc.get_traced_memory()[1])
    finally:
        tracemalloc.stop()


def rows() -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(read("/practices.csv"), newline="")))


def fill(owner: Person, more: int) -> None:
    """Adds listed sheets of some 4,000 characters, at once."""
    start = db.session.query(Sheet).count() + 1
    text = "Ce qui a été fait, pas à pas. " * 130
    with transaction():
        ids = db.session.scalars(
            insert(Sheet).returning(Sheet.id),
            [
                {
                    "state": "published",
                    "slug": f"pratique-{number}",
                    "title": f"La pratique numéro {number}",
                    "owner_id": owner.id,
                    "published_version": 1,
                    "published_at": now(),
                    "listed_at": now(),
                }
                for number in range(start, start + more)
            ],
        ).all()
        db.session.execute(
            insert(SheetVersion),
            [
                {
                    "sheet_id": sheet_id,
                    "number": 1,
                    "content": {"title": f"La pratique numéro {sheet_id}", "actions": text},
                    "html": {"actions": f"<p>{text}</p>"},
                    "author_id": owner.id,
                }
                for sheet_id in ids
            ],
        )
        touch("library")
    db.session.close()
