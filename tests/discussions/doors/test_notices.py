"""By what people were told: the page of notices, the home page, the bell; mail, digest and push that wait."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from forum.accounts.models import Person
from forum.notices.models import Rhythm
from tests.accounts.factories import words
from tests.browsing import Browser
from tests.discussions.doors.passages import PASSAGES, Passage, every_way, some_ways, try_door, ways
from tests.discussions.doors.scene import Reader, Scene
from tests.notices.factories import Bell
from tests.notices.reaching import hours_pass, in_peace, mails_to, wishes
from tests.notices.test_push import PushBrowser, PushService, add


@every_way
def test_the_pages_that_list_them(scene: Scene, passage: Passage) -> None:
    def look(reader: Reader) -> str:
        return reader.sees("/notices", "/notices?show=unread", "/notices?show=mentions", "/me")

    try_door(scene, passage, look, shows=f"/posts/{scene.post.id}", comes_back=passage.is_still_read)


@some_ways
def test_the_bell(app: Flask, scene: Scene, passage: Passage) -> None:
    """It counts the opening of the thread and the mention; inside, the outsider's reply and a welcome too."""
    bell = Bell(app, scene.outside.browser)
    assert [unread_of(reader) for reader in (scene.outside, scene.inside)] == [2, 4]

    passage.go(scene)
    scene.deliver()

    left = 0 if passage.takes_thread else 1
    assert unread_of(scene.outside) == left
    assert bell.heard()[-1] == ("unread", {"unread": left})
    assert unread_of(scene.inside) >= 3 + passage.is_still_read
    bell.close()


def unread_of(reader: Reader) -> int:
    """What the bell of a page says."""
    return int(str(reader.browser.get("/me").select(".bell")[0]["data-unread"]))


def wait(scene: Scene) -> list[Person]:
    """Has what the two are told wait."""
    people = [reader.person for reader in (scene.outside, scene.inside) if reader.person is not None]
    for person in people:
        in_peace(person)
    scene.deliver()
    assert not [mail for person in people for mail in mails_to(person)]
    return people


def let_leave(scene: Scene, people: list[Person]) -> None:
    for person in people:
        in_peace(person, begun=timedelta(hours=3), left=-timedelta(hours=2))
    hours_pass()
    scene.deliver()


def letters(scene: Scene, person: Person) -> list[str]:
    """The mails to a person that lead to the post."""
    read = ["\n".join([str(mail["Subject"]), words(mail), words(mail, "html")]) for mail in mails_to(person)]
    return [mail for mail in read if f"/posts/{scene.post.id}" in mail]


@pytest.mark.parametrize("rhythm", [Rhythm.AT_ONCE, Rhythm.WEEKLY])
@ways(["merge, move", "split, merge"])
def test_the_mail_that_did_not_leave_yet(untold: Scene, passage: Passage, rhythm: Rhythm) -> None:
    for reader in (untold.outside, untold.inside):
        assert reader.person is not None
        wishes(reader.person, "mentions", rhythm)
        wishes(reader.person, "watched", Rhythm.NEVER)
    outsider, insider = wait(untold)
    passage.go(untold)
    untold.deliver()

    let_leave(untold, [outsider, insider])

    assert letters(untold, outsider) == []
    assert len(letters(untold, insider)) == passage.is_still_read
    for mail in mails_to(outsider):
        assert not [secret for secret in passage.secrets(untold) if secret in f"{mail['Subject']} {words(mail)}"]


@pytest.mark.parametrize("rhythm", [Rhythm.AT_ONCE, Rhythm.WEEKLY])
def test_the_mail_leaves_where_all_was_undone_before(untold: Scene, rhythm: Rhythm) -> None:
    assert untold.outside.person is not None
    wishes(untold.outside.person, "mentions", rhythm)
    people = wait(untold)
    PASSAGES["merge, move"].go(untold)
    untold.go_back()
    untold.deliver()

    let_leave(untold, people)

    assert len(letters(untold, people[0])) == 1


@some_ways
def test_what_is_pushed(untold: Scene, passage: Passage, service: PushService, browser: Callable[..., Browser]) -> None:
    people = [person for reader in (untold.outside, untold.inside) if (person := reader.person)]
    screens = [add(browser, person, service, str(person.id)) for person in people]
    for person in people:
        wishes(person, "mentions", Rhythm.NEVER, push=True)
    wait(untold)
    passage.go(untold)
    untold.deliver()

    let_leave(untold, people)

    outsider, insider = (pushed(service, screen, person) for screen, person in zip(screens, people, strict=True))
    assert outsider == []
    assert (f"/posts/{untold.post.id}" in str(insider)) is passage.is_still_read


def pushed(service: PushService, screen: PushBrowser, person: Person) -> list[dict[str, str]]:
    return [screen.opened(body) for path, _, body in service.taken if path.startswith(f"/send/{person.id}?")]
