"""Files that people bring: known by what they hold and not by their name, made harmless, kept by fingerprint.

Pictures are drawn anew, so that nothing but the picture stays of them: no place, no camera, no comment, no second
picture behind the first. Documents are kept as they are and are only ever handed out to be saved, never shown.
"""

from __future__ import annotations

import hashlib
import io
import os
import struct
import tempfile
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from flask import Flask, Response, current_app, request, send_file
from flask_babel import format_decimal, format_number
from flask_babel import gettext as _
from PIL import Image, ImageCms, ImageOps

from config import Settings
from forum.core.errors import Invalid, NotFound, TooLarge
from forum.core.text import tidy_line

View = TypeVar("View", bound=Callable[..., Any])

PICTURES: Mapping[str, tuple[str, str]] = {
    "PNG": ("image/png", "png"),
    "JPEG": ("image/jpeg", "jpg"),
    "WEBP": ("image/webp", "webp"),
    "GIF": ("image/png", "png"),
}
"""What Pillow calls the kinds of pictures taken, and what each is kept as. Nothing blinks: of a film, one picture."""

OFFICE: Mapping[str, tuple[str, str]] = {
    "word/document.xml": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
    "xl/workbook.xml": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
    "ppt/presentation.xml": ("application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx"),
}
"""The part that tells which office document an archive is."""

OPEN_DOCUMENT: Mapping[bytes, str] = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.presentation": "odp",
}
TAKEN = ".png,.jpg,.jpeg,.webp,.gif,.pdf,.odt,.ods,.odp,.docx,.xlsx,.pptx"
"""What a page's file field offers; what is taken is decided by content."""

MOST_UNPACKED = 100 * 1024 * 1024
"""Bytes that an office document may unpack to."""
MOST_PARTS = 5_000
LONGEST_NAME = 120
UNREADABLE = (OSError, ValueError, SyntaxError, EOFError, struct.error, zlib.error, OverflowError, IndexError, KeyError)
"""What Pillow raises on pictures that are broken."""

INERT = "default-src 'none'; sandbox; frame-ancestors 'none'"
"""The content policy of a file that someone brought: whatever it is, it runs and loads nothing."""


