"""What hiding does: the text leaves every page, feed and index; its author still reads it, with the reason."""

from collections.abc import Callable

import pytest

from forum.accounts.models import Person
from forum.core.errors import NotAllowed
from forum.discussions.models import Thread
from forum.discussions.services import hide_post, restore_post
from tests.browsing import Browser
from tests.discussions.factories import make_reply
from tests.factories import actor

Open = Callable[..., Browser]


def test_a_hidden_post_is_a_trace_for_readers_and_a_reason_for_its_author(
    browser: Open, visitor: Browser, thread: Thread, claire: Person, mediator: Person
) -> None:
    post = make_reply(claire, thread, "Un nom de trop.")
    address = f"/threads/{thread.id}-{thread.slug}"

    hide_post(actor(mediator), post.id, "Une personne est reconnaissable.")

    assert "Un nom de trop." not in visitor.get(address).html
    assert "Message masqué par la médiation." in visitor.get(address).main
    mine = browser(claire).get(address).texts("#post-2 .post-note")[0]
    assert "Une personne est reconnaissable." in mine
    assert "Un nom de trop." in mine


def test_a_restored_post_is_read_again(visitor: Browser, thread: Thread, claire: Person, mediator: Person) -> None:
    post = make_reply(claire, thread, "Relu et gardé.")
    hide_post(actor(mediator), post.id, "À vérifier.")

    restore_post(actor(mediator), post.id)

    assert "Relu et gardé." in visitor.get(f"/threads/{thread.id}-{thread.slug}").main


def test_a_mediator_does_not_judge_what_they_wrote(thread: Thread, mediator: Person) -> None:
    post = make_reply(mediator, thread)

    with pytest.raises(NotAllowed):
        hide_post(actor(mediator), post.id, "Motif.")


def test_a_hidden_post_is_found_no_more(
    visitor: Browser, thread: Thread, claire: Person, mediator: Person, deliver: Callable[[], int]
) -> None:
    post = make_reply(claire, thread, "Le mot cornemuse.")
    deliver()
    assert "Comment préparer un retour" in visitor.get("/search?q=cornemuse").main

    hide_post(actor(mediator), post.id, "Motif.")
    deliver()

    assert "Comment préparer un retour" not in visitor.get("/search?q=cornemuse").main
