"""People named in a text by their handle: « @marie-dupont »."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sqlalchemy import select

from forum.accounts.handles import holders_of
from forum.accounts.models import LONGEST_HANDLE, Person
from forum.core.text import MENTION, Mentions
from forum.extensions import db

MOST_NAMED = 200
"""Handles of one text that are looked up: beyond, they stay words."""
FENCE = re.compile(r"^[ \t>]*(```+|~~~+)")
QUOTED = re.compile(r"^[ \t]*(?:(?:[-+*]|\d+[.)])[ \t]+)*>")
CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")


def handles_in(source: str) -> list[str]:
    """Every handle that a text may name, in code and quotations too, each once, in order."""
    found: dict[str, None] = {}
    for match in MENTION.finditer(source):
        found.setdefault(match["handle"].lower())
        if len(found) == MOST_NAMED:
            break
    return list(found)


def mentioned_handles(source: str) -> list[str]:
    """The handles that a text calls, each once, in order: neither those in code nor those that it quotes.

    Args:
        source: Markdown.
    """
    return handles_in("\n".join(own_lines(source)))


def own_lines(source: str) -> Iterable[str]:
    """The lines of a text that are its author's words: no code, no quotation."""
    fence = ""
    continues_quotation = False
    for line in source.split("\n"):
        mark = FENCE.match(line)
        if fence:
            if mark is not None and mark[1].startswith(fence):
                fence = ""
            continue
        if mark is not None:
            fence = mark[1]
            continue
        continues_quotation = QUOTED.match(line) is not None or (continues_quotation and bool(line.strip()))
        if not continues_quotation and not line.startswith(("    ", "\t")):
            yield CODE.sub(" ", line)


def people_named(sources: Iterable[str]) -> Mentions:
    """Those of the people named in some texts who have an account, by handle, one that they gave up since too: one
    statement, none for no handle."""
    handles = {handle for source in sources for handle in handles_in(source) if len(handle) <= LONGEST_HANDLE + 4}
    if not handles:
        return {}
    holders = holders_of(sorted(handles))
    query = (
        select(holders.c.handle, Person.id, Person.name)
        .join(Person, Person.id == holders.c.person_id)
        .where(Person.confirmed_at.is_not(None))
    )
    return {handle: (person_id, name) for handle, person_id, name in db.session.execute(query)}