@dataclass(frozen=True)
class Upload:
    """A file that was looked at and can be kept.

    Args:
        content: its bytes, of a picture those of the one drawn anew.
        name: what to call it when it is handed out; its ending says what it is.
        media_type: by its content.
        width: pixels, of a picture.
        height: likewise.
    """

    content: bytes
    name: str
    media_type: str
    width: int | None = None
    height: int | None = None

    @property
    def fingerprint(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


class TooBig(TooLarge):
    """A file that is larger than is accepted; says its field, so that the message stands beside it."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def init_app(app: Flask, settings: Settings) -> None:
    """Lets views that say so (`takes_files`) be sent more at once than others. To be bound before the token check,
    which is the first to read what was sent."""

    app.jinja_env.filters["weight"] = weight

    @app.before_request
    def make_room() -> None:
        view = app.view_functions.get(request.endpoint or "")
        room = getattr(view, "takes_files", "")
        if room:
            request.max_content_length = settings.max_upload_bytes
        if room == "texts":
            request.max_form_memory_size = settings.max_upload_bytes


def weight(size: int) -> str:
    """A number of bytes as people say it: « 350 ko », « 1,2 Mo »."""
    if size < 1_000_000:
        return _("%(size)s ko", size=format_number(max(1, round(size / 1000))))
    return _("%(size)s Mo", size=format_decimal(round(size / 1_000_000, 1)))


def takes_files(view: View) -> View:
    """Marks a view that files are sent to. Its other fields stay within the usual size."""
    view.takes_files = "files"  # type: ignore[attr-defined]
    return view


def takes_long_texts(view: View) -> View:
    """Marks a view that whole documents are sent to, as files or pasted, and which says itself what is too long."""
    view.takes_files = "texts"  # type: ignore[attr-defined]
    return view


def examined(content: bytes, name: str, field: str = "files") -> Upload:
    """Looks at a file that someone sent.

    Args:
        content: its bytes.
        name: what its sender called it.
        field: the form's field that it came by.

    Raises:
        TooBig: it is larger than `max_file_bytes`.
        Invalid: it is empty, of no kind that is taken, broken, or a picture with more points than are taken.
    """
    settings: Settings = current_app.config["SETTINGS"]
    called = tidy_line(name)[:LONGEST_NAME] or _("Fichier")
    if len(content) > settings.max_file_bytes:
        raise TooBig(
            field,
            _("« %(name)s » est trop lourd : %(max)d Mo au plus.", name=called, max=settings.max_file_bytes >> 20),
        )
    if not content:
        raise Invalid(field, _("« %(name)s » est vide.", name=called))
    if is_picture(content):
        return picture(content, called, field)
    kind = document_kind(content)
    if kind is None:
        raise Invalid(
            field,
            _(
                "« %(name)s » n’est pas d’un type accepté : images PNG, JPEG, WebP ou GIF, documents PDF, OpenDocument"
                " ou Office sans macros.",
                name=called,
            ),
        )
    media_type, ending = kind
    return Upload(content, named(called, ending), media_type)


def is_picture(content: bytes) -> bool:
    return content.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a")) or (
        content[:4] == b"RIFF" and content[8:12] == b"WEBP"
    )


def picture(content: bytes, name: str, field: str) -> Upload:
    """Draws a picture anew, upright, in the colours of screens, no larger than pages show it."""
    settings: Settings = current_app.config["SETTINGS"]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of what is refused here
            with Image.open(io.BytesIO(content), formats=list(PICTURES)) as opened:
                if opened.width * opened.height > settings.max_picture_pixels:
                    raise Image.DecompressionBombError
                media_type, ending = PICTURES[opened.format or ""]
                drawn = drawn_anew(opened, settings.longest_picture_side, keeps_clear=media_type != "image/jpeg")
            kept = io.BytesIO()
            drawn.save(kept, {"jpg": "JPEG"}.get(ending, ending.upper()), quality=88)
    except Image.DecompressionBombError:
        most = settings.max_picture_pixels // 1_000_000
        words = _("« %(name)s » a trop de points : %(max)d millions au plus. Réduisez l’image.", name=name, max=most)
        raise Invalid(field, words) from None
    except UNREADABLE:
        raise Invalid(field, _("« %(name)s » ne peut pas être lue : l’image est abîmée.", name=name)) from None
    return Upload(kept.getvalue(), named(name, ending), media_type, drawn.width, drawn.height)


def drawn_anew(opened: Image.Image, longest_side: int, *, keeps_clear: bool) -> Image.Image:
    """The picture alone: turned as its camera says, in sRGB, without anything written beside it."""
    upright = ImageOps.exif_transpose(opened)
    has_clear = keeps_clear and (upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info)
    profile = upright.info.get("icc_profile")
    if profile and upright.mode in ("RGB", "RGBA", "CMYK", "L"):
        upright = in_screen_colours(upright, profile)
    drawn = upright.convert("RGBA" if has_clear else "RGB")
    drawn.thumbnail((longest_side, longest_side))
    drawn.info.clear()
    return drawn


def in_screen_colours(image: Image.Image, profile: bytes) -> Image.Image:
    """Applies a picture's colour profile, which is then left out; one that can't be read is left out alone."""
    if image.mode == "RGBA":
        return image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        made = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    return made or image


def document_kind(content: bytes) -> tuple[str, str] | None:
    """The media type and the ending of a document, by what it holds; None for anything that is not taken."""
    if content.startswith(b"%PDF-"):
        return "application/pdf", "pdf"
    if not content.startswith(b"PK\x03\x04"):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return archive_kind(archive)
    except (zipfile.BadZipFile, NotImplementedError, *UNREADABLE):
        return None


def archive_kind(archive: zipfile.ZipFile) -> tuple[str, str] | None:
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        return None
    names = {part.filename for part in parts}
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        return None
    if "[Content_Types].xml" in names:
        return next((kind for part, kind in OFFICE.items() if part in names), None)
    if "mimetype" in names and archive.getinfo("mimetype").file_size < 100:
        media_type = archive.read("mimetype").strip()
        ending = OPEN_DOCUMENT.get(media_type)
        has_macros = any(name.startswith(("Basic/", "Scripts/")) for name in names)
        return (media_type.decode("ascii"), ending) if ending and not has_macros else None
    return None


def named(name: str, ending: str) -> str:
    """A file's name with the ending that says what it is, whatever its sender called it."""
    stem = name.rsplit("/", 1)[-1].rsplit("\\", 1)[-1]
    stem, dot, last = stem.rpartition(".")
    if not dot or not (last.isalnum() and len(last) <= 5):
        stem = f"{stem}{dot}{last}"
    return f"{stem.strip(' .') or _('fichier')}.{ending}"


def keep(upload: Upload) -> str:
    """Writes a file's bytes, whole or not at all; gives the fingerprint that it is found by."""
    fingerprint = upload.fingerprint
    path = path_of(fingerprint)
    if path.exists():
        return fingerprint
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, unfinished = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(upload.content)
            file.flush()
            os.fsync(file.fileno())
        Path(unfinished).replace(path)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise
    return fingerprint


def erase(fingerprint: str) -> None:
    """Erases the bytes of a file; nothing where they are gone already."""
    path_of(fingerprint).unlink(missing_ok=True)


Kept = Callable[[Iterable[str]], Iterable[str]]
_keepers: list[Kept] = []


def keeps_files(keeper: Kept) -> Kept:
    """Registers a feature that keeps files: of some fingerprints, those that it still needs the bytes of."""
    _keepers.append(keeper)
    return keeper


def erase_unused(fingerprints: Iterable[str]) -> None:
    """Erases the bytes that no feature needs any more. For after the rows that stood on them are gone."""
    asked = {fingerprint for fingerprint in fingerprints if fingerprint}
    if not asked:
        return
    for keeper in _keepers:
        asked.difference_update(keeper(asked))
    for fingerprint in asked:
        erase(fingerprint)


def path_of(fingerprint: str) -> Path:
    """Where the bytes of a fingerprint lie."""
    settings: Settings = current_app.config["SETTINGS"]
    return settings.data_dir / "files" / fingerprint[:2] / fingerprint


def handed_out(fingerprint: str, name: str, media_type: str) -> Response:
    """Answers a file so that it can do nothing: pictures are shown, everything else is saved.

    Raises:
        NotFound: its bytes were erased.
    """
    path = path_of(fingerprint)
    if not fingerprint or not path.is_file():
        raise NotFound
    is_shown = media_type in {kind for kind, _ending in PICTURES.values()}
    answer = send_file(
        path,
        mimetype=media_type,
        as_attachment=not is_shown,
        download_name=name,
        etag=fingerprint,
        conditional=True,
        max_age=0,
    )
    answer.headers["Content-Security-Policy"] = INERT
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer
