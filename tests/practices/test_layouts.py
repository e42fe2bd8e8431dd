"""Reports laid out in many ways: every line has its place, and every fact its field."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from forum.practices.report import read_report
from tests.practices.accounts_of_reports import annotated, dropped_lines

pytestmark = pytest.mark.usefixtures("speaking")

FACTS: Mapping[str, Mapping[str, str]] = {
    "capitals.txt": {
        "title": "LE CAFÉ DES DÉLÉGUÉS",
        "start": "2017",
        "place": "Collège des Trois-Rivières, Finistère",
        "budget": "45 euros par mois",
        "organisation": "Collège des Trois-Rivières",
        "address": "3 rue des Ajoncs, 29000 Quimper",
        "employees": "2",
        "volunteers": "5",
        "language": "fr",
        "actions": (
            "- Le goûter du premier lundi.\n- Une fiche de préparation, écrite par les élèves.\n"
            "    - Elle tient sur une page.\n    - Elle se remplit en classe."
        ),
        "other": "# NOTRE CONSEIL AUX VOISINS\nCommencez petit, avec deux classes.",
    },
    "french.txt": {
        "start": "septembre 2019",
        "end": "juin 2022",
        "place": "Lycée de la Presqu’île",
        "budget": "0 €",
        "organisation": "Lycée de la Presqu’île",
        "address": "12 avenue des Goélands, 44420 Mesquer",
        "employees": "1",
        "volunteers": "14",
        "contact": "https://lycee-presquile.example",
        "proofread_on": "14/03/2023",
        "opinion": "follow",
        "solution_types": "Accompagnement, Entraide",
        "country": "France, Pays de la Loire",
        "stature": "Locale",
        "participants": "Établissement scolaire, Équipe de direction",
        "beneficiaries": "Enseignants, Personnels",
        "domains": "Formation, Accueil",
        "tags": "nouveaux collègues, entraide",
        "authors": "Nadège Kermorvan, Loïc Tanguy",
        "programme": "Fiches recueillies dans le cadre du programme « Entrer dans le métier » (2022)",
        "licence": "Licence Creative Commons Attribution 4.0",
        "citation": (
            "Kermorvan Nadège, « Des marraines et des parrains pour les nouveaux professeurs »,"
            " **Cahiers de la Presqu’île** (2023)"
        ),
        "objectives": (
            "- Rompre l’isolement :\n    - savoir à qui demander la clé de la salle ;\n"
            "    - savoir à qui dire que l’on va mal.\n- Faire connaître les habitudes de la maison."
        ),
        "language": "fr",
    },
    "no_bullets.txt": {
        "start": "2021",
        "organisation": "Parents of the two schools",
        "address": "8 Mill Lane, Lannion",
        "volunteers": "9",
        "beneficiaries": "Pupils, Families",
        "domains": "Reading, Mixed ages",
        "country": "France, Bretagne",
        "opinion": "discuss",
        "licence": "CC BY-SA 4.0",
        "language": "en",
    },
    "sentences.txt": {
        "organisation": "l’association Les Manches Longues",
        "place": "Fougères",
        "start": "2016",
        "budget": "1 200 €",
        "volunteers": "six",
        "beneficiaries": "élèves internes, familles",
        "language": "fr",
    },
    "markdown.md": {
        "title": "Le jardin derrière la salle 12",
        "start": "mars 2018",
        "place": "Collège du Bois-Joli, Vitré",
        "budget": "600 euros la première année",
        "organisation": "Foyer du collège",
        "volunteers": "11",
        "beneficiaries": "Élèves, Voisins",
        "domains": "Jardin, Coopération",
        "licence": "CC BY 4.0",
        "authors": "Foyer du Bois-Joli",
        "actions": (
            "# Au printemps\n\n- Bêcher le samedi.\n    - Les outils sont prêtés.\n\n# En automne\n\n- Vendre la soupe."
        ),
    },
    "shuffled.txt": {
        "start": "2020",
        "organisation": "Vie scolaire du lycée Jeanne-Barret",
        "solution_types": "Écoute, Orientation",
        "beneficiaries": "Lycéens",
        "authors": "Maïwenn Le Goff",
        "solutions": "- Une seconde boîte, au gymnase.",
        "summary": "Écrire un mot à la vie scolaire, le plier, le glisser dans une boîte.",
    },
    "merged.txt": {
        "start": "2015",
        "place": "Saint-Malo",
        "organisation": "Le Pignon libre",
        "actions": "un mécanicien retraité vient chaque semaine, la ville donne des pièces.",
    },
}


@pytest.mark.parametrize("name", FACTS)
def test_every_line_goes_where_it_belongs(name: str) -> None:
    report = annotated(name)

    read = read_report(report.text)

    expected = [f"{place} | {line}" for place, line in zip(report.places, report.text.split("\n"), strict=True)]
    assert [f"{line.place} | {line.text}" for line in read.lines] == expected


@pytest.mark.parametrize("name", FACTS)
def test_every_fact_is_in_its_field(name: str) -> None:
    content = read_report(annotated(name).text).content

    assert {key: content.get(key) for key in FACTS[name]} == FACTS[name]


@pytest.mark.parametrize("name", FACTS)
def test_no_word_of_the_content_is_dropped(name: str) -> None:
    assert dropped_lines(read_report(annotated(name).text)) == []


@pytest.mark.parametrize("name", FACTS)
def test_line_ends_of_another_system_change_nothing(name: str) -> None:
    text = annotated(name).text

    assert read_report(text.replace("\n", "\r\n")).content == read_report(text).content
