"""The index itself, whichever engine keeps it: what is written is found, by several threads and processes."""

import shutil
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from forum.search.documents import Document
from forum.search.engine import Engine, IndexUnusable, RebuildUnderWay
from forum.search.engines.postgres import PostgresEngine
from forum.search.engines.whoosh import WhooshEngine
from tests.search.factories import Shelf, document, process


def test_what_is_written_is_found_by_the_next_question(shelf: Shelf) -> None:
    post = document("cornemuse")
    assert shelf.find("cornemuse") == []

    shelf.put(post)

    assert shelf.find("cornemuse") == [post.id]


def test_writing_twice_is_once(shelf: Shelf) -> None:
    post = document("cornemuse")

    shelf.put(post, post)

    assert shelf.find("cornemuse") == [post.id]
    assert shelf.counts() == {"post": 1}


def test_what_is_rewritten_is_found_by_its_new_words_alone(shelf: Shelf) -> None:
    post = document("cornemuse")
    shelf.put(post, document("biniou", id=post.id))

    assert shelf.find("cornemuse") == []
    assert shelf.find("biniou") == [post.id]


def test_what_is_taken_out_is_neither_found_nor_counted(shelf: Shelf) -> None:
    posts = [document("cornemuse") for _ in range(8)]
    shelf.put(*posts)

    shelf.take_out(*posts[:7])

    assert shelf.find("cornemuse") == [posts[7].id]
    assert shelf.ask("cornemuse").counts["kind"] == {"post": 1}
    assert shelf.counts() == {"post": 1}


def test_two_kinds_may_have_the_same_number(shelf: Shelf) -> None:
    post, thread = document("cornemuse", id=7), document("cornemuse", id=7, kind="thread")
    shelf.put(post, thread)

    shelf.take_out(post)

    assert shelf.counts() == {"thread": 1}


