"""By what the outsider was writing there: drafts, the page of a reply, an edit of their own post; and by pickers."""

from __future__ import annotations

import pytest

from tests.discussions.doors.passages import PASSAGES, Passage, some_ways, try_door
from tests.discussions.doors.scene import OWN, Reader, Scene
from tests.writing.asking import JSON, ask, keep


@some_ways
def test_a_draft_keeps_ones_own_words_and_shows_none_of_the_thread(scene: Scene, passage: Passage) -> None:
    def look(reader: Reader) -> str:
        drafts = reader.sees("/drafts", f"/threads/{scene.thread.id}")
        if reader.person is scene.outside.person:
            assert OWN in drafts
            answer = keep(reader.browser, f"thread:{scene.thread.id}", 99, body="Autre chose")
            drafts += answer.get_data(as_text=True)
        return drafts

    try_door(scene, passage, look, inside=lambda reader: reader.sees(f"/posts/{scene.post.id}"))


@pytest.mark.parametrize("name", ["move", "merge", "merge, move", "split, move", "hide"])
def test_a_reply_begun_before_is_kept_and_tells_nothing_of_what_came(scene: Scene, name: str) -> None:
    """A page left open since before the post was written: what others wrote meanwhile is shown beside the text."""
    passage, member = PASSAGES[name], scene.outside.browser
    page = member.get(f"/threads/{scene.thread.id}")
    passage.go(scene)

    answer = member.submit(page, "/reply", body="Ce que j’écrivais.", seen="1")

    assert "Ce que j’écrivais." in answer.html
    assert not [secret for secret in passage.secrets(scene) if secret in answer.html]
    assert answer.status == (404 if passage.takes_thread else 200)


@pytest.mark.parametrize("name", ["move", "merge"])
def test_an_edit_of_ones_own_post_that_went_along_is_kept(scene: Scene, name: str) -> None:
    member = scene.outside.browser
    page = member.get(f"/posts/{scene.own.id}/edit")
    PASSAGES[name].go(scene)

    answer = member.submit(page, with_field="body", body="Ce que je corrigeais.")

    assert answer.status == 404
    assert "Ce que je corrigeais." in answer.html
    assert scene.title not in answer.html
    assert member.get(f"/posts/{scene.own.id}/edit").status == 404


@pytest.mark.parametrize("name", ["move", "merge", "split, move", "reassign"])
def test_pickers_of_a_place_out_of_sight_are_as_of_one_that_is_not_there(scene: Scene, name: str) -> None:
    PASSAGES[name].go(scene)
    member = scene.outside.browser
    places = [f"thread:{scene.now.id}", f"post:{scene.post.id}"]
    nowhere = ask(member, "/mentions?q=colin&place=thread:99999").get_json()

    for place in places:
        answer = ask(member, f"/mentions?q=colin&place={place}")
        assert (answer.status_code, answer.get_json()["detail"]) == (404, nowhere["detail"])
        assert keep(member, place, body="x").status_code in (403, 404)
    assert ask(scene.inside.browser, f"/mentions?q=yann&place={places[0]}").get_json()["people"]
    preview = member.post("/preview", {"source": f"> [x](/posts/{scene.post.id}) :\n> y"}, headers=JSON, follow=False)
    assert scene.word not in preview.html
