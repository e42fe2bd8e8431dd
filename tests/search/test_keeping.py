"""Keeping the index true to the database: from the outbox and by the commands, whichever engine keeps it."""

import threading
from collections.abc import Callable

import pytest
from click.testing import Result
from flask import Flask
from flask.testing import FlaskCliRunner

from config import Settings
from forum.accounts.models import Person
from forum.core.events import deliver_outbox
from forum.discussions.documents import index_written
from forum.discussions.events import PostWritten
from forum.discussions.models import Thread
from forum.discussions.services import edit_post, reply
from forum.extensions import db
from forum.search.engine import current_engine
from forum.search.services import rebuild
from tests.browsing import Browser
from tests.conftest import forget_index
from tests.discussions.factories import make_reply, make_space, make_thread
from tests.factories import actor, make_person
from tests.search.factories import document

Deliver = Callable[[], int]


def found(browser: Browser, text: str) -> list[str]:
    """The words marked on the page of results."""
    page = browser.get("/search", query_string={"q": text, "grouped": "0"})
    assert page.status == 200
    return [mark.get_text() for mark in page.select("mark")]


def test_a_post_is_found_once_the_outbox_is_delivered(
    visitor: Browser, thread: Thread, claire: Person, deliver: Deliver
) -> None:
    deliver()
    make_reply(claire, thread, "Une cornemuse.")

    deliver()

    assert found(visitor, "cornemuse") == ["cornemuse"]


def test_an_event_that_is_delivered_twice_changes_nothing(
    visitor: Browser, thread: Thread, claire: Person, deliver: Deliver
) -> None:
    post = make_reply(claire, thread, "Une cornemuse.")
    deliver()
    again = PostWritten(post.id, thread.id)

    index_written([again, again])

    assert found(visitor, "cornemuse") == ["cornemuse"]


def test_rebuilding_shows_its_progress_and_finds_everything_again(
    visitor: Browser, command: FlaskCliRunner, thread: Thread, claire: Person, deliver: Deliver
) -> None:
    make_reply(claire, thread, "Une cornemuse.")
    deliver()

    done = command.invoke(args=["search", "rebuild"])

    assert done.exit_code == 0
    assert "Rebuilding the index" in done.stderr
    assert "3 rows read, 3 documents indexed" in done.stdout
    assert found(visitor, "cornemuse") == ["cornemuse"]


def test_rebuilding_brings_back_what_the_index_missed_and_forgets_what_is_gone(
    app: Flask, visitor: Browser, command: FlaskCliRunner, thread: Thread, claire: Person, deliver: Deliver
) -> None:
    deliver()
    current_engine().change("post", [999], lambda: [document("biniou", id=999)])
    make_reply(claire, thread, "Une cornemuse.")
    assert found(visitor, "cornemuse") == []

    assert command.invoke(args=["search", "rebuild"]).exit_code == 0

    assert found(visitor, "cornemuse") == ["cornemuse"]
    assert current_engine().count() == {"thread": 1, "post": 1, "person": 1}
    assert command.invoke(args=["search", "check", "--only-look"]).exit_code == 0


def test_what_others_write_during_a_rebuild_is_in_the_new_index(
    app: Flask, visitor: Browser, thread: Thread, claire: Person, deliver: Deliver
) -> None:
    edited = make_reply(claire, thread, "Un biniou.")
    deliver()
    thread_id, edited_id, author = thread.id, edited.id, actor(claire)
    answers: list[list[str]] = []

    def write() -> None:
        with app.app_context():
            reply(author, thread_id, "Une cornemuse.")
            edit_post(author, edited_id, "Une bombarde.")
            deliver_outbox()
            answers.append(found(visitor, "cornemuse"))
            db.session.remove()

    def progress(_rows: int) -> None:
        if not answers:
            another = threading.Thread(target=write)
            another.start()
            another.join(30)

    rebuild(progress)

    assert answers == [["cornemuse"]], "the old index serves meanwhile, and knows what is new"
    assert found(visitor, "cornemuse") == ["cornemuse"]
    assert found(visitor, "bombarde") == ["bombarde"]
    assert found(visitor, "biniou") == []


def test_a_second_rebuild_is_refused_while_one_runs(app: Flask, command: FlaskCliRunner, thread: Thread) -> None:
    refused: list[Result] = []

    def progress(_rows: int) -> None:
        if not refused:
            refused.append(command.invoke(args=["search", "rebuild"]))

    rebuild(progress)

    assert refused[0].exit_code == 1
    assert "another rebuild is under way" in refused[0].stderr


def test_without_an_index_looking_says_so_and_checking_makes_it(
    settings: Settings, visitor: Browser, command: FlaskCliRunner, thread: Thread
) -> None:
    forget_index(settings)
    looked = command.invoke(args=["search", "check", "--only-look"])
    assert looked.exit_code == 1
    assert "there is no index of this version; run: flask search check" in looked.stdout

    checked = command.invoke(args=["search", "check"])

    assert checked.exit_code == 0
    assert "it is made anew" in checked.stdout
    assert found(visitor, "bonjour") == ["Bonjour"]


def test_before_there_is_an_index_the_page_says_that_it_is_being_made(visitor: Browser, settings: Settings) -> None:
    forget_index(settings)
    page = visitor.get("/search?q=exclusion")

    assert page.status == 200
    assert "La recherche se prépare" in page.main
    assert "Aucun résultat" not in page.main


@pytest.fixture
def claire(app: Flask) -> Person:
    return make_person("Claire Morvan")


@pytest.fixture
def thread(claire: Person) -> Thread:
    return make_thread(claire, make_space("Climat scolaire"), "Bonjour à tous", "Bonjour.")
