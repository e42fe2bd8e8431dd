"""What is looked for, in the wordings that it may stand in a text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from forum.search.analysis import STOP_WORDS, Word, are_held, asked_words, joined
from forum.search.query import Wanted, Words
from forum.search.stemming import stem

SHORTEST_BEGINNING = 2
"""Letters before the star: « m* » would be half the index."""
STAR = "*"
JOINERS = frozenset("-‐‑'’ʼ@._&")
"""What holds words together as typed: « vivre-ensemble », « cpe@college.example »."""
PRONOUNS = frozenset(["je", "tu", "il", "elle", "on", "nous", "vous", "ils", "elles", "ce", "t"])
"""What a French question hangs on to its verb: « peut-on »."""
NOUNS_WITH_PRONOUN = frozenset(["rendez"])


def wanted_in(text: str, *, is_phrase: bool) -> Iterator[tuple[Wanted, bool]]:
    """What a text between two spaces asks for, or one between quotation marks: that is a single thing.

    Args:
        text: its last word is only a beginning where a star follows it.
        is_phrase: it stood between quotation marks.

    Returns:
        each thing, and whether all its words are without weight.
    """
    found = list(asked_words(text))
    groups = ([found] if found else []) if is_phrase else list(side_by_side(text, found))
    for number, group in enumerate(groups, start=1):
        is_begun = number == len(groups) and ends_in_star(text, group[-1])
        choices = (beginning(group),) if is_begun else wordings(text, group)
        is_common = not is_begun and all(word.folded in STOP_WORDS for word in group)
        yield Wanted(tuple(dict.fromkeys(choices)), is_phrase), is_common


def ends_in_star(text: str, last: Word) -> bool:
    return text[last.end :].strip() == STAR and len(last.folded) >= SHORTEST_BEGINNING


def side_by_side(text: str, found: Sequence[Word]) -> Iterator[list[Word]]:
    """Words in groups that hang together; the pronoun of a question does not."""
    group: list[Word] = []
    for word in found:
        if group and not hangs_on(text, group[-1], word):
            yield from without_pronouns(group)
            group = []
        group.append(word)
    if group:
        yield from without_pronouns(group)


def hangs_on(text: str, word: Word, following: Word) -> bool:
    between = text[word.end : following.start]
    if between == ":":
        return word.folded.isdigit() and following.folded.isdigit()
    return len(between) == 1 and between in JOINERS


def without_pronouns(group: list[Word]) -> Iterator[list[Word]]:
    if len(group) > 1 and group[-1].folded in PRONOUNS and group[0].folded not in NOUNS_WITH_PRONOUN:
        yield from ([word] for word in group)
    else:
        yield group


def wordings(text: str, group: Sequence[Word]) -> Iterator[Words]:
    """The ways in which words that hang together may stand: « vivre-ensemble » or « vivreensemble »."""
    yield Words(tuple(word.term for word in group))
    whole = joined(group)
    if whole and all(are_held(text[one.end : next_one.start]) for one, next_one in pairwise(group)):
        yield Words((stem(whole),))


def beginning(group: Sequence[Word]) -> Words:
    """Words of which the last is only begun."""
    return Words((*(word.term for word in group[:-1]), group[-1].folded), is_beginning=True)
