"""Practice sheets to test with."""

from __future__ import annotations

from itertools import count

from forum.accounts.models import Person
from forum.practices.models import Sheet
from forum.practices.services import publish_at_once, start_sheet
from tests.factories import actor

_numbers = count(1)

EVERY_FIELD = {
    "title": "Le tutorat du soir",
    "summary": "Des lycéens aident des collégiens, **deux soirs** par semaine.",
    "start": "Octobre 2016",
    "end": "Juin 2021",
    "place": "Redon",
    "budget": "350 euros de goûters",
    "language": "fr",
    "organisation": "La Courte Échelle",
    "address": "4 quai du Canal, 35600 Redon",
    "employees": "Zéro salarié",
    "volunteers": "Dix-sept bénévoles",
    "authors": "Gwenola Riou, Paul Mahé",
    "contact": "https://courte-echelle.example",
    "country": "France, Bretagne",
    "stature": "Régionale",
    "participants": "Association, Lycée",
    "beneficiaries": "Collégiens, Familles",
    "domains": "Éducation, Entraide",
    "solution_types": "Accompagnement",
    "tags": "tutorat, entraide",
    "programme": "Soirées ouvertes",
    "background": "Le car de 17 h est le dernier.",
    "objectives": "- Que les devoirs ne rentrent pas à la maison.",
    "actions": "- Une salle chauffée.\n- Un goûter.",
    "results": "Les retards ont diminué.",
    "results_quantitative": "Trente-deux inscrits.",
    "results_qualitative": "On se salue dans la rue.",
    "originality": "Les tuteurs ont seize ans.",
    "partnerships": "La mairie prête la salle.",
    "difficulties": "- Le dernier car.",
    "solutions": "- Un minibus, le mardi.",
    "improvements": "Ouvrir le samedi.",
    "success_factors": "Le même tuteur toute l’année.",
    "references": "Cahier du tutorat, 2019.",
    "files": "Le contrat de tutorat, une page.",
    "citation": "Riou Gwenola, « Le tutorat du soir », **Revue du Canal** (2020)",
    "licence": "CC BY 4.0",
    "proofread_on": "12/01/2021",
    "opinion": "generalise",
    "other": "La salle ferme pendant les vacances.",
}


def make_draft(owner: Person, **fields: str) -> Sheet:
    """A draft with every field filled in; a field given as "" is left out."""
    return start_sheet(actor(owner), {**EVERY_FIELD, **fields})


def make_sheet(editor: Person, **fields: str) -> Sheet:
    """A published sheet with every field filled in."""
    return publish_at_once(actor(editor), make_draft(editor, **fields).id)


def make_small_sheet(editor: Person, title: str = "", **fields: str) -> Sheet:
    """A published sheet that holds its title and what is given, and nothing else."""
    content = {"title": title or f"Fiche {next(_numbers)}", **fields}
    return publish_at_once(actor(editor), start_sheet(actor(editor), content).id)
