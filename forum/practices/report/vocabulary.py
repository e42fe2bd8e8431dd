"""The words that headings and facts of reports are made of, in French and in English.

A line is a heading when it is made of these words alone and at least one of them names a section: so « Objectives of
the programme », « OBJECTIFS : » and « ## Objectifs du projet » are the same heading, and a sentence about them is not.
"""

from __future__ import annotations

import re
import unicodedata

SECTIONS: dict[str, str] = {
    "background": "background context contexte genese constat diagnostic",
    "objectives": "objective objectif goal aim but",
    "actions": "action activity activite demarche activitie",
    "results": "result resultat impact effect effet outcome bilan evaluation",
    "results_quantitative": "quantitative quantitatif",
    "results_qualitative": "qualitative qualitatif",
    "originality": "original originality originalite originale originau innovation innovant",
    "partnerships": "partnership partenariat partner partenaire",
    "difficulties": "difficulty difficultie difficulte obstacle frein challenge limite limit",
    "solutions": "solution reponse",
    "improvements": "improvement amelioration suggestion perspective piste",
    "success_factors": "success reussite succe facteur factor",
    "references": "reference bibliography bibliographie bibliographic bibliographique biblio source ressource resource",
    "summary": "summary resume synthese abstract",
    "files": "document annexe file fichier attachment",
    "other": "other autre",
}
"""For each section's field, the words that name it, without accents or plural."""

PHRASES: dict[str, str] = {
    "mise en oeuvre": "actions",
    "implementation": "actions",
    "deroulement": "actions",
    "point de depart": "background",
    "point fort": "success_factors",
    "lesson learned": "success_factors",
    "pour aller plu loin": "references",
    "further reading": "references",
}
"""Whole headings, without accents or plural, in words that name no section by themselves."""

FILLER_WORDS = """
    a an and are by during for from future further futur future in into its key main of on or overcome possible
    project programme program responsible the this to up used with encountered implemented implementation
    developed characteristic feature put place measure taken information facing met
    au aux avec ce cette cle dans de des du en et la le les leur lors l d ou par pour principal principale principaux
    que qui sa se son sur projet programme mise mis oeuvre cadre caractere caracteristique rencontre rencontree
    developpe developpee depasser surmonter apporte apportee adopte adoptee envisage envisagee prevu prevue
    obtenu obtenue observe observee constate constatee utilise utilisee mesure action actions deroulement s
"""
FILLERS = frozenset(FILLER_WORDS.split())
"""Words that headings hold beside those that name a section."""

NEUTRAL = frozenset(
    {
        "editorial committee",
        "comite de lecture",
        "comite editorial",
        "key fact",
        "fact",
        "fait cle",
        "repere",
        "identity",
        "fiche identite",
        "fiche d identite",
        "carte identite",
        "identite",
        "carte d identite",
        "identification",
        "identification sheet",
        "en bref",
        "at a glance",
        "organisation",
        "organization",
        "organisme",
        "porteur",
        "structure porteuse",
        "fiche pratique",
        "practice sheet",
        "information",
        "information pratique",
    }
)
"""Headings over facts, which belong to no field themselves."""

