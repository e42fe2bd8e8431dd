"""Whoosh's files as they are read: from the disk each time, where the kernel keeps what is asked for often.

Whoosh itself takes a copy of all of a segment into memory when it opens it, which is each time it writes; and it maps
the file into memory beside that, where a file cut short ends the whole process instead of raising an error.
"""

from __future__ import annotations

import io
import os
import pickle
from pathlib import Path
from typing import Any

from whoosh.filedb.structfile import StructFile

SHORT_PICKLE = 256
"""Bytes that hold what stands at the head of a block of postings; what is longer is read again, to the end."""


class Stretch(StructFile):
    """A stretch of an open file, which is read and never written.

    Args:
        opened: the file's descriptor.
        start, length: of the stretch, in bytes.
        is_whole: the descriptor is closed with it.
    """

    def __init__(self, opened: int, start: int, length: int, name: str, *, is_whole: bool = False) -> None:
        self._opened, self._start, self._length = opened, start, length
        self._at = 0
        self._name, self._is_whole = name, is_whole
        self.is_real = self.is_closed = False
        self.onclose = None
        self.file = self

    def get(self, position: int, length: int) -> bytes:
        """So many bytes from a position on.

        Raises:
            EOFError: the file is shorter than it was.
        """
        found = os.pread(self._opened, length, self._start + position)
        if len(found) < length:
            raise EOFError(f"{self._name} is cut short")
        return found

    def read(self, size: int | None = None) -> bytes:
        left = max(self._length - self._at, 0)
        size = left if size is None or size < 0 else min(size, left)
        found = self.get(self._at, size)
        self._at += size
        return found

    def readline(self, *_: Any) -> bytes:
        found = io.BytesIO(self.get(self._at, max(self._length - self._at, 0))).readline()
        self._at += len(found)
        return found

    def seek(self, position: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._length}[whence]
        self._at = base + position
        return self._at

    def tell(self) -> int:
        return self._at

    def read_pickle(self) -> Any:
        left = max(self._length - self._at, 0)
        for size in (min(SHORT_PICKLE, left), left):
            held = io.BytesIO(self.get(self._at, size))
            try:
                found = pickle.load(held)  # noqa: S301  (of our own writing)
            except (EOFError, pickle.UnpicklingError):
                if size == left:
                    raise
            else:
                self._at += held.tell()
                return found
        raise AssertionError

    def subset(self, position: int, length: int, name: str | None = None) -> Stretch:
        return Stretch(self._opened, self._start + position, length, name or self._name)

    def close(self) -> None:
        if self._is_whole and not self.is_closed:
            os.close(self._opened)
        self.is_closed = True


def open_stretch(path: Path) -> Stretch:
    """All of a file."""
    opened = os.open(path, os.O_RDONLY)
    return Stretch(opened, 0, os.fstat(opened).st_size, path.name, is_whole=True)
