"""Words as the index keeps them: without accents, elision or endings, the same way for French and English.

What one query finds, in whichever language it is written, is decided here and in stemming.py, for all engines.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from forum.search.stemming import fold, stem

__all__ = ["ANALYSIS_VERSION", "STOP_WORDS", "Word", "asked_words", "fold", "occurrences", "stem", "words"]

ANALYSIS_VERSION = 3
"""Grows with each change of what a word is kept as: an index of another version is made anew."""
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
HYPHENS = "-‐‑"
MOST_JOINED = 4
"""Words held together by hyphens or apostrophes that may be one: « vivreensemble », « entraide », « aujourdhui »."""
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
    a ai as au aux avec avez avons ca ce cela ces cette comment dans de des doit du elle elles en est et etait ete etre
    eux faire fait faut font il ils je la le les leur leurs lui ma mais me meme mes moi mon ne nos notre nous on ont ou
    par pas peut peuvent peux plus pour pourquoi qu quand que quel quelle quelles quels qui quoi sa se ses si son sont
    sur ta te tes toi ton tu un une vos votre vous y
"""
ENGLISH_STOP_WORDS = """
    about an and are at be been but by can could did do does for from had has have he her his how if in into is it its
    not of or our she should so that the their them then there these they this to was we were what when which who why
    will with would you your
"""
STOP_WORDS = frozenset((FRENCH_STOP_WORDS + ENGLISH_STOP_WORDS).split())


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text.

    Args:
        term: as the index keeps it.
        start, end: where it stands in the text, in characters.
        place: its number among the words of the text; what is one word in two ways has them at one place.
        is_aside: what the text may be found by as well, beside the words it is read as: « éducation » in
            « co-éducation », « REP » in « REP+ », « vivreensemble » in « vivre-ensemble ».
        folded: with its ending.
    """

    term: str
    start: int
    end: int
    place: int
    is_aside: bool = False
    folded: str = ""


def words(text: str) -> Iterator[Word]:
    """The words of a text in order, elided articles left out: « l’école » is one word."""
    run: list[Word] = []
    for word in words_apart(text):
        if run and word.place != run[-1].place and not are_held(text[run[-1].end : word.start]):
            yield from with_whole(run)
            run = []
        run.append(word)
    yield from with_whole(run)


def words_apart(text: str) -> Iterator[Word]:
    """The words of a text, those that a hyphen joins apart."""
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
            whole, first = fold(prefix) + folded, fold(prefix)
            yield Word(stem(whole), start, end, place, folded=whole)
            yield Word(stem(first), start, found.end("prefix"), place, is_aside=True, folded=first)
        if found["plus"]:
            yield Word(f"{folded}+", start, end, place, folded=f"{folded}+")
        begins = found.start("plain") if prefix else start
        yield Word(stem(folded), begins, end, place, bool(prefix or found["plus"]), folded)
        place += 1


def with_whole(run: list[Word]) -> Iterator[Word]:
    """Words that hang together, after what they are as one."""
    whole = joined(run)
    if whole:
        yield Word(stem(whole), run[0].start, run[-1].end, run[0].place, is_aside=True, folded=whole)
    yield from run


def joined(run: Sequence[Word]) -> str:
    """What some words are as one, folded; empty for a single word, and for so many that they are a sentence."""
    if len(run) < 2 or run[-1].place - run[0].place >= MOST_JOINED:
        return ""
    parts = [word.folded for word in run if not word.is_aside]
    return "".join(parts)[:LONGEST_WORD] if len(parts) > 1 else ""


def are_held(between: str) -> bool:
    """Whether what stands between two words holds them together: a hyphen or an apostrophe, and nothing else."""
    return len(between) == 1 and between in HYPHENS + APOSTROPHES


def asked_words(text: str) -> Iterator[Word]:
    """The words that a text is read as: what is meant where it is looked for."""
    return (word for word in words(text) if not word.is_aside)


def is_elided(text: str, found: re.Match[str]) -> bool:
    following = text[found.end() : found.end() + 1]
    return bool(following) and following in APOSTROPHES and fold(found.group()[:LONGEST_WORD]) in ELIDED


def is_tail(text: str, found: re.Match[str]) -> bool:
    start = found.start()
    after_word = start > 1 and text[start - 1] in APOSTROPHES and text[start - 2].isalpha()
    return after_word and fold(found.group()[:LONGEST_WORD]) in TAILS


def occurrences(text: str, terms: Collection[str], starts: Collection[str] = ()) -> Iterator[Word]:
    """The words of a long text that are looked for; only stretches that may hold one are read.

    Args:
        text: with single spaces.
        terms: as the index keeps them.
        starts: beginnings of words, folded.
    """
    if not terms and not starts:
        return
    beginning = beginnings(frozenset(terms) | frozenset(starts))
    begun_by = tuple(starts)
    at = 0
    while candidate := beginning.search(text, at):
        start = text.rfind(" ", 0, candidate.start()) + 1
        end = text.find(" ", candidate.start())
        end = len(text) if end < 0 else end
        for word in words(text[start:end]):
            if word.term in terms or (begun_by and word.folded.startswith(begun_by)):
                yield replace(word, start=start + word.start, end=start + word.end)
        at = end


@lru_cache(maxsize=1_000)
def beginnings(terms: frozenset[str]) -> re.Pattern[str]:
    """Finds where a word may begin that gives one of the terms: by its first two letters, whatever their accents."""
    starts = sorted({term[:2] for term in terms})
    between = f"[.{APOSTROPHES}{re.escape(HYPHENS)}]?"
    each = [between.join(ACCENTED.get(letter, re.escape(letter)) for letter in start) for start in starts]
    each += [LIGATURES[start] for start in starts if start in LIGATURES]
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(each)})", re.IGNORECASE)
