"""From the bytes of an export to schools: every edition says the same, and nothing breaks the reader."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask
from flask_babel import force_locale
from hypothesis import example, given, settings
from hypothesis import strategies as st

from forum.core.text import tidy_line
from forum.schools.directory import Directory, RefusedLine, SchoolFacts, UnreadableDirectory, read_directory
from tests.schools.factories import COLUMNS, REAL_DIRECTORY, export, line, uai_of

CESAIRE = SchoolFacts(
    uai="0359001A",
    name="Collège Aimé-Césaire",
    kind="college",
    nature="COLLEGE",
    is_public=True,
    is_open=True,
    address="2 rue du Vieux-Puits",
    postcode="35200",
    city="Rennes",
    department="Ille-et-Vilaine",
    academy="Rennes",
    region="Bretagne",
    phone="0299000001",
    email="ce.0359001a@college.example",
    website="https://college.example",
    pupils=412,
    latitude=48.1,
    longitude=-1.68,
    priority_education="REP+",
    opened_on=date(1972, 9, 1),
    directory_updated_on=date(2023, 6, 8),
)
OLD_NAMES = {
    "Identifiant_de_l_etablissement": "Code établissement",
    "Nom_etablissement": "Appellation officielle",
    "Type_etablissement": "Type d'établissement",
    "Statut_public_prive": "Secteur",
    "Adresse_1": "ADRESSE",
    "Code postal": "Code_postal",
    "Nom_commune": "Commune",
    "Web": "Site web",
    "Mail": "Courriel",
    "Nombre_d_eleves": "Nombre d’élèves",
    "Libelle_departement": "Département",
    "etat": "État établissement",
}
EDITIONS = {
    "as of 2023": {},
    "renamed": {"renamed": OLD_NAMES},
    "reordered": {"order": sorted(COLUMNS, reverse=True)},
    "commas": {"delimiter": ","},
    "tabs": {"delimiter": "\t"},
    "without a mark": {"encoding": "utf-8"},
    "Latin-1": {"encoding": "latin-1"},
    "Windows": {"encoding": "cp1252"},
    "line feeds": {"line_end": "\n"},
    "carriage returns": {"line_end": "\r"},
    "all at once": {
        "renamed": OLD_NAMES,
        "order": sorted(COLUMNS),
        "delimiter": ",",
        "encoding": "cp1252",
        "line_end": "\n",
    },
}


@pytest.mark.parametrize("edition", EDITIONS.values(), ids=EDITIONS.keys())
def test_every_edition_says_the_same(edition: dict[str, object]) -> None:
    assert read_directory(export([line()], **edition)) == Directory((CESAIRE,), (), 0)  # type: ignore[arg-type]


def test_columns_that_an_edition_lacks_are_left_out() -> None:
    few = ["Nom_etablissement", "Identifiant_de_l_etablissement"]

    assert read_directory(export([line()], order=few)).schools == (
        SchoolFacts(uai="0359001A", name="Collège Aimé-Césaire", kind="other"),
    )


def test_a_french_file_of_windows_keeps_its_letters() -> None:
    written = export([line(name="L’École du Sacré-Cœur")], encoding="cp1252")

    assert read_directory(written).schools[0].name == "L’École du Sacré-Cœur"


def test_one_line_in_another_encoding_leaves_the_others_as_they_are() -> None:
    accents, latin = line("0359001A", "École Élisa-Lemonnier"), line("0359002B", "Collège Émile-Zola")
    one = export([accents])
    other = export([latin], encoding="latin-1").split(b"\r\n")[1]

    assert [school.name for school in read_directory(one + other).schools] == [
        "École Élisa-Lemonnier",
        "Collège Émile-Zola",
    ]


@pytest.mark.parametrize(
    ("kind", "nature", "ours"),
    [
        ("Ecole", "", "ecole"),
        ("", "ECOLE MATERNELLE", "ecole"),
        ("", "COLLEGE", "college"),
        ("", "LYCEE PROFESSIONNEL", "lycee"),
        ("EREA", "", "lycee"),
        ("Médico-social", "", "medico_social"),
        ("Service Administratif", "", "service"),
        ("Information et orientation", "", "service"),
        ("", "MAISON FAMILIALE RURALE EDUCATION ORIENT", "other"),
        ("", "", "other"),
    ],
)
def test_a_line_without_a_type_has_that_of_its_nature(kind: str, nature: str, ours: str) -> None:
    (school,) = read_directory(export([line(Type_etablissement=kind, libelle_nature=nature)])).schools

    assert school.kind == ours


@pytest.mark.parametrize(
    ("position", "latitude", "longitude", "found"),
    [
        ("", "", "", (None, None)),
        ("48.1, -1.68", "", "", (48.1, -1.68)),
        ("", "48,1", "-1,68", (48.1, -1.68)),
        ("", "48.1", "", (None, None)),
        ("ailleurs", "nord", "nan", (None, None)),
        ("", "6776558.9", "332503.4", (None, None)),
        ("", "1e999", "0", (None, None)),
    ],
)
def test_a_line_without_a_position_is_a_school_all_the_same(
    position: str, latitude: str, longitude: str, found: tuple[float | None, float | None]
) -> None:
    (school,) = read_directory(export([line(position=position, latitude=latitude, longitude=longitude)])).schools

    assert (school.latitude, school.longitude) == found


@pytest.mark.parametrize(
    ("state", "is_open"),
    [("OUVERT", True), ("A FERMER", True), ("", True), ("FERME", False), ("Fermé", False), ("fermée", False)],
)
def test_a_school_is_closed_when_its_state_says_so(state: str, is_open: bool) -> None:
    assert read_directory(export([line(etat=state)])).schools[0].is_open is is_open


def test_the_words_of_a_state_count_more_than_its_number() -> None:
    columns = [*COLUMNS, "etat_etablissement"]
    said = {**line(etat="FERME"), "etat_etablissement": "3"}

    read = read_directory(export([said], order=columns, renamed={"etat": "etat_etablissement_libe"}))

    assert not read.schools[0].is_open


@pytest.mark.parametrize(
    ("column", "cell", "fact", "value"),
    [
        ("Nombre_d_eleves", "1 204", "pupils", 1204),
        ("Nombre_d_eleves", "143.0", "pupils", 143),
        ("Nombre_d_eleves", "beaucoup", "pupils", None),
        ("Nombre_d_eleves", "-3", "pupils", None),
        ("Web", "javascript:alert(1)", "website", ""),
        ("Web", "www.college.example", "website", ""),
        ("date_ouverture", "01/09/1972", "opened_on", date(1972, 9, 1)),
        ("date_ouverture", "1972-13-45", "opened_on", None),
        ("date_ouverture", "99/99/99999999999999999999", "opened_on", None),
        ("Statut_public_prive", "Privé", "is_public", False),
        ("Statut_public_prive", "", "is_public", None),
        ("Nom_commune", "Rennes\x00 \u202e", "city", "Rennes"),
        ("Adresse_1", "x" * 300, "address", "x" * 200),
        ("Nom_etablissement", "  Collège\n  Aimé-Césaire ", "name", "Collège Aimé-Césaire"),
    ],
)
def test_a_cell_is_read_for_what_it_says(column: str, cell: str, fact: str, value: object) -> None:
    (school,) = read_directory(export([{**line(), column: cell}])).schools

    assert getattr(school, fact) == value


def test_lines_about_one_school_are_merged_and_the_first_says() -> None:
    lines = [
        line("0359001A", "Lycée La Providence", Type_etablissement="", libelle_nature="", Telephone="", etat="FERME"),
        line("0359001A", "Lycée polyvalent La Providence", Type_etablissement="Lycée", Telephone="0299000009"),
        line("0359001A", "Encore un nom", Telephone="0299000010"),
        line("0359002B", "Une autre"),
    ]

    read = read_directory(export(lines))

    assert read.merged == 2
    assert [(s.name, s.kind, s.phone, s.is_open) for s in read.schools] == [
        ("Lycée La Providence", "lycee", "0299000009", True),
        ("Une autre", "college", "0299000001", True),
    ]


@pytest.mark.parametrize("annex_first", [True, False])
def test_a_school_has_the_name_of_its_main_site(annex_first: bool) -> None:
    lines = [line(name="Collège Saint-Paul (annexe du collège Saint-Joseph)"), line(name="Collège Saint-Joseph")]

    read = read_directory(export(lines if annex_first else lines[::-1]))

    assert [school.name for school in read.schools] == ["Collège Saint-Joseph"]


def test_broken_lines_are_refused_one_by_one_with_their_number_and_reason() -> None:
    good = export([line("0359001A"), line("0359002B")]).decode("utf-8-sig").split("\r\n")
    header, first, last = good[:3]
    cut = ";".join(first.split(";")[:4])
    rows = [
        first,
        first.replace("0359001A", ""),
        first.replace("0359001A", "35A"),
        first.replace("Collège Aimé-Césaire", " \t"),
        cut,
        first + ";Rennes",
        f'0359003C;"Collège jamais refermé{first[20:]}',
        "",
        ";;;;",
        "Total : 4 établissements",
        last,
    ]

    read = read_directory("\r\n".join([header, *rows]).encode())

    assert [school.uai for school in read.schools] == ["0359001A", "0359002B"]
    assert read.refused == (
        RefusedLine(3, "pas de code UAI"),
        RefusedLine(4, "« 35A » n’est pas un code UAI"),
        RefusedLine(5, "0359001A : pas de nom"),
        RefusedLine(6, "nombre de colonnes : 4 au lieu de 22"),
        RefusedLine(7, "nombre de colonnes : 23 au lieu de 22"),
        RefusedLine(8, "ce n’est pas du CSV : un guillemet n’est pas refermé, ou une cellule est sans fin"),
        RefusedLine(11, "nombre de colonnes : 1 au lieu de 22"),
    )


def test_a_line_that_lacks_only_columns_that_nobody_reads_is_taken() -> None:
    columns = [*COLUMNS, "code_bassin_formation", "libelle_bassin_formation"]
    whole = export([{**line(), "code_bassin_formation": "", "libelle_bassin_formation": ""}], order=columns)

    read = read_directory(whole.replace(b";;\r\n", b"\r\n"))

    assert read == Directory((CESAIRE,), (), 0)


def test_a_cell_may_go_on_over_several_lines() -> None:
    lines = [line("0359001A", Adresse_1='2 rue "du Puits"\nBâtiment B'), line("0359002B", "Suivante")]

    read = read_directory(export(lines))

    assert [school.address for school in read.schools] == ['2 rue "du Puits" Bâtiment B', "2 rue du Vieux-Puits"]
    assert read.refused == ()


@pytest.mark.parametrize("closed", [True, False])
def test_a_stray_quotation_mark_in_a_last_cell_swallows_no_school(closed: bool) -> None:
    lines = [line(uai_of(number), libelle_nature="COLLEGE") for number in range(6)]
    rows = export(lines).decode().split("\r\n")
    rows[2] = rows[2].replace(";COLLEGE", ';"COLLEGE')
    rows[5] = rows[5].replace(";COLLEGE", ';COLLEGE"' if closed else ";COLLEGE")

    read = read_directory("\r\n".join(rows).encode())

    assert {uai_of(number) for number in (0, 2, 3, 5)} <= {school.uai for school in read.schools}
    assert [refused.line for refused in read.refused] == [3]


def test_a_file_that_was_cut_within_a_cell_is_read_up_to_there() -> None:
    whole = export([line("0359001A"), line("0359002B", libelle_nature="LYCEE; ANNEXE")])

    read = read_directory(whole[: -len('ANNEXE"\r\n')])

    assert [school.uai for school in read.schools] == ["0359001A"]
    assert [refused.line for refused in read.refused] == [3]


def test_a_cell_without_end_is_refused_and_not_read() -> None:
    lines = [line("0359001A", "x" * 200_000), line("0359002B", "Suivante")]

    read = read_directory(export(lines))

    assert [school.name for school in read.schools] == ["Suivante"]
    assert [refused.line for refused in read.refused] == [2]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Le fichier est vide."),
        (b"\xef\xbb\xbf\r\n \r\n", "Le fichier est vide."),
        (b"Bonjour,\r\nvoici la liste.", "aucune colonne de code UAI"),
        ("Une lettre sans séparateur".encode(), "aucun séparateur dans sa première ligne"),
        (b"nom;ville\r\nZola;Rennes", "aucune colonne de code UAI"),
        (b"uai;ville\r\n0359001A;Rennes", "aucune colonne de nom"),
        (b'"uai;nom\r\n0359001A;Zola', "aucune colonne de code UAI"),
        (bytes(range(256)), "n’est pas un texte"),
        (b"PK\x03\x04\x14\x00\x06\x00", "n’est pas un texte"),
        ("uai;nom\r\n0359001A;Zola".encode("utf-16"), "n’est pas un texte"),
        (b'{"uai": "0359001A", "nom": "Zola"}', "aucune colonne de code UAI"),
    ],
)
def test_a_file_that_is_no_directory_is_said_to_be_none(content: bytes, words: str) -> None:
    with pytest.raises(UnreadableDirectory, match=words):
        read_directory(content)


def test_a_directory_of_no_school_is_read() -> None:
    assert read_directory(export([])) == Directory((), (), 0)


def test_the_real_directory_is_read_without_a_line_refused() -> None:
    if not REAL_DIRECTORY.exists():
        pytest.skip(f"the national directory is not at {REAL_DIRECTORY}")

    read = read_directory(REAL_DIRECTORY.read_bytes())

    assert (len(read.schools), read.refused, read.merged) == (993, (), 3)
    by_code = {school.uai: school for school in read.schools}
    assert by_code["0350122T"].name == "Ecole primaire publique les Lucioles"
    assert by_code["0350122T"].opened_on == date(1965, 10, 1)
    assert by_code["0350852L"].name == "Collège Saint-Joseph"
    assert all(school.latitude and school.city and school.postcode for school in read.schools)
    assert {school.kind for school in read.schools} == {
        "ecole",
        "college",
        "lycee",
        "medico_social",
        "service",
        "other",
    }


def names(alphabet: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.text(alphabet, min_size=1, max_size=60).filter(lambda text: tidy_line(text) != "")


ANY_LETTER = st.characters(exclude_categories=["Cs", "Cc"])
OF_WINDOWS = st.sampled_from("aàâçéèêëîïôœùûüÿÉÀŒ’'\"«»–- ;,|\tZ09&()")


@settings(deadline=None)
@given(st.lists(names(ANY_LETTER), max_size=8), st.permutations(list(COLUMNS)), st.sampled_from(";,\t|"), st.data())
def test_what_is_written_is_read_whatever_the_order_and_the_separator(
    written: list[str], order: list[str], delimiter: str, data: st.DataObject
) -> None:
    encoding = data.draw(st.sampled_from(["utf-8", "utf-8-sig"]))
    lines = [line(uai_of(number), name, Nom_commune=name) for number, name in enumerate(written)]

    read = read_directory(export(lines, order=order, delimiter=delimiter, encoding=encoding))

    assert (read.refused, read.merged) == ((), 0)
    expected = [tidy_line(name)[:200].strip() for name in written]
    assert [school.name for school in read.schools] == expected
    assert [school.city for school in read.schools] == expected
    assert [school.uai for school in read.schools] == [uai_of(number) for number in range(len(written))]


@settings(deadline=None)
@given(names(OF_WINDOWS))
def test_what_windows_writes_is_read(name: str) -> None:
    (school,) = read_directory(export([line(name=name)], encoding="cp1252")).schools

    assert school.name == tidy_line(name)


@settings(deadline=None)
@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_are_a_directory_or_are_said_to_be_none(content: bytes) -> None:
    for given_bytes in (content, export([]) + content, b"uai;nom\n" + content):
        try:
            read = read_directory(given_bytes)
        except UnreadableDirectory as error:
            assert str(error)
        else:
            assert all(school.uai and school.name for school in read.schools)
            assert all(refused.line > 1 and refused.reason for refused in read.refused)


JUNK = st.text(st.characters(codec="utf-8", exclude_characters="\r\n", exclude_categories=["Cs"]), max_size=9)


@settings(deadline=None)
@example('"', '"')
@example('x;"a', 'b"')
@example('"a;b', '"c;d"')
@given(JUNK | st.text('";,a0 \x00', max_size=9), JUNK | st.text('";a ', max_size=9))
def test_a_broken_line_never_swallows_the_schools_around_it(one: str, other: str) -> None:
    header, *good = export([line(uai_of(number)) for number in range(3)]).decode("utf-8-sig").split("\r\n")[:4]

    read = read_directory("\n".join([header, good[0], one, good[1], other, good[2]]).encode())

    assert [school.uai for school in read.schools] == [uai_of(number) for number in range(3)]
    assert {refused.line for refused in read.refused} <= {3, 5}


@pytest.fixture(autouse=True, scope="module")
def in_french(whole_app: Flask) -> Iterator[None]:
    with whole_app.app_context(), force_locale("fr"):
        yield
