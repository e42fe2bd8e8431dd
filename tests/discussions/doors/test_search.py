"""By search: results, excerpts, counts, and what is offered to who begins a thread."""

from __future__ import annotations

from flask import Flask

from forum.core.actor import VISITOR
from forum.search.services import Asking, search
from tests.discussions.doors.passages import Passage, some_ways
from tests.discussions.doors.scene import Reader, Scene
from tests.factories import actor


def found(app: Flask, reader: Reader, words: str) -> int:
    """How much there is for a reader, as the page counts it; none of it without a row or an excerpt that says so."""
    who = actor(reader.person) if reader.person else VISITOR
    with app.test_request_context("/search"):
        answer = search(who, Asking(words, is_grouped=False))
    assert len(answer.rows) == answer.found.total
    shown = reader.sees(f"/search?q={words}", f"/search?q={words}&kind=post", f"/search?q={words}&kind=thread")
    assert ("/posts/" in shown or "/threads/" in shown) is bool(answer.rows)
    return answer.found.total


@some_ways
def test_what_is_found_and_how_much(app: Flask, scene: Scene, passage: Passage) -> None:
    """By its words: the post, and that which quotes it elsewhere; by its title: the thread."""
    readers = (scene.outside, scene.visitor, scene.inside)
    assert [found(app, reader, scene.word) for reader in readers] == [2, 2, 2]
    assert [found(app, reader, scene.title) for reader in readers] == [1, 1, 1]

    passage.go(scene)
    scene.deliver()

    for reader in (scene.outside, scene.visitor):
        assert [found(app, reader, secret) for secret in passage.secrets(scene)] == [0] * len(passage.secrets(scene))
    assert found(app, scene.inside, scene.word) == passage.is_still_read
    scene.go_back()
    scene.deliver()
    assert [found(app, reader, scene.word) for reader in readers] == [2, 2, 2]
    assert [found(app, reader, scene.title) for reader in readers] == [1, 1, 1]


@some_ways
def test_what_is_offered_to_who_begins_a_thread(scene: Scene, passage: Passage) -> None:
    """Threads on the same matter, and the words under which something is filed."""
    similar, tags = f"/threads/similar?title={scene.title}", "/tags/suggest?q=fam"
    passage.go(scene)
    scene.deliver()

    assert (scene.title in scene.outside.sees(similar)) is not passage.takes_thread
    assert ("familles" in scene.outside.sees(tags)) is not passage.takes_thread
    scene.go_back()
    scene.deliver()
    assert scene.title in scene.outside.sees(similar)
    assert "familles" in scene.outside.sees(tags)
