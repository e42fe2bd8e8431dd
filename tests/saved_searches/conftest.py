"""What tests of saved searches share: hours that pass, until searches are asked again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from forum.core.models import now
from forum.core.transactions import transaction
from forum.extensions import db
from forum.saved_searches.models import SavedSearch
from forum.saved_searches.services import ask_due

Ask = Callable[[], None]


@pytest.fixture
def ask_again(app: Flask, deliver: Callable[[], int]) -> Ask:
    """Has what was written be findable, the hour come of every search that tells something, and the mail leave."""

    def pass_hours() -> None:
        deliver()
        with transaction():
            waiting = update(SavedSearch).where(SavedSearch.due_at.is_not(None))
            db.session.execute(waiting.values(due_at=now() - timedelta(minutes=1)))
        assert not ask_due(60)
        deliver()

    return pass_hours
