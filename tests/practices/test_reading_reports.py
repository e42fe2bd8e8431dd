"""The reader of reports: whatever is written, nothing is dropped; and what is no report is refused with its reason."""

from __future__ import annotations

import time
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forum.practices.fields import BY_KEY
from forum.practices.report import ReportError, ReportTooLong, read_report
from forum.practices.report.decoding import MOST_BYTES, MOST_BYTES_OF_TEXT, decoded_report
from forum.practices.report.reader import LONGEST_REPORT, MOST_LINES
from tests.practices.accounts_of_reports import dropped_lines, words_of

pytestmark = pytest.mark.usefixtures("speaking")
many = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

HEADINGS = {
    "background": ["Contexte", "Background to the programme", "Contexte du projet"],
    "objectives": ["Objectifs", "Objectives of the programme"],
    "actions": ["Actions mises en œuvre", "Implemented actions", "Mise en œuvre"],
    "results": ["Résultats", "Quantitative and qualitative results"],
    "originality": ["Originalité", "Original characteristics"],
    "partnerships": ["Partenariats", "Partnership(s) developed in the context of the programme"],
    "difficulties": ["Difficultés et/ou obstacles rencontrés", "Difficulties"],
    "solutions": ["Solutions adoptées", "Solutions used to overcome the difficulties and/or obstacles"],
    "improvements": ["Améliorations envisagées", "Suggestions for future improvement"],
    "success_factors": ["Facteurs de réussite", "Summary of factors responsible for the programme’s success"],
    "references": ["Références bibliographiques", "Bibliographic references"],
}
KEYS = {
    "start": ["Date de début", "Start date"],
    "place": ["Lieu", "Implementation site"],
    "budget": ["Budget"],
    "employees": ["Salariés", "Employees"],
    "volunteers": ["Bénévoles", "Volunteers"],
    "country": ["Pays", "Country"],
    "stature": ["Envergure du programme", "Stature of the programme"],
    "participants": ["Acteurs", "Participants"],
    "beneficiaries": ["Bénéficiaires", "Beneficiaries"],
    "domains": ["Domaines", "Domain"],
    "authors": ["Auteurs", "Authors"],
    "licence": ["Licence", "Copyright"],
}
HEADING_STYLES = ["{}", "{} :", "{}:", "## {}", "**{}**", "# {} #", "CAPITALS"]
FACT_STYLES = ["{key} : {value}", "• {key} : {value}", "- **{key} :** {value}", "**{key}**: {value}", "{key}:\n{value}"]
BULLETS = ["", "- ", "• ", "* ", "– ", "1. ", "  - "]


@dataclass(frozen=True)
class Block:
    """A piece of a made-up report, and the words that are to be found in a field."""

    field: str
    text: str
    words: tuple[str, ...]


@st.composite
def words(draw: st.DrawFn, most: int = 6) -> list[str]:
    """Made-up words that no heading holds."""
    numbers = draw(st.lists(st.integers(0, 99_999), min_size=1, max_size=most))
    return [f"zq{number}" for number in numbers]


@st.composite
def section(draw: st.DrawFn, field: str) -> Block:
    heading, style = draw(st.sampled_from(HEADINGS[field])), draw(st.sampled_from(HEADING_STYLES))
    first = heading.upper() if style == "CAPITALS" else style.format(heading)
    bullet = draw(st.sampled_from(BULLETS))
    lines = [draw(words()) for _ in range(draw(st.integers(1, 4)))]
    gap = draw(st.sampled_from(["\n", "\n\n"]))
    body = gap.join(f"{bullet}{' '.join(line)}." for line in lines)
    between = draw(st.sampled_from(["\n", "\n\n", "\n \t\n"]))
    return Block(field, f"{first}{between}{body}", tuple(word for line in lines for word in line))


@st.composite
def fact(draw: st.DrawFn, field: str) -> Block:
    value = draw(words(3))
    key, style = draw(st.sampled_from(KEYS[field])), draw(st.sampled_from(FACT_STYLES))
    return Block(field, style.format(key=key, value=" ".join(value)), tuple(value))


@st.composite
def shuffled_report(draw: st.DrawFn) -> list[Block]:
    """Sections and facts in any order, each in any style."""
    sections = draw(st.lists(st.sampled_from(sorted(HEADINGS)), min_size=1, max_size=8, unique=True))
    facts = draw(st.lists(st.sampled_from(sorted(KEYS)), max_size=8, unique=True))
    blocks = [draw(section(field)) for field in sections] + [draw(fact(field)) for field in facts]
    return draw(st.permutations(blocks))


