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
        example: what the founding report says there, in short.
        is_expected: a sheet without it is not complete (forum/practices/completeness.py).
    """

    key: str
    group: str
    kind: Kind
    label: LazyString
    help: LazyString | str = ""
    choices: tuple[tuple[str, LazyString], ...] = ()
    example: LazyString | str = ""
    is_expected: bool = False

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
    Field(
        "title",
        "identity",
        Kind.LINE,
        _l("Titre"),
        _l("Ce qui est fait, en une phrase."),
        example=_l("Osez la médiation : développer l’intelligence relationnelle en milieu éducatif"),
        is_expected=True,
    ),
    Field(
        "summary",
        "identity",
        Kind.TEXT,
        _l("Résumé"),
        _l("Deux phrases : qui fait quoi, et pour quoi."),
        example=_l(
            "L’association conseille, forme et accompagne les directions et les équipes, pour améliorer le "
            "climat des établissements et la réussite de tous."
        ),
        is_expected=True,
    ),
    Field(
        "start",
        "identity",
        Kind.LINE,
        _l("Début"),
        _l("Une année ou une date, comme vous l’écririez."),
        example=_l("2014, ou « depuis septembre 2014 »"),
        is_expected=True,
    ),
    Field("end", "identity", Kind.LINE, _l("Fin"), _l("Rien si la pratique dure encore."), example=_l("Juin 2021")),
    Field(
        "place",
        "identity",
        Kind.LINE,
        _l("Lieu de mise en œuvre"),
        _l("La commune, le département ou la région."),
        example=_l("Île-de-France"),
        is_expected=True,
    ),
    Field(
        "budget",
        "identity",
        Kind.LINE,
        _l("Budget"),
        _l("Un montant, ou d’où vient l’argent."),
        example=_l("350 euros par an, du foyer socio-éducatif"),
    ),
    Field("language", "identity", Kind.CHOICE, _l("Langue de la fiche"), choices=LANGUAGES),
    Field(
        "organisation",
        "organisation",
        Kind.LINE,
        _l("Organisme porteur"),
        _l("Association, établissement, ville."),
        example=_l("Osez la médiation"),
        is_expected=True,
    ),
    Field("address", "organisation", Kind.LINE, _l("Adresse"), example=_l("18 rue du Docteur-Finlay, 75015 Paris")),
    Field("employees", "organisation", Kind.LINE, _l("Salariés"), _l("Un nombre, même 0."), example=_l("0")),
    Field("volunteers", "organisation", Kind.LINE, _l("Bénévoles"), _l("Un nombre, même 0."), example=_l("2")),
    Field(
        "authors",
        "organisation",
        Kind.LIST,
        _l("Auteurs de la fiche"),
        _l("Leurs noms, séparés par des virgules."),
        example=_l("Muriel Leselbaum, Sophie Levamis"),
        is_expected=True,
    ),
    Field(
        "contact",
        "organisation",
        Kind.LINE,
        _l("Contact"),
        _l("Un site ou une adresse publique."),
        example=_l("contact@association.example"),
    ),
    Field("country", "scope", Kind.LINE, _l("Pays et région d’origine"), example=_l("France, Île-de-France")),
    Field(
        "stature",
        "scope",
        Kind.LINE,
        _l("Portée"),
        _l("Locale, régionale, nationale ou internationale."),
        example=_l("Locale"),
        is_expected=True,
    ),
    Field(
        "participants",
        "scope",
        Kind.LIST,
        _l("Participants"),
        _l("Qui agit, séparés par des virgules."),
        example=_l("Association, équipe enseignante, ville"),
        is_expected=True,
    ),
    Field(
        "beneficiaries",
        "scope",
        Kind.LIST,
        _l("Bénéficiaires"),
        _l("Pour qui, séparés par des virgules."),
        example=_l("Professionnels, élèves"),
        is_expected=True,
    ),
    Field(
        "domains",
        "scope",
        Kind.LIST,
        _l("Domaines"),
        _l("Séparés par des virgules."),
        example=_l("Éducation, formation, coopération"),
        is_expected=True,
    ),
    Field("solution_types", "scope", Kind.LIST, _l("Types de solution"), example=_l("Coordination d’actions")),
    Field(
        "tags",
        "scope",
        Kind.LIST,
        _l("Mots-clés"),
        _l("Ceux des discussions, séparés par des virgules."),
        example=_l("climat scolaire, médiation"),
    ),
    Field(
        "programme",
        "scope",
        Kind.LINE,
        _l("Programme ou collection"),
        example=_l("Agir ensemble contre le décrochage scolaire"),
    ),
    Field(
        "background",
        "story",
        Kind.TEXT,
        _l("Contexte"),
        _l("D’où l’on est parti, et pourquoi."),
        example=_l(
            "L’association est née en 2014 pour aider les équipes à répondre ensemble, par la médiation et "
            "le recours à un tiers."
        ),
        is_expected=True,
    ),
    Field(
        "objectives",
        "story",
        Kind.TEXT,
        _l("Objectifs"),
        _l("Ce que l’on voulait changer."),
        example=_l("- Former les acteurs de terrain à la médiation\n- Les aider à trouver ensemble leurs solutions"),
        is_expected=True,
    ),
    Field(
        "actions",
        "story",
        Kind.TEXT,
        _l("Actions mises en œuvre"),
        _l("Ce qui a été fait, pas à pas."),
        example=_l(
            "- Des modules de formation sur mesure\n- L’accompagnement d’un collège qui cherche, avec les "
            "parents, des alternatives à l’exclusion"
        ),
        is_expected=True,
    ),
    Field(
        "results",
        "results",
        Kind.TEXT,
        _l("Résultats"),
        _l("Ce qui a changé, et comment vous le savez."),
        example=_l(
            "Aucune exclusion définitive depuis huit ans dans les établissements qui en ont cherché l’alternative."
        ),
        is_expected=True,
    ),
    Field(
        "results_quantitative",
        "results",
        Kind.TEXT,
        _l("Résultats quantitatifs"),
        _l("Des nombres, et d’où ils viennent."),
        example=_l("Deux fois moins de retards en un an, d’après le registre de la vie scolaire."),
    ),
    Field(
        "results_qualitative",
        "results",
        Kind.TEXT,
        _l("Résultats qualitatifs"),
        _l("Ce que les personnes en disent."),
        example=_l("L’équipe dit avoir retrouvé un esprit et une discipline collective."),
    ),
    Field(
        "originality",
        "results",
        Kind.TEXT,
        _l("Originalité"),
        _l("Ce qu’on ne trouve pas ailleurs."),
        example=_l("Un tiers qui organise sans prescrire."),
    ),
    Field(
        "partnerships",
        "results",
        Kind.TEXT,
        _l("Partenariats"),
        _l("Avec qui, et pour quoi."),
        example=_l("La Ville de Paris, avec le programme Paris-Collèges-Familles."),
    ),
    Field(
        "difficulties",
        "lessons",
        Kind.TEXT,
        _l("Difficultés"),
        _l("Une par ligne, avec un tiret."),
        example=_l("- Le temps manque : les réunions sont très courtes\n- Les personnes changent souvent de poste"),
        is_expected=True,
    ),
    Field(
        "solutions",
        "lessons",
        Kind.TEXT,
        _l("Solutions"),
        _l("Dans l’ordre des difficultés, si possible."),
        example=_l(
            "- Écrire la démarche, pour que d’autres se l’approprient\n- Former des personnes de l’équipe à "
            "animer les échanges"
        ),
        is_expected=True,
    ),
    Field(
        "improvements",
        "lessons",
        Kind.TEXT,
        _l("Améliorations à venir"),
        _l("Ce que vous feriez ensuite."),
        example=_l("Relier entre eux les établissements qui ont la même démarche."),
    ),
    Field(
        "success_factors",
        "lessons",
        Kind.TEXT,
        _l("Facteurs de réussite"),
        _l("Sans quoi cela n’aurait pas marché."),
        example=_l("La volonté de la direction et l’accord de toute l’équipe."),
        is_expected=True,
    ),
    Field(
        "references",
        "sources",
        Kind.TEXT,
        _l("Références"),
        _l("Livres, articles, sites : ce qui permet de vérifier."),
        example=_l("Journal RESOLIS, 2015"),
        is_expected=True,
    ),
    Field(
        "files",
        "sources",
        Kind.TEXT,
        _l("Documents"),
        _l("Ce qui accompagne la fiche, et où le trouver."),
        example=_l("Le contrat de médiation, une page"),
    ),
    Field(
        "citation",
        "sources",
        Kind.TEXT,
        _l("Pour citer cette fiche"),
        _l("Auteur, titre, revue, année, si elle a déjà paru."),
        example=_l("Leselbaum Muriel, « Osez la médiation », Journal RESOLIS (2015)"),
    ),
    Field("licence", "sources", Kind.LINE, _l("Licence"), _l("CC BY 4.0 si rien d’autre n’est dit.")),
    Field(
        "proofread_on",
        "sources",
        Kind.LINE,
        _l("Date de relecture"),
        _l("Celle du comité, jour, mois, année."),
        example=_l("09/02/2015"),
    ),
    Field("opinion", "sources", Kind.CHOICE, _l("Avis du comité"), choices=OPINIONS),
    Field("other", "sources", Kind.TEXT, _l("Autres informations"), _l("Ce qui n’a trouvé place nulle part ailleurs.")),
)
BY_KEY: Mapping[str, Field] = {field.key: field for field in FIELDS}
OF_THE_COMMITTEE = ("proofread_on", "opinion")
"""What the committee says of a sheet: its authors keep it, and do not write it."""
DEFAULT_LICENCE = "CC BY 4.0"


def offered_to(*, is_editor: bool) -> tuple[Field, ...]:
    """The fields that somebody writes: what the committee says is written by its members alone."""
    return tuple(field for field in FIELDS if is_editor or field.key not in OF_THE_COMMITTEE)


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
