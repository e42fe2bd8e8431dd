"""What published sheets are found by: each facet, its values in what a sheet says, and how those read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from babel import Locale
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from forum.core.i18n import LANGUAGES as READERS_LANGUAGES
from forum.core.i18n import current_language
from forum.practices.fields import LANGUAGES, OPINIONS, value_slug, values_of

Content = Mapping[str, str]
Values = dict[str, str]
"""The values of a facet in one sheet: what stands for each in addresses, and as the sheet writes it."""

LONGEST_SLUG, LONGEST_VALUE = 100, 200
"""What the columns hold."""
HERE, SOMEWHERE = "here", "yes"
"""Taken up in a school of the reader's; taken up by anybody."""

STATURES: tuple[tuple[str, str, LazyString], ...] = (
    ("locale", r"loca(?:l|le|les|ux|lly)", _l("Locale")),
    ("regionale", r"regiona(?:l|le|les|ux|lly)", _l("Régionale")),
    ("nationale", r"nationa(?:l|le|les|ux|lly)", _l("Nationale")),
    ("internationale", r"internationa(?:l|le|les|ux|lly)", _l("Internationale")),
)
SCHOOL_TYPES: tuple[tuple[str, str, LazyString], ...] = (
    ("maternelle", r"maternelles?|nursery schools?|kindergartens?|preschools?", _l("École maternelle")),
    (
        "elementaire",
        r"elementaires?|primaires?|ecoles? de quartier|(?:primary|elementary) schools?|c[pm][12]?|ce[12]",
        _l("École élémentaire"),
    ),
    (
        "college",
        r"colleges?(?! (?:de france|student))|collegien(?:ne)?s?|(?:middle|lower secondary) schools?"
        r"|sixiemes?|cinquiemes?|quatriemes?|troisiemes?|[3456]e",
        _l("Collège"),
    ),
    (
        "lycee-professionnel",
        r"lycees? (?:professionnels?|des metiers)|lyceen(?:ne)?s? professionnel(?:le)?s?|vocational schools?",
        _l("Lycée professionnel"),
    ),
    (
        "lycee",
        r"lycees?(?! (?:professionnel|des metiers))|lyceen(?:ne)?s?(?! professionnel)"
        r"|(?:high|upper secondary) schools?",
        _l("Lycée"),
    ),
    (
        "specialise",
        r"medico[- ]social|medico[- ]educatifs?|ime|itep|erea|segpa|ulis|special (?:needs )?schools?",
        _l("Enseignement adapté ou spécialisé"),
    ),
    (
        "superieur",
        r"universites?|universit(?:y|ies)|grandes ecoles|enseignement superieur|etudiant(?:e)?s?|higher education"
        r"|university students?",
        _l("Enseignement supérieur"),
    ),
)
"""By what stands for it, the words by which a sheet speaks of it (without accents), and its own."""
IN_ENGLISH: Mapping[str, str] = {
    "adults": "adultes",
    "children": "enfants",
    "citizenship": "citoyennete",
    "disability": "handicap",
    "disabled-people": "personnes-en-situation-de-handicap",
    "dropping-out": "decrochage",
    "educational-teams": "equipes-educatives",
    "employment": "emploi",
    "environment": "environnement",
    "equality": "egalite",
    "families": "familles",
    "food": "alimentation",
    "guidance": "orientation",
    "health": "sante",
    "housing": "logement",
    "integration": "insertion",
    "job-seekers": "demandeurs-d-emploi",
    "languages": "langues",
    "parental-involvement": "co-education",
    "prevention": "prevention",
    "professionals": "professionnels",
    "pupils": "eleves",
    "reading": "lecture",
    "school-climate": "climat-scolaire",
    "school-heads": "directions",
    "school-leaders": "directions",
    "school-life": "vie-scolaire",
    "social-inclusion": "inclusion-sociale",
    "solidarity": "solidarite",
    "sports": "sport",
    "students": "etudiants",
    "sustainable-development": "developpement-durable",
    "teachers": "enseignants",
    "training": "formation",
    "welcome": "accueil",
    "women": "femmes",
    "young-people": "jeunes",
}
"""What stands in addresses for values that sheets in English give another name than those in French: a reader finds
both under one value, in their own language. Domains and beneficiaries only: keywords are those of discussions."""
WHERE_AND_FOR_WHOM = ("title", "place", "organisation", "participants", "beneficiaries", "tags")
"""The fields in which the type of school is looked for: sheets have no field of its own for it."""


