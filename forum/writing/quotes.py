"""Quotations in a text: a blockquote whose first line leads to the post, so that its words go where the post goes.

> [Marie Dupont](/posts/123) :
> Nous avons essayé.

When a quoted post can no longer be read, its words are taken out of every text that quotes it, wherever that is
shown: the text itself keeps them, so that they come back with the post.

A message that was lifted out of a room is quoted in the same way, `> [Marie Dupont](/messages/12) :`. Its words are
those of who said it, not of who lifted them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

from flask import current_app
from flask_babel import gettext as _

from config import Settings
from forum.core.actor import Actor
from forum.core.addresses import LARGEST_ID
from forum.core.i18n import in_language
from forum.core.text import CREDIT_LINK

Unreadable = Callable[[Actor, Collection[int]], set[int]]
_unreadable: list[Unreadable] = []

PREFIX = r"(?:[ \t]*(?:>|[-+*](?=[ \t])|\d+[.)](?=[ \t])))+[ \t]*"
NESTED = re.compile(PREFIX)
CREDIT = re.compile(rf"(?P<prefix>{PREFIX}){CREDIT_LINK}")
"""The first line of a quotation. What follows on it counts among the words."""
CREDIT_OF_MESSAGE = re.compile(CREDIT.pattern.replace("/posts/", "/messages/"))
CREDIT_OF_ANYTHING = re.compile(CREDIT.pattern.replace("/posts/", "/(?:posts|messages)/"))
IN_NAME = re.compile(r"([\\\[\]`*_<>])")


@dataclass(frozen=True)
class Line:
    """One line of a text.

    Args:
        text: as typed.
        words: what is left of it without the marks that nest it.
        within: the quoted posts (or messages) among whose words it stands, the outermost first.
        begins: the post (or the message) that is quoted from here on, on the line of its credit.
        prefix: on such a line, the marks that nest it.
    """

    text: str
    words: str
    within: tuple[int, ...]
    begins: int | None = None
    prefix: str = ""


def read_lines(source: str, credits: re.Pattern[str] = CREDIT) -> list[Line]:
    """The lines of a text with what they quote, as they are drawn: what follows a quotation without an empty line
    between belongs to it, and so does more of the quotation after one.

    Args:
        source: Markdown.
        credits: what the first line of a quotation looks like: of posts, of messages, or of either.
    """
    lines: list[Line] = []
    opened: list[tuple[int, int]] = []  # how deep each quotation begins, and the post that it quotes
    after_empty = False
    for text in source.split("\n"):
        nesting = NESTED.match(text)
        depth = nesting.group().count(">") if nesting else 0
        words = text[nesting.end() :] if nesting else text
        credit = credits.match(text) if depth else None
        if credit is not None and int(credit["id"]) <= LARGEST_ID:
            opened = [quotation for quotation in opened if quotation[0] < depth]
            within = tuple(quoted for _, quoted in opened)
            opened.append((depth, int(credit["id"])))
            lines.append(Line(text, words, within, int(credit["id"]), credit["prefix"]))
            after_empty = False
            continue
        is_empty = not words.strip()
        if after_empty and not is_empty:
            opened = [quotation for quotation in opened if quotation[0] <= depth]
        lines.append(Line(text, words, tuple(quoted for _, quoted in opened)))
        after_empty = is_empty
    return lines


def quoted_posts(source: str) -> list[int]:
    """The ids of the posts that a text quotes, also within quotations, each once, in order.

    Args:
        source: Markdown.
    """
    if "/posts/" not in source:
        return []
    return list(dict.fromkeys(line.begins for line in read_lines(source) if line.begins is not None))


def quoted_messages(source: str) -> list[int]:
    """The ids of the messages of rooms that a text quotes, also within quotations, each once, in order.

    Args:
        source: Markdown.
    """
    if "/messages/" not in source:
        return []
    read = read_lines(source, CREDIT_OF_MESSAGE)
    return list(dict.fromkeys(line.begins for line in read if line.begins is not None))


def without_withheld(source: str, withheld: Collection[int], *, to_edit: bool = False) -> str:
    """A text in which one line stands in place of each quotation of some posts.

    Args:
        source: Markdown.
        withheld: the ids of posts whose words are not to be read.
        to_edit: leaves the address of the post on that line, so that `put_back` finds the place again.
    """
    if not withheld or "/posts/" not in source:
        return source
    kept: list[str] = []
    empty: list[str] = []  # what parts the last words that were taken out from what follows them
    for line in read_lines(source):
        if not withheld_among(line.within, withheld):
            kept += empty
            empty = []
            if line.begins is not None and line.begins in withheld:
                kept.append(line.prefix + stands_for(line.begins, to_edit=to_edit))
            else:
                kept.append(line.text)
        else:
            empty = [] if line.words.strip() else [*empty, line.text]
    return "\n".join([*kept, *empty])


def own_words(source: str) -> str:
    """A text without the posts and the messages that it quotes: what its author says themselves."""
    if "/posts/" not in source and "/messages/" not in source:
        return source
    read = read_lines(source, CREDIT_OF_ANYTHING)
    lines = (line.text for line in read if line.begins is None and not line.within)
    return "\n".join(lines).strip("\n")


def withheld_among(within: Collection[int], withheld: Collection[int]) -> bool:
    return any(quoted in withheld for quoted in within)


def stands_for(post_id: int, *, to_edit: bool) -> str:
    """The line that stands for a quotation: in the language of the site, since all its readers read the same."""
    settings: Settings = current_app.config["SETTINGS"]
    with in_language(settings.default_language):
        if to_edit:
            return f"[{_('Citation retirée')}](/posts/{post_id})\u00a0:"
        return f"*{_('Cette citation ne peut plus être lue.')}*"


def put_back(edited: str, before: str, withheld: Collection[int]) -> str:
    """An edited text with the quotations that its editor was not shown, where they left the lines that stand for them.

    Args:
        edited: what the editor sent.
        before: the whole text that they edited.
        withheld: what was not shown to them.
    """
    if not withheld or "/posts/" not in before:
        return edited
    hidden: dict[int, list[list[str]]] = {}
    for post_id, lines in quotations(before, withheld):
        hidden.setdefault(post_id, []).append(lines)
    whole: list[str] = []
    for line, following in with_following(edited, withheld):
        has_words = any(one.words.strip() for one in following)
        if line.begins is None or has_words or not hidden.get(line.begins):
            whole += [line.text, *(one.text for one in following)]
        else:
            whole += [*hidden[line.begins].pop(0), *(one.text for one in following)]
    return "\n".join(whole)


def quotations(source: str, wanted: Collection[int]) -> list[tuple[int, list[str]]]:
    """The quotations of some posts, each with its credit and its words, without the empty lines at its end."""
    found = []
    for line, following in with_following(source, wanted):
        if line.begins is None:
            continue
        while following and not following[-1].words.strip():
            following.pop()
        found.append((line.begins, [line.text, *(one.text for one in following)]))
    return found


def with_following(source: str, wanted: Collection[int]) -> list[tuple[Line, list[Line]]]:
    """Each line that stands in no quotation of some posts, those on which one begins with the lines within it."""
    grouped: list[tuple[Line, list[Line]]] = []
    for line in read_lines(source):
        if grouped and withheld_among(line.within, wanted):
            grouped[-1][1].append(line)
        elif line.begins is not None and line.begins not in wanted:
            grouped.append((Line(line.text, line.words, line.within), []))
        else:
            grouped.append((line, []))
    return grouped


def quotation(post_id: int, name: str, words: str) -> str:
    """A quotation to begin a reply with.

    Args:
        post_id: whose words they are.
        name: who wrote it.
        words: Markdown, without what its reader may not read.
    """
    called = IN_NAME.sub(r"\\\1", name)
    credit = f"> [{called}](/posts/{post_id})\u00a0:"
    return "\n".join([credit, *(f"> {line}".rstrip() for line in words.strip("\n").split("\n"))]) + "\n\n"


def register_unreadable(unreadable: Unreadable) -> Unreadable:
    """Registers what knows which of some posts an actor may not read."""
    _unreadable.append(unreadable)
    return unreadable


def readable_by(actor: Actor, source: str) -> str:
    """A text of one's own as one may read it now: without the quotations of posts that went out of one's sight."""
    quoted = quoted_posts(source)
    withheld = {post_id for unreadable in _unreadable for post_id in unreadable(actor, quoted)} if quoted else set()
    return without_withheld(source, withheld, to_edit=True)
