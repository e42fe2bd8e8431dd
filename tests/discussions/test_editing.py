"""Editing within its time, posts that all edit, versions that can be read, and taking a deletion back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from forum.accounts.models import Person
from forum.core import audience
from forum.core.models import now
from forum.core.transactions import transaction
from forum.discussions.models import Post, PostRevision, Space, Thread
from forum.discussions.services import delete_post, edit_post, hide_post, lock_thread, mark_helped, open_to_all
from forum.extensions import db
from tests.browsing import Browser, at_once
from tests.discussions.factories import make_reply, make_space, make_thread
from tests.factories import actor

Open = Callable[..., Browser]
WORDS = "mot " * 400


def grow_old(post: Post, hours: int) -> None:
    with transaction():
        found = db.session.get_one(Post, post.id)
        found.written_at = found.written_at - timedelta(hours=hours)


def fresh(post: Post) -> Post:
    db.session.expire_all()
    return db.session.get_one(Post, post.id)


def counts(thread: Thread) -> tuple[int, int]:
    db.session.expire_all()
    found = db.session.get_one(Thread, thread.id)
    return found.post_count, found.helped_count


def test_after_its_time_a_post_is_not_edited_and_what_was_typed_is_kept(
    browser: Open, thread: Thread, claire: Person
) -> None:
    post = make_reply(claire, thread)
    author = browser(claire)
    page = author.get(f"/posts/{post.id}/edit")
    grow_old(post, 25)

    answer = author.submit(page, with_field="body", body="Ce que j’ai mis une heure à écrire.")

    assert answer.status == 403
    assert "Le délai pour modifier ce message est passé." in answer.main
    assert answer.select("textarea[readonly]")[0].get_text().strip() == "Ce que j’ai mis une heure à écrire."
    assert fresh(post).source == "Nous avons essayé."
    assert "Le délai" in author.get(f"/posts/{post.id}/edit").main


@pytest.mark.parametrize("reason", ["locked", "hidden", "space closed", "moved out of sight"])
def test_what_was_typed_in_an_edit_is_kept_whatever_happened_meanwhile(
    browser: Open, thread: Thread, space: Space, claire: Person, mediator: Person, reason: str
) -> None:
    post = make_reply(claire, thread)
    author = browser(claire)
    page = author.get(f"/posts/{post.id}/edit")
    if reason == "locked":
        lock_thread(actor(mediator), thread.id, "x")
    elif reason == "hidden":
        hide_post(actor(mediator), post.id, "x")
    else:
        with transaction():
            if reason == "space closed":
                db.session.get_one(Space, space.id).closed_at = now()
            else:
                db.session.get_one(Thread, thread.id).audience = audience.of_school(3)

    answer = author.submit(page, with_field="body", body="Mes mots gardés")

    assert answer.status == (404 if reason == "moved out of sight" else 403)
    assert answer.select("textarea[readonly]")[0].get_text().strip() == "Mes mots gardés"
    assert thread.title not in answer.html or reason != "moved out of sight"
    assert fresh(post).source == "Nous avons essayé."


def test_a_wiki_post_is_edited_by_others_and_its_versions_say_by_whom(
    browser: Open, visitor: Browser, thread: Thread, claire: Person, yann: Person, mediator: Person
) -> None:
    post = make_reply(claire, thread, "Une liste à compléter.")
    other = browser(yann)
    assert other.get(f"/posts/{post.id}/edit").status == 403
    open_to_all(actor(mediator), post.id, is_wiki=True)
    grow_old(post, 24 * 365)

    other.submit(other.get(f"/posts/{post.id}/edit"), with_field="body", body="Une liste à compléter ensemble.")

    assert fresh(post).source == "Une liste à compléter ensemble."
    assert db.session.query(PostRevision).one().editor_id == yann.id
    page = browser(claire).get(f"/posts/{post.id}/revisions")
    assert "Modifié par Yann Berthou" in page.main
    assert page.texts(".diff ins") == ["ensemble"]
    assert visitor.post(f"/posts/{post.id}/edit", {"body": "x"}, follow=False).status == 303


def test_who_edits_a_wiki_post_second_sees_what_the_first_did(
    browser: Open, thread: Thread, claire: Person, yann: Person, mediator: Person
) -> None:
    post = make_reply(claire, thread, "Une liste.")
    open_to_all(actor(mediator), post.id, is_wiki=True)
    other = browser(yann)
    page = other.get(f"/posts/{post.id}/edit")
    edit_post(actor(claire), post.id, "Une liste, complétée.")

    answer = other.submit(page, with_field="body", body="Une liste, revue.")

    assert answer.status == 409
    assert "a été modifié entre-temps" in answer.main
    assert answer.texts(".diff del") == ["complétée"]
    other.submit(answer, with_field="body")
    assert fresh(post).source == "Une liste, revue."


def test_versions_fold_what_did_not_change(browser: Open, thread: Thread, claire: Person) -> None:
    post = make_reply(claire, thread, f"Avant {WORDS}milieu {WORDS}après")
    edit_post(actor(claire), post.id, f"Avant {WORDS}centre {WORDS}après")

    page = browser(claire).get(f"/posts/{post.id}/revisions")

    assert page.texts(".diff del") == ["milieu"]
    assert page.texts(".diff ins") == ["centre"]
    folded = page.texts(".diff details summary")
    assert len(folded) == 2
    assert all("mots inchangés" in words for words in folded)
    whole = page.select(".diff .as-typed")[0]
    for summary in whole.select("summary, ins"):
        summary.extract()
    assert " ".join(whole.get_text().split()) == " ".join(f"Avant {WORDS}milieu {WORDS}après".split())


def test_a_deletion_is_taken_back_within_an_hour_and_everything_is_as_before(
    browser: Open, visitor: Browser, space: Space, claire: Person, yann: Person, deliver: Callable[[], int]
) -> None:
    thread = make_thread(yann, space, kind="question")
    post = make_reply(claire, thread, "Ce qui a aidé, les chuchotements.")
    mark_helped(actor(yann), post.id, is_on=True)
    before = counts(thread)
    author = browser(claire)

    gone = author.submit(author.get(f"/posts/{post.id}/delete"), "/delete")
    deliver()
    assert counts(thread) == (before[0] - 1, 0)
    assert gone.links()["Annuler"] == f"/posts/{post.id}/undelete"
    assert not visitor.get("/search?q=chuchotements").select(".rows h3")
    back = author.submit(author.get(f"/posts/{post.id}/undelete"), "/undelete")
    deliver()

    assert "Ce qui a aidé" in back.main
    assert counts(thread) == before
    assert visitor.get("/search?q=chuchotements").select(".rows h3")


def test_the_trace_offers_its_author_alone_to_take_the_deletion_back(
    browser: Open, visitor: Browser, thread: Thread, claire: Person, yann: Person
) -> None:
    post = make_reply(claire, thread)
    delete_post(actor(claire), post.id)
    there = f"/threads/{thread.id}-{thread.slug}"

    offered = [one.get(there).select("#post-2 a[href$=undelete]") for one in (browser(claire), browser(yann), visitor)]

    assert [bool(links) for links in offered] == [True, False, False]
    other = browser(yann)
    assert other.get(f"/posts/{post.id}/undelete").status == 403
    assert "Nous avons essayé" not in other.get(f"/posts/{post.id}/undelete").html
    assert other.post(f"/posts/{post.id}/undelete").status == 403
    assert visitor.post(f"/posts/{post.id}/undelete", follow=False).status == 303
    assert fresh(post).deleted_at is not None


def test_after_an_hour_a_deletion_stays(browser: Open, thread: Thread, claire: Person) -> None:
    post = make_reply(claire, thread)
    delete_post(actor(claire), post.id)
    with transaction():
        db.session.get_one(Post, post.id).deleted_at = now() - timedelta(minutes=61)
    author = browser(claire)

    for page in (author.get(f"/posts/{post.id}/undelete"), author.post(f"/posts/{post.id}/undelete")):
        assert page.status == 403
        assert "Le délai pour annuler cette suppression est passé." in page.main
    assert not author.get(f"/threads/{thread.id}").select("#post-2 a[href$=undelete]")


def test_taking_back_what_was_hidden_meanwhile_does_not_show_it(
    browser: Open, visitor: Browser, thread: Thread, claire: Person, mediator: Person
) -> None:
    post = make_reply(claire, thread, "Un nom d’élève.")
    delete_post(actor(claire), post.id)
    hide_post(actor(mediator), post.id, "Reconnaissable.")
    before = counts(thread)

    browser(claire).post(f"/posts/{post.id}/undelete")

    assert "Un nom d’élève" not in visitor.get(f"/threads/{thread.id}").html
    assert counts(thread) == before


def test_taking_back_twice_at_once_counts_once(browser: Open, thread: Thread, claire: Person) -> None:
    post = make_reply(claire, thread)
    before = counts(thread)
    delete_post(actor(claire), post.id)

    at_once(3, browser, claire, f"/posts/{post.id}/undelete")

    assert counts(thread) == before


def test_nobody_learns_of_a_post_in_a_closed_place_by_the_address_of_its_edits(
    browser: Open, claire: Person, yann: Person
) -> None:
    thread = make_thread(yann, make_space("Membres", audience.MEMBERS))
    with transaction():
        db.session.get_one(Thread, thread.id).audience = audience.of_school(3)
    other = browser(claire)

    for end in ("edit", "delete", "undelete", "revisions", "quote"):
        assert other.get(f"/posts/1/{end}").status == 404
