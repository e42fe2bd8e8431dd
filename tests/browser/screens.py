"""Takes the pictures of docs/screens: the pages of the demonstration, wide and narrow, light and dark.

make screens
python -m tests.browser.screens FOLDER [every]
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser
from sqlalchemy import select

from forum.chat.models import Room
from forum.discussions.models import Thread
from forum.extensions import db
from forum.moderation.models import Report
from forum.practices.models import Sheet
from forum.schools.models import School
from tests.browser.chromium import NARROW, WIDE, Reader, chromium, load_demo, serve_demo
from tests.services.serving import ROOT, Server

SCREENS = ROOT / "docs" / "screens"
SIZES = (WIDE, NARROW)
SCHEMES = ("light", "dark")
TEACHERS_SCHOOL = "0351847T"


@dataclass(frozen=True)
class Screen:
    """A page to take a picture of, and who opens it."""

    name: str
    path: str
    account: str = ""


def screens_of(server: Server) -> list[Screen]:
    """The six pages that docs/screens shows."""
    with server.app().app_context():
        sheet = db.session.scalars(select(Sheet).where(Sheet.language == "fr").order_by(Sheet.id)).first()
        thread = db.session.scalars(select(Thread).where(Thread.title.startswith("Le retour d’exclusion"))).first()
        school = db.session.scalars(select(School).where(School.uai == TEACHERS_SCHOOL)).one()
        room = db.session.scalars(select(Room).where(Room.school_id == school.id)).one()
        report = db.session.scalars(select(Report)).first()
        assert sheet is not None and thread is not None and report is not None
        screens = [
            Screen("home", "/", "teacher"),
            Screen("thread", f"/threads/{thread.id}-{thread.slug}", "teacher"),
            Screen("sheet", f"/practices/{sheet.id}-{sheet.slug}"),
            Screen("library", "/practices"),
            Screen("room", f"/rooms/{room.id}", "teacher"),
            Screen("desk", f"/moderation/{report.id}", "mediator"),
        ]
        db.session.remove()
        db.engine.dispose()
    return screens


def take(browser: Browser, address: str, screens: list[Screen], folder: Path, language: str = "fr") -> None:
    """Takes each picture in each size and scheme.

    Args:
        browser: Chromium.
        address: where the demonstration is served.
        screens: what to take.
        folder: where the pictures go.
        language: of the browser.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for account in sorted({screen.account for screen in screens}):
        for size in SIZES:
            for scheme in SCHEMES:
                reader = Reader(browser, address, account, language=language, viewport=size, color_scheme=scheme)
                for screen in (screen for screen in screens if screen.account == account):
                    reader.go(screen.path)
                    reader.page.wait_for_load_state("networkidle" if "room" not in screen.name else "load")
                    name = f"{screen.name}-{size['width']}-{scheme}.png"
                    reader.page.screenshot(path=str(folder / name), animations="disabled")
                reader.close()


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else SCREENS
    with tempfile.TemporaryDirectory() as data:
        load_demo(Path(data))
        with serve_demo(Path(data)) as server, chromium() as browser:
            take(browser, server.address, screens_of(server), folder)


if __name__ == "__main__":
    main()
