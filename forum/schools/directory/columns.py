"""What the columns of the directory are called, edition by edition."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

NAMES: dict[str, tuple[str, ...]] = {
    "uai": (
        "identifiant_de_l_etablissement",
        "numero_uai",
        "code_uai",
        "uai",
        "code_etablissement",
        "identifiant",
        "rne",
    ),
    "name": ("nom_etablissement", "appellation_officielle", "denomination_principale", "nom_de_l_etablissement", "nom"),
    "kind": ("type_etablissement", "type_d_etablissement", "nature_uai_libe_type", "type"),
    "nature": ("libelle_nature", "nature_uai_libe", "nature"),
    "status": ("statut_public_prive", "secteur_public_prive_libe", "secteur", "statut"),
    "address": ("adresse_1", "adresse_uai", "adresse"),
    "postcode": ("code_postal", "code_postal_uai", "cp"),
    "city": ("nom_commune", "libelle_commune", "localite_acheminement_uai", "commune", "ville"),
    "department": ("libelle_departement", "departement"),
    "academy": ("libelle_academie", "academie"),
    "region": ("libelle_region", "region"),
    "phone": ("telephone", "tel"),
    "email": ("mail", "courriel", "email", "adresse_mail"),
    "website": ("web", "site_web", "site_internet"),
    "pupils": ("nombre_d_eleves", "nombre_eleves", "effectif", "nb_eleves"),
    "latitude": ("latitude", "coordonnee_latitude", "lat"),
    "longitude": ("longitude", "coordonnee_longitude", "lon", "lng"),
    "position": ("position", "coordonnees", "geo_point_2d", "geolocalisation"),
    "priority": ("appartenance_education_prioritaire", "education_prioritaire", "ep"),
    "opened_on": ("date_ouverture", "date_d_ouverture"),
    "updated_on": ("date_maj_ligne", "date_de_mise_a_jour", "date_maj"),
    "state": ("etat_etablissement_libe", "etat", "etat_etablissement"),
}
"""For each fact, the names its column goes by, without accents, capitals or separators."""

KINDS = {"ecole": "ecole", "college": "college", "lycee": "lycee", "erea": "lycee", "medico": "medico_social"}
SERVICES = ("service", "information")
OTHER_KIND = "other"


def plain(text: str) -> str:
    """A name without accents, capitals or signs: « Code postal » gives « code_postal », « Cœur » « coeur »."""
    spelled = text.casefold().replace("œ", "oe").replace("æ", "ae")
    letters = (sign for sign in unicodedata.normalize("NFKD", spelled) if not unicodedata.combining(sign))
    return "_".join("".join(letter if letter.isalnum() else " " for letter in letters).split())


def places_of(header: Sequence[str]) -> dict[str, int]:
    """Where each fact stands in a row, by the names of the header."""
    by_name: dict[str, int] = {}
    for place, name in enumerate(header):
        by_name.setdefault(plain(name), place)
    places = {}
    for fact, names in NAMES.items():
        for name in names:
            if name in by_name:
                places[fact] = by_name[name]
                break
    return places


def kind_of(kind: str, nature: str) -> str:
    """The kind of a school in our words, from what the directory says, or from its nature where it says nothing."""
    for said in (plain(kind), plain(nature)):
        for beginning, ours in KINDS.items():
            if said.startswith(beginning):
                return ours
        if said.startswith(SERVICES):
            return "service"
    return OTHER_KIND
