"""By feeds: of spaces, tags and threads, for anyone and under one's own key."""

from __future__ import annotations

from tests.discussions.doors.passages import Passage, some_ways, try_door, ways
from tests.discussions.doors.scene import Reader, Scene


def feeds(scene: Scene, reader: Reader) -> list[str]:
    """Every feed that might tell of the post, asked for as anyone does and with the reader's key."""
    spaces = [f"/feeds/spaces/{space.slug}.atom" for space in (scene.place, scene.closed)]
    threads = [f"/feeds/threads/{thread}.atom" for thread in (*scene.threads, scene.elsewhere.id)]
    named = ["/feeds/tags/familles.atom", *spaces, *threads]
    return [*named, *([f"{path}?key={reader.key}" for path in named] if reader.key else [])]


@some_ways
def test_the_words_of_the_post(scene: Scene, passage: Passage) -> None:
    try_door(scene, passage, lambda reader: reader.sees(*feeds(scene, reader)), to=[scene.outside, scene.visitor])


@ways(["move", "merge, move"])
def test_the_title_of_its_thread(scene: Scene, passage: Passage) -> None:
    def look(reader: Reader) -> str:
        return reader.sees(*feeds(scene, reader))

    def inside(reader: Reader) -> str:
        """Where it was merged it has a title no more."""
        return look(reader) + reader.sees(f"/posts/{scene.post.id}") + scene.title

    try_door(scene, passage, look, shows=scene.title, to=[scene.outside, scene.visitor], inside=inside)
