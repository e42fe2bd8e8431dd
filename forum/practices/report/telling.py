"""Facts that a report tells in its sentences, and what its citation and its licence say."""

from __future__ import annotations

import re
from collections.abc import Mapping

from forum.practices.fields import DEFAULT_LICENCE

READ = 20_000
"""Characters that are looked through: facts stand at the beginning."""
NUMBER = (
    r"(\d[\d   ]{0,12}|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix"
    r"|two|three|four|five|six|seven|eight|nine|ten|one)"
)
YEAR = r"((?:19|20)\d\d)"
STOP = r"(?=[.,;:!?\n(»]|\s(?:à|en|dans|depuis|avec|pour|et|in|at|since|with|for|and)\s|$)"
SENTENCES: dict[str, re.Pattern[str]] = {
    "start": re.compile(
        r"\b(?:depuis|lancée?|démarrée?|commencée?|débutée?|créée?|since|launched|started|begun|began|created)\b"
        rf"[^.\n]{{0,40}}?\b{YEAR}\b",
        re.IGNORECASE,
    ),
    "end": re.compile(
        rf"(?:\bjusqu[’']en|\b(?:terminée?|achevée?) en|\buntil|\bended in)\s(?:\w+ )?{YEAR}\b", re.IGNORECASE
    ),
    "place": re.compile(
        r"\b(?:se déroule|se tient|a lieu|(?:est |a été )mise? en œuvre|takes place|is held|is implemented)"
        rf"\s(?:à|au|aux|en|dans|in|at)\s([^.,;:!?\n(»]{{2,100}}?){STOP}",
        re.IGNORECASE,
    ),
    "organisation": re.compile(
        rf"\b(?:portée?|pilotée?|run|led|carried)\s(?:par|by)\s([^.,;:!?\n(»]{{3,100}}?){STOP}", re.IGNORECASE
    ),
    "beneficiaries": re.compile(
        r"(?:\bs[’']adresse|\bdestinée?s?|\b(?:meant|intended) for|\baimed at)\s([^.;:!?\n(»]{3,150}?)"
        r"(?=[.;:!?\n(»]|$)",
        re.IGNORECASE,
    ),
    "budget": re.compile(r"\bbudget\b[^.\n\d]{0,30}(\d[\d   .,]{0,15}\s?(?:€|euros?|EUR|£|\$))", re.IGNORECASE),
    "employees": re.compile(NUMBER + r"\s(?:salariée?s?|employees?)\b", re.IGNORECASE),
    "volunteers": re.compile(NUMBER + r"\s(?:bénévoles?|volunteers?)\b", re.IGNORECASE),
}
LEADING = re.compile(
    r"^(?:(?:à|aux?|et|and)\s+)?(?:(?:les?|la|des?|leurs?|the|their|all|tous les)\s+|l[’'])?", re.IGNORECASE
)


def told_in_sentences(content: Mapping[str, str]) -> dict[str, str]:
    """Facts that the first texts tell in a sentence; the sentence stays where it is."""
    text = "\n".join(content.get(key, "")[:READ] for key in ("summary", "other", "background"))[:READ]
    found = {key: pattern.search(text) for key, pattern in SENTENCES.items()}
    told = {key: " ".join(match[1].split()) for key, match in found.items() if match}
    if "beneficiaries" in told:
        told["beneficiaries"] = listed(told["beneficiaries"])
    return told


def listed(words: str) -> str:
    """« aux élèves et à leurs familles » as a list: « élèves, familles »."""
    parts = (LEADING.sub("", part.strip()) for part in re.split(r",|\s(?:et|and)\s", words))
    return ", ".join(part for part in parts if part)


def author_in(citation: str) -> str:
    """Who a citation names first: « Leselbaum Muriel , « Osez… » » gives « Leselbaum Muriel »."""
    name, comma, _title = citation[:300].partition(",")
    is_a_name = comma and len(name) < 120 and not any(sign in name for sign in '«"“')
    return name.strip() if is_a_name else ""


def licence_in(text: str) -> str:
    """The licence that a text names; ours where it names none."""
    found = re.search(r"\bCC[ -]BY(?:[ -](?:SA|NC|ND))*(?: \d\.\d)?\b", text)
    return found.group() if found else DEFAULT_LICENCE
