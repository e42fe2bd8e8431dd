"""Files that people bring: what is taken, what is left of a picture, what is refused, and how they are handed out."""

from __future__ import annotations

import contextlib
import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from config import Settings
from forum.core import uploads
from forum.core.errors import Invalid, NotFound
from forum.core.uploads import TooBig, Upload, examined

SECRET = b"48.1147 N 1.6794 W"


@pytest.mark.parametrize(
    ("form", "media_type", "name"),
    [
        ("PNG", "image/png", "cour.png"),
        ("JPEG", "image/jpeg", "cour.jpg"),
        ("WEBP", "image/webp", "cour.webp"),
        ("GIF", "image/png", "cour.png"),
    ],
)
def test_a_picture_is_known_by_what_it_holds_whatever_it_is_called(
    speaking: None, form: str, media_type: str, name: str
) -> None:
    found = examined(picture(form), "cour.exe")

    assert (found.media_type, found.name, found.width, found.height) == (media_type, name, 60, 40)
    assert Image.open(io.BytesIO(found.content)).size == (60, 40)


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_nothing_but_the_picture_is_left_of_a_picture(speaking: None, form: str) -> None:
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    exif[0x013B] = "Élève Untel"
    more: dict[str, object] = {"exif": exif}
    if form == "PNG":
        written = PngImagePlugin.PngInfo()
        written.add_text("Comment", SECRET.decode())
        more["pnginfo"] = written
    if form == "JPEG":
        more["comment"] = SECRET
    given_picture = picture(form, **more)
    assert SECRET in given_picture

    found = examined(given_picture + SECRET, "cour")

    assert SECRET not in found.content
    assert b"Untel" not in found.content
    assert not Image.open(io.BytesIO(found.content)).getexif()


def test_a_picture_is_turned_as_its_camera_says(speaking: None) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter

    found = examined(picture("JPEG", exif=exif), "cour.jpg")

    assert (found.width, found.height) == (40, 60)


def test_a_large_picture_is_made_no_larger_than_pages_show_it(speaking: None) -> None:
    found = examined(picture("JPEG", size=(4000, 1000)), "cour.jpg")

    assert (found.width, found.height) == (2000, 500)


def test_what_is_see_through_stays_so(speaking: None) -> None:
    found = examined(encoded(Image.new("RGBA", (10, 10), (255, 0, 0, 0)), "PNG"), "logo.png")

    assert Image.open(io.BytesIO(found.content)).convert("RGBA").getpixel((5, 5)) == (255, 0, 0, 0)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "I;16", "RGBA"])
def test_pictures_of_every_kind_of_points_are_taken(speaking: None, mode: str) -> None:
    assert examined(encoded(Image.new(mode, (8, 8)), "PNG"), "a.png").width == 8


def test_a_jpeg_for_printers_is_taken(speaking: None) -> None:
    assert examined(encoded(Image.new("CMYK", (8, 8)), "JPEG"), "a.jpg").media_type == "image/jpeg"


def test_of_a_film_one_picture_is_kept(speaking: None) -> None:
    frames = [Image.new("RGB", (10, 10), (shade, 0, 0)) for shade in (10, 200)]
    film = io.BytesIO()
    frames[0].save(film, "GIF", save_all=True, append_images=frames[1:], duration=50)

    found = examined(film.getvalue(), "danse.gif")

    assert getattr(Image.open(io.BytesIO(found.content)), "n_frames", 1) == 1


def test_a_picture_that_unpacks_to_a_mountain_is_refused_before_it_is_unpacked(speaking: None) -> None:
    with pytest.raises(Invalid, match=r"a trop de points.: 40.millions au plus"):
        examined(png_that_says(30_000, 30_000), "bombe.png")


@pytest.mark.parametrize("cut", [9, 30, 60, 100])
@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "GIF"])
def test_a_picture_that_is_broken_is_refused(speaking: None, form: str, cut: int) -> None:
    with pytest.raises(Invalid, match=r"(l’image est abîmée|n’est pas d’un type accepté)"):
        examined(picture(form)[:cut], "cour.png")


@given(st.data())
def test_a_picture_with_any_bytes_changed_is_taken_or_refused_and_nothing_else(
    whole_app: Flask, data: st.DataObject
) -> None:
    content = bytearray(PICTURES[data.draw(st.sampled_from(sorted(PICTURES)))])
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(8, len(content) - 1))] = data.draw(st.integers(0, 255))
    with whole_app.test_request_context(), contextlib.suppress(Invalid):
        assert examined(bytes(content), "x").media_type.startswith("image/")


