"""By those who quoted the post, and by the summary that did."""

from __future__ import annotations

import pytest

from forum.discussions.queries.posts import quotation_of
from forum.discussions.services import edit_post, summarise_thread
from tests.discussions.doors.passages import PASSAGES, Passage, every_way, try_door
from tests.discussions.doors.scene import OWN, Reader, Scene
from tests.factories import actor


def where_quoted(scene: Scene) -> list[str]:
    """Where what the outsider quoted is shown."""
    post, thread = scene.quoting.id, scene.elsewhere.id
    shown = [f"/posts/{post}{page}" for page in ("", "/quote", "/edit", "/revisions")]
    lists = [f"/threads/{thread}?quote=2", f"/threads/{thread}/posts?from=1&to=9", f"/feeds/threads/{thread}.atom"]
    return [*shown, *lists]


@every_way
def test_a_quotation_elsewhere(scene: Scene, passage: Passage) -> None:
    def look(reader: Reader) -> str:
        return reader.sees(*where_quoted(scene))

    def inside(reader: Reader) -> str:
        """Those of the school read the post itself: where it is quoted, anyone reads."""
        assert scene.word not in reader.sees(f"/posts/{scene.quoting.id}")
        return reader.sees(f"/posts/{scene.post.id}")

    try_door(scene, passage, look, inside=inside)
    assert OWN in scene.outside.sees(f"/posts/{scene.quoting.id}")


def test_each_of_these_pages_shows_what_is_quoted(scene: Scene) -> None:
    for path in where_quoted(scene):
        if not path.endswith("/revisions"):
            assert scene.word in scene.outside.sees(path), path


def test_what_was_quoted_before_an_edit_is_not_read_in_what_was_changed(scene: Scene) -> None:
    edit_post(actor(scene.outside.person), scene.quoting.id, OWN)  # type: ignore[arg-type]
    path = f"/posts/{scene.quoting.id}/revisions"
    assert scene.word in scene.outside.sees(path)

    PASSAGES["split, move"].go(scene)
    scene.deliver()

    assert scene.word not in scene.outside.sees(path)


def test_an_edit_meanwhile_brings_no_words_out(scene: Scene) -> None:
    member = scene.outside.browser
    page = member.get(f"/posts/{scene.quoting.id}/edit")
    PASSAGES["merge"].go(scene)
    scene.deliver()

    member.submit(page, with_field="body")

    assert scene.word not in scene.visitor.sees(f"/posts/{scene.quoting.id}")


@pytest.mark.parametrize("name", ["split, move", "hide", "delete"])
def test_a_summary_that_quotes_it(scene: Scene, name: str) -> None:
    words = quotation_of(actor(scene.author), scene.post.id) + "Ce qu’il faut retenir."
    summarise_thread(actor(scene.holder), scene.thread.id, words)
    holder = Reader(type(scene.inside.browser)(scene.inside.browser.app, scene.holder), scene.holder)

    def look(reader: Reader) -> str:
        return reader.sees(f"/threads/{scene.thread.id}")

    try_door(scene, PASSAGES[name], look, to=[scene.outside, scene.visitor], inside=lambda reader: scene.word)

    PASSAGES[name].go(scene)
    path = f"/threads/{scene.thread.id}/summary"
    form = holder.browser.get(path)
    assert scene.word not in form.html
    body = form.select("textarea")[0].get_text().removeprefix("\n") + "\nEt encore."
    holder.browser.submit(form, with_field="body", body=body)
    assert "Et encore." in look(scene.visitor)
    assert scene.word not in look(scene.visitor)
    scene.go_back()
    assert scene.word in look(scene.visitor), "what was withheld from its editor came back"