@dataclass(frozen=True)
class Facet:
    """Something that sheets are found by.

    Args:
        key: its name in addresses and in `SheetFacet`.
        label: what it is called.
        holds_all: of several values chosen, a sheet must have each (a sheet has several domains); otherwise one of
            them is enough (a sheet has one year).
        values: what a sheet's content holds of it; none for what the sheet's own columns say.
        words: how a value reads where that does not depend on how sheets write it.
        by_name: its values are shown in the order of their names or numbers, not of their counts.
    """

    key: str
    label: LazyString
    holds_all: bool = False
    values: Callable[[Content], Values] | None = None
    words: Callable[[str], str | None] = lambda _slug: None
    by_name: bool = False


def listed_in(field: str) -> Callable[[Content], Values]:
    """The values of a list field."""

    def read(content: Content) -> Values:
        return slugged(values_of(content.get(field, "")))

    return read


def slugged(values: list[str]) -> Values:
    return {value_slug(value)[:LONGEST_SLUG]: value[:LONGEST_VALUE] for value in values}


def shared_by_languages(field: str) -> Callable[[Content], Values]:
    """The values of a list field, under one name in both languages where the two differ."""

    def read(content: Content) -> Values:
        return {IN_ENGLISH.get(slug, slug): value for slug, value in listed_in(field)(content).items()}

    return read


def stature_in(content: Content) -> Values:
    """The statures that a sheet names; what it says otherwise is kept as it is."""
    said = content.get("stature", "")
    known = named(STATURES, [said])
    return known or slugged(values_of(said))


def school_types_in(content: Content) -> Values:
    """The types of school that a sheet speaks of, where it says for whom and where it is."""
    return named(SCHOOL_TYPES, [content.get(field, "") for field in WHERE_AND_FOR_WHOM])


def named(known: tuple[tuple[str, str, LazyString], ...], texts: list[str]) -> Values:
    said = " / ".join(without_accents(text) for text in texts)
    return {slug: slug for slug, words, _label in known if re.search(rf"(?<!\w)(?:{words})(?!\w)", said)}


def without_accents(text: str) -> str:
    decomposed = text.casefold().replace("œ", "oe").replace("æ", "ae").replace("’", "'")
    return "".join(letter for letter in unicodedata.normalize("NFKD", decomposed) if not unicodedata.combining(letter))


def countries_in(content: Content) -> Values:
    """The countries that a sheet comes from."""
    return {code: part for part in origin(content) if (code := territory(part))}


def regions_in(content: Content) -> Values:
    """What else it says of where it comes from: regions, towns."""
    return slugged([part for part in origin(content) if not territory(part)])


def origin(content: Content) -> list[str]:
    return values_of(content.get("country", "").replace("(", ",").replace(")", ",").replace("/", ","))


@lru_cache(maxsize=1)
def territories() -> Mapping[str, str]:
    """The code of each country by its names in the languages of the site, without accents."""
    return {
        value_slug(name): code.lower()
        for language in READERS_LANGUAGES
        for code, name in Locale.parse(language).territories.items()
        if len(code) == 2
    }


def territory(name: str) -> str | None:
    """The code of a country, from its name in French or in English."""
    return territories().get(value_slug(name))


def territory_words(code: str) -> str | None:
    return Locale.parse(current_language()).territories.get(code.upper())


def among(choices: Mapping[str, LazyString]) -> Callable[[str], str | None]:
    """The words of the values of a closed list."""

    def words(value: str) -> str | None:
        return str(choices[value]) if value in choices else None

    return words


FACETS: Mapping[str, Facet] = {
    facet.key: facet
    for facet in (
        Facet("domain", _l("Domaines"), holds_all=True, values=shared_by_languages("domains")),
        Facet("beneficiary", _l("Bénéficiaires"), holds_all=True, values=shared_by_languages("beneficiaries")),
        Facet(
            "school",
            _l("Types d’établissement"),
            values=school_types_in,
            words=among({slug: label for slug, _words, label in SCHOOL_TYPES}),
        ),
        Facet(
            "stature",
            _l("Portée"),
            values=stature_in,
            words=among({slug: label for slug, _words, label in STATURES}),
        ),
        Facet("country", _l("Pays"), values=countries_in, words=territory_words),
        Facet("region", _l("Régions"), values=regions_in),
        Facet("year", _l("Année de début"), words=str, by_name=True),
        Facet("opinion", _l("Avis du comité"), words=among(dict(OPINIONS))),
        Facet("language", _l("Langue de la fiche"), words=among(dict(LANGUAGES))),
        Facet(
            "transposed",
            _l("Transpositions"),
            words=among({HERE: _l("Dans un de mes établissements"), SOMEWHERE: _l("Déjà transposées")}),
        ),
        Facet("tag", _l("Mots-clés"), holds_all=True, values=listed_in("tags")),
    )
}
"""Every facet by its key, in the order in which they are shown and stand in addresses."""
WRITTEN = tuple(key for key, facet in FACETS.items() if facet.values is not None)
"""Those whose values are kept in `SheetFacet`; the others are columns of the sheet, or of its transpositions."""
