"""The posts of a page are drawn once for all members, and never show one of them what is another's."""

from __future__ import annotations

from collections.abc import Callable

from forum.accounts.models import Person
from forum.core import audience
from forum.discussions.models import Thread
from forum.discussions.services import edit_post, hide_post, lock_thread
from forum.schools.services import leave_school
from tests.browsing import Browser
from tests.discussions.factories import make_reply, make_space, make_thread
from tests.factories import actor, make_person
from tests.schools.factories import make_member, make_referent, make_school

Open = Callable[..., Browser]


def address(thread: Thread) -> str:
    return f"/threads/{thread.id}-{thread.slug}"


def test_each_author_finds_what_they_can_change_and_nobody_else_does(
    browser: Open, thread: Thread, claire: Person
) -> None:
    paul, reader = make_person("Paul Roux"), make_person("Rim Saad")
    make_reply(paul, thread, "De Paul.")
    make_reply(claire, thread, "De Claire.")

    for person, own in ((reader, []), (paul, [2]), (claire, [3]), (reader, []), (paul, [2])):
        page = browser(person).get(address(thread))
        changeable = [number for number in (1, 2, 3) if "Modifier" in page.texts(f"#post-{number} .post-actions a")]
        assert changeable == own


def test_a_reason_is_drawn_for_the_author_alone(browser: Open, thread: Thread, mediator: Person) -> None:
    paul, reader = make_person("Paul Roux"), make_person("Rim Saad")
    post = make_reply(paul, thread, "Trop loin.")
    hide_post(actor(mediator), post.id, "La charte, deuxième point.")

    assert "La charte, deuxième point." in browser(paul).get(address(thread)).main
    for other in (reader, mediator):
        assert "La charte, deuxième point." not in browser(other).get(address(thread)).html
    assert "La charte, deuxième point." not in browser().get(address(thread)).html


def test_what_changed_is_drawn_anew_for_everyone(browser: Open, thread: Thread, mediator: Person) -> None:
    paul, reader = make_person("Paul Roux"), make_person("Rim Saad")
    post = make_reply(paul, thread, "Première version.")
    browser(reader).get(address(thread))

    edit_post(actor(paul), post.id, "Seconde version.")
    assert "Seconde version." in browser(reader).get(address(thread)).main
    lock_thread(actor(mediator), thread.id, "C’est dit.")
    assert "Citer" not in browser(reader).get(address(thread)).texts(".post-actions a")


def test_each_reader_has_their_own_language_and_time(browser: Open, thread: Thread) -> None:
    french, english = make_person(language="fr"), make_person(language="en")

    assert "Signaler" in browser(french).get(address(thread)).texts(".post-actions a")
    assert "Report" in browser(english).get(address(thread)).texts(".post-actions a")


def test_who_left_a_school_is_not_shown_what_is_kept_ready_for_its_members(browser: Open) -> None:
    school = make_school()
    stays = make_referent(school)
    leaves = make_member(school, stays)
    thread = make_thread(stays, make_space("Entre nous", audience.of_school(school.id)))
    for person in (stays, leaves):
        assert browser(person).get(address(thread)).status == 200

    leave_school(actor(leaves), school.id)

    assert browser(leaves).get(address(thread)).status == 404
    assert browser(stays).get(address(thread)).status == 200
