"""The folder an index lives in: its generations, who may write, what changed meanwhile.

`current` names the generation in use; a rebuild makes the next one beside it and then moves the pointer, so that no
search meets a half-made index. What is written while a rebuild runs is noted in `changed`. Locks are the kernel's: they
end with the process that held them, however it ends.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import uuid
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from forum.search.engine import RebuildUnderWay


class IndexFolder:
    """A folder with generations of an index.

    Args:
        path: made when first needed.
        version: of what is kept in it; a generation of another version is as good as none.
    """

    def __init__(self, path: Path, version: str) -> None:
        self.path = path
        self.version = version
        self._changed = path / "changed"
        self._doubted = path / "doubted"

    # The pointer

    def current(self) -> str:
        """The name of the generation in use; empty where there is none, or one of another version."""
        try:
            name = (self.path / "current").read_text(encoding="ascii", errors="replace").strip()
        except FileNotFoundError:
            return ""
        return name if name.startswith(f"v{self.version}-") and (self.path / name).is_dir() else ""

    def begin(self) -> str:
        """Makes the folder of a new generation; gives its name."""
        name = f"v{self.version}-{uuid.uuid4().hex[:12]}"
        (self.path / name).mkdir(parents=True)
        return name

    def point_to(self, name: str) -> None:
        """Puts a generation in use. On the disk before this returns."""
        fresh = self.path / "current.new"
        with fresh.open("w", encoding="ascii") as pointer:
            pointer.write(name)
            pointer.flush()
            os.fsync(pointer.fileno())
        fresh.replace(self.path / "current")
        sync_folder(self.path)

    def throw_out_all_but(self, name: str) -> None:
        """Removes the other generations: old ones, and those that a killed rebuild left half-made."""
        for old in self.path.iterdir():
            if old.is_dir() and old.name != name:
                shutil.rmtree(old, ignore_errors=True)

    # Locks

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One writer at a time, of whichever thread and process; the others wait."""
        with self._lock("lock", wait=True):
            yield

    @contextmanager
    def rebuilding(self) -> Iterator[None]:
        """One rebuild at a time.

        Raises:
            RebuildUnderWay: another one runs.
        """
        with self._lock("rebuilding", wait=False) as taken:
            if not taken:
                raise RebuildUnderWay
            yield

    def is_being_rebuilt(self) -> bool:
        """Whether a rebuild runs, in this process or another."""
        with self._lock("rebuilding", wait=False) as taken:
            return not taken

    @contextmanager
    def _lock(self, name: str, *, wait: bool) -> Iterator[bool]:
        self.path.mkdir(parents=True, exist_ok=True)
        opened = os.open(self.path / name, os.O_CREAT | os.O_RDWR, 0o644)
        try:
            try:
                fcntl.flock(opened, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
            else:
                yield True
        finally:
            os.close(opened)

    # Changes during a rebuild

    def start_noting(self) -> None:
        """From here on, what changes is noted. Called while writing."""
        self._changed.write_text("", encoding="utf-8")

    def note(self, kind: str, ids: Collection[int]) -> None:
        """Notes what changed, where a rebuild runs; sweeps what a killed one left, where none does."""
        if not self._changed.exists():
            return
        if self.is_being_rebuilt():
            with self._changed.open("a", encoding="utf-8") as noted:
                noted.writelines(f"{kind} {changed}\n" for changed in sorted(ids))
        else:
            self.stop_noting()
            self.throw_out_all_but(self.current())

    def noted(self) -> dict[str, list[int]]:
        """What changed since `start_noting`, by kind."""
        changes: dict[str, set[int]] = {}
        for line in self._changed.read_text(encoding="utf-8").splitlines():
            kind, number = line.split()
            changes.setdefault(kind, set()).add(int(number))
        return {kind: sorted(ids) for kind, ids in changes.items()}

    def stop_noting(self) -> None:
        self._changed.unlink(missing_ok=True)

    # Doubts

    def doubt(self, name: str) -> None:
        """Says that a generation could not be read or written, for whoever mends."""
        self._doubted.write_text(name, encoding="ascii")

    def is_doubted(self) -> bool:
        """Whether the generation in use could not be read or written."""
        try:
            return self._doubted.read_text(encoding="ascii", errors="replace") == self.current()
        except FileNotFoundError:
            return False

    def trust(self) -> None:
        """Takes the doubt back."""
        self._doubted.unlink(missing_ok=True)


def sync_folder(path: Path) -> None:
    """Has the disk know the names in a folder."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
