"""Production knows nothing of the demonstration."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from config import Settings
from forum import create_app
from forum.extensions import db


def test_production_has_no_address_of_the_demonstration(production: Flask) -> None:
    assert [rule.rule for rule in production.url_map.iter_rules() if rule.rule.startswith("/demo")] == []


def test_production_has_no_command_that_loads_it(production: Flask) -> None:
    outcome = production.test_cli_runner().invoke(args=["demo", "load"])

    assert outcome.exit_code != 0
    assert "No such command" in outcome.output


@pytest.fixture
def production(tmp_path: Path) -> Iterator[Flask]:
    app = create_app(
        Settings(
            app_env="production",
            secret_key="x" * 40,
            base_url="https://mediane.example",
            mail_server="127.0.0.1",
            data_dir=tmp_path,
            jobs="by-hand",
            log_level="ERROR",
        )
    )
    yield app
    with app.app_context():
        db.engine.dispose()
