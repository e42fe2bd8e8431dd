"""By the line that an open page holds: what is pushed after a post went, and what one catches up on."""

from __future__ import annotations

from flask import Flask

from forum.discussions.services import edit_post, react
from tests.discussions.doors.passages import Passage, some_ways
from tests.discussions.doors.scene import Scene
from tests.discussions.test_live import Line
from tests.factories import actor


@some_ways
def test_an_open_page_hears_nothing_of_a_post_that_went(app: Flask, scene: Scene, passage: Passage) -> None:
    outside, inside = Line(app, scene.outside.browser), Line(app, scene.inside.browser)
    assert all(line.enter(scene.thread.id)["ok"] for line in (outside, inside))

    passage.go(scene)
    scene.deliver()
    pushed = outside.heard()
    assert not [secret for secret in {*passage.secrets(scene), scene.word} if secret in str(pushed)]

    now = scene.now
    is_open = now.id == scene.thread.id and not passage.takes_thread
    assert outside.enter(now.id)["ok"] is is_open
    assert inside.enter(now.id)["ok"]
    outside.heard()
    inside.heard()
    if passage.is_still_read:
        edit_post(actor(scene.author), scene.post.id, "Autrement.")
        react(actor(scene.holder), scene.post.id, "thanks", is_on=True)
        scene.deliver()
        assert outside.heard() == []
        assert inside.heard()
    seen = scene.outside.sees(*(f"/threads/{thread}/posts?from=1&to=40" for thread in scene.threads))
    assert not [secret for secret in passage.secrets(scene) if secret in seen]
    outside.close()
    inside.close()


@some_ways
def test_what_one_left_open_is_entered_again_when_all_is_undone(app: Flask, scene: Scene, passage: Passage) -> None:
    outside = Line(app, scene.outside.browser)
    passage.go(scene)
    assert outside.enter(scene.thread.id)["ok"] is not passage.takes_thread

    scene.go_back()
    scene.deliver()

    assert outside.enter(scene.thread.id)["ok"]
    outside.heard()
    edit_post(actor(scene.author), scene.post.id, "Autrement.")
    scene.deliver()
    assert outside.heard() == [("changed", {"thread": scene.thread.id, "numbers": [2], "last": scene.now.last_number})]
    outside.close()