FACTS: dict[str, tuple[str, ...]] = {
    "title": ("title", "titre", "nom de la pratique", "practice"),
    "start": (
        "start date",
        "start",
        "date de debut",
        "debut",
        "date de lancement",
        "lancement",
        "date de demarrage",
        "since",
        "depuis",
        "launched",
        "annee",
        "annee de debut",
        "year",
    ),
    "end": ("end date", "end", "date de fin", "fin"),
    "place": (
        "implementation site",
        "site",
        "location",
        "place",
        "lieu de realisation",
        "lieu de mise en oeuvre",
        "lieu",
        "localisation",
        "lieu realisation",
        "where",
        "territoire",
        "territory",
    ),
    "budget": ("budget", "cost", "cout", "budget annuel", "annual budget"),
    "organisation": (
        "organisation",
        "organization",
        "organisme",
        "structure",
        "porteur",
        "association",
        "structure porteuse",
        "organisme porteur",
        "carried by",
        "porte par",
        "portee par",
        "nom de l organisme",
    ),
    "address": ("address", "adresse", "postal address", "adresse postale"),
    "employees": ("employee", "staff", "salarie", "nombre de salarie", "number of employee"),
    "volunteers": ("volunteer", "benevole", "nombre de benevole", "number of volunteer"),
    "country": (
        "country",
        "pay",
        "origin",
        "origine",
        "pay et region",
        "country and region",
        "region",
        "pay d origine",
        "pay origine",
    ),
    "stature": (
        "stature",
        "stature of the programme",
        "stature of the program",
        "scale",
        "envergure",
        "envergure du programme",
        "portee",
        "portee du programme",
        "echelle",
    ),
    "participants": ("participant", "acteur", "type d acteur", "actor", "type of actor"),
    "beneficiaries": ("beneficiary", "beneficiarie", "beneficiaire", "public", "public vise", "target group", "target"),
    "domains": ("domain", "domaine", "domaine d action", "field", "theme", "thematique"),
    "solution_types": ("solution", "type de solution", "type of solution"),
    "tags": ("keyword", "key word", "tag", "mot cle", "mot clef"),
    "programme": ("programme", "program", "collection", "programme ou collection"),
    "authors": ("author", "auteur", "auteure", "autrice", "written by", "redige par", "auteurice"),
    "contact": (
        "contact",
        "website",
        "web site",
        "site internet",
        "site web",
        "email",
        "e mail",
        "courriel",
        "telephone",
        "phone",
    ),
    "proofread_on": (
        "date of proofreading",
        "proofreading",
        "proofread",
        "proofread on",
        "date de relecture",
        "relecture",
        "relu le",
    ),
    "opinion": (
        "opinion of the committee",
        "committee opinion",
        "committee s opinion",
        "avi du comite",
        "avi du comite de lecture",
        "opinion",
        "avi",
    ),
    "licence": ("licence", "license", "copyright", "droit", "droit d auteur"),
    "citation": (
        "to reference a document published by resolis",
        "to cite",
        "how to cite",
        "citation",
        "pour citer",
        "pour citer cette fiche",
        "pour citer ce document",
        "how to cite this sheet",
        "to reference this document",
        "pour referencer ce document",
        "pour citer un document publie par resolis",
    ),
    "language": ("language", "langue"),
}
"""For each fact's field, what the key of a « Key : value » line may be, without accents or plurals."""

ABOUT_THE_SHEET = frozenset({"licence", "citation", "proofread_on", "opinion", "authors", "language", "tags"})
"""Facts that no section speaks of, so that a line that gives one is that wherever it stands."""

SHARING = re.compile(
    r"(?:share|download|print|read|partager?|telecharger|imprimer|lire|voir)\s+(?:this|the|cette?|la|le|l)?\s*"
    r"(?:full\s+)?(?:report|sheet|page|pdf|fiche|rapport|document)(?:\s+(?:complete?|integral))?"
    r"|back to (?:the )?(?:list|top)|retour (?:a la liste|en haut)"
)
FURNITURE = re.compile(r"logo\b.*|menu|facebook|twitter|linkedin|share|partager|print|imprimer")
COLLECTED = re.compile(r"(?:report|fiche|rapport) (?:collected|recueillie?|collectee?) ")
LONGEST_BOILERPLATE = 100

OPINIONS: dict[str, tuple[str, ...]] = {
    "generalise": ("generalised", "generalized", "generalise", "generalize", "generaliser"),
    "follow": ("followed", "follow", "suivre"),
    "discuss": ("discussed", "discuss", "discuter", "debattre"),
    "not_retained": ("not retained", "not selected", "non retenu", "non retenue"),
}
"""The last words of each opinion, after « should be », « to be », « à »."""
LANGUAGES = {"fr": ("francai", "french", "fr"), "en": ("anglai", "english", "en")}
COMMON_FRENCH = "le la les des du une et dans pour que qui avec sur est sont aux ses leur"
COMMON_ENGLISH = "the of and to in for that with on is are by their from its this"
FRENCH_WORDS, ENGLISH_WORDS = frozenset(COMMON_FRENCH.split()), frozenset(COMMON_ENGLISH.split())


