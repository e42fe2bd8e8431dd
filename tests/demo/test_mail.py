"""The demonstration's mail is listed and read, and nothing else of the disk is."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask import Flask

from config import Settings
from forum.notices.services import tell
from tests.browsing import Browser
from tests.factories import make_person


def test_mail_is_listed_newest_first(visitor: Browser, folder: Path) -> None:
    write(folder, "20260901T080000000000-aaaaaa.eml", "Confirmez votre adresse", "zoe@example.org")
    write(folder, "20260902T080000000000-bbbbbb.eml", "Bienvenue", "ali@example.org")

    page = visitor.get("/demo/mail")

    assert page.status == 200
    assert page.texts(".rows h3") == ["Bienvenue", "Confirmez votre adresse"]
    assert "zoe@example.org" in page.main
    assert "ali@example.org" in page.main


def test_a_list_without_mail_says_what_to_do(visitor: Browser) -> None:
    page = visitor.get("/demo/mail")

    assert page.status == 200
    assert "Aucun courriel pour l’instant" in page.main


def test_a_link_to_this_site_can_be_followed_and_others_can_not(
    visitor: Browser, folder: Path, settings: Settings
) -> None:
    site = settings.address
    text = f"Suivez {site}/confirm/abc?x=1&y=2\nou https://ailleurs.example/ ou {site}.evil.example/"
    write(folder, "20260901T080000000000-aaaaaa.eml", "Confirmez", "zoe@example.org", text)

    page = visitor.get(visitor.get("/demo/mail").links()["Confirmez"])

    assert page.status == 200
    assert [str(a["href"]) for a in page.select("pre a")] == ["/confirm/abc?x=1&y=2"]
    assert "https://ailleurs.example/" in page.main


def test_a_link_never_leads_to_another_host(visitor: Browser, folder: Path, settings: Settings) -> None:
    text = f"{settings.address}//evil.example/ et {settings.address}/\\evil.example/"
    write(folder, "20260901T080000000000-aaaaaa.eml", "Piège", "zoe@example.org", text)

    page = visitor.get("/demo/mail/20260901T080000000000-aaaaaa.eml")

    assert [str(a["href"]) for a in page.select("pre a")] == ["/evil.example/", "/evil.example/"]


def test_what_a_mail_says_is_shown_as_typed(visitor: Browser, folder: Path) -> None:
    write(folder, "20260901T080000000000-aaaaaa.eml", "<b>Gras</b>", "zoe@example.org", "<script>alert(1)</script>")

    page = visitor.get("/demo/mail/20260901T080000000000-aaaaaa.eml")

    assert "<script>alert(1)</script>" in page.main
    assert page.select("main script") == []
    assert page.texts("h1") == ["<b>Gras</b>"]


@pytest.mark.parametrize(
    "name",
    [
        "secret-key",
        "..%2Fsecret-key",
        "%2e%2e/secret-key",
        "..%5Csecret-key",
        "20260901T080000000000-aaaaaa.eml%0a",
        "20260901T080000000000-aaaaaa.part",
        "20260901T080000000000-cccccc.eml",
        "%2Fetc%2Fpasswd",
        "٢٠٢٦٠٩٠١T080000000000-aaaaaa.eml",
    ],
)
def test_a_name_that_is_no_mail_is_not_found(visitor: Browser, folder: Path, name: str) -> None:
    (folder.parent / "secret-key").write_text("a secret", encoding="utf-8")
    write(folder, "20260901T080000000000-aaaaaa.eml", "Bonjour", "zoe@example.org")

    page = visitor.get(f"/demo/mail/{name}")

    assert page.status == 404
    assert "a secret" not in page.html


def test_the_mail_of_a_registration_can_be_followed_to_its_end(visitor: Browser, deliver: object, app: Flask) -> None:
    form = visitor.get("/register")
    visitor.submit(
        form, "/register", name="Zoé Lemaire", email="zoe@example.org", password="une phrase de passe assez longue"
    )
    deliver()  # type: ignore[operator]

    letter = visitor.get(next(iter(visitor.get("/demo/mail").soup.select(".rows h3 a")))["href"])  # type: ignore[arg-type]
    link = str(letter.select("pre a")[0]["href"])

    assert visitor.get(link).status == 200


@pytest.fixture
def folder(app: Flask, settings: Settings) -> Path:
    """Where this run's mail is written, empty."""
    return settings.data_dir / "mail"


def write(folder: Path, name: str, subject: str, to: str, text: str = "Bonjour") -> None:
    message = EmailMessage()
    message["Subject"], message["To"] = subject, to
    message.set_content(text)
    message.add_alternative("<p>Bonjour</p>", subtype="html")
    (folder / name).write_bytes(message.as_bytes())


def test_what_waits_for_its_hour_leaves_when_a_newcomer_asks(visitor: Browser, deliver: Callable[[], int]) -> None:
    reader = make_person("Claire Morvan")
    facts = {"name": "Rose Petit", "title": "Accueillir un élève exclu"}
    tell(reader.id, "thread.replied", "post:1", facts, "/posts/1", topic="thread:1", reason="watch-space")
    deliver()
    page = visitor.get("/demo/mail")
    assert "1 avis attend l’heure de son courriel" in page.main
    page = visitor.submit(page, "/demo/mail/early")

    assert page.texts(".rows h3") == ["Votre semaine sur Médiane"]
    assert "attend" not in page.main
    letter = visitor.get(page.links()["Votre semaine sur Médiane"])
    assert "Rose Petit a répondu dans « Accueillir un élève exclu »." in letter.main
    assert "/posts/1" in letter.links().values()
