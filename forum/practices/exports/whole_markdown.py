"""A sheet as Markdown, in the layout that the reader of reports (forum/practices/report) takes in again."""

from __future__ import annotations

import re

from flask_babel import force_locale

from forum.practices.exports.record import SheetRecord
from forum.practices.exports.reference import cited_as
from forum.practices.fields import FIELDS, Field, Kind, value_words

CITE = {"fr": "Pour citer cette fiche", "en": "How to cite this sheet"}
NAMES = {
    "country": ("Pays et région", "Country and region"),
    "place": ("Lieu", "Place"),
    "start": ("Début", "Start"),
    "end": ("Fin", "End"),
    "authors": ("Auteurs", "Authors"),
    "organisation": ("Organisme", "Organisation"),
    "language": ("Langue", "Language"),
    "opinion": ("Avis du comité", "Opinion of the committee"),
    "originality": ("Originalité", "Original characteristics"),
    "actions": ("Actions", "Actions"),
    "improvements": ("Améliorations", "Improvements"),
    "files": ("Documents", "Documents"),
    "other": ("Autre", "Other"),
    "results_quantitative": ("Résultats quantitatifs", "Quantitative results"),
    "results_qualitative": ("Résultats qualitatifs", "Qualitative results"),
    "success_factors": ("Facteurs de réussite", "Success factors"),
    "background": ("Contexte", "Background"),
    "objectives": ("Objectifs", "Objectives"),
    "results": ("Résultats", "Results"),
    "partnerships": ("Partenariats", "Partnerships"),
    "difficulties": ("Difficultés", "Difficulties"),
    "solutions": ("Solutions", "Solutions"),
    "references": ("Références", "References"),
    "summary": ("Résumé", "Summary"),
    "budget": ("Budget", "Budget"),
    "address": ("Adresse", "Address"),
    "employees": ("Salariés", "Employees"),
    "volunteers": ("Bénévoles", "Volunteers"),
    "contact": ("Contact", "Contact"),
    "stature": ("Portée", "Stature"),
    "participants": ("Participants", "Participants"),
    "beneficiaries": ("Bénéficiaires", "Beneficiaries"),
    "domains": ("Domaines", "Domains"),
    "solution_types": ("Type de solution", "Type of solution"),
    "tags": ("Mots-clés", "Keywords"),
    "programme": ("Programme", "Programme"),
    "licence": ("Licence", "Licence"),
    "proofread_on": ("Date de relecture", "Date of proofreading"),
    "citation": (CITE["fr"], CITE["en"]),
}
"""What each field is called, in French and in English: words that the reader of reports knows."""
HEADING = re.compile(r"(?m)^(#{1,4})(?=[ \t])")


def whole_markdown(record: SheetRecord) -> str:
    """The sheet as a text of its own: title, facts, then a section a field. Its address goes with it as a header, since
    no field would take it in."""
    facts = [fact_of(field, record) for field in FIELDS if field.kind != Kind.TEXT and field.key != "title"]
    parts = [f"# {record.title}"]
    if record.content.get("summary"):
        parts.append(section(record, "summary"))
    parts.append("\n".join(f"- {fact}" for fact in facts if fact))
    for field in FIELDS:
        if field.kind == Kind.TEXT and field.key not in ("summary", "citation") and record.content.get(field.key):
            parts.append(section(record, field.key))
    cited = record.content.get("citation") or cited_as(record.reference, record.language)
    parts += ["---", f"{name_of('citation', record.language)} : {' '.join(cited.split())}"]
    return "\n\n".join(part for part in parts if part) + "\n"


def fact_of(field: Field, record: SheetRecord) -> str:
    value = record.content.get(field.key, "")
    if field.kind == Kind.CHOICE and value:
        with force_locale(record.language):
            value = value_words(field.key, value)
    return f"{name_of(field.key, record.language)} : {value}" if value else ""


def section(record: SheetRecord, key: str) -> str:
    text = HEADING.sub(r"##\1", record.content[key])  # below the section's own heading
    return f"## {name_of(key, record.language)}\n\n{text}"


def name_of(key: str, language: str) -> str:
    return NAMES[key][1 if language == "en" else 0]
