"""Words without their accents and endings, French and English by the same rules.

One light stemmer serves both languages, so that one query finds texts of either. It conflates what is surely one word:
plurals, feminines, and the endings of verbs in -er, after J. Savoy's light stemmer for French and D. Harman's for
English. It does not derive (« médiation », « médiateur »), and it leaves -ons and -ir alone: too many nouns end so.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

SHORTEST_STEM = 4
ORDINAL = re.compile(r"(\d{1,3})(?:ieme|eme|er|ere|re|e)")
"""« 6e », « 6ème »; « 2nde » is the name of a class and stays."""
WHOLE = {
    "children": "child",
    "travaux": "travail",
    "preaux": "preau",
    "aidant": "aide",
    "career": "career",
    "courant": "courant",
    "course": "course",
    "demeure": "demeur",
    "elever": "elever",
    "etranger": "etranger",
    "etrangere": "etranger",
    "familier": "familier",
    "familiere": "familier",
    "maniere": "maniere",
    "important": "important",
    "importante": "important",
    "parente": "parente",
    "passager": "passager",
    "policier": "policier",
    "policiere": "policier",
    "restaurant": "restaurant",
    "appartement": "appartement",
    "autrement": "autrement",
    "departement": "departement",
    "egalement": "egalement",
    "evenement": "evenement",
    "parlement": "parlement",
    "basement": "basement",
    "seulement": "seulement",
    "simplement": "simplement",
    "statement": "statement",
}
"""What the rules would take for another word: « parenté » for « parent », « restaurant » for « restaurer »."""
NO_PLURALS = "abus acces bois concis cours exces fois gris mois pois precis progres refus succes"
WITH_S = frozenset(NO_PLURALS.split())
"""Ends in an s that is no plural: « cours » is not « cour », « refus » is the noun of « refuser »."""
VERB_LIKE = """
    abstrait attrait bienfait consent content distrait extrait forfait frequent imparfait innocent parfait patient
    percent portrait present prevent represent retrait satisfait souhait violent
"""
STEMS = frozenset(VERB_LIKE.split())
"""Ends as a verb does, and would be taken for another: « violent » for « viol », « présent » for « presse »."""
GENDERS = (
    ("trice", "teu", 1),
    ("euse", "eu", 2),
    ("eur", "eu", 3),
    ("eure", "eu", 3),
    ("ive", "if", 3),
    ("elle", "el", 3),
    ("enne", "en", 3),
    ("aise", "ai", 4),
    ("oise", "oi", 3),
)
"""Feminine endings, what stands for them and for the masculine, and the letters that must stand before."""
ENGLISH = ("ing", "ed")
NOUN_OF_VERB = "ement"
VERBS = ("eraient", "erait", "eront", "aient", "era", "ait", "ant", "ent", "ez", "er")
SHORT_VERBS = ("aient", "ait", "er", NOUN_OF_VERB)
"""Those taken from a word of which only three letters are left: « aider » is « aide »."""


@lru_cache(maxsize=20_000)
def fold(word: str) -> str:
    """A word without accents and capitals: « École » gives « ecole », « cœur » gives « coeur »."""
    lowered = unicodedata.normalize("NFKD", word.replace("º", "")).lower().replace("œ", "oe").replace("æ", "ae")
    return "".join(letter for letter in lowered if not unicodedata.combining(letter))


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A folded word without its ending.

    Args:
        word: folded. One with a digit, or shorter than four letters, stays as it is, but « 6eme » is « 6e ».
    """
    if any(letter.isdigit() for letter in word):
        ordinal = ORDINAL.fullmatch(word)
        return f"{ordinal[1]}e" if ordinal else word
    if len(word) < SHORTEST_STEM:
        return word
    if word not in WHOLE:
        word = without_plural(word)
    if word in WHOLE:
        return WHOLE[word]
    word = without_final_e(without_verb_ending(without_final_e(without_gender(without_english_ending(word)))))
    if len(word) > SHORTEST_STEM and word[-1] == word[-2]:
        word = word[:-1]
    word = word.replace("nnel", "nel")
    return f"{word[:-1]}i" if word.endswith("y") else word


def without_plural(word: str) -> str:
    if word.endswith("aux") and len(word) > SHORTEST_STEM:
        return f"{word[:-2]}l" if not word.endswith("eaux") else word[:-1]
    if word.endswith(("s", "ux")) and not word.endswith("ss") and word not in WITH_S:
        return word[:-1]
    return word


def without_english_ending(word: str) -> str:
    """« listening », « listened » as « listen », « making » as « make », « running » as « run »."""
    for ending in ENGLISH:
        left = word.removesuffix(ending)
        if left == word or len(left) < SHORTEST_STEM - 1 or left.endswith("e") or not re.search("[aeiouy]", left):
            continue
        if len(left) == SHORTEST_STEM and left[-1] == left[-2] and left[-1] not in "ls":
            return left[:-1]
        is_cut = len(left) == SHORTEST_STEM - 1 and re.fullmatch("[^aeiou][aeiou][^aeiouwxy]", left)
        return f"{left}e" if is_cut else left
    return word


def without_gender(word: str) -> str:
    for ending, instead, before in GENDERS:
        if word.endswith(ending) and len(word) - len(ending) >= before:
            return word[: -len(ending)] + instead
    return word


def without_final_e(word: str) -> str:
    while len(word) > SHORTEST_STEM and word.endswith("e"):
        word = word[:-1]
    return word


def without_verb_ending(word: str) -> str:
    """« empêchaient », « empêcher » as « empêche », and « harcèlement » as « harcèle »."""
    if word in STEMS:
        return word
    for ending in (NOUN_OF_VERB,) if word.endswith("ment") else VERBS:
        left = word.removesuffix(ending)
        if left == word or (ending == "er" and left.endswith("e")):
            continue
        if len(left) >= SHORTEST_STEM:
            return left
        if len(left) == SHORTEST_STEM - 1 and ending in SHORT_VERBS:
            return f"{left}e"
    return word
