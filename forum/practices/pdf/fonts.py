"""The site's own typefaces for paper: what browsers load as WOFF2, written as TrueType once for this DATA_DIR."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

import structlog
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from forum.core.assets import MANIFEST, manifest

FILES = ("literata", "literata-italic", "literata-ext", "atkinson", "atkinson-italic", "atkinson-ext")
APART = "Ext"
"""The letters of other Latin alphabets come in files of their own: under a name of their own too, since the typesetter
takes one file for a name, and looks for what it lacks under the next."""
FAMILY_NAMES = (1, 4, 16)
log = structlog.get_logger("pdf")


def font_folder(data_dir: Path) -> Path | None:
    """The folder of the typefaces, made when first needed; none where the assets were not built.

    Args:
        data_dir: of this installation.
    """
    sources = [MANIFEST.with_name(manifest().get(f"{name}.woff2", "")) for name in FILES]
    if not all(source.is_file() for source in sources):
        log.warning("the assets are not built: PDFs take the typesetter's own typefaces")
        return None
    mark = hashlib.sha256(" ".join(source.name for source in sources).encode()).hexdigest()[:16]
    folder = data_dir / "fonts" / mark
    if not folder.is_dir():
        write_fonts(sources, folder)
    return folder


def write_fonts(sources: list[Path], folder: Path) -> None:
    """Writes all of them or none; another process's, if it was first, stay."""
    unfinished = folder.with_name(f"{folder.name}.{os.getpid()}")
    unfinished.mkdir(parents=True, exist_ok=True)
    for name, source in zip(FILES, sources, strict=True):
        with TTFont(source) as font:
            font.flavor = None
            if name.endswith("-ext"):
                rename(font)
            font.save(unfinished / f"{name}.ttf")
    try:
        unfinished.rename(folder)
    except OSError:
        shutil.rmtree(unfinished)
        if not folder.is_dir():
            raise


def rename(font: TTFont) -> None:
    for record in font["name"].names:
        if record.nameID in FAMILY_NAMES:
            record.string = f"{record.toUnicode().removesuffix(' Regular')} {APART}"
