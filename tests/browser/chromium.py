"""Debian's Chromium, driven by Playwright, and the demonstration served for it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from forum.demo.load import load_once
from forum.demo.people import PASSWORD
from forum.extensions import db
from tests.services.serving import Server

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
"""Without these, Chromium looks up hosts of its maker at every start."""
DEMO = {"APP_ENV": "demo", "CREDENTIALS_PER_HOUR": "100000"}
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        yield browser
        browser.close()


def load_demo(folder: Path) -> None:
    """Loads the demonstration into an empty DATA_DIR."""
    app = Server(folder, **DEMO).app()
    with app.app_context():
        db.create_all()
        load_once()
        db.session.remove()
        db.engine.dispose()


@contextmanager
def serve_demo(folder: Path, **settings: str) -> Iterator[Server]:
    """A demonstration that is loaded, under the production server, as `make run` serves it.

    Args:
        folder: its DATA_DIR.
        settings: environment variables on top of the usual ones.
    """
    server = Server(folder, **DEMO, **settings)
    server.start()
    try:
        yield server
    finally:
        server.kill()


class Reader:
    """One person's browser, or a visitor's, on a served demonstration.

    Args:
        browser: Chromium.
        address: where the site is served.
        account: "teacher" stands for teacher@demo.example; empty for a visitor.
        language: "fr" or "en": what the browser asks for.
        options: what Playwright's contexts take: `viewport`, `color_scheme`, `java_script_enabled`…
    """

    def __init__(
        self, browser: Browser, address: str, account: str = "", *, language: str = "fr", **options: object
    ) -> None:
        self.address = address
        given = {"viewport": WIDE, "reduced_motion": "reduce", **options}
        self.context: BrowserContext = browser.new_context(base_url=address, locale=language, **given)  # type: ignore[arg-type]
        self.context.set_default_timeout(8_000)
        self.page: Page = self.context.new_page()
        self.said: list[str] = []
        """What the pages complained of in their console."""
        self.page.on("console", lambda message: self.said.append(message.text) if message.type == "error" else None)
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        if account:
            self.log_in(f"{account}@demo.example", PASSWORD)

    def log_in(self, email: str, password: str) -> None:
        """Logs in by the login page."""
        self.page.goto("/login")
        self.page.fill("[name=email]", email)
        self.page.fill("[name=password]", password)
        with self.page.expect_navigation():
            self.page.click("main button")

    def go(self, path: str) -> Page:
        """Opens a page and waits until it is drawn with its fonts."""
        self.page.goto(path)
        self.page.evaluate("document.fonts.ready")
        return self.page

    def close(self) -> None:
        self.context.close()
