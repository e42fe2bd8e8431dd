"""An index in a folder that is lost or damaged: no page fails, and it is made anew."""

import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from forum.accounts.models import Person
from forum.discussions.models import Thread
from forum.extensions import db
from forum.search.engines.whoosh import WhooshEngine
from forum.search.services import mend
from tests.browsing import Browser
from tests.discussions.factories import make_reply, make_space, make_thread
from tests.factories import make_person
from tests.search.test_folder import DAMAGES
from tests.search.test_keeping import found

Deliver = Callable[[], int]


@pytest.fixture(autouse=True)
def _in_a_folder(app: Flask) -> None:
    if not isinstance(app.extensions["search"], WhooshEngine):
        pytest.skip("with another database the index is not in a folder")


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
