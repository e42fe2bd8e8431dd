"""Reading threads: pages of twenty found by number, permalinks, and a cost that does not grow."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from forum.accounts.models import Person
from forum.core import audience
from forum.core.models import now
from forum.core.transactions import transaction
from forum.discussions.models import Post, Space, Thread
from forum.discussions.services import merge_threads, split_thread, write_note
from forum.extensions import db
from tests.browsing import Browser, Page
from tests.discussions.factories import lengthen, make_reply, make_space, make_thread
from tests.factories import actor

Open = Callable[..., Browser]


def test_a_visitor_reads_a_public_thread(visitor: Browser, thread: Thread) -> None:
    page = visitor.get(f"/threads/{thread.id}-{thread.slug}")

    assert page.status == 200
    assert page.texts("h1") == ["Comment préparer un retour ?"]
    assert "Dites-nous." in page.main
    assert "Yann Berthou" in page.main
    assert "Se connecter" in page.main


def test_an_address_with_another_title_leads_to_the_right_one(visitor: Browser, thread: Thread) -> None:
    for address in (f"/threads/{thread.id}-autre-titre?page=1", f"/threads/{thread.id}"):
        page = visitor.get(address, follow=False)
        assert page.status == 301
        assert f"/threads/{thread.id}-comment-preparer-un-retour" in page.response.headers["Location"]


def test_a_page_shows_twenty_posts_found_by_number(visitor: Browser, thread: Thread, yann: Person) -> None:
    lengthen(thread, yann, 45)

    page = visitor.get(f"/threads/{thread.id}-{thread.slug}?page=3")

    assert [post["id"] for post in page.select("article.post")] == [f"post-{n}" for n in range(41, 46)]
    assert page.select('.pager [aria-current="page"]')[0].get_text(" ").split()[-1] == "3"


def test_the_page_of_a_post_is_found_by_its_number(visitor: Browser, thread: Thread, yann: Person) -> None:
    lengthen(thread, yann, 45)

    page = visitor.get(f"/threads/{thread.id}-{thread.slug}?post=21")

    assert page.select("#post-21")
    assert not page.select("#post-20")


def test_a_permalink_leads_to_the_post_in_its_thread(visitor: Browser, thread: Thread, claire: Person) -> None:
    post = make_reply(claire, thread)

    page = visitor.get(f"/posts/{post.id}", follow=False)

    assert page.response.headers["Location"].endswith(f"/threads/{thread.id}-{thread.slug}#post-2")


def test_a_page_beyond_the_last_is_not_found(visitor: Browser, thread: Thread) -> None:
    for page in ("2", "0", "999999999999"):
        answer = visitor.get(f"/threads/{thread.id}-{thread.slug}?page={page}")
        assert answer.status == 404


def test_a_members_page_costs_eight_statements_at_most_and_the_same_at_any_depth(
    browser: Open, thread: Thread, yann: Person, claire: Person, statements: list[str]
) -> None:
    lengthen(thread, yann, 600)
    address, member = f"/threads/{thread.id}-{thread.slug}", browser(claire)
    costs = []
    for page in (1, 2, 15, 30):
        statements.clear()
        assert member.get(f"{address}?page={page}").status == 200
        costs.append(len(statements))

    assert costs[0] <= 8
    assert set(costs[1:]) == {costs[0] - 1}  # what stands beside the posts is kept from page to page


def test_a_kept_page_costs_a_visitor_one_statement(visitor: Browser, thread: Thread, statements: list[str]) -> None:
    address = f"/threads/{thread.id}-{thread.slug}"
    visitor.get(address)
    statements.clear()

    visitor.get(address)

    assert len(statements) == 1


def test_a_kept_page_is_made_anew_when_a_reply_is_written(visitor: Browser, thread: Thread, claire: Person) -> None:
    address = f"/threads/{thread.id}-{thread.slug}"
    first = visitor.get(address)
    make_reply(claire, thread, "Voici du nouveau.")

    second = visitor.get(address, headers={"If-None-Match": first.response.headers["ETag"]})

    assert "Voici du nouveau." in second.main


def test_a_page_that_did_not_change_is_not_sent_again(visitor: Browser, thread: Thread) -> None:
    address = f"/threads/{thread.id}-{thread.slug}"
    tag = visitor.get(address).response.headers["ETag"]

    assert visitor.get(address, headers={"If-None-Match": tag}).status == 304


def test_twenty_posts_weigh_sixty_kilobytes_at_most(
    browser: Open, thread: Thread, yann: Person, claire: Person
) -> None:
    lengthen(thread, yann, 20)

    assert len(browser(claire).get(f"/threads/{thread.id}-{thread.slug}").html.encode()) < 60_000


def test_what_is_of_others_is_not_found_anywhere(browser: Open, visitor: Browser, yann: Person, claire: Person) -> None:
    space = make_space("Salle des professeurs", audience.MEMBERS)
    thread = make_thread(yann, space, "Entre nous seulement")
    addresses = (f"/spaces/{space.slug}", f"/threads/{thread.id}-{thread.slug}", "/posts/1")

    for address in addresses:
        assert visitor.get(address).status == 404
        assert browser(claire).get(address).status == 200
    assert "Salle des professeurs" not in visitor.get("/spaces").main
    assert "Salle des professeurs" in browser(claire).get("/spaces").main


def test_the_space_of_a_school_is_not_found_by_who_is_not_of_it(browser: Open, claire: Person, app: object) -> None:
    space = make_space("Collège", audience.of_school(7))

    page = browser(claire).get(f"/spaces/{space.slug}")

    assert page.status == 404
    assert "Collège" not in browser(claire).get("/spaces").main


def test_a_space_lists_the_latest_word_first_and_pinned_threads_on_top(
    browser: Open, space: Space, yann: Person, claire: Person, mediator: Person
) -> None:
    old = make_thread(yann, space, "Ancienne")
    make_thread(yann, space, "Récente")
    make_reply(claire, old, "Je la remonte.")
    pinned = make_thread(yann, space, "À lire d’abord")
    make_thread(yann, space, "Dernière")
    browser(mediator).post(f"/threads/{pinned.id}/pin")

    page = browser(claire).get(f"/spaces/{space.slug}")

    assert page.texts(".row h3") == ["À lire d’abord", "Dernière", "Ancienne", "Récente"]


def test_a_long_space_goes_on_by_cursor(browser: Open, space: Space, yann: Person) -> None:
    for number in range(33):
        make_thread(yann, space, f"Discussion {number}")
    reader = browser(yann)

    first = reader.get(f"/spaces/{space.slug}")
    second = reader.get(first.links()["Discussions plus anciennes"])

    assert len(first.select(".row")) == 30
    assert second.texts(".row h3") == ["Discussion 2", "Discussion 1", "Discussion 0"]


def test_threads_without_a_reply_stand_under_their_tab(
    browser: Open, space: Space, yann: Person, claire: Person
) -> None:
    make_thread(yann, space, "Personne encore")
    make_reply(claire, make_thread(yann, space, "Déjà répondue"))

    page = browser(claire).get(f"/spaces/{space.slug}?tab=unanswered")

    assert page.texts(".row h3") == ["Personne encore"]


def test_a_tag_gathers_threads_that_the_reader_sees(visitor: Browser, space: Space, yann: Person) -> None:
    make_thread(yann, space, "Ouverte", tags=["climat scolaire"])
    make_thread(yann, make_space("Fermé", audience.MEMBERS), "Réservée", tags=["Climat scolaire"])

    page = visitor.get("/tags/climat-scolaire")

    assert page.texts(".row h3") == ["Ouverte"]
    assert visitor.get("/tags/inconnu").status == 404


def test_a_day_leads_to_the_first_post_of_that_day_or_after(
    visitor: Browser, thread: Thread, yann: Person, statements: list[str]
) -> None:
    lengthen(thread, yann, 45)
    with transaction():
        for number, day in ((1, 1), (30, 5), (31, 9)):
            later = (Post.thread_id == thread.id) & (Post.number >= number)
            db.session.execute(update(Post).where(later).values(written_at=datetime(2026, 3, day, 12, tzinfo=UTC)))
    address = f"/threads/{thread.id}-{thread.slug}"

    for day, place in (
        ("2026-02-01", "#post-1"),
        ("2026-03-05", "?page=2#post-30"),
        ("2026-03-06", "?page=2#post-31"),
        ("2027-01-01", "?page=3#post-45"),
    ):
        statements.clear()
        answer = visitor.get(f"{address}?on={day}", follow=False)
        assert answer.response.headers["Location"].endswith(address + place)
        assert len(statements) <= 3


@pytest.mark.parametrize("day", ["", "hier", "2026-02-31", "0001-01-01", "9999-12-31"])
def test_a_day_that_is_none_shows_the_thread(visitor: Browser, thread: Thread, day: str) -> None:
    assert visitor.get(f"/threads/{thread.id}-{thread.slug}?on={day}", follow=False).status == 200


def test_posts_of_one_sort_are_shown_alone_and_go_on_by_number(
    browser: Open, thread: Thread, yann: Person, claire: Person, mediator: Person, statements: list[str]
) -> None:
    helpful = make_reply(claire, thread, "Ce qui a aidé.")
    write_note(actor(mediator), thread.id, "Restons-en aux faits.")
    lengthen(thread, yann, 60)
    with transaction():
        db.session.get_one(Post, helpful.id).helped_at = now()
    address, reader = f"/threads/{thread.id}-{thread.slug}", browser(claire)

    def numbers(page: Page) -> list[int]:
        return [int(str(post["data-number"])) for post in page.select("article.post")]

    assert numbers(reader.get(f"{address}?only=helped")) == [2]
    assert numbers(reader.get(f"{address}?only=notes")) == [3]
    first = reader.get(f"{address}?only=author")
    assert numbers(first) == [1, *range(4, 23)]
    costs = []
    following = first
    while "Messages suivants" in following.links():
        statements.clear()
        following = reader.get(following.links()["Messages suivants"])
        costs.append(len(statements))
    assert numbers(following) == list(range(43, 61))
    assert len(set(costs)) == 1 and costs[0] <= 8


def test_a_note_is_told_from_what_people_say(visitor: Browser, thread: Thread, mediator: Person) -> None:
    write_note(actor(mediator), thread.id, "Restons-en aux faits.")

    note = visitor.get(f"/threads/{thread.id}-{thread.slug}").select("article.note")[0]

    assert note["id"] == "post-2"
    assert "Note sur la discussion Hélène Garrec" in " ".join(note.get_text(" ").split())


def test_where_posts_went_is_said_once_for_those_in_a_row(
    visitor: Browser, space: Space, thread: Thread, yann: Person, mediator: Person
) -> None:
    posts = [make_reply(yann, thread) for _ in range(4)]
    split_thread(actor(mediator), thread.id, [post.id for post in posts[:3]], "La suite", space.id)

    page = visitor.get(f"/threads/{thread.id}-{thread.slug}")

    assert page.texts(".moved") == ["3 messages ont été déplacés vers La suite"]
    assert [post["id"] for post in page.select("article.post")] == ["post-1", "post-5"]
    assert page.select("#post-2, #post-3, #post-4")
    answer = visitor.get(f"/threads/{thread.id}-{thread.slug}?post=3")
    assert answer.texts("h1") == ["La suite"]


def test_a_thread_that_was_merged_leads_to_where_it_went(
    visitor: Browser, space: Space, thread: Thread, yann: Person, mediator: Person
) -> None:
    make_reply(yann, thread)
    target = make_thread(yann, space, "Celle qui reste")
    merge_threads(actor(mediator), thread.id, target.id)

    assert visitor.get(f"/threads/{thread.id}-{thread.slug}").texts("h1") == ["Celle qui reste"]
    answer = visitor.get(f"/threads/{thread.id}-{thread.slug}?post=2", follow=False)
    assert answer.status == 302 and "/posts/" in answer.response.headers["Location"]


def test_what_helped_and_who_holds_the_space_are_among_the_facts(
    visitor: Browser, thread: Thread, space: Space, mediator: Person
) -> None:
    with transaction():
        held = db.session.get_one(Space, space.id)
        held.holder_id, held.held_until = mediator.id, now() + timedelta(days=30)
        db.session.get_one(Thread, thread.id).helped_count = 2

    page = visitor.get(f"/threads/{thread.id}-{thread.slug}")

    assert page.links()["2 réponses"].endswith("?only=helped")
    assert "Tient l’espace Hélène Garrec, jusqu’au" in page.texts(".facts")[0]
    assert "Hélène Garrec" in visitor.get(f"/spaces/{space.slug}").texts(".facts")[0]
