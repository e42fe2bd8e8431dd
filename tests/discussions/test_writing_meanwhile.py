"""What happens while one writes: others reply, the thread is locked, merged, moved or slowed, its space closes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from forum.accounts.models import Person
from forum.core import audience
from forum.core.models import now
from forum.core.transactions import transaction
from forum.discussions.models import Post, Space, Thread
from forum.discussions.services import delete_post, lock_thread, merge_threads
from forum.extensions import db
from tests.browsing import Browser, Page
from tests.discussions.factories import make_reply, make_thread
from tests.factories import actor

Open = Callable[..., Browser]


def address(thread: Thread) -> str:
    return f"/threads/{thread.id}-{thread.slug}"


def sources(thread: Thread) -> list[str]:
    db.session.expire_all()
    return [post.source for post in db.session.query(Post).filter_by(thread_id=thread.id).order_by(Post.number)]


def slow(thread: Thread, seconds: int) -> None:
    with transaction():
        db.session.get_one(Thread, thread.id).slow_seconds = seconds


def kept(page: Page) -> str:
    return page.select("textarea")[0].get_text().strip()


def test_who_was_overtaken_reads_first_and_sends_anyway(
    browser: Open, thread: Thread, claire: Person, yann: Person
) -> None:
    member = browser(claire)
    page = member.get(address(thread))
    make_reply(yann, thread, "Déjà répondu, en fait.")

    shown = member.submit(page, "/reply", body="Ma réponse")

    assert shown.status == 409
    assert "Quelqu’un d’autre a répondu pendant que vous écriviez." in shown.texts(".error-summary")[0]
    assert "Déjà répondu, en fait." in shown.texts("#reply form .alert")[0]
    assert shown.texts("#reply .composer-send .btn")[0] == "Envoyer quand même"
    assert kept(shown) == "Ma réponse"
    assert len(sources(thread)) == 2
    member.submit(shown, "/reply", with_field="body")
    assert sources(thread)[2] == "Ma réponse"


def test_sending_anyway_twice_is_one_post(browser: Open, thread: Thread, claire: Person, yann: Person) -> None:
    member = browser(claire)
    page = member.get(address(thread))
    make_reply(yann, thread)
    shown = member.submit(page, "/reply", body="Ma réponse")

    for _ in range(2):
        answer = member.submit(shown, "/reply", with_field="body")

    assert answer.url == address(thread)
    assert sources(thread).count("Ma réponse") == 1


def test_a_reply_that_was_sent_is_not_overtaken_by_what_came_after_it(
    browser: Open, thread: Thread, claire: Person, yann: Person
) -> None:
    member = browser(claire)
    page = member.get(address(thread))
    member.submit(page, "/reply", body="Ma réponse")
    make_reply(yann, thread, "Merci.")

    again = member.submit(page, "/reply", body="Ma réponse")

    assert again.status == 200
    assert sources(thread).count("Ma réponse") == 1


def test_a_script_says_by_a_field_that_its_reader_saw_what_came(
    browser: Open, thread: Thread, claire: Person, yann: Person
) -> None:
    member = browser(claire)
    page = member.get(address(thread))
    make_reply(yann, thread)

    member.submit(page, "/reply", body="Vue et répondue", anyway="1")

    assert "Vue et répondue" in sources(thread)


def test_ones_own_posts_and_those_that_are_gone_overtake_nobody(
    browser: Open, thread: Thread, claire: Person, yann: Person
) -> None:
    member = browser(claire)
    page = member.get(address(thread))
    make_reply(claire, thread, "De mon téléphone")
    delete_post(actor(yann), make_reply(yann, thread).id)

    assert member.submit(page, "/reply", body="De mon bureau").status == 200


@pytest.mark.parametrize("seen", ["", "x", "-1", "99999999999999999999", "²"])
def test_any_number_of_a_last_post_is_taken(browser: Open, thread: Thread, claire: Person, seen: str) -> None:
    member = browser(claire)

    assert member.submit(member.get(address(thread)), "/reply", body="Voilà", seen=seen).status == 200


@pytest.mark.parametrize("reason", ["locked", "space closed", "merged", "out of sight"])
def test_a_reply_that_can_not_be_sent_any_more_says_why_and_is_kept(
    browser: Open, thread: Thread, space: Space, claire: Person, yann: Person, mediator: Person, reason: str
) -> None:
    member = browser(claire)
    page = member.get(address(thread))
    other = make_thread(yann, space, "L’autre discussion")
    if reason == "locked":
        lock_thread(actor(mediator), thread.id, "Le sujet est clos.")
    elif reason == "merged":
        merge_threads(actor(mediator), thread.id, other.id)
    else:
        with transaction():
            if reason == "space closed":
                db.session.get_one(Space, space.id).closed_at = now()
            else:
                db.session.get_one(Thread, thread.id).audience = audience.of_school(3)

    answer = member.submit(page, "/reply", body="Ce que j’ai écrit")

    said = {
        "locked": "Cette discussion est fermée",
        "space closed": "Cet espace est fermé",
        "merged": "Cette discussion a été réunie à une autre",
        "out of sight": "elle ne vous est plus ouverte",
    }
    assert answer.status == (404 if reason == "out of sight" else 403)
    assert said[reason] in answer.texts("main h1 + p")[0]
    assert kept(answer) == "Ce que j’ai écrit"
    assert "Ce que j’ai écrit" not in sources(thread) + sources(other)
    if reason == "merged":
        assert member.get(answer.links()["Aller à la discussion"]).texts("h1") == ["L’autre discussion"]
    if reason == "out of sight":
        assert thread.title not in answer.html


def test_no_thread_is_opened_in_a_closed_space_and_its_text_is_kept(
    browser: Open, space: Space, claire: Person
) -> None:
    member = browser(claire)
    page = member.get(f"/spaces/{space.slug}/new")
    with transaction():
        db.session.get_one(Space, space.id).closed_at = now()

    answer = member.submit(page, with_field="body", title="Mon titre", body="Mon texte")

    assert answer.status == 403
    assert "Cet espace est fermé" in answer.main
    assert (kept(answer), "Mon titre" in answer.main) == ("Mon texte", True)
    assert member.get(f"/spaces/{space.slug}/new").status == 403
    assert not db.session.query(Thread).count()


def test_in_a_slow_thread_one_waits_and_the_text_is_kept(browser: Open, thread: Thread, claire: Person) -> None:
    slow(thread, 300)
    member = browser(claire)
    member.submit(member.get(address(thread)), "/reply", body="Un")

    answer = member.submit(member.get(address(thread)), "/reply", body="Deux")

    assert answer.status == 429
    assert "on attend 5 minutes entre deux messages" in answer.texts(".error-summary")[0]
    assert kept(answer) == "Deux"
    with transaction():
        for post in db.session.query(Post).filter_by(author_id=claire.id):
            post.written_at = now() - timedelta(minutes=6)
    member.submit(answer, "/reply", with_field="body")
    assert "Deux" in sources(thread)


def test_in_a_slow_thread_its_holders_are_free(browser: Open, thread: Thread, mediator: Person) -> None:
    slow(thread, 300)
    holder = browser(mediator)

    for words in ("Un", "Deux"):
        holder.submit(holder.get(address(thread)), "/reply", body=words)

    assert sources(thread)[1:] == ["Un", "Deux"]