PLURAL_MARK = re.compile(r"\((?:s|es|e|x)\)")


def plain(text: str) -> str:
    """Words without accents, capitals, signs or plural, parted by spaces; « Solution(s) » gives « solution »."""
    return " ".join(singular(word) for word in letters_of(PLURAL_MARK.sub("", text)).split())


def letters_of(text: str) -> str:
    """A text without accents, capitals or signs."""
    decomposed = unicodedata.normalize("NFKD", text.lower().replace("œ", "oe"))
    return "".join(letter if letter.isalnum() else " " for letter in decomposed if not unicodedata.combining(letter))


def singular(word: str) -> str:
    return word[:-1] if len(word) > 2 and word.endswith(("s", "x")) and not word.endswith("ss") else word


NAMED = {word: field for field, words in SECTIONS.items() for word in words.split()}
FILLING = {singular(word) for word in FILLERS} | FILLERS
KEYS = {plain(key): field for field, keys in FACTS.items() for key in keys}
MOST_HEADING_WORDS = 18


def section_of(heading: str) -> str | None:
    """The field of a heading's section; None for what is no heading.

    Args:
        heading: one line, without its marks and its colon.
    """
    words = plain(heading).split()
    while words and words[0].isdigit():
        words = words[1:]
    phrase = PHRASES.get(" ".join(words))
    if phrase is not None:
        return phrase
    if len(words) > MOST_HEADING_WORDS or any(word not in NAMED and word not in FILLING for word in words):
        return None
    named = [NAMED[word] for word in words if word in NAMED]
    if not named:
        return None
    if named[0] == "summary" and "success_factors" in named:
        return "success_factors"
    results = [field for field in named if field.startswith("results")]
    if results and named[0].startswith("results"):
        return results_section(results)
    if named[:2] == ["actions", "results"] and not {"et", "and"} & set(words):
        return "results"  # « Action results », and not « Actions and results »
    return named[0]


def section_within(heading: str) -> str | None:
    """The field of the section that a heading names among other words: « Les effets sur la cour »."""
    return next((NAMED[word] for word in plain(heading).split() if word in NAMED), None)


def results_section(named: list[str]) -> str:
    sides = {field for field in named if field != "results"}
    return sides.pop() if len(sides) == 1 else "results"


def is_neutral(heading: str) -> bool:
    """Says whether a line only announces facts."""
    return plain(heading) in NEUTRAL


def fact_of(key: str) -> str | None:
    """The field of the key of a « Key : value » line."""
    return KEYS.get(plain(key))


def is_sharing(line: str) -> bool:
    """Says whether a line offers to share or download the report: it belongs to the page it was copied from."""
    return len(line) <= LONGEST_BOILERPLATE and SHARING.fullmatch(spelt(line)) is not None


def is_furniture(line: str) -> bool:
    """Says whether a line belongs to the frame of the page a report was copied from, when it stands at its top."""
    return len(line) <= LONGEST_BOILERPLATE and FURNITURE.fullmatch(spelt(line)) is not None


def collected_in(line: str) -> bool:
    """Says whether a line tells in which programme reports were collected."""
    return COLLECTED.match(plain(line[:LONGEST_BOILERPLATE]) + " ") is not None


def spelt(line: str) -> str:
    return " ".join(letters_of(line).split())


def opinion_of(words: str) -> str:
    """The committee's opinion as one of ours; its own words where it says anything else."""
    said = re.sub(r"^(?:(?:should|to|must) be |a )", "", spelt(words[:LONGEST_BOILERPLATE]))
    return next((opinion for opinion, ways in OPINIONS.items() if said in ways), words)


def language_called(words: str) -> str:
    """The token of a language that sheets can be in; empty for any other."""
    said = plain(words[:LONGEST_BOILERPLATE])
    return next((language for language, names in LANGUAGES.items() if said in names), "")


def language_of(text: str) -> str:
    """The language of a text, by its most common words: "fr" or "en"."""
    words = re.findall(r"[a-zà-ÿ]+", text.lower())
    french, english = (sum(word in known for word in words) for known in (FRENCH_WORDS, ENGLISH_WORDS))
    return "en" if english > french else "fr"
