"""The folder that Whoosh keeps the index in: few files, and damage that is noticed and mended."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from forum.search.engine import IndexUnusable
from forum.search.engines.whoosh import WhooshEngine
from forum.search.engines.whoosh.schema import SCHEMA_VERSION
from tests.search.factories import Shelf, document
from tests.search.test_index import failing


@pytest.fixture
def engine(tmp_path: Path, database_url: str) -> WhooshEngine:
    """An engine without an index, once in all the runs."""
    if database_url:
        pytest.skip("with another database the index is not in a folder")
    return WhooshEngine(tmp_path / "search")


@pytest.fixture
def shelf(engine: WhooshEngine) -> Shelf:
    """An index with nothing in it yet."""
    return Shelf(engine)


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


def test_a_rebuild_leaves_one_generation_of_one_segment(shelf: Shelf) -> None:
    for _ in range(3):
        shelf.put(document("x"), document("y"))
        shelf.rebuild()

    assert len(generations(shelf.engine)) == 1
    assert len(list(shelf.engine.folder.path.rglob("*.seg"))) == 1


def test_what_a_failed_rebuild_left_half_made_is_swept(shelf: Shelf) -> None:
    post = document("cornemuse")
    shelf.put(post)

    with pytest.raises(OSError, match="full"):
        shelf.engine.rebuild(failing(post), shelf.read)

    assert shelf.find("cornemuse") == [post.id]
    shelf.put(document("biniou"))
    assert len(generations(shelf.engine)) == 1, "what it left half-made was swept"
    assert not (shelf.engine.folder.path / "changed").exists()


# Damage


def test_a_rebuild_after_a_loss_makes_nothing_new_that_was_written_long_ago(engine: WhooshEngine) -> None:
    shelf = Shelf(engine, document("cornemuse", written_at=datetime(2020, 1, 1, tzinfo=UTC)))

    assert shelf.find("cornemuse", indexed_after=datetime(2024, 1, 1, tzinfo=UTC)) == []


def remove_all(folder: Path) -> None:
    shutil.rmtree(folder)


def remove_the_pointer(folder: Path) -> None:
    (folder / "current").unlink()


def point_nowhere(folder: Path) -> None:
    (folder / "current").write_text(f"v{SCHEMA_VERSION}-nowhere")


def point_to_noise(folder: Path) -> None:
    (folder / "current").write_bytes(b"\xff\x00\xfe")


def be_of_an_older_version(folder: Path) -> None:
    name = (folder / "current").read_text()
    older = name.replace(f"v{SCHEMA_VERSION}-", "v2-")
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
def test_damage_is_said_and_a_rebuild_mends_it(
    engine: WhooshEngine, damage: Callable[[Path], None], is_open: bool
) -> None:
    shelf = Shelf(engine, *(document(f"cornemuse {number}") for number in range(50)))
    if is_open:
        assert shelf.ask("cornemuse").total == 50
        shelf.put(document("biniou"))  # so that the next question opens it again
    else:
        shelf.put(document("biniou"))
    damage(engine.folder.path)
    engine = engine if is_open else WhooshEngine(engine.folder.path)
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
