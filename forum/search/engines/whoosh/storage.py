"""Whoosh's files on the disk, in an order that a power cut leaves readable."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage

from forum.search.engines.whoosh.folder import sync_folder
from forum.search.engines.whoosh.stretches import open_stretch

SEGMENT = ".seg"


class DurableStorage(FileStorage):
    """Files that are on the disk before the table of contents that names them.

    Whoosh commits by renaming a new table of contents into place, and asks the disk for nothing: after a power cut the
    name can be there and the content not. Here what was written is flushed before the rename, and the rename after it.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder), supports_mmap=False)
        self._written: set[str] = set()

    def open_file(self, name: str, **options: Any) -> Any:
        if not name.endswith(SEGMENT):
            return super().open_file(name, **options)
        return open_stretch(Path(self.folder) / name)

    def create_file(self, name: str, *args: Any, **options: Any) -> Any:
        self._written.add(name)
        return super().create_file(name, *args, **options)

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        for name in self._written:
            self._flush(Path(self.folder) / name)
        self._written.clear()
        super().rename_file(oldname, newname, safe)
        sync_folder(Path(self.folder))

    @staticmethod
    def _flush(path: Path) -> None:
        try:
            opened = os.open(path, os.O_RDONLY)
        except FileNotFoundError:  # part of a segment that was put together meanwhile
            return
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
