"""What tests of doors share."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from config import Settings
from tests.browsing import Browser
from tests.discussions.doors.scene import Scene, make_scene
from tests.notices.test_push import PushService


@pytest.fixture
def untold(browser: Callable[..., Browser], deliver: Callable[[], int]) -> Scene:
    """The scene, before anybody is told of it."""
    return make_scene(browser, deliver)


@pytest.fixture
def scene(untold: Scene) -> Scene:
    """The scene, when those who are to be told were."""
    untold.deliver()
    return untold


@pytest.fixture
def service(app: Flask, settings: Settings) -> Iterator[PushService]:
    """A push service that the site knows."""
    found = PushService()
    found.start()
    app.config["SETTINGS"] = settings.model_copy(update={"push_hosts": f"push.example {found.origin}"})
    yield found
    app.config["SETTINGS"] = settings
    found.close()
