"""Opening threads, replying, editing, deleting; and what becomes of bad input."""

from collections.abc import Callable

import pytest

from forum.accounts.models import Person
from forum.core import audience
from forum.discussions.models import Post, PostRevision, Space, Thread
from forum.extensions import db
from tests.browsing import Browser
from tests.discussions.factories import make_reply, make_space

Open = Callable[..., Browser]


def test_a_member_opens_a_thread(browser: Open, space: Space, claire: Person) -> None:
    member = browser(claire)

    page = member.submit(
        member.get(f"/spaces/{space.slug}/new"),
        with_field="body",
        title="Qui a essayé  le conseil de classe ouvert ?",
        kind="question",
        tags="familles, Climat scolaire, familles",
        body="Nous hésitons. **Qu’en dites-vous ?**",
    )

    assert page.status == 200
    assert page.texts("h1") == ["Qui a essayé le conseil de classe ouvert ?"]
    assert page.texts(".thread-head .tag") == ["Climat scolaire", "familles"]
    assert page.texts(".prose strong") == ["Qu’en dites-vous ?"]
    assert "Question" in page.texts(".badge")


def test_a_member_replies_in_markdown_and_lands_on_the_reply(browser: Open, thread: Thread, claire: Person) -> None:
    member = browser(claire)
    page = member.get(f"/threads/{thread.id}-{thread.slug}")

    answer = member.submit(page, "/reply", body="- un\n- deux\n\n> cité")

    assert answer.texts("#post-2 li") == ["un", "deux"]
    assert answer.select("#post-2 blockquote")


def test_sending_the_same_page_twice_is_one_post(browser: Open, thread: Thread, claire: Person) -> None:
    member = browser(claire)
    page = member.get(f"/threads/{thread.id}-{thread.slug}")

    member.submit(page, "/reply", body="Une seule fois.")
    member.submit(page, "/reply", body="Une seule fois.")

    assert db.session.query(Post).filter_by(thread_id=thread.id).count() == 2


def test_sending_the_same_new_thread_twice_is_one_thread(browser: Open, space: Space, claire: Person) -> None:
    member = browser(claire)
    page = member.get(f"/spaces/{space.slug}/new")

    for _ in range(2):
        member.submit(page, with_field="body", title="Une fois", body="Une fois.")

    assert db.session.query(Thread).count() == 1


@pytest.mark.parametrize("body", ["", "   \n\t ", "​‍", "\x00\x01"])
def test_a_post_in_which_there_is_nothing_to_read_is_refused(
    browser: Open, thread: Thread, claire: Person, body: str
) -> None:
    member = browser(claire)

    page = member.submit(member.get(f"/threads/{thread.id}-{thread.slug}"), "/reply", body=body)

    assert page.status == 422
    assert "Écrivez quelque chose avant d’envoyer." in page.texts(".error-summary li")
    assert db.session.query(Post).count() == 1


def test_a_post_that_is_too_long_is_refused_and_kept_in_the_form(browser: Open, thread: Thread, claire: Person) -> None:
    member = browser(claire)
    long = "mot " * 20_000

    page = member.submit(member.get(f"/threads/{thread.id}-{thread.slug}"), "/reply", body=long)

    assert page.status == 422
    assert "trop long" in page.text
    assert page.select("textarea")[0].get_text().strip() == long.strip()


def test_five_megabytes_are_refused_with_a_clear_answer(browser: Open, thread: Thread, claire: Person) -> None:
    member = browser(claire)

    page = member.post(f"/threads/{thread.id}/reply", {"body": "x" * 5_000_000})

    assert page.status == 413
    assert "dépasse la taille acceptée" in page.main


def test_a_title_of_more_than_200_characters_is_refused_beside_its_field(
    browser: Open, space: Space, claire: Person
) -> None:
    member = browser(claire)

    page = member.submit(
        member.get(f"/spaces/{space.slug}/new"), with_field="body", title="t" * 201, body="Gardé.", tags="a, b"
    )

    assert page.status == 422
    assert "200 caractères au plus" in page.texts("#title-error")[0]
    assert page.select("#title")[0]["value"] == "t" * 201
    assert "Gardé." in page.select("textarea")[0].get_text()
    assert page.select("#tags")[0]["value"] == "a, b"