def test_threads_that_search_at_once_each_get_their_answer(shelf: Shelf, eager_threads: None) -> None:
    words = ["exclusion", "climat", "famille", "conseil", "atelier", "écoute"]
    posts = [document(f"{words[n % 6]} {words[n % 5]} texte {n}") for n in range(240)]
    for each in posts:
        shelf.rows[each.kind, each.id] = each
    shelf.rebuild()
    expected = {word: shelf.ask(word).total for word in words}
    wrong: list[object] = []

    def ask(turn: int) -> None:
        try:
            for n in range(60):
                word = words[(turn + n) % 6]
                found = shelf.ask(word, size=5 + n)  # never the same question twice
                if found.total != expected[word]:
                    wrong.append((word, found.total))
        except Exception as error:
            wrong.append(error)

    threads = [threading.Thread(target=ask, args=(turn,)) for turn in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert wrong == []


def test_two_processes_writing_at_once_lose_nothing(shelf: Shelf) -> None:
    script = """
        for number in range(first, first + 25):
            engine.change("post", [number], lambda: [document(f"cornemuse {number}", id=number)])
    """

    writers = [process(shelf.engine, script, first=first) for first in (1_000, 2_000, 3_000)]
    for writer in writers:
        assert writer.wait(60) == 0

    assert shelf.counts() == {"post": 75}
    assert shelf.ask("cornemuse").total == 75
    assert shelf.engine.problem() == ""


def test_what_another_process_wrote_is_found(shelf: Shelf) -> None:
    assert shelf.find("cornemuse") == []

    assert process(shelf.engine, 'engine.change("post", [1], lambda: [document("cornemuse", id=1)])').wait(30) == 0

    assert shelf.find("cornemuse") == [1]


def test_words_are_read_when_it_is_ones_turn_to_write(shelf: Shelf) -> None:
    post = document("cornemuse")
    latest = {"text": "cornemuse"}
    reading, written = threading.Event(), threading.Event()

    def slow() -> list[Document]:
        reading.set()
        written.wait(20)
        return [document(latest["text"], id=post.id)]

    first = threading.Thread(target=shelf.engine.change, args=("post", [post.id], slow))
    first.start()
    assert reading.wait(20)
    second = threading.Thread(
        target=shelf.engine.change, args=("post", [post.id], lambda: [document(latest["text"], id=post.id)])
    )
    second.start()
    latest["text"] = "biniou"
    written.set()
    first.join(20)
    second.join(20)

    assert shelf.find("biniou") == [post.id]


# What is new


def test_what_came_in_or_changed_after_a_moment_can_be_asked_for(shelf: Shelf) -> None:
    old, changed, same = document("cornemuse"), document("cornemuse"), document("cornemuse")
    shelf.put_all(old, changed, same)
    moment = datetime.now(UTC)
    new = document("cornemuse")

    shelf.put(new, document("cornemuse et biniou", id=changed.id), same)

    found = shelf.ask("cornemuse", indexed_after=moment)
    assert sorted(hit.id for hit in found.hits) == [changed.id, new.id]
    assert (found.total, found.counts["kind"]) == (2, {"post": 2})


def test_a_rebuild_makes_nothing_new_that_the_index_knew(shelf: Shelf) -> None:
    known, changed = document("cornemuse"), document("cornemuse")
    shelf.put_all(known, changed)
    moment = datetime.now(UTC)
    missed = document("cornemuse")
    for each in (missed, document("cornemuse et biniou", id=changed.id)):
        shelf.rows[each.kind, each.id] = each

    shelf.rebuild()

    assert sorted(shelf.find("cornemuse", indexed_after=moment)) == [changed.id, missed.id]


def test_after_a_loss_nothing_is_new_but_what_was_just_written(shelf: Shelf) -> None:
    old = document("cornemuse", written_at=datetime(2020, 1, 1, tzinfo=UTC))
    shelf.put(old)
    lose(shelf.engine)
    missed = document("cornemuse", written_at=datetime.now(UTC) - timedelta(hours=1))
    early = document("cornemuse", written_at=datetime.now(UTC) + timedelta(days=30))
    shelf.rows |= {(each.kind, each.id): each for each in (missed, early)}

    shelf.rebuild()

    assert sorted(shelf.find("cornemuse", indexed_after=datetime(2024, 1, 1, tzinfo=UTC))) == [missed.id, early.id]
    assert shelf.find("cornemuse", indexed_after=datetime.now(UTC)) == []


def lose(engine: Engine) -> None:
    """Takes the index away, as a disk or an administrator may."""
    if isinstance(engine, WhooshEngine):
        shutil.rmtree(engine.folder.path)
        return
    assert isinstance(engine, PostgresEngine)
    with engine.database.begin() as connection:
        names = "SELECT tablename FROM pg_tables WHERE schemaname = 'search' AND tablename ~ '_[0-9]+$'"
        for name in connection.scalars(text(names)).all():
            connection.execute(text(f'DROP TABLE search."{name}"'))


# Rebuilding


def test_what_is_written_while_the_index_is_rebuilt_is_in_the_new_one(shelf: Shelf) -> None:
    old, changed, gone = document("vieux"), document("avant"), document("parti")
    shelf.put(old, changed, gone)
    new = document("nouveau")

    def everything() -> object:
        yield "post", [old.id, changed.id, gone.id], [old, changed, gone]
        shelf.put(new, document("après", id=changed.id))
        shelf.take_out(gone)
        assert shelf.find("nouveau") == [new.id], "the old index serves meanwhile"
        assert shelf.find("vieux") == [old.id]

    shelf.engine.rebuild(everything(), shelf.read)  # type: ignore[arg-type]

    assert shelf.find("nouveau") == [new.id]
    assert shelf.find("après") == [changed.id]
    assert shelf.find("avant") == []
    assert shelf.find("parti") == []
    assert shelf.counts() == {"post": 3}


def test_two_rebuilds_do_not_run_at_once(shelf: Shelf) -> None:
    def everything() -> object:
        with pytest.raises(RebuildUnderWay):
            shelf.rebuild()
        yield "post", [1], [document("cornemuse", id=1)]

    shelf.engine.rebuild(everything(), shelf.read)  # type: ignore[arg-type]

    assert shelf.find("cornemuse") == [1]


def test_a_change_during_the_first_rebuild_of_all_waits_for_it(engine: Engine) -> None:
    late = document("cornemuse")

    def everything() -> object:
        engine.change("post", [late.id], lambda: [late])
        yield "post", [], []

    engine.rebuild(everything(), lambda kind, ids: [late])  # type: ignore[arg-type]

    assert engine.count() == {"post": 1}


def test_a_rebuild_that_fails_leaves_the_index_as_it_was(shelf: Shelf) -> None:
    post = document("cornemuse")
    shelf.put(post)

    with pytest.raises(OSError, match="full"):
        shelf.engine.rebuild(failing(post), shelf.read)

    assert shelf.find("cornemuse") == [post.id]
    shelf.put(document("biniou"))
    assert shelf.counts() == {"post": 2}


def failing(post: Document) -> Iterator[object]:
    """What a rebuild reads until the disk is full."""
    yield "post", [post.id], [post]
    raise OSError("the disk is full")


def test_without_an_index_it_is_said(engine: Engine) -> None:
    with pytest.raises(IndexUnusable):
        engine.change("post", [1], list)
    with pytest.raises(IndexUnusable):
        engine.count()
    assert not engine.is_usable()
    assert "no index" in engine.problem()


@pytest.fixture
def eager_threads() -> Iterator[None]:
    """Has threads take turns as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(before)
