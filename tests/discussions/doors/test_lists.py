"""By lists, counts, old addresses, and pages that were kept ready before."""

from __future__ import annotations

from forum.extensions import db
from tests.discussions.doors.passages import (
    Passage,
    every_way,
    move,
    some_ways,
    split,
    try_door,
    ways_that_take_the_thread,
)
from tests.discussions.doors.scene import Reader, Scene

TO_ALL = ["/", "/tags", "/tags/familles", "/sitemaps/threads-1.xml"]
TO_MEMBERS = ["/me", "/mine", "/unread", "/notices/watching", "/drafts"]


def paths(scene: Scene, reader: Reader) -> list[str]:
    spaces = [f"/spaces/{scene.place.slug}", f"/spaces/{scene.place.slug}?tab=month", f"/spaces/{scene.closed.slug}"]
    followed = [f"/notices/watching/thread/{thread}" for thread in scene.threads]
    people = [f"/people/{scene.author.id}-x", f"/people/{scene.own.author_id}-x"]
    of_members = [*TO_MEMBERS, *followed, *people] if reader.person else []
    return ["/spaces", "/unanswered", *TO_ALL, *spaces, *of_members]


@ways_that_take_the_thread
def test_the_title_of_the_thread(scene: Scene, passage: Passage) -> None:
    for path in [*TO_ALL[2:], *TO_MEMBERS[1:2], f"/spaces/{scene.place.slug}", "/drafts"]:
        assert scene.title in scene.outside.sees(path), path

    def look(reader: Reader) -> str:
        return reader.sees(*paths(scene, reader))

    try_door(
        scene,
        passage,
        look,
        shows=scene.title,
        to=[scene.outside, scene.visitor],
        inside=lambda reader: look(reader) + reader.sees(f"/posts/{scene.post.id}") + scene.title,
    )


def test_a_thread_split_off_stands_in_lists_until_it_goes(scene: Scene) -> None:
    part = split(scene)
    scene.deliver()
    for path in ("/unanswered", f"/spaces/{scene.place.slug}", "/sitemaps/threads-1.xml"):
        assert scene.part in scene.visitor.sees(path), path

    move(scene, part)
    scene.deliver()

    for reader in (scene.outside, scene.visitor):
        assert scene.part not in reader.sees(*paths(scene, reader), *(f"/threads/{one}" for one in scene.threads))
    assert scene.part in scene.inside.sees("/unanswered", f"/threads/{part.id}")


@some_ways
def test_what_is_counted(scene: Scene, passage: Passage) -> None:
    """The posts of the thread, those that can be read; the threads of the space."""

    def counts() -> tuple[int, int]:
        db.session.expire_all()
        return scene.thread.post_count, scene.place.thread_count

    rows = scene.visitor.browser.get(f"/spaces/{scene.place.slug}").texts(".row")
    assert [row for row in rows if scene.title in row and "2 réponses" in row]
    assert counts() == (3, 2)

    passage.go(scene)
    scene.deliver()

    page = scene.visitor.browser.get(f"/spaces/{scene.place.slug}")
    assert "2 réponses" not in page.main
    listed = [row for row in page.texts(".row") if scene.title in row]
    assert len(listed) == (not passage.takes_thread)
    assert counts()[1] == 1 + len(listed)
    scene.go_back()
    posts, threads = counts()
    beside = [one for one in scene.split if one.merged_into_id is None]
    assert (posts, threads - len(beside)) == (3, 2)


@every_way
def test_old_addresses_name_nothing(scene: Scene, passage: Passage) -> None:
    """Neither the title nor the address of where it went is told, to a member or to a visitor."""
    passage.go(scene)
    scene.deliver()
    numbers = [f"/threads/{thread}{asked}" for thread in scene.threads for asked in ("", "?post=2", "-x", "?page=1")]
    secrets = {scene.closed.slug, scene.closed.name, scene.within.slug, scene.within.title, *passage.secrets(scene)}

    for reader in (scene.outside, scene.visitor):
        seen = reader.sees(f"/posts/{scene.post.id}", *numbers)
        assert not [secret for secret in secrets if secret in seen]
    assert (scene.word in scene.inside.sees(f"/posts/{scene.post.id}")) is passage.is_still_read


@some_ways
def test_pages_kept_ready_before_are_kept_no_more(scene: Scene, passage: Passage) -> None:
    """At once, before what follows is delivered; `If-None-Match` is no way around."""
    path = f"/threads/{scene.thread.id}-{scene.thread.slug}"
    kept = [path, f"/feeds/threads/{scene.thread.id}.atom", f"/spaces/{scene.place.slug}", "/tags/familles", "/"]
    tags = {}
    for reader in (scene.outside, scene.visitor):
        for page in kept * 2:
            tags[page] = reader.browser.get(page).response.headers.get("ETag", "")
    assert scene.word in scene.visitor.sees(path)

    passage.go(scene)

    for reader in (scene.outside, scene.visitor):
        for page in kept:
            answer = reader.browser.get(page, headers={"If-None-Match": tags[page]})
            assert answer.status in (200, 404)
            assert not [secret for secret in passage.secrets(scene) if secret in answer.html.replace(path, "")], page
