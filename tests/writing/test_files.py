"""Files that people bring into what they write: taken, shown, and by no door to who may not see what shows them."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from io import BytesIO

import pytest
from PIL import Image

from config import Settings
from forum.accounts.models import Person, Role
from forum.core import uploads
from forum.core.models import now
from forum.core.transactions import transaction
from forum.discussions.models import Post, Thread
from forum.discussions.services import delete_post, edit_post, hide_post, undelete_post
from forum.extensions import db
from forum.practices.services.files import add_files
from forum.schools.models import School
from forum.schools.services import leave_school
from forum.writing.models import Attachment
from forum.writing.services.erase_files import erase_unshown_files
from tests.browsing import Browser, apart
from tests.core.test_uploads import archive, picture, png_that_says
from tests.discussions.factories import make_reply
from tests.factories import actor, make_person
from tests.practices.factories import make_draft
from tests.writing.asking import JSON, bring, keep, status_of

Open = Callable[..., Browser]


def address(thread: Thread) -> str:
    return f"/threads/{thread.id}-{thread.slug}"


def brought(member: Browser, name: str = "cour.png") -> dict[str, object]:
    answer = bring(member, picture("PNG"), name)
    assert answer.status_code == 201, answer.get_data(as_text=True)
    return dict(answer.get_json())


def grow_old(days: int) -> None:
    with transaction():
        for file in db.session.query(Attachment):
            file.brought_at = now() - timedelta(days=days)


def test_a_picture_is_brought_and_shown_in_the_post(
    browser: Open, visitor: Browser, thread: Thread, claire: Person
) -> None:
    member = browser(claire)

    file = brought(member, "La cour [2] (été).png")
    post = make_reply(claire, thread, f"Voici : {file['markdown']}")

    assert (file["width"], file["height"], file["name"]) == (60, 40, "La cour [2] (été).png")
    image = visitor.get(address(thread)).select("#post-2 .prose img")[0]
    assert (image["src"], image["alt"], image["loading"]) == (file["url"], "La cour [2] (été)", "lazy")
    answer = apart(lambda: visitor.client.get(str(file["url"])))
    assert (answer.status_code, answer.mimetype) == (200, "image/png")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; sandbox")
    assert db.session.get_one(Attachment, file["id"]).holder_id == post.id


def test_a_document_is_a_link_to_be_saved(browser: Open, visitor: Browser, thread: Thread, claire: Person) -> None:
    file = bring(browser(claire), b"%PDF-1.7 ...", "Fiche n°3.pdf").get_json()
    make_reply(claire, thread, file["markdown"])

    assert (file["width"], file["height"]) == (None, None)
    assert visitor.get(address(thread)).select("#post-2 .prose a")[0]["href"] == file["url"]
    answer = apart(lambda: visitor.client.get(file["url"]))
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_nothing_but_the_picture_is_left(browser: Open, claire: Person) -> None:
    exif = Image.Exif()
    exif[0x010E] = "48.1147 N 1.6794 W"
    member = browser(claire)

    url = bring(member, picture("JPEG", exif=exif), "photo.jpg").get_json()["url"]

    content = apart(lambda: member.client.get(url)).get_data()
    assert b"48.1147" not in content
    assert not Image.open(io.BytesIO(content)).getexif()


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (png_that_says(30_000, 30_000), "bombe.png", "trop de points"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "dessin.svg", "type accepté"),
        (b"<!doctype html><script>alert(1)</script>", "photo.png", "type accepté"),
        (archive({"lisezmoi.txt": b"bonjour"}), "photo.png", "type accepté"),
        (picture("PNG")[:40], "cour.png", "abîmée"),
        (b"", "vide.png", "vide"),
    ],
    ids=["bomb", "svg", "html", "zip", "broken", "empty"],
)
def test_what_is_not_taken_is_said_to_scripts_and_on_the_page(
    browser: Open, thread: Thread, claire: Person, content: bytes, name: str, words: str
) -> None:
    member = browser(claire)

    answer = bring(member, content, name)
    page = member.submit(member.get(address(thread)), "/reply", body="Gardé.", files=[(BytesIO(content), name)])

    assert answer.status_code == 422
    assert words in answer.get_json()["detail"]
    assert page.status == 422
    assert words in page.texts(".error-summary")[0]
    assert page.select("textarea")[0].get_text().strip() == "Gardé."
    assert not db.session.query(Attachment).count()


def test_a_picture_that_is_also_a_page_is_kept_as_the_picture_alone(browser: Open, claire: Person) -> None:
    member = browser(claire)

    url = bring(member, picture("GIF") + b"<script>alert(1)</script>", "deux.gif").get_json()["url"]

    assert b"<script>" not in apart(lambda: member.client.get(url)).get_data()


def test_fifty_megabytes_are_refused_before_they_are_read(browser: Open, claire: Person) -> None:
    member = browser(claire)
    read: list[int] = []

    class Endless(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, room: object) -> int:
            read.append(len(room))  # type: ignore[arg-type]
            return len(room)  # type: ignore[arg-type]

    sent = {
        "wsgi.input": io.BufferedReader(Endless()),
        "CONTENT_LENGTH": str(50 * 1024 * 1024),
        "CONTENT_TYPE": "multipart/form-data; boundary=x",
    }
    answer = apart(lambda: member.client.post("/files", headers=JSON, environ_overrides=sent))

    assert answer.status_code == 413
    assert sum(read) < 1024 * 1024
    assert "taille" in answer.get_json()["detail"]


def test_a_file_alone_is_too_heavy_beyond_its_limit(browser: Open, claire: Person, settings: Settings) -> None:
    answer = bring(browser(claire), b"%PDF-" + bytes(settings.max_file_bytes), "gros.pdf")

    assert answer.status_code == 413
    assert "10 Mo au plus" in answer.get_json()["detail"].replace("\xa0", " ")


def test_a_visitor_brings_nothing(visitor: Browser) -> None:
    assert bring(visitor, picture("PNG")).status_code == 403
    assert not db.session.query(Attachment).count()


def test_a_file_is_its_bringers_alone_until_a_text_shows_it(
    browser: Open, visitor: Browser, thread: Thread, claire: Person, yann: Person
) -> None:
    member = browser(claire)
    url = str(brought(member)["url"])

    assert status_of(member, url) == 200
    assert {status_of(one, url) for one in (visitor, browser(yann), browser(make_person(role=Role.MEDIATOR)))} == {404}
    assert status_of(member, "/files/999/x.png") == 404


def test_a_file_in_a_closed_place_is_for_those_who_may_see_it(
    browser: Open, visitor: Browser, closed: Thread, school: School, insider: Person, referent: Person, yann: Person
) -> None:
    member = browser(insider)
    file = brought(member)
    make_reply(insider, closed, str(file["markdown"]))
    url, colleague = str(file["url"]), browser(referent)

    assert status_of(colleague, url) == 200
    assert {status_of(one, url) for one in (visitor, browser(yann))} == {404}
    leave_school(actor(insider), school.id)
    assert status_of(member, url) == 200, "one's own file stays one's own"


def test_another_post_does_not_open_a_file_of_a_closed_place(
    browser: Open, visitor: Browser, thread: Thread, closed: Thread, insider: Person, yann: Person
) -> None:
    file = brought(browser(insider))
    make_reply(insider, closed, str(file["markdown"]))

    make_reply(yann, thread, str(file["markdown"]))
    make_reply(insider, thread, str(file["markdown"]))

    assert {status_of(one, str(file["url"])) for one in (visitor, browser(yann))} == {404}


def test_nobody_claims_what_another_brought(
    browser: Open, visitor: Browser, thread: Thread, claire: Person, yann: Person
) -> None:
    file = brought(browser(claire))

    make_reply(yann, thread, str(file["markdown"]))

    assert db.session.query(Attachment).one().holder is None
    assert status_of(browser(yann), str(file["url"])) == 404


def test_the_file_of_a_deleted_post_is_its_bringers_alone_and_comes_back_with_it(
    browser: Open, visitor: Browser, thread: Thread, claire: Person, yann: Person
) -> None:
    member, mediator = browser(claire), browser(make_person(role=Role.MEDIATOR))
    file = brought(member)
    post = make_reply(claire, thread, str(file["markdown"]))
    url = str(file["url"])
    assert status_of(visitor, url) == 200

    delete_post(actor(claire), post.id)
    assert [status_of(one, url) for one in (visitor, browser(yann), mediator, member)] == [404, 404, 404, 200]

    undelete_post(actor(claire), post.id)
    assert status_of(visitor, url) == 200


def test_the_file_of_a_hidden_post_is_for_its_bringer_and_mediators(
    browser: Open, visitor: Browser, thread: Thread, claire: Person, yann: Person
) -> None:
    mediator = make_person(role=Role.MEDIATOR)
    member = browser(claire)
    file = brought(member)
    post = make_reply(claire, thread, str(file["markdown"]))

    hide_post(actor(mediator), post.id, "Un visage se reconnaît.")

    opened = [status_of(one, str(file["url"])) for one in (visitor, browser(yann), browser(mediator), member)]
    assert opened == [404, 404, 200, 200]


def test_an_edit_claims_new_files_and_keeps_the_former_ones(
    browser: Open, visitor: Browser, thread: Thread, claire: Person
) -> None:
    member = browser(claire)
    first, second = brought(member, "un.png"), brought(member, "deux.png")
    post = make_reply(claire, thread, str(first["markdown"]))

    edit_post(actor(claire), post.id, str(second["markdown"]))

    assert {file.holder_id for file in db.session.query(Attachment)} == {post.id}
    assert status_of(visitor, str(second["url"])) == 200


def test_without_scripts_files_go_with_the_form(browser: Open, thread: Thread, claire: Person) -> None:
    member = browser(claire)
    files = [(BytesIO(picture("JPEG")), "cour.jpg"), (BytesIO(b"%PDF-1.7 ..."), "bilan.pdf")]

    page = member.submit(member.get(address(thread)), "/reply", body="Deux fichiers :", files=files)

    assert page.texts("#post-2 .prose p")[0] == "Deux fichiers :"
    assert page.select('#post-2 .prose img[alt="cour"]')
    assert page.select("#post-2 .prose a")[0].get_text() == "bilan.pdf"


def test_files_are_not_lost_with_a_form_that_is_refused(browser: Open, thread: Thread, claire: Person) -> None:
    member = browser(claire)
    files = [(BytesIO(picture("JPEG")), "cour.jpg")]

    page = member.submit(member.get(address(thread)), "/reply", body="mot " * 20_000, files=files)

    assert page.status == 422
    assert "![cour](/files/" in page.select("textarea")[0].get_text()


def test_a_file_alone_is_something_to_send(browser: Open, thread: Thread, claire: Person) -> None:
    member = browser(claire)

    page = member.submit(member.get(address(thread)), "/reply", body="", files=[(BytesIO(picture("PNG")), "cour.png")])

    assert page.select("#post-2 .prose img")


def test_a_post_shows_a_bounded_number_of_files(browser: Open, thread: Thread, claire: Person) -> None:
    member = browser(claire)
    body = "\n".join(f"![x](/files/{number}/x.png)" for number in range(1, 22))

    page = member.submit(member.get(address(thread)), "/reply", body=body)

    assert page.status == 422
    assert "20 images et documents au plus" in page.main
    assert db.session.query(Post).count() == 1


def test_bringing_is_limited(browser: Open, claire: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    member = browser(claire)
    few = member.app.config["SETTINGS"].model_copy(update={"files_per_hour": 2})
    monkeypatch.setitem(member.app.config, "SETTINGS", few)

    assert [bring(member, picture("PNG")).status_code for _ in range(3)] == [201, 201, 429]


def test_files_that_nothing_shows_are_limited(browser: Open, claire: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("forum.writing.services.bring_file"), "MOST_UNCLAIMED", 1)
    member = browser(claire)

    assert [bring(member, picture("PNG")).status_code for _ in range(2)] == [201, 409]


def test_what_nothing_shows_is_erased_after_two_days(browser: Open, thread: Thread, claire: Person) -> None:
    member = browser(claire)
    left = bring(member, picture("PNG", size=(10, 10)), "un.png").get_json()
    drafted = bring(member, picture("PNG", size=(20, 20)), "deux.png").get_json()
    shown = bring(member, picture("PNG", size=(30, 30)), "trois.png").get_json()
    keep(member, f"thread:{thread.id}", body=drafted["markdown"])
    make_reply(claire, thread, shown["markdown"])
    erase_unshown_files()
    assert db.session.query(Attachment).count() == 3, "not before their time"
    keep(member, f"thread:{thread.id}", body=drafted["markdown"])
    grow_old(3)
    bytes_left = uploads.path_of(db.session.get_one(Attachment, left["id"]).fingerprint)
    assert bytes_left.exists()

    erase_unshown_files()

    assert [status_of(member, one["url"]) for one in (left, drafted, shown)] == [404, 200, 200]
    assert not bytes_left.exists()


def test_bytes_that_something_else_shows_are_not_erased(browser: Open, thread: Thread, claire: Person) -> None:
    sheet = make_draft(claire)
    upload = made(picture("PNG"))
    add_files(actor(claire), sheet.id, [upload])
    bring(browser(claire), picture("PNG"))
    grow_old(3)

    erase_unshown_files()

    assert not db.session.query(Attachment).count()
    assert uploads.path_of(upload.fingerprint).exists()


def made(content: bytes) -> uploads.Upload:
    return uploads.examined(content, "cour.png")