def test_more_than_five_tags_are_refused(browser: Open, space: Space, claire: Person) -> None:
    member = browser(claire)

    page = member.submit(
        member.get(f"/spaces/{space.slug}/new"), with_field="body", title="Titre", body="Corps", tags="a,b,c,d,e,f"
    )

    assert page.status == 422
    assert page.texts("#tags-error") == ["Cinq mots-clés au plus."]


def test_a_visitor_who_wants_to_write_is_led_to_the_login_page(visitor: Browser, space: Space, thread: Thread) -> None:
    assert visitor.get(f"/spaces/{space.slug}/new", follow=False).response.headers["Location"].startswith("/login")
    assert visitor.post(f"/threads/{thread.id}/reply", {"body": "x"}, follow=False).status == 303
    assert db.session.query(Post).count() == 1


def test_nobody_writes_where_they_may_not_look(browser: Open, claire: Person, yann: Person) -> None:
    space = make_space("École", audience.of_school(3))
    outsider = browser(claire)

    assert outsider.get(f"/spaces/{space.slug}/new").status == 404
    assert outsider.post(f"/spaces/{space.slug}/new", {"title": "t", "body": "b"}).status == 404


def test_a_wrong_token_changes_nothing_and_says_so(browser: Open, thread: Thread, claire: Person) -> None:
    page = browser(claire).post(f"/threads/{thread.id}/reply", {"body": "x", "csrf_token": "faux"})

    assert page.status == 400
    assert "ouverte depuis trop longtemps" in page.main
    assert db.session.query(Post).count() == 1


def test_what_is_typed_as_html_is_shown_as_typed(browser: Open, thread: Thread, claire: Person) -> None:
    member = browser(claire)

    page = member.submit(
        member.get(f"/threads/{thread.id}-{thread.slug}"), "/reply", body="<script>alert(1)</script> <b onclick=x>"
    )

    assert not page.select("#post-2 script, #post-2 b[onclick]")
    assert "<script>alert(1)</script>" in page.texts("#post-2 .prose")[0]


def test_direction_overrides_and_stacked_marks_do_not_spill(browser: Open, thread: Thread, claire: Person) -> None:
    member = browser(claire)
    body = "‮détourné‬ مرحبا " + "e" + "\u0301" * 50 + " 👩🏽‍🏫"

    page = member.submit(member.get(f"/threads/{thread.id}-{thread.slug}"), "/reply", body=body)

    text = page.texts("#post-2 .prose")[0]
    assert "‮" not in text
    assert "مرحبا" in text
    assert "👩🏽‍🏫" in text
    assert text.count("\u0301") <= 4


def test_editing_keeps_what_was_said_before(browser: Open, thread: Thread, yann: Person, claire: Person) -> None:
    author = browser(yann)

    page = author.submit(author.get("/posts/1/edit"), with_field="body", body="Dites-nous tout.")

    assert "Dites-nous tout." in page.main
    assert "modifié" in page.main
    assert db.session.query(PostRevision).one().source == "Dites-nous."
    assert "Dites-nous" in browser(claire).get("/posts/1/revisions").main


def test_only_its_author_edits_a_post(browser: Open, visitor: Browser, thread: Thread, claire: Person) -> None:
    other = browser(claire)

    assert other.get("/posts/1/edit").status == 403
    assert other.post("/posts/1/edit", {"body": "détourné"}).status == 403
    assert visitor.get("/posts/1/revisions", follow=False).status == 303
    assert other.get("/posts/99/edit").status == 404


