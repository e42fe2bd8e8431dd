"""By the address of a picture in the post, seen before."""

from __future__ import annotations

from tests.browsing import Browser, apart
from tests.discussions.doors.passages import Passage, every_way
from tests.discussions.doors.scene import Scene


def asked(browser: Browser, address: str, **headers: str) -> tuple[int, str]:
    """How a file is answered, and its tag."""
    sent = {**browser.headers, **{name.replace("_", "-"): value for name, value in headers.items()}}
    answer = apart(lambda: browser.client.get(address, headers=sent))
    return answer.status_code, answer.headers.get("ETag", "")


@every_way
def test_a_picture_goes_with_the_post_and_comes_back_with_it(scene: Scene, passage: Passage) -> None:
    outsiders, path = [scene.outside.browser, scene.visitor.browser], scene.picture
    tags = [asked(reader, path)[1] for reader in outsiders]
    assert all(tags)
    assert [asked(reader, path, If_None_Match=tag)[0] for reader, tag in zip(outsiders, tags, strict=True)] == [304] * 2

    passage.go(scene)

    other_name = path.rpartition("/")[0] + "/autre.png"
    for reader, tag in zip(outsiders, tags, strict=True):
        ways = [{}, {"If_None_Match": tag}, {"If_None_Match": "*"}, {"Range": "bytes=0-9"}]
        assert [asked(reader, each, **sent) for each in (path, other_name) for sent in ways] == [(404, "")] * 8
    assert asked(scene.inside.browser, path)[0] == (200 if passage.is_still_read else 404)
    scene.go_back()
    assert [asked(reader, path)[0] for reader in outsiders] == [200, 200]
