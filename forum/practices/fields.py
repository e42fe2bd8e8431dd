"""Every field of a practice sheet: those of the reports that practice sheets grew from, in the order they are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from forum.core.text import slug

LONGEST_LINE = 300
LONGEST_TEXT = 50_000
LONGEST_SLUG = 80


class Kind(StrEnum):
    """How a field is written."""

    LINE = "line"
    LIST = "list"
    """One line of values parted by commas."""
    TEXT = "text"
    """Markdown."""
    CHOICE = "choice"


@dataclass(frozen=True)
class Field:
    """One field of a sheet.

    Args:
        key: its name in a version's content.
        group: the step of the editor it stands in.
        kind: how it is written.
        label: what it is called.
        help: one sentence that says what is expected.
        choices: the values of a choice and their words.
    """

    key: str
    group: str
    kind: Kind
    label: LazyString
    help: LazyString | str = ""
    choices: tuple[tuple[str, LazyString], ...] = ()

    @property
    def longest(self) -> int:
        return LONGEST_TEXT if self.kind == Kind.TEXT else LONGEST_LINE


GROUPS: Mapping[str, LazyString] = {
    "identity": _l("La pratique en bref"),
    "organisation": _l("Qui la porte"),
    "scope": _l("Pour qui, où, dans quel domaine"),
    "story": _l("Ce qui a été fait"),
    "results": _l("Ce que cela a donné"),
    "lessons": _l("Ce qu’on en retient"),
    "sources": _l("Sources et relecture"),
}

OPINIONS: tuple[tuple[str, LazyString], ...] = (
    ("generalise", _l("À généraliser")),
    ("follow", _l("À suivre")),
    ("discuss", _l("À discuter")),
    ("not_retained", _l("Non retenue")),
)
LANGUAGES: tuple[tuple[str, LazyString], ...] = (("fr", _l("français")), ("en", _l("anglais")))

FIELDS: tuple[Field, ...] = (
    Field("title", "identity", Kind.LINE, _l("Titre"), _l("Ce qui est fait, en une phrase.")),
    Field("summary", "identity", Kind.TEXT, _l("Résumé"), _l("Deux phrases : qui fait quoi, et pour quoi.")),
    Field("start", "identity", Kind.LINE, _l("Début"), _l("Une année ou une date : 2014.")),
    Field("end", "identity", Kind.LINE, _l("Fin"), _l("Rien si la pratique dure encore.")),
    Field("place", "identity", Kind.LINE, _l("Lieu de mise en œuvre"), _l("Par exemple : Île-de-France.")),
    Field("budget", "identity", Kind.LINE, _l("Budget"), _l("Un montant, ou d’où vient l’argent.")),
    Field("language", "identity", Kind.CHOICE, _l("Langue de la fiche"), choices=LANGUAGES),
    Field("organisation", "organisation", Kind.LINE, _l("Organisme porteur"), _l("Association, établissement, ville.")),
    Field("address", "organisation", Kind.LINE, _l("Adresse")),
    Field("employees", "organisation", Kind.LINE, _l("Salariés"), _l("Un nombre, même 0.")),
    Field("volunteers", "organisation", Kind.LINE, _l("Bénévoles"), _l("Un nombre, même 0.")),
    Field("authors", "organisation", Kind.LIST, _l("Auteurs de la fiche"), _l("Séparés par des virgules.")),
    Field("contact", "organisation", Kind.LINE, _l("Contact"), _l("Un site ou une adresse publique.")),
    Field("country", "scope", Kind.LINE, _l("Pays et région d’origine"), _l("Par exemple : France, Île-de-France.")),
    Field("stature", "scope", Kind.LINE, _l("Portée"), _l("Locale, régionale, nationale ou internationale.")),
    Field("participants", "scope", Kind.LIST, _l("Participants"), _l("Qui agit : association, ville, équipe.")),
    Field("beneficiaries", "scope", Kind.LIST, _l("Bénéficiaires"), _l("Par exemple : professionnels, élèves.")),
    Field("domains", "scope", Kind.LIST, _l("Domaines"), _l("Par exemple : éducation, formation.")),
    Field("solution_types", "scope", Kind.LIST, _l("Types de solution"), _l("Par exemple : coordination d’actions.")),
    Field("tags", "scope", Kind.LIST, _l("Mots-clés"), _l("Ceux des discussions : climat scolaire, familles.")),
    Field("programme", "scope", Kind.LINE, _l("Programme ou collection")),
    Field("background", "story", Kind.TEXT, _l("Contexte"), _l("D’où l’on est parti, et pourquoi.")),
    Field("objectives", "story", Kind.TEXT, _l("Objectifs"), _l("Ce que l’on voulait changer.")),
    Field("actions", "story", Kind.TEXT, _l("Actions mises en œuvre"), _l("Ce qui a été fait, pas à pas.")),
    Field("results", "results", Kind.TEXT, _l("Résultats"), _l("Ce qui a changé, et comment vous le savez.")),
    Field(
        "results_quantitative",
        "results",
        Kind.TEXT,
        _l("Résultats quantitatifs"),
        _l("Des nombres, et d’où ils viennent."),
    ),
    Field(
        "results_qualitative", "results", Kind.TEXT, _l("Résultats qualitatifs"), _l("Ce que les personnes en disent.")
    ),
    Field("originality", "results", Kind.TEXT, _l("Originalité"), _l("Ce qu’on ne trouve pas ailleurs.")),
    Field("partnerships", "results", Kind.TEXT, _l("Partenariats"), _l("Avec qui, et pour quoi.")),
    Field("difficulties", "lessons", Kind.TEXT, _l("Difficultés"), _l("Une par ligne, avec un tiret.")),
    Field("solutions", "lessons", Kind.TEXT, _l("Solutions"), _l("Dans l’ordre des difficultés, si possible.")),
    Field("improvements", "lessons", Kind.TEXT, _l("Améliorations à venir"), _l("Ce que vous feriez ensuite.")),
    Field(
        "success_factors", "lessons", Kind.TEXT, _l("Facteurs de réussite"), _l("Sans quoi cela n’aurait pas marché.")
    ),
    Field("references", "sources", Kind.TEXT, _l("Références"), _l("Livres, articles, sites.")),
    Field("files", "sources", Kind.TEXT, _l("Documents"), _l("Ce qui accompagne la fiche, et où le trouver.")),
    Field("citation", "sources", Kind.TEXT, _l("Pour citer cette fiche"), _l("Auteur, titre, revue, année.")),
    Field("licence", "sources", Kind.LINE, _l("Licence"), _l("CC BY 4.0 si rien d’autre n’est dit.")),
    Field("proofread_on", "sources", Kind.LINE, _l("Date de relecture")),
    Field("opinion", "sources", Kind.CHOICE, _l("Avis du comité"), choices=OPINIONS),
    Field("other", "sources", Kind.TEXT, _l("Autres informations"), _l("Ce qui n’a trouvé place nulle part ailleurs.")),
)
BY_KEY: Mapping[str, Field] = {field.key: field for field in FIELDS}
DEFAULT_LICENCE = "CC BY 4.0"
FACETS: Mapping[str, str] = {"domain": "domains", "beneficiary": "beneficiaries", "tag": "tags"}
"""What published sheets are found by, and the field whose values it takes."""


def values_of(text: str) -> list[str]:
    """The values of a list field, each once: parted by commas or semicolons."""
    parts = (part.strip(" .") for part in text.replace(";", ",").split(","))
    return list(dict.fromkeys(part for part in parts if part))


def value_slug(value: str) -> str:
    """What stands for a value in addresses; itself where no Latin letter is in it."""
    made = slug(value)
    return made if made != "-" else value.casefold()[:LONGEST_SLUG]


def value_words(key: str, value: str) -> str:
    """What readers see for a field's value: a choice's words; what a report said in words of its own as it is."""
    return str(dict(BY_KEY[key].choices).get(value, value))


def opinion_words(token: str) -> str:
    """The words of an opinion."""
    return value_words("opinion", token)