@many
@given(blocks=shuffled_report())
def test_every_word_is_in_its_field_in_whatever_order_and_style_a_report_is_written(blocks: list[Block]) -> None:
    content = read_report("Un titre\n\n" + "\n\n".join(block.text for block in blocks)).content

    for block in blocks:
        assert set(block.words) <= set(words_of(content.get(block.field, ""))), block


@many
@given(blocks=shuffled_report(), gaps=st.lists(st.sampled_from(["\n", "\n\n", "\n---\n", "\nPartager cette fiche\n"])))
def test_nothing_is_dropped_where_blocks_follow_each_other_without_a_blank_line(
    blocks: list[Block], gaps: list[str]
) -> None:
    text = "Un titre"
    for number, block in enumerate(blocks):
        text += (gaps[number % len(gaps)] if gaps else "\n") + block.text
    report = read_report(text)

    kept = {word for value in report.content.values() for word in words_of(value)}
    assert {word for block in blocks for word in block.words} <= kept
    assert dropped_lines(report) == []


ODD_LINES = """
Contexte
Objectifs :
## Résultats
### Détail
SOLUTIONS
Public :
- Public :
Lieu : ici
ICI
• Budget : rien
Langue : breton
Avis : À suivre, sous réserve
Avis : À suivre
**Gras**
1. Actions
Logo du lycée
Menu
- Facebook
Lire la fiche
Organisation
Site :
* a
    - b
::
: c
#
| a | b |
|---|---|
---
Titre : d
Titre : e
Contact : f
Solution : g
"""
PIECES = st.sampled_from([*ODD_LINES.split("\n"), "h" * 400, "  "])


@many
@given(lines=st.lists(PIECES | st.text(max_size=30), max_size=30))
def test_nothing_is_dropped_of_any_text_that_is_read(lines: list[str]) -> None:
    report = read_report("\n".join(["Contexte", *lines]) + "\nfin")

    assert dropped_lines(report) == []
    assert all(len(value) <= BY_KEY[key].longest for key, value in report.content.items())


@pytest.mark.parametrize("value", ["À suivre, sous réserve d’un second bilan", "Très bien"])
def test_an_opinion_in_other_words_is_kept_in_those(value: str) -> None:
    assert read_report(f"Titre\n\nAvis du comité : {value}\n\nContexte\n\nx").content["opinion"] == value


@pytest.mark.parametrize(
    ("value", "opinion"),
    [
        ("Should be generalized !", "generalise"),
        ("À généraliser", "generalise"),
        ("to be followed", "follow"),
        ("À DISCUTER.", "discuss"),
        ("Non retenue", "not_retained"),
    ],
)
def test_the_four_opinions_are_recognised(value: str, opinion: str) -> None:
    assert read_report(f"Titre\n\nAvis du comité : {value}\n\nContexte\n\nx").content["opinion"] == opinion


def test_a_language_that_sheets_are_not_written_in_is_kept_under_other() -> None:
    content = read_report(
        "Titre\n\nLangue : breton et gallo\n\nContexte\n\nLe texte est dans la langue de la fiche."
    ).content

    assert content["language"] == "fr"
    assert "breton et gallo" in content["other"]


def test_a_list_below_a_key_belongs_to_it() -> None:
    content = read_report("Titre\n\nBénéficiaires :\n- élèves\n- familles\n\nContexte\n\nx").content

    assert content["beneficiaries"] == "élèves, familles"
    assert "organisation" not in content


def test_an_item_of_a_list_is_never_taken_for_the_frame_of_a_page() -> None:
    content = read_report(
        "Titre\n\nRéférences\n\n- Facebook\n- Lire la fiche\n\nActions\n\nLogo dessiné par la classe"
    ).content

    assert content["references"] == "- Facebook\n- Lire la fiche"
    assert content["actions"] == "Logo dessiné par la classe"


def test_a_list_stands_apart_from_the_line_before_it_so_that_it_is_read_as_one() -> None:
    content = read_report("Titre\n\nActions\n\nPour les élèves :\n- un\n- deux\n2) trois\nPour finir.").content

    assert content["actions"] == "Pour les élèves :\n\n- un\n- deux\n2. trois\nPour finir."


def test_a_list_that_begins_with_hyphens_is_not_taken_for_code() -> None:
    content = read_report("Titre\n\nActions\n\n- un\n- deux\n• trois\n- quatre").content

    assert content["actions"] == "- un\n- deux\n- trois\n    - quatre"


