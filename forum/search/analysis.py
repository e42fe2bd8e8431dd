"""Words as the index keeps them: without accents, elision or endings, the same way for French and English.

One light stemmer serves both languages, so that one query finds texts of either. It only conflates what is surely
one word (plurals, feminines, a few endings), after J. Savoy's light stemmer for French and D. Harman's for English.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

LETTER = r"[^\W_\u0300-\u036f]"
WITH_ACCENTS = str.maketrans({"a": "[aàâä]", "c": "[cç]", "e": "[eéèêë]", "i": "[iîï]", "o": "[oôö]", "u": "[uùûü]"})
PREFIXES = "anti|auto|co|inter|intra|micro|multi|peri|pluri|pre|socio".translate(WITH_ACCENTS)
"""What is written with a hyphen or without: « co-éducation » and « coéducation » are one word."""
WORD = re.compile(
    rf"(?P<dotted>(?:[^\W\d_]\.){{2,}}(?:[^\W\d_](?!\w))?)"  # « C.P.E. »
    rf"|(?:(?P<prefix>{PREFIXES})[-‐‑])?(?P<plain>{LETTER}[\w\u0300-\u036f]*)(?P<plus>\+(?![\w+]))?",  # « REP+ »
    re.IGNORECASE,
)
ELIDED_WORDS = "l d j m t s n c qu jusqu lorsqu puisqu quoiqu presqu quelqu"
ELIDED = frozenset(ELIDED_WORDS.split())
TAILS = frozenset(["s", "t", "re", "ve", "ll"])
"""What an English apostrophe leaves behind: « the school’s », « don’t »."""
APOSTROPHES = "'’ʼ"
LONGEST_WORD = 60
ACCENTED = {
    "a": "[aàáâãäåāæ]",
    "c": "[cçćč]",
    "e": "[eèéêëēęœæ]",
    "i": "[iìíîïī]",
    "n": "[nñń]",
    "o": "[oòóôõöøōœ]",
    "s": "[sśšß]",
    "u": "[uùúûüū]",
    "y": "[yýÿ]",
    "z": "[zźżž]",
}
LIGATURES = {"ae": "æ", "oe": "œ", "fi": "ﬁ", "fl": "ﬂ"}
FRENCH_STOP_WORDS = """
    au aux avec ce ces cette dans de des du elle elles en est et eux il ils je la le les leur leurs lui ma mais me meme
    mes moi mon ne nos notre nous on ou par pas pour qu que qui sa se ses si son sont sur ta te tes toi ton tu un une
    vos votre vous y a ai as avons avez ont etait ete etre plus
"""
ENGLISH_STOP_WORDS = """
    an and are at be been but by for from had has have he her his how if in into is it its not of or our she so that
    the their them then there these they this to was we were what when which who will with you your
"""
STOP_WORDS = frozenset((FRENCH_STOP_WORDS + ENGLISH_STOP_WORDS).split())
ENDINGS = (
    ("trice", "teur"),
    ("euse", "eur"),
    ("ive", "if"),
    ("elle", "el"),
    ("enne", "en"),
    ("ing", ""),
    ("ed", ""),
)
SHORTEST_STEM = 4


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text.

    Args:
        term: as the index keeps it.
        start, end: where it stands in the text, in characters.
        place: its number among the words of the text; a whole and its part share it.
        is_part: what the whole may be found by as well: « éducation » in « co-éducation », « REP » in « REP+ ».
    """

    term: str
    start: int
    end: int
    place: int
    is_part: bool = False


def words(text: str) -> Iterator[Word]:
    """The words of a text in order, elided articles left out: « l’école » is one word."""
    place = 0
    for found in WORD.finditer(text):
        if is_elided(text, found) or is_tail(text, found):
            continue
        start, end = found.span()
        plain, prefix = found["plain"], found["prefix"]
        folded = fold((plain or found["dotted"].replace(".", ""))[:LONGEST_WORD])
        if not folded:
            continue
        if prefix:
            yield Word(stem(fold(prefix) + folded), start, end, place)
            yield Word(stem(fold(prefix)), start, found.end("prefix"), place, is_part=True)
        if found["plus"]:
            yield Word(f"{folded}+", start, end, place)
        yield Word(stem(folded), found.start("plain") if prefix else start, end, place, bool(prefix or found["plus"]))
        place += 1


def asked_words(text: str) -> Iterator[Word]:
    """The words of what is looked for: of a whole and its part, the whole is meant."""
    return (word for word in words(text) if not word.is_part)


def is_elided(text: str, found: re.Match[str]) -> bool:
    following = text[found.end() : found.end() + 1]
    return bool(following) and following in APOSTROPHES and fold(found.group()) in ELIDED


def is_tail(text: str, found: re.Match[str]) -> bool:
    start = found.start()
    return start > 1 and text[start - 1] in APOSTROPHES and text[start - 2].isalpha() and fold(found.group()) in TAILS


def occurrences(text: str, terms: Collection[str]) -> Iterator[Word]:
    """The words of a long text that are among the terms; only stretches that may hold one are looked at.

    Args:
        text: with single spaces.
        terms: stems.
    """
    if not terms:
        return
    beginning = beginnings(frozenset(terms))
    at = 0
    while candidate := beginning.search(text, at):
        start = text.rfind(" ", 0, candidate.start()) + 1
        end = text.find(" ", candidate.start())
        end = len(text) if end < 0 else end
        for word in words(text[start:end]):
            if word.term in terms:
                yield Word(word.term, start + word.start, start + word.end, word.place, word.is_part)
        at = end


@lru_cache(maxsize=1_000)
def beginnings(terms: frozenset[str]) -> re.Pattern[str]:
    """Finds where a word may begin that gives one of the terms: by its first two letters, whatever their accents."""
    starts = sorted({term[:2] for term in terms})
    each = [r"\.?".join(ACCENTED.get(letter, re.escape(letter)) for letter in start) for start in starts]
    each += [LIGATURES[start] for start in starts if start in LIGATURES]
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(each)})", re.IGNORECASE)


@lru_cache(maxsize=20_000)
def fold(word: str) -> str:
    """A word without accents and capitals: « École » gives « ecole », « cœur » gives « coeur »."""
    lowered = unicodedata.normalize("NFKD", word).lower().replace("œ", "oe").replace("æ", "ae")
    return "".join(letter for letter in lowered if not unicodedata.combining(letter))


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A folded word without its ending.

    Args:
        word: folded. One with a digit, or shorter than four letters, stays as it is.
    """
    if len(word) < SHORTEST_STEM or any(letter.isdigit() for letter in word):
        return word
    word = without_plural(word)
    for ending, instead in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM - 1:
            word = word[: -len(ending)] + instead
            break
    while len(word) > SHORTEST_STEM and word.endswith("e"):
        word = word[:-1]
    if len(word) > SHORTEST_STEM and word[-1] == word[-2]:
        word = word[:-1]
    word = word.replace("nnel", "nel")
    return f"{word[:-1]}i" if word.endswith("y") else word


def without_plural(word: str) -> str:
    if word.endswith("aux") and len(word) > SHORTEST_STEM:
        return f"{word[:-2]}l" if not word.endswith("eaux") else word[:-1]
    if word.endswith(("s", "x")) and not word.endswith("ss"):
        return word[:-1]
    return word
