"""What a sheet's page shows of its transpositions, and a school's page of what the school took up."""

from __future__ import annotations

from collections.abc import Sequence

from flask import render_template

from forum.core.actor import Actor
from forum.core.panels import panel
from forum.practices.fields import BY_KEY
from forum.practices.map_of_france import DOT, FRAMES, HEIGHT, WIDTH, dots
from forum.practices.models import Sheet
from forum.practices.panels.pieces import Piece, shown_to
from forum.practices.queries import transpositions as queries


@panel("sheet.actions", order=40)
def we_did_this_here(actor: Actor, sheet_id: int) -> str:
    """The button beside a sheet's title."""

    def make(reader: Actor, sheet: Sheet) -> Piece:
        return render_template("practices/transposition_button.html", sheet=sheet), frozenset()

    return shown_to(actor, sheet_id, "transposition-button", make)


@panel("sheet.main", order=40)
def transpositions_of_sheet(actor: Actor, sheet_id: int) -> str:
    """The map, the years and what was adapted of each section."""

    def make(reader: Actor, sheet: Sheet) -> Piece:
        rows = queries.transpositions_of(reader, sheet_id, queries.MOST_SHOWN)
        return transpositions_html(reader, sheet, rows), frozenset(row.author_id for row in rows)

    return shown_to(actor, sheet_id, "transpositions", make)


def transpositions_html(reader: Actor, sheet: Sheet, rows: Sequence[queries.TranspositionRow]) -> str:
    return render_template(
        "practices/transpositions_panel.html",
        actor=reader,
        sheet=sheet,
        rows=rows,
        years=queries.by_year(rows),
        adapted=queries.adapted_by_section(rows),
        labels=BY_KEY,
        frames=FRAMES,
        width=WIDTH,
        height=HEIGHT,
        radius=DOT,
        dots=[(dot, rows[dot.key]) for dot in dots(places_of(rows))],
    )


def places_of(rows: Sequence[queries.TranspositionRow]) -> list[tuple[int, float | None, float | None]]:
    return [(number, row.latitude, row.longitude) for number, row in enumerate(rows)]


@panel("sheet.side", order=60)
def authors_of_sheet(actor: Actor, sheet_id: int) -> str:
    """Whom to ask."""

    def make(reader: Actor, sheet: Sheet) -> Piece:
        authors = queries.authors_to_ask(sheet_id)
        html = render_template("practices/contact_panel.html", actor=reader, sheet=sheet, authors=authors)
        return html, frozenset(person_id for person_id, _name, _profession in authors)

    return shown_to(actor, sheet_id, "authors-to-ask", make)


@panel("school.main", order=60)
def transposed_in_school(actor: Actor, school_id: int) -> str:
    """The practices that a school took up."""
    found = queries.transpositions_of_school(actor, school_id)
    return render_template("practices/transpositions_school.html", found=found) if found else ""