@pytest.mark.parametrize(
    ("part", "media_type", "name"),
    [
        ("word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "bilan.docx"),
        ("xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "bilan.xlsx"),
        (
            "ppt/presentation.xml",
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            "bilan.pptx",
        ),
    ],
)
def test_an_office_document_is_known_by_its_parts(speaking: None, part: str, media_type: str, name: str) -> None:
    found = examined(archive({"[Content_Types].xml": b"<a/>", part: b"<b/>"}), "bilan.zip")

    assert (found.media_type, found.name) == (media_type, name)


def test_an_open_document_is_known_by_what_it_says_it_is(speaking: None) -> None:
    text = archive({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<a/>"})

    assert examined(text, "bilan.odt").name == "bilan.odt"


def test_a_pdf_is_taken_as_it_is(speaking: None) -> None:
    found = examined(b"%PDF-1.7\n...", "..\\..\\Bilan de l’année")

    assert (found.name, found.media_type, found.content) == (
        "Bilan de l’année.pdf",
        "application/pdf",
        b"%PDF-1.7\n...",
    )


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\x00",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<!doctype html><script>alert(1)</script>",
        b"GIF89",
        b"PK\x03\x04",
        b"\x00" * 100,
        b"du texte",
    ],
)
def test_what_is_of_no_kind_taken_is_refused_by_name(speaking: None, content: bytes) -> None:
    with pytest.raises(Invalid, match=r"photo\.png.» n’est pas d’un type accepté"):
        examined(content, "photo.png")


@pytest.mark.parametrize(
    "parts",
    [
        {"[Content_Types].xml": b"", "word/document.xml": b"", "word/vbaProject.bin": b"x"},
        {"mimetype": b"application/vnd.oasis.opendocument.text", "Basic/Standard/Module1.xml": b""},
        {"mimetype": b"application/epub+zip"},
        {"lisezmoi.txt": b"bonjour"},
        {"[Content_Types].xml": b"", "word/document.xml": bytes(101 * 1024 * 1024)},
    ],
    ids=["macros", "macros-odt", "epub", "zip", "bomb"],
)
def test_an_archive_that_is_no_plain_document_is_refused(speaking: None, parts: dict[str, bytes]) -> None:
    with pytest.raises(Invalid, match="n’est pas d’un type accepté"):
        examined(archive(parts), "bilan.docx")


def test_a_file_that_is_too_heavy_is_refused_with_the_limit(speaking: None, settings: Settings) -> None:
    with pytest.raises(TooBig, match=r"film\.png.» est trop lourd.: 10.Mo au plus") as refused:
        examined(b"\x89PNG\r\n\x1a\n" + bytes(settings.max_file_bytes), "film.png")

    assert refused.value.status == 413


def test_an_empty_file_is_refused(speaking: None) -> None:
    with pytest.raises(Invalid, match=r"vide\.txt.» est vide"):
        examined(b"", "vide.txt")


def test_a_file_is_kept_once_and_handed_out_so_that_it_can_do_nothing(app: Flask, speaking: None) -> None:
    kept = Upload(b"%PDF-1.7 <script>", "Bilan d’année.pdf", "application/pdf")

    assert uploads.keep(kept) == uploads.keep(kept) == kept.fingerprint
    answer = uploads.handed_out(kept.fingerprint, kept.name, kept.media_type)

    answer.direct_passthrough = False
    assert answer.get_data() == kept.content
    assert answer.headers["Content-Disposition"].startswith("attachment; filename")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox; frame-ancestors 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-cache"


def test_a_picture_is_shown_in_the_page(app: Flask, speaking: None) -> None:
    kept = examined(picture("PNG"), "cour.png")

    answer = uploads.handed_out(uploads.keep(kept), kept.name, kept.media_type)

    assert answer.headers["Content-Disposition"].startswith("inline")
    assert answer.mimetype == "image/png"


def test_what_was_erased_is_not_found(app: Flask, speaking: None) -> None:
    fingerprint = uploads.keep(Upload(b"%PDF-1.7", "a.pdf", "application/pdf"))

    uploads.erase(fingerprint)
    uploads.erase(fingerprint)

    with pytest.raises(NotFound):
        uploads.handed_out(fingerprint, "a.pdf", "application/pdf")
    with pytest.raises(NotFound):
        uploads.handed_out("", "a.pdf", "application/pdf")


def test_a_write_that_fails_leaves_nothing_behind(
    app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = uploads.path_of(Upload(b"%PDF-rompu", "a.pdf", "application/pdf").fingerprint).parent
    monkeypatch.setattr("os.fsync", lambda _: (_ for _ in ()).throw(OSError("no room")))

    with pytest.raises(OSError, match="no room"):
        uploads.keep(Upload(b"%PDF-rompu", "a.pdf", "application/pdf"))

    assert list(folder.iterdir()) == []


@given(st.text(max_size=150))
def test_a_name_never_leads_out_of_its_folder_and_always_says_its_kind(whole_app: Flask, name: str) -> None:
    with whole_app.test_request_context():
        found = uploads.named(name, "png")

    assert found.endswith(".png")
    assert len(found) > 4
    assert "/" not in found and "\\" not in found


def encoded(image: Image.Image, form: str, **more: object) -> bytes:
    kept = io.BytesIO()
    image.save(kept, form, **more)  # type: ignore[arg-type]
    return kept.getvalue()


def picture(form: str, *, size: tuple[int, int] = (60, 40), **more: object) -> bytes:
    return encoded(Image.linear_gradient("L").resize(size).convert("RGB"), form, **more)


PICTURES = {form: picture(form) for form in ("PNG", "JPEG", "WEBP", "GIF")}


def png_that_says(width: int, height: int) -> bytes:
    """A picture of a few bytes that says it has so many points."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    lines = zlib.compress(bytes(1_000_000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


def archive(parts: dict[str, bytes]) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return kept.getvalue()


@pytest.fixture
def speaking(whole_app: Flask) -> Iterator[None]:
    """A request at hand, so that messages have a language."""
    with whole_app.test_request_context(headers={"Accept-Language": "fr"}):
        yield


@pytest.fixture(autouse=True)
def empty_folder(settings: Settings) -> None:
    for path in Path(settings.data_dir).glob("files/*/*"):
        path.unlink()
