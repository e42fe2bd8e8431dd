"""A real browser on the demonstration, served by the production server; each module of tests has a fresh one."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.chromium import CHROMIUM, Reader, chromium, load_demo, serve_demo
from tests.conftest import absent
from tests.services.serving import ROOT, Server

Open = Callable[..., Reader]


@pytest.fixture(scope="session")
def chrome() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        absent(f"no Chromium at {CHROMIUM} (set CHROMIUM to where it is)")
    if not (ROOT / "static" / "dist" / "manifest.json").exists():
        absent("the assets are not built: make run, or make test, builds them")
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def loaded_demo(chrome: Browser, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The DATA_DIR of a demonstration as it is loaded, for others to copy."""
    folder = tmp_path_factory.mktemp("loaded")
    load_demo(folder)
    return folder


@pytest.fixture(scope="module")
def site(loaded_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = shutil.copytree(loaded_demo, tmp_path_factory.mktemp("demo") / "data")
    with serve_demo(folder) as server:
        yield server


@pytest.fixture
def open_as(chrome: Browser, site: Server) -> Iterator[Open]:
    """Opens browsers: `open_as()` is a visitor's, `open_as("teacher")` is logged in as teacher@demo.example."""
    readers: list[Reader] = []

    def open_one(account: str = "", **options: object) -> Reader:
        readers.append(Reader(chrome, site.address, account, **options))  # type: ignore[arg-type]
        return readers[-1]

    yield open_one
    for reader in readers:
        reader.close()
