"""Reading what the demonstration says from the text files beside this module."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from forum.core.models import now

DATA = Path(__file__).parent / "data"
PLACE = ZoneInfo("Europe/Paris")
"""Where the demonstration's people live: their days and hours are of there."""
FRONT_MATTER = re.compile(r"\A\+\+\+\n(.*?)\n\+\+\+\n", re.DOTALL)
POST_HEADER = re.compile(r"(?m)^=== (\w+) (\d+) (\d\d:\d\d)( note)?\n")
REACTIONS = re.compile(r"\n~ (.+)\Z")
ROOM_HEADER = re.compile(r"(?m)^# (school|community) (.+)\n")
LETTERS_HEADER = re.compile(r"(?m)^# (.+) \| (.+)\n")
ROOM_LINE = re.compile(r"(\d+) (\d\d:\d\d) (\w+) (.+)")


@dataclass(frozen=True)
class Words:
    """Something that somebody wrote.

    Args:
        author: the key of a person.
        at: when, so many days before today.
        body: Markdown.
        is_note: whether it is a holder's word about the discussion.
        reactions: who reacted in which way, in the order in which they did: `("thanks", "claire")`.
    """

    author: str
    at: datetime
    body: str
    is_note: bool = False
    reactions: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Discussion:
    """A thread with all its posts, the first of which opens it."""

    key: str
    facts: dict[str, Any]
    posts: tuple[Words, ...]


@dataclass(frozen=True)
class Conversation:
    """What was said in the room of a school (by its UAI code) or of a community (by its name)."""

    kind: str
    of: str
    messages: tuple[Words, ...]


@dataclass(frozen=True)
class Letters:
    """A private conversation: its subject, who is in it, who began it first, and what they wrote."""

    subject: str
    people: tuple[str, ...]
    messages: tuple[Words, ...]


def table(name: str) -> dict[str, Any]:
    """One TOML file of the data."""
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


def days_before(days: int, hour: str) -> datetime:
    """An hour of a day that lies so many days before today."""
    day = now().astimezone(PLACE).date() - timedelta(days=days)
    return datetime.combine(day, time.fromisoformat(hour), PLACE)


def moment_of(facts: dict[str, Any]) -> datetime:
    """When something happened: so many days before today, at an hour."""
    return days_before(facts["days"], facts["hour"])


def discussions() -> list[Discussion]:
    """Every discussion, in the order of the files."""
    return [read_discussion(path) for path in sorted((DATA / "discussions").glob("*.md"))]


def read_discussion(path: Path) -> Discussion:
    """One discussion.

    Raises:
        ValueError: the file has no front matter.
    """
    text = path.read_text(encoding="utf-8")
    front = FRONT_MATTER.match(text)
    if front is None:
        raise ValueError(f"{path.name} has no front matter")
    return Discussion(path.stem, tomllib.loads(front.group(1)), read_posts(text[front.end() :]))


def read_posts(text: str) -> tuple[Words, ...]:
    """What was written one after the other, each under its header and above the reactions to it."""
    parts = POST_HEADER.split(text)[1:]
    return tuple(
        Words(author, days_before(int(days), hour), REACTIONS.sub("", body.strip()), bool(note), read_reactions(body))
        for author, days, hour, note, body in zip(*(parts[place::5] for place in range(5)), strict=True)
    )


def read_reactions(body: str) -> tuple[tuple[str, str], ...]:
    """The reactions on the last line of a post: "~ thanks: claire, karim; question: olga"."""
    line = REACTIONS.search(body.strip())
    kinds = [kind.split(": ") for kind in line.group(1).split("; ")] if line else []
    return tuple((kind, person) for kind, people in kinds for person in people.split(", "))


def letters() -> list[Letters]:
    """The private conversations, in the order of the file."""
    parts = LETTERS_HEADER.split((DATA / "letters.md").read_text(encoding="utf-8"))[1:]
    return [
        Letters(subject, tuple(people.split(", ")), read_posts(messages))
        for subject, people, messages in zip(parts[::3], parts[1::3], parts[2::3], strict=True)
    ]


def conversations() -> list[Conversation]:
    """What was said in each room."""
    parts = ROOM_HEADER.split((DATA / "room.md").read_text(encoding="utf-8"))[1:]
    return [
        Conversation(kind, of, tuple(read_line(line) for line in lines.strip().split("\n")))
        for kind, of, lines in zip(parts[::3], parts[1::3], parts[2::3], strict=True)
    ]


def read_line(line: str) -> Words:
    """One message of a room.

    Raises:
        ValueError: the line is not one.
    """
    match = ROOM_LINE.fullmatch(line)
    if match is None:
        raise ValueError(f"not a message: {line}")
    days, hour, author, body = match.groups()
    return Words(author, days_before(int(days), hour), body)
