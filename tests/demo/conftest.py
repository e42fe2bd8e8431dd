"""The demonstration, loaded once a module: its tests read it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from config import Settings
from forum.core.page_cache import PageCache
from forum.core.pieces import Pieces
from forum.demo.load import load_once
from forum.demo.people import PASSWORD
from forum.extensions import db, limiter
from tests.browsing import Browser, Page
from tests.conftest import empty_everything


@pytest.fixture(scope="module")
def loaded(whole_app: Flask, settings: Settings) -> Iterator[Flask]:
    """The application with the demonstration in it."""
    with whole_app.app_context():
        empty_everything()
        shutil.rmtree(settings.data_dir / "search", ignore_errors=True)
        whole_app.extensions["page_cache"] = PageCache(settings.page_cache_entries)
        whole_app.extensions["pieces"] = Pieces(settings.page_cache_entries)
        limiter.reset()
        assert load_once()
        db.session.remove()
    yield whole_app


@pytest.fixture
def demo(loaded: Flask) -> Iterator[Flask]:
    """The same, with an application context open."""
    with loaded.app_context():
        yield loaded
        db.session.remove()


@pytest.fixture
def log_in(demo: Flask) -> Callable[[str], tuple[Browser, Page]]:
    """Logs in by the login page; gives the browser and the page it came to."""

    def log_in_as(email: str) -> tuple[Browser, Page]:
        browser = Browser(demo)
        page = browser.submit(browser.get("/login"), "/login", email=email, password=PASSWORD)
        return browser, page

    return log_in_as


def address(app: Flask, endpoint: str, **values: object) -> str:
    """The path of a page of the site."""
    return str(app.url_map.bind("localhost").build(endpoint, values))
