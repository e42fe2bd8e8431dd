"""Quoting: what is quoted goes out of sight, and comes back, wherever it stands."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from forum.accounts.models import Person, Role
from forum.core import audience
from forum.core.events import deliver_outbox
from forum.core.transactions import transaction
from forum.discussions.events import PostChanged
from forum.discussions.models import Post, PostQuote, Thread
from forum.discussions.queries.posts import quotation_of
from forum.discussions.quotations import follow_changes
from forum.discussions.services import (
    delete_post,
    edit_post,
    hide_post,
    move_thread,
    rendering,
    restore_post,
    undelete_post,
)
from forum.extensions import db
from forum.schools.models import School
from tests.browsing import Browser
from tests.discussions.factories import make_reply, make_space, make_thread
from tests.factories import actor, make_person
from tests.schools.factories import make_member, make_referent, make_school

Open = Callable[..., Browser]
SECRET = "Le carnet vert du principal"
GONE = "Cette citation ne peut plus être lue."


@pytest.fixture
def quoted(thread: Thread, yann: Person) -> Post:
    return make_reply(yann, thread, f"{SECRET}, disait-on.")


@pytest.fixture
def school(app: object) -> School:
    return make_school()


@pytest.fixture
def insider(school: School) -> Person:
    return make_member(school, make_referent(school, "Rémi Référent"), "Inès Dedans")


def address(thread: Thread) -> str:
    return f"/threads/{thread.id}-{thread.slug}"


def make_quoting(person: Person, post: Post, thread: Thread, words: str = "Je réponds.") -> Post:
    made = make_reply(person, thread, quotation_of(actor(person), post.id) + words)
    deliver_outbox()
    return made


def html_of(post: Post) -> str:
    db.session.expire_all()
    return db.session.get_one(Post, post.id).html


def test_several_posts_are_quoted_by_one_link(browser: Open, thread: Thread, quoted: Post, claire: Person) -> None:
    page = browser(claire).get(f"{address(thread)}?quote=2,1,2,x,99")

    assert page.select("textarea")[0].get_text().strip() == (
        f"> [Yann Berthou](/posts/{quoted.id})\u00a0:\n> {SECRET}, disait-on.\n\n"
        "> [Yann Berthou](/posts/1)\u00a0:\n> Dites-nous."
    )


def test_scripts_get_a_quotation_as_text(browser: Open, visitor: Browser, quoted: Post, claire: Person) -> None:
    answer = browser(claire).get(f"/posts/{quoted.id}/quote").response

    assert answer.mimetype == "text/plain"
    assert answer.get_data(as_text=True).startswith(f"> [Yann Berthou](/posts/{quoted.id})\u00a0:\n> {SECRET}")
    assert visitor.get(f"/posts/{quoted.id}/quote", follow=False).status == 303


def test_nobody_quotes_what_they_may_not_read(
    browser: Open, school: School, insider: Person, claire: Person, quoted: Post, yann: Person
) -> None:
    closed = make_thread(insider, make_space("École", audience.of_school(school.id)), body=SECRET)
    first = db.session.query(Post).filter_by(thread_id=closed.id).one()
    delete_post(actor(yann), quoted.id)

    for post in (first, quoted):
        page = browser(claire).get(f"/posts/{post.id}/quote")
        assert page.status == 404
        assert SECRET not in page.html


def test_a_quotation_of_what_was_deleted_goes_and_comes_back(
    browser: Open,
    visitor: Browser,
    thread: Thread,
    quoted: Post,
    claire: Person,
    yann: Person,
    deliver: Callable[[], int],
) -> None:
    quoting = make_quoting(claire, quoted, make_thread(claire, make_space()))
    there = f"/posts/{quoting.id}"
    assert SECRET in visitor.get(there).html

    delete_post(actor(yann), quoted.id)
    deliver()

    page = visitor.get(there)
    assert SECRET not in page.html
    assert GONE in page.texts(f"#post-{quoting.number} blockquote")[0]
    assert "Je réponds." in page.texts(f"#post-{quoting.number} .prose")[0]
    undelete_post(actor(yann), quoted.id)
    deliver()
    assert SECRET in visitor.get(there).html


@pytest.mark.parametrize("door", ["page", "search", "edit", "revisions", "quote", "quote-link", "feed"])
def test_by_no_door_are_the_words_of_a_hidden_post_read_where_it_is_quoted(
    browser: Open,
    thread: Thread,
    quoted: Post,
    claire: Person,
    mediator: Person,
    deliver: Callable[[], int],
    door: str,
) -> None:
    quoting = make_quoting(claire, quoted, thread)
    edit_post(actor(claire), quoting.id, db.session.get_one(Post, quoting.id).source + "\n\nEt encore.")
    deliver()
    doors = {
        "page": address(thread),
        "search": "/search?q=principal&kind=post",
        "edit": f"/posts/{quoting.id}/edit",
        "revisions": f"/posts/{quoting.id}/revisions",
        "quote": f"/posts/{quoting.id}/quote",
        "quote-link": f"{address(thread)}?quote={quoting.number}",
        "feed": f"/feeds/threads/{thread.id}.atom",
    }
    member = browser(claire)
    assert "carnet vert" in member.get(doors[door]).html.replace("<mark>", "").replace("</mark>", "")

    hide_post(actor(mediator), quoted.id, "Une personne est reconnaissable.")
    deliver()

    page = member.get(doors[door])
    assert page.status == 200
    assert "carnet vert" not in page.html
    restore_post(actor(mediator), quoted.id)
    deliver()
    assert "carnet vert" in member.get(doors[door]).html


def test_an_edit_meanwhile_does_not_lose_the_quotation(
    browser: Open, thread: Thread, quoted: Post, claire: Person, mediator: Person, deliver: Callable[[], int]
) -> None:
    quoting = make_quoting(claire, quoted, thread)
    hide_post(actor(mediator), quoted.id, "x")
    deliver()
    member = browser(claire)
    page = member.get(f"/posts/{quoting.id}/edit")
    shown = page.select("textarea")[0].get_text()
    assert f"[Citation retirée](/posts/{quoted.id})" in shown

    member.submit(page, with_field="body", body=shown.replace("Je réponds.", "Je réponds mieux."))
    restore_post(actor(mediator), quoted.id)
    deliver()

    assert SECRET in html_of(quoting)
    assert "Je réponds mieux." in html_of(quoting)


def test_saving_what_was_shown_changes_nothing(
    browser: Open, thread: Thread, quoted: Post, claire: Person, mediator: Person, deliver: Callable[[], int]
) -> None:
    quoting = make_quoting(claire, quoted, thread)
    hide_post(actor(mediator), quoted.id, "x")
    deliver()
    member = browser(claire)

    member.submit(member.get(f"/posts/{quoting.id}/edit"), with_field="body")

    assert db.session.get_one(Post, quoting.id).edited_at is None


def test_a_thread_that_moves_takes_along_what_is_quoted_of_it(
    visitor: Browser,
    thread: Thread,
    quoted: Post,
    claire: Person,
    mediator: Person,
    deliver: Callable[[], int],
) -> None:
    elsewhere = make_thread(claire, make_space())
    quoting = make_quoting(claire, quoted, elsewhere)
    members = make_space("Entre membres", audience.MEMBERS)

    move_thread(actor(mediator), thread.id, members.id)
    deliver()

    assert SECRET not in visitor.get(address(elsewhere)).html
    assert GONE in html_of(quoting)


def test_a_thread_that_moves_keeps_what_it_quotes_where_its_readers_read_that_too(
    thread: Thread, quoted: Post, claire: Person, mediator: Person, deliver: Callable[[], int]
) -> None:
    elsewhere = make_thread(claire, make_space())
    quoting = make_quoting(claire, quoted, elsewhere)

    move_thread(actor(mediator), elsewhere.id, make_space("Entre membres", audience.MEMBERS).id)
    deliver()

    assert SECRET in html_of(quoting)


@pytest.mark.parametrize(
    ("source", "target", "is_shown"),
    [
        ("public", "public", True),
        ("public", "members", True),
        ("public", "school", True),
        ("members", "members", True),
        ("members", "school", True),
        ("members", "public", False),
        ("school", "school", True),
        ("school", "members", False),
        ("school", "public", False),
        ("school", "other school", False),
    ],
)
def test_words_are_never_quoted_to_more_people_than_may_read_them(
    school: School, insider: Person, source: str, target: str, is_shown: bool
) -> None:
    other = make_school()
    make_member(other, make_referent(other, "Autre Référent"), "Autre")
    tokens = {
        "public": audience.PUBLIC,
        "members": audience.MEMBERS,
        "school": audience.of_school(school.id),
        "other school": audience.of_school(other.id),
    }
    quoted = make_thread(insider, make_space("A", tokens[source]), body=SECRET)
    first = db.session.query(Post).filter_by(thread_id=quoted.id).one()
    target_thread = make_thread(insider, make_space("B", tokens["school" if target == "other school" else target]))
    if target == "other school":
        with transaction():
            target_thread.audience = tokens["other school"]
        shown = rendering.html_of(quotation_of(actor(insider), first.id), 2, target_thread.audience)
    else:
        shown = make_quoting(insider, first, target_thread).html

    assert (SECRET in shown) is is_shown
    assert (GONE in shown) is not is_shown


def test_what_a_quoted_post_quotes_is_withheld_from_who_may_not_read_it(
    visitor: Browser, school: School, insider: Person
) -> None:
    """A post in a school quotes another of it; who quotes both outside shows neither."""
    closed = make_thread(insider, make_space("École", audience.of_school(school.id)), body=SECRET)
    first = db.session.query(Post).filter_by(thread_id=closed.id).one()
    public = make_thread(insider, make_space())
    between = make_quoting(insider, first, public, "Mes mots à moi.")
    assert SECRET not in between.html

    last = make_quoting(insider, between, make_thread(insider, make_space()), "Fin.")

    assert SECRET not in last.html
    assert "Mes mots à moi." in last.html


def test_posts_that_quote_each_other_do_no_harm(
    thread: Thread, quoted: Post, claire: Person, yann: Person, deliver: Callable[[], int]
) -> None:
    quoting = make_quoting(claire, quoted, thread)
    edit_post(actor(yann), quoted.id, f"> [Claire Morvan](/posts/{quoting.id}) :\n> Je réponds.\n\n{SECRET}")
    edit_post(actor(claire), quoting.id, f"> [moi](/posts/{quoting.id}) :\n> rien\n\n" + quoting.source)
    deliver()

    delete_post(actor(claire), quoting.id)
    assert deliver() < 100
    delete_post(actor(yann), quoted.id)
    assert deliver() < 100

    undelete_post(actor(claire), quoting.id)
    deliver()
    assert SECRET not in html_of(quoting)
    assert {(row.post_id, row.quoted_id) for row in db.session.query(PostQuote)} == {
        (quoting.id, quoted.id),
        (quoted.id, quoting.id),
    }


def test_a_post_quoted_by_many_takes_a_bounded_number_of_statements(
    thread: Thread, quoted: Post, claire: Person, yann: Person, deliver: Callable[[], int], statements: list[str]
) -> None:
    words = quotation_of(actor(claire), quoted.id)
    for number in range(12):
        make_reply(claire, thread, f"{words}Réponse {number}")
    deliver()
    delete_post(actor(yann), quoted.id)
    statements.clear()
    follow_changes([PostChanged(quoted.id, thread.id)])

    assert db.session.query(Post).filter(Post.html.contains(SECRET), Post.id != quoted.id).count() == 0
    assert len([one for one in statements if one.startswith("SELECT")]) <= 8, statements


def test_a_quotation_of_what_went_out_of_sight_while_it_was_written_is_found_out(
    thread: Thread, quoted: Post, claire: Person, yann: Person, deliver: Callable[[], int]
) -> None:
    quoting = make_reply(claire, thread, quotation_of(actor(claire), quoted.id) + "Je réponds.")
    with transaction():
        post = db.session.get_one(Post, quoted.id)
        post.deleted_at = post.written_at  # committed by another process as this one wrote

    deliver()

    assert SECRET not in html_of(quoting)


def test_mentions_and_files_are_shown_in_the_post_and_a_nested_quotation_is_folded(
    browser: Open, thread: Thread, quoted: Post, claire: Person, yann: Person
) -> None:
    once = make_quoting(claire, quoted, thread)
    twice = make_quoting(yann, once, thread, "@claire-morvan voilà")

    page = browser(make_person(role=Role.EDITOR)).get(address(thread))

    folded = page.select(f"#post-{twice.number} blockquote > details")
    assert folded[0].summary.get_text() == "Yann Berthou"
    assert page.texts(f"#post-{twice.number} a.mention") == ["@claire-morvan"]