def test_editing_in_two_windows_shows_the_difference_and_loses_nothing(
    browser: Open, thread: Thread, yann: Person
) -> None:
    author = browser(yann)
    first, second = author.get("/posts/1/edit"), author.get("/posts/1/edit")
    author.submit(first, with_field="body", body="Première version, avec le contexte.")

    page = author.submit(second, with_field="body", body="Deuxième version, avec le contexte.")

    assert page.status == 409
    assert page.texts(".diff del") == ["Première"]
    assert page.texts(".diff ins") == ["Deuxième"]
    assert "Deuxième version" in page.select("textarea")[0].get_text()
    assert "Deuxième version" in author.submit(page, with_field="body").main


def test_deleting_leaves_a_trace_and_no_text(browser: Open, visitor: Browser, thread: Thread, claire: Person) -> None:
    post = make_reply(claire, thread, "À oublier.")
    member = browser(claire)

    member.submit(member.get(f"/posts/{post.id}/delete"), "/delete")

    page = visitor.get(f"/threads/{thread.id}-{thread.slug}")
    assert "À oublier." not in page.html
    assert "Message supprimé par la personne qui l’a écrit." in page.texts("#post-2 p")
    assert member.get(f"/posts/{post.id}/revisions").status == 403


def test_only_its_author_deletes_a_post(browser: Open, thread: Thread, claire: Person) -> None:
    assert browser(claire).post("/posts/1/delete").status == 403
    assert db.session.get_one(Post, 1).deleted_at is None


def test_a_quotation_begins_a_reply(browser: Open, thread: Thread, claire: Person) -> None:
    member = browser(claire)

    page = member.get(member.get(f"/threads/{thread.id}-{thread.slug}").links()["Citer"])

    quoted = page.select("textarea")[0].get_text().strip()
    assert quoted.split("\n") == ["> [Yann Berthou](/posts/1) :", "> Dites-nous."]


def test_what_was_hidden_can_not_be_quoted(browser: Open, thread: Thread, claire: Person, mediator: Person) -> None:
    from forum.discussions.services import hide_post
    from tests.factories import actor

    hide_post(actor(mediator), 1, "Une personne est reconnaissable.")

    page = browser(claire).get(f"/threads/{thread.id}-{thread.slug}?quote=1")
    assert "Dites-nous." not in page.html


def test_a_mediator_locks_a_thread_and_nobody_replies_any_more(
    browser: Open, thread: Thread, claire: Person, mediator: Person
) -> None:
    desk = browser(mediator)
    desk.submit(desk.get(f"/threads/{thread.id}/lock"), with_field="reason", reason="Le sujet est clos.")
    member = browser(claire)

    page = member.get(f"/threads/{thread.id}-{thread.slug}")

    assert "Le sujet est clos." in page.main
    assert not page.select("textarea")
    assert member.post(f"/threads/{thread.id}/reply", {"body": "encore"}).status == 403
    desk.post(f"/threads/{thread.id}/lock", {"undo": "1"})
    assert member.get(f"/threads/{thread.id}-{thread.slug}").select("textarea")


def test_members_neither_pin_nor_lock(browser: Open, thread: Thread, claire: Person) -> None:
    for verb in ("pin", "lock"):
        assert browser(claire).post(f"/threads/{thread.id}/{verb}").status == 403


def test_the_pace_of_writing_is_limited(
    browser: Open, thread: Thread, claire: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    member = browser(claire)
    slow = member.app.config["SETTINGS"].model_copy(update={"posts_per_minute": 2})
    monkeypatch.setitem(member.app.config, "SETTINGS", slow)
    for number in range(2):
        member.submit(member.get(f"/threads/{thread.id}-{thread.slug}"), "/reply", body=f"Message {number}")

    page = member.submit(member.get(f"/threads/{thread.id}-{thread.slug}"), "/reply", body="Le troisième")

    assert page.status == 429
    assert "Attendez une minute" in page.main
    assert "Le troisième" in page.select("textarea")[0].get_text()


def test_who_opened_a_thread_is_told_of_a_reply(
    browser: Open, thread: Thread, yann: Person, claire: Person, deliver: Callable[[], int]
) -> None:
    make_reply(claire, thread)
    deliver()
    deliver()

    page = browser(yann).get("/notices")

    assert page.main.count("Claire Morvan a répondu dans") == 1
