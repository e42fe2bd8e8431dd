"""By the page of a thread, its permalinks, what was said before, and what pickers fetch."""

from __future__ import annotations

from tests.discussions.doors.passages import Passage, every_way, try_door
from tests.discussions.doors.scene import Reader, Scene

OPEN_TO_ALL = {
    "thread": "/threads/{thread}",
    "number": "/threads/{thread}?post=2",
    "day": "/threads/{thread}?on=2020-01-01",
    "permalink": "/posts/{post}",
}
OF_MEMBERS = {
    "unread": "/threads/{thread}?post=first-unread",
    "author": "/threads/{thread}?only=author",
    "helped": "/threads/{thread}?only=helped",
    "live": "/threads/{thread}/posts?from=1&to=40",
    "quote": "/posts/{post}/quote",
    "quoted": "/threads/{thread}?quote=2",
    "revisions": "/posts/{post}/revisions",
    "report": "/report/post/{post}",
    "reactions": "/posts/{post}/reactions",
}
SHOWING = ["thread", "number", "permalink", "live", "quote", "quoted", "revisions", "report"]
"""Those by which the post is read; the others show it no more for being asked."""


def at(scene: Scene, address: str) -> list[str]:
    """An address, of each thread where the post stood or stands."""
    return list(dict.fromkeys(address.format(thread=thread, post=scene.post.id) for thread in scene.threads))


@every_way
def test_anyone(scene: Scene, passage: Passage) -> None:
    def look(reader: Reader) -> str:
        return reader.sees(*(path for address in OPEN_TO_ALL.values() for path in at(scene, address)))

    try_door(scene, passage, look, to=[scene.outside, scene.visitor])


@every_way
def test_members(scene: Scene, passage: Passage) -> None:
    def look(reader: Reader) -> str:
        return reader.sees(*(path for address in OF_MEMBERS.values() for path in at(scene, address)))

    try_door(scene, passage, look)


def test_each_of_them_shows_it_as_long_as_it_may_be_read(scene: Scene) -> None:
    for door in SHOWING:
        assert scene.word in scene.outside.sees(*at(scene, {**OPEN_TO_ALL, **OF_MEMBERS}[door])), door
