"""The index itself: what is written is found, by several threads and processes, and damage is noticed and mended."""

import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from forum.search.documents import Document
from forum.search.engine import IndexUnusable, RebuildUnderWay
from forum.search.engines.schema import SCHEMA_VERSION
from forum.search.engines.whoosh import WhooshEngine
from tests.search.factories import Shelf, document

ROOT = Path(__file__).resolve().parents[2]


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
    assert shelf.ask("cornemuse").counts == {"post": 1}
    assert shelf.counts() == {"post": 1}


def test_two_kinds_may_have_the_same_number(shelf: Shelf) -> None:
    post, thread = document("cornemuse", id=7), document("cornemuse", id=7, kind="thread")
    shelf.put(post, thread)

    shelf.take_out(post)

    assert shelf.counts() == {"post": 0, "thread": 1}


def test_many_small_commits_leave_few_files_and_none_open(shelf: Shelf) -> None:
    for number in range(150):
        shelf.put(document(f"cornemuse {number}"))
        shelf.find("cornemuse")
    before = open_files()
    for number in range(100):
        shelf.put(document(f"biniou {number}"))
        shelf.find("biniou")

    assert len(list(shelf.engine.folder.path.rglob("*.seg"))) < 20
    assert open_files() < before + 20
    assert shelf.counts() == {"post": 250}


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


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
                found = shelf.ask(word, page=1 + n % 3, size=5 + n)  # never the same question twice
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


def test_a_rebuild_leaves_one_generation_of_one_segment(shelf: Shelf) -> None:
    for _ in range(3):
        shelf.put(document("x"), document("y"))
        shelf.rebuild()

    assert len(generations(shelf.engine)) == 1
    assert len(list(shelf.engine.folder.path.rglob("*.seg"))) == 1


def test_two_rebuilds_do_not_run_at_once(shelf: Shelf) -> None:
    def everything() -> object:
        with pytest.raises(RebuildUnderWay):
            shelf.rebuild()
        yield "post", [1], [document("cornemuse", id=1)]

    shelf.engine.rebuild(everything(), shelf.read)  # type: ignore[arg-type]

    assert shelf.find("cornemuse") == [1]


def test_a_rebuild_that_fails_leaves_the_index_as_it_was(shelf: Shelf) -> None:
    post = document("cornemuse")
    shelf.put(post)

    def everything() -> object:
        yield "post", [post.id], [post]
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        shelf.engine.rebuild(everything(), shelf.read)  # type: ignore[arg-type]

    assert shelf.find("cornemuse") == [post.id]
    shelf.put(document("biniou"))
    assert len(generations(shelf.engine)) == 1, "what it left half-made was swept"
    assert not (shelf.engine.folder.path / "changed").exists()


def test_a_change_during_the_first_rebuild_of_all_waits_for_it(engine: WhooshEngine) -> None:
    late = document("cornemuse")

    def everything() -> object:
        engine.change("post", [late.id], lambda: [late])
        yield "post", [], []

    engine.rebuild(everything(), lambda kind, ids: [late])  # type: ignore[arg-type]

    assert engine.count() == {"post": 1}


# Damage


def test_without_an_index_it_is_said(engine: WhooshEngine) -> None:
    with pytest.raises(IndexUnusable):
        engine.change("post", [1], list)
    with pytest.raises(IndexUnusable):
        engine.count()
    assert not engine.is_usable()
    assert "no index" in engine.problem()


def remove_all(folder: Path) -> None:
    import shutil

    shutil.rmtree(folder)


def remove_the_pointer(folder: Path) -> None:
    (folder / "current").unlink()


def point_nowhere(folder: Path) -> None:
    (folder / "current").write_text(f"v{SCHEMA_VERSION}-nowhere")


def point_to_noise(folder: Path) -> None:
    (folder / "current").write_bytes(b"\xff\x00\xfe")


def be_of_an_older_version(folder: Path) -> None:
    name = (folder / "current").read_text()
    older = name.replace(f"v{SCHEMA_VERSION}-", f"v{SCHEMA_VERSION - 1}-")
    (folder / name).rename(folder / older)
    (folder / "current").write_text(older)


def empty_the_generation(folder: Path) -> None:
    for file in (folder / (folder / "current").read_text()).iterdir():
        file.unlink()


def truncated(pattern: str, kept: float) -> Callable[[Path], None]:
    def truncate(folder: Path) -> None:
        files = list(folder.rglob(pattern))
        assert files
        for file in files:
            content = file.read_bytes()
            file.write_bytes(content[: int(len(content) * kept)])

    truncate.__name__ = f"truncate_{pattern}_to_{kept}"
    return truncate


def zeroed(pattern: str) -> Callable[[Path], None]:
    def zero(folder: Path) -> None:
        for file in folder.rglob(pattern):
            file.write_bytes(b"\0" * file.stat().st_size)

    zero.__name__ = f"zero_{pattern}"
    return zero


DAMAGES = [
    remove_all,
    remove_the_pointer,
    point_nowhere,
    point_to_noise,
    be_of_an_older_version,
    empty_the_generation,
    *(truncated(pattern, kept) for pattern in ("*.seg", "*.toc") for kept in (0, 0.5, 0.95)),
    zeroed("*.seg"),
    zeroed("*.toc"),
]


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
@pytest.mark.parametrize("is_open", [True, False], ids=["open", "closed"])
def test_damage_is_said_and_a_rebuild_mends_it(tmp_path: Path, damage: Callable[[Path], None], is_open: bool) -> None:
    shelf = Shelf(WhooshEngine(tmp_path / "search"), *(document(f"cornemuse {number}") for number in range(50)))
    if is_open:
        assert shelf.ask("cornemuse").total == 50
        shelf.put(document("biniou"))  # so that the next question opens it again
    else:
        shelf.put(document("biniou"))
    damage(shelf.engine.folder.path)
    engine = shelf.engine if is_open else WhooshEngine(tmp_path / "search")
    shelf.engine = engine

    assert engine.problem() != ""
    try:
        assert shelf.ask("cornemuse").total <= 50
    except IndexUnusable:
        assert not engine.is_usable()

    shelf.rebuild()

    assert engine.problem() == ""
    assert engine.is_usable()
    assert shelf.ask("cornemuse").total == 50


def test_a_doubt_without_ground_is_taken_back(shelf: Shelf) -> None:
    shelf.put(document("cornemuse"))
    shelf.engine.folder.doubt(shelf.engine.folder.current())
    assert not shelf.engine.is_usable()

    assert shelf.engine.problem() == ""

    assert shelf.engine.is_usable()


def generations(engine: WhooshEngine) -> list[Path]:
    return [each for each in engine.folder.path.iterdir() if each.is_dir()]


def process(engine: WhooshEngine, script: str, **names: object) -> subprocess.Popen[bytes]:
    """Starts another process that has the engine at hand."""
    lines = [
        "from pathlib import Path",
        "from forum.search.engines.whoosh import WhooshEngine",
        "from tests.search.factories import document",
        f"engine = WhooshEngine(Path({str(engine.folder.path)!r}))",
        *(f"{name} = {value!r}" for name, value in names.items()),
    ]
    code = "\n".join(lines) + "\n" + textwrap.dedent(script).strip()
    return subprocess.Popen([sys.executable, "-c", code], cwd=ROOT)


@pytest.fixture
def eager_threads() -> object:
    """Has threads take turns as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(before)
