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
POST_HEADER = re.compile(r"(?m)^=== (\w+) (\d+) (\d\d:\d\d)\n")
ROOM_HEADER = re.compile(r"(?m)^# (school|community) (.+)\n")
ROOM_LINE = re.compile(r"(\d+) (\d\d:\d\d) (\w+) (.+)")


@dataclass(frozen=True)
class Words:
    """Something that somebody wrote.

    Args:
        author: the key of a person.
        at: when, so many days before today.
        body: Markdown.
    """

    author: str
    at: datetime
    body: str


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


def table(name: str) -> dict[str, Any]:
    """One TOML file of the data."""
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


def days_before(days: int, hour: str) -> datetime:
    """An hour of a day that lies so many days before today."""
    day = now().astimezone(PLACE).date() - timedelta(days=days)
    return datetime.combine(day, time.fromisoformat(hour), PLACE)


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
    parts = POST_HEADER.split(text[front.end() :])[1:]
    posts = tuple(
        Words(author, days_before(int(days), hour), body.strip())
        for author, days, hour, body in zip(parts[::4], parts[1::4], parts[2::4], parts[3::4], strict=True)
    )
    return Discussion(path.stem, tomllib.loads(front.group(1)), posts)


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