def test_a_title_of_more_than_300_characters_is_kept_whole() -> None:
    title = " ".join(f"mot{number}" for number in range(80))

    content = read_report(f"{title}\n\nContexte\n\nx").content

    assert len(content["title"]) <= 300
    assert title.startswith(content["title"])
    assert title in content["other"]


def test_a_section_longer_than_its_field_goes_on_under_other() -> None:
    lines = [f"ligne {number}" for number in range(6_000)]

    content = read_report("Titre\n\nContexte\n\n" + "\n".join(lines)).content

    assert (content["background"] + "\n" + content["other"]).split("\n") == lines


def test_pages_and_lines_ended_as_word_processors_do_are_lines() -> None:
    content = read_report("Titre\u2028Contexte\u2029un\x0bdeux\x0cObjectifs\x85trois").content

    assert content["background"] == "un\ndeux"
    assert content["objectives"] == "trois"


def test_right_to_left_and_combining_text_is_kept() -> None:
    content = read_report("مدرسة الحي\n\nContexte\n\nنص عربي 12\n\nObjectifs\n\ne\u0301cole n\u0303andu").content

    assert content["title"] == "مدرسة الحي"
    assert content["background"] == "نص عربي 12"
    assert content["objectives"] == "école ñandu"


@pytest.mark.parametrize("text", ["", "  \n\t\n ", "\u200b\n\u2060", "\x00\x01"])
def test_an_empty_report_is_refused(text: str) -> None:
    with pytest.raises(ReportError, match="Ce rapport est vide"):
        read_report(text)


def test_a_report_without_headings_is_refused_and_says_what_is_missing() -> None:
    with pytest.raises(ReportError, match="Aucune rubrique n’est reconnue"):
        read_report("Une belle histoire.\n\nElle se raconte bien : elle finit bien.\n\n- fin")


def test_facts_alone_make_a_report() -> None:
    content = read_report("Titre\n\nDébut : 2014\nLieu : Brest\nBudget : 3 €").content

    assert (content["start"], content["place"], content["budget"]) == ("2014", "Brest", "3 €")


def test_a_report_that_is_too_long_is_refused() -> None:
    with pytest.raises(ReportError, match="un million de caractères au plus"):
        read_report("Contexte\n" + "x" * LONGEST_REPORT)
    with pytest.raises(ReportError, match="cinquante mille lignes au plus"):
        read_report("Contexte\n" + "x\n" * MOST_LINES)


@pytest.mark.parametrize(
    "bomb",
    [
        "a" + " " * 900_000 + "b",
        "a" + " " * 900_000 + ":",
        "a " + "# " * 450_000,
        "**" * 450_000,
        "-" * 900_000,
        ": " * 450_000,
        "Citation : " + "a" * 900_000,
        "> " * 450_000,
        "- Budget : 3\n" * 40_000,
        "Contexte\nObjectifs\n" * 20_000,
        "partager la " * 80_000,
    ],
    ids=lambda bomb: bomb[:8].strip(),
)
def test_a_bomb_is_read_in_a_moment(bomb: str) -> None:
    began = time.process_time()

    read_report("Titre\n\nContexte\n\n" + bomb)

    assert time.process_time() - began < 8


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", "L’été à l’école : 3 €"),
        ("utf-8-sig", "L’été à l’école : 3 €"),
        ("utf-16", "L’été à l’école : 3 €"),
        ("cp1252", "L’été à l’école : 3 € « œuvre »"),
        ("latin-1", "L'été à l'école"),
    ],
)
def test_a_file_is_read_in_the_encodings_that_reports_come_in(encoding: str, text: str) -> None:
    assert decoded_report(text.encode(encoding)) == text


def test_bytes_that_no_encoding_of_the_west_knows_are_read_all_the_same() -> None:
    assert decoded_report(b"\xe9t\xe9 \x81") == "été \x81"


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n\x00\x00", b"Contexte\x00", b"\xff\xfe\x00\x00"])
def test_a_file_that_is_no_text_is_refused(content: bytes) -> None:
    with pytest.raises(ReportError, match="Ce fichier n’est ni un texte"):
        decoded_report(content)


def test_a_file_that_is_too_big_is_refused() -> None:
    with pytest.raises(ReportTooLong, match="un million de caractères au plus"):
        decoded_report(b"x" * (MOST_BYTES_OF_TEXT + 1))
    with pytest.raises(ReportTooLong, match="Ce fichier est trop lourd"):
        decoded_report(b"x" * (MOST_BYTES + 1))
