"""Keeping the index true to the database: from the outbox, by the commands, and when it is lost."""

import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from forum.accounts.models import Person
from forum.core.events import deliver_outbox
from forum.discussions.documents import index_written
from forum.discussions.events import PostWritten
from forum.discussions.models import Thread
from forum.discussions.services import edit_post, reply
from forum.extensions import db
from forum.search.engine import current_engine
from forum.search.services import mend, rebuild
from tests.browsing import Browser
from tests.discussions.factories import make_reply, make_space, make_thread
from tests.factories import actor, make_person
from tests.search.factories import document
from tests.search.test_index import DAMAGES

Deliver = Callable[[], int]


def found(browser: Browser, text: str) -> list[str]:
    """The words marked on the page of results."""
    page = browser.get("/search", query_string={"q": text})
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
    assert "2 rows read, 2 documents indexed" in done.stdout
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
    assert current_engine().count() == {"thread": 1, "post": 1}
    assert command.invoke(args=["search", "check"]).exit_code == 0


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
    with current_engine().folder.rebuilding():  # type: ignore[attr-defined]
        done = command.invoke(args=["search", "rebuild"])

    assert done.exit_code == 1
    assert "another rebuild is under way" in done.stderr


def test_checking_says_what_is_indexed_and_what_should_be(
    app: Flask, command: FlaskCliRunner, thread: Thread, claire: Person, deliver: Deliver
) -> None:
    make_reply(claire, thread, "Une cornemuse.")
    deliver()
    assert command.invoke(args=["search", "check"]).exit_code == 0

    make_reply(claire, thread, "Un biniou, que l’index ne connaît pas.")
    done = command.invoke(args=["search", "check"])

    assert done.exit_code == 1
    lines = [line.split() for line in done.stdout.splitlines()]
    assert ["post", "1", "indexed", "2", "in", "the", "database"] in lines
    assert "they differ; run: flask search rebuild" in done.stdout


def test_checking_counts_what_was_replaced_once(
    app: Flask, command: FlaskCliRunner, thread: Thread, claire: Person, deliver: Deliver
) -> None:
    post = make_reply(claire, thread, "Une cornemuse.")
    for number in range(5):
        edit_post(actor(claire), post.id, f"Une cornemuse, {number}.")
        deliver()

    done = command.invoke(args=["search", "check"])

    assert done.exit_code == 0, done.stdout


def test_without_an_index_checking_says_so(command: FlaskCliRunner) -> None:
    done = command.invoke(args=["search", "check"])

    assert done.exit_code == 1
    assert "there is no index of this version; run: flask search rebuild" in done.stdout


def test_before_there_is_an_index_the_page_says_that_it_is_being_made(visitor: Browser, app: Flask) -> None:
    page = visitor.get("/search?q=exclusion")

    assert page.status == 200
    assert "La recherche se prépare" in page.main
    assert "Aucun résultat" not in page.main


def test_the_first_change_makes_the_whole_of_a_lost_index(
    app: Flask, visitor: Browser, thread: Thread, claire: Person, deliver: Deliver
) -> None:
    make_reply(claire, thread, "Une cornemuse.")
    deliver()
    shutil.rmtree(folder(app))
    make_reply(claire, thread, "Un biniou.")

    deliver()

    assert found(visitor, "biniou") == ["biniou"]
    assert found(visitor, "cornemuse") == ["cornemuse"], "what stood in it before is back too"


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_a_damaged_index_fails_no_page_and_is_mended_by_the_clock(
    app: Flask,
    visitor: Browser,
    thread: Thread,
    claire: Person,
    deliver: Deliver,
    damage: Callable[[Path], None],
) -> None:
    for number in range(3):
        make_reply(claire, thread, f"Une cornemuse {number}.")
        deliver()
    assert len(found(visitor, "cornemuse")) == 3
    make_reply(claire, thread, "Un biniou.")
    deliver()
    damage(folder(app))

    found(visitor, "cornemuse")
    run_by_the_clock(app, "mend_index")

    assert len(found(visitor, "cornemuse")) == 3
    assert found(visitor, "biniou") == ["biniou"]
    assert not mend(), "once is enough"


def test_what_is_written_to_a_damaged_index_is_found_once_it_is_mended(
    app: Flask, visitor: Browser, thread: Thread, claire: Person, deliver: Deliver
) -> None:
    make_reply(claire, thread, "Une cornemuse.")
    deliver()
    for segment in folder(app).rglob("*.seg"):
        segment.write_bytes(b"\0" * segment.stat().st_size)
    make_reply(claire, thread, "Un biniou.")

    deliver()
    run_by_the_clock(app, "mend_index")

    assert found(visitor, "cornemuse") == ["cornemuse"]
    assert found(visitor, "biniou") == ["biniou"]


def test_a_sound_index_is_left_alone_by_the_clock(app: Flask, thread: Thread, deliver: Deliver) -> None:
    deliver()
    before = (folder(app) / "current").read_text()

    run_by_the_clock(app, "mend_index")

    assert (folder(app) / "current").read_text() == before


def run_by_the_clock(app: Flask, name: str) -> None:
    """Runs a periodic job as the jobs' thread does, in a context of its own."""
    app.extensions["jobs"].bind_periodic()
    tasks = [task for task in app.extensions["jobs"].huey._registry.periodic_tasks if task.name == name]
    assert len(tasks) == 1
    db.session.rollback()
    runner = threading.Thread(target=tasks[0].execute)
    runner.start()
    runner.join(60)


def folder(app: Flask) -> Path:
    return Path(app.config["SETTINGS"].data_dir) / "search"


@pytest.fixture
def claire(app: Flask) -> Person:
    return make_person("Claire Morvan")


@pytest.fixture
def thread(claire: Person) -> Thread:
    return make_thread(claire, make_space("Climat scolaire"), "Bonjour à tous", "Bonjour.")
