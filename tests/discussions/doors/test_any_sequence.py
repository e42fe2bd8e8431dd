"""Whatever is done and undone, in whatever order: a post is read by those who may read it, by no door by another."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from forum.core import audience
from forum.core.errors import Refused
from forum.discussions.models import Post, Thread
from forum.discussions.services import restore_post, undelete_post
from forum.extensions import db
from tests.browsing import Browser
from tests.discussions.doors import passages
from tests.discussions.doors.scene import OWN, Scene, make_scene
from tests.discussions.test_counters import WHOLE
from tests.factories import actor

STEPS: dict[str, Callable[[Scene], object]] = {
    "move": passages.move,
    "undo": passages.undo,
    "undo more": passages.undo,
    "split": passages.split,
    "split into closed": passages.split_into_closed,
    "merge": passages.merge,
    "reassign": passages.reassign,
    "merge what was split off": lambda scene: passages.merge(scene, scene.split[-1]),
    "move what was split off": lambda scene: passages.move(scene, scene.split[-1]),
    "delete": passages.delete,
    "undelete": lambda scene: undelete_post(actor(scene.author), scene.post.id),
    "hide": passages.hide,
    "restore": lambda scene: restore_post(actor(scene.holder), scene.post.id),
}


@examples(WHOLE, max_examples=4)
@given(st.lists(st.sampled_from(sorted(STEPS)), min_size=3, max_size=8))
def test_every_door_follows(browser: Callable[..., Browser], deliver: Callable[[], int], sequence: list[str]) -> None:
    scene = make_scene(browser, deliver)
    for step in sequence:
        with suppress(Refused, IndexError):
            STEPS[step](scene)
        db.session.expire_all()
    deliver()

    now = scene.now
    is_read = db.session.get_one(Post, scene.post.id).is_readable and now.audience == audience.PUBLIC
    for reader in (scene.outside, scene.visitor):
        for path in doors(scene, is_member=reader.person is not None):
            assert is_read or scene.word not in reader.sees(path), f"{path} after {sequence}"
        assert (scene.word in reader.sees(f"/posts/{scene.post.id}")) is is_read
        assert (scene.word in reader.sees(f"/posts/{scene.quoting.id}")) is is_read
        shut = [db.session.get_one(Thread, thread) for thread in scene.threads[:1] + scene.threads[2:]]
        for title in (thread.title.split()[1] for thread in shut if thread.audience != audience.PUBLIC):
            for path in doors(scene, is_member=reader.person is not None):
                assert title not in reader.sees(path), f"{path} after {sequence}"
    assert OWN in scene.outside.sees("/drafts")


def doors(scene: Scene, *, is_member: bool) -> list[str]:
    threads = [f"/threads/{thread}" for thread in scene.threads]
    feeds = [f"/feeds/threads/{thread}.atom" for thread in (*scene.threads, scene.elsewhere.id)]
    lists = [
        "/",
        "/tags/familles",
        "/unanswered",
        f"/spaces/{scene.place.slug}",
        f"/feeds/spaces/{scene.place.slug}.atom",
    ]
    quoting = [f"/posts/{scene.quoting.id}", "/sitemaps/threads-1.xml"]
    open_to_all = [*threads, *feeds, *lists, *quoting]
    if not is_member:
        return open_to_all
    own = [f"/posts/{scene.quoting.id}/{page}" for page in ("edit", "revisions", "quote")]
    live = [f"{thread}/posts?from=1&to=40" for thread in threads]
    return [*open_to_all, *own, *live, "/drafts", "/me", "/mine", "/unread", "/notices", "/notices/watching"]
