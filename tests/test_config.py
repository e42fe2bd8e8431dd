"""Settings: read once, refused by name where they are wrong, and all of them told in the documentation."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import click
import pytest
from flask import Flask

from config import ROOT, Settings, SettingsRefused, read_settings, write_once

PRODUCTION = {
    "APP_ENV": "production",
    "SECRET_KEY": "x" * 32,
    "BASE_URL": "https://mediane.example",
    "MAIL_SERVER": "smtp.example",
}


TOLD = re.compile(r"`([a-z][^`]*)`")
OTHERS = {"db", "limiter", "run", "shell", "routes"}
"""Commands of the libraries."""


def start(folder: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """Starts the application as a server would, in a process with these settings alone."""
    known = {"PATH": os.environ["PATH"], "DATA_DIR": str(folder), "LOG_LEVEL": "ERROR"}
    return subprocess.run(
        [sys.executable, "-c", "import wsgi; print('started')"],
        cwd=ROOT,
        env={**known, **settings},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_demonstration_needs_no_setting(tmp_path: Path) -> None:
    started = start(tmp_path)

    assert started.stdout == "started\n"
    assert started.returncode == 0


def test_production_starts_with_the_four_that_it_needs(tmp_path: Path) -> None:
    assert start(tmp_path, **PRODUCTION).stdout == "started\n"


@pytest.mark.parametrize("missing", ["SECRET_KEY", "BASE_URL", "MAIL_SERVER"])
def test_production_does_not_start_without_one_of_them(environment: pytest.MonkeyPatch, missing: str) -> None:
    for name, value in PRODUCTION.items():
        environment.setenv(name, value if name != missing else "")

    assert missing in refusal()
    assert "in production" in refusal()


WRONG = [
    ("APP_ENV", "live"),
    ("PORT", "abc"),
    ("PORT", "0"),
    ("PORT", "70000"),
    ("THREADS", "0"),
    ("THREADS", "1.5"),
    ("DATABASE_URL", "mysql://localhost/x"),
    ("DATABASE_URL", "postgresql://localhost/x"),
    ("REDIS_URL", "localhost:6379"),
    ("JOBS", "sometimes"),
    ("JOBS", "worker"),
    ("PROCESS", "sometimes"),
    ("PROCESS", "web"),
    ("SOCKETS_PER_PERSON", "0"),
    ("BASE_URL", "mediane.example"),
    ("BASE_URL", "https://"),
    ("BASE_URL", "https://mediane.example/forum"),
    ("BASE_URL", "ftp://mediane.example"),
    ("TRUSTED_PROXIES", "-1"),
    ("TRUSTED_PROXIES", "99"),
    ("MAIL_PORT", "smtp"),
    ("MAIL_SECURITY", "perhaps"),
    ("MAIL_FROM", "Médiane"),
    ("MAIL_FROM", "a@b.example\nBcc: c@d.example"),
    ("DEFAULT_LANGUAGE", "de"),
    ("DEFAULT_TIMEZONE", "Mars/Phobos"),
    ("DEFAULT_TIMEZONE", "../../etc/passwd"),
    ("CONFIRMATION_HOURS", "0"),
    ("RESET_MINUTES", "-5"),
    ("SESSION_DAYS", "x"),
    ("CREDENTIALS_PER_HOUR", "0"),
    ("POSTS_PER_MINUTE", "0"),
    ("MESSAGES_PER_MINUTE", "many"),
    ("MAX_REQUEST_BYTES", "2 MB"),
    ("MAX_POST_CHARACTERS", "0"),
    ("EDIT_MESSAGE_MINUTES", "0"),
    ("PAGE_CACHE_ENTRIES", "0"),
    ("FLASK_DEBUG", "maybe"),
    ("LOG_LEVEL", "LOUD"),
    ("LOG_FORMAT", "xml"),
]


@pytest.mark.parametrize(("name", "value"), WRONG, ids=lambda part: str(part)[:30])
def test_a_wrong_setting_stops_the_start_with_its_name(environment: pytest.MonkeyPatch, name: str, value: str) -> None:
    environment.setenv(name, value)
    lines = refusal().splitlines()

    assert lines[0] == "Settings refused:"
    assert len(lines) == 2
    assert lines[1].startswith(f"  {name}: ")
    assert "Value error" not in lines[1]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "short"),
        ("BASE_URL", "http://mediane.example"),
        ("FLASK_DEBUG", "1"),
    ],
)
def test_what_is_unsafe_does_not_start_in_production(environment: pytest.MonkeyPatch, name: str, value: str) -> None:
    for known, safe in {**PRODUCTION, name: value}.items():
        environment.setenv(known, safe)

    assert f"  {name}: in production" in refusal()


def test_a_password_is_not_sent_over_an_open_line_in_production(environment: pytest.MonkeyPatch) -> None:
    for name, value in {**PRODUCTION, "MAIL_SECURITY": "none", "MAIL_PASSWORD": "secret"}.items():
        environment.setenv(name, value)

    assert "MAIL_SECURITY" in refusal()


def test_a_refusal_is_an_end_with_words_and_without_a_trace(tmp_path: Path) -> None:
    started = start(tmp_path, PORT="abc")

    assert started.returncode == 1
    assert started.stderr.startswith("Settings refused:\n  PORT: ")
    assert "Traceback" not in started.stderr


def test_every_wrong_setting_is_said_at_once(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("PORT", "abc")
    environment.setenv("THREADS", "0")

    assert "PORT: " in refusal()
    assert "THREADS: " in refusal()


def test_a_refusal_does_not_show_a_secret(environment: pytest.MonkeyPatch) -> None:
    for name, value in {**PRODUCTION, "SECRET_KEY": "my-secret", "PORT": "abc"}.items():
        environment.setenv(name, value)

    assert "my-secret" not in refusal()


def test_an_empty_setting_is_none(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("PORT", "")
    environment.setenv("DATABASE_URL", "")

    assert read_settings().port == 5000
    assert read_settings().is_sqlite


def test_a_key_is_made_once_for_a_folder_and_read_by_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    first = Settings(data_dir=folder, secret_key="").signing_key
    kept = folder / "secret-key"

    assert Settings(data_dir=folder, secret_key="").signing_key == first
    assert len(first) >= 32
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert list(folder.iterdir()) == [kept]
    assert Settings(data_dir=tmp_path / "other", secret_key="").signing_key != first


def test_of_two_that_start_at_once_the_first_makes_the_key(tmp_path: Path) -> None:
    write_once(tmp_path / "key", "first" * 10)
    write_once(tmp_path / "key", "later" * 10)

    assert [file.read_text() for file in tmp_path.iterdir()] == ["first" * 10]


def test_links_in_mail_begin_with_the_sites_address() -> None:
    assert Settings(base_url="https://mediane.example/").address == "https://mediane.example"
    assert Settings(base_url="", host="127.0.0.1", port=5001).address == "http://127.0.0.1:5001"


def test_the_documentation_names_every_setting_and_no_other() -> None:
    table = section("Settings")
    cells = [row.split("|")[1] for row in table.splitlines() if row.startswith("| `")]
    named = {name for cell in cells for name in re.findall(r"`([A-Z_]+)`", cell)}

    assert named == {name.upper() for name in Settings.model_fields}


def test_the_documentation_says_the_defaults() -> None:
    rows = [row.split("|")[1:3] for row in section("Settings").splitlines() if row.startswith("| `")]
    for names, defaults in rows:
        said = re.findall(r"`([^`]+)`", defaults)
        for name, default in zip(re.findall(r"`([A-Z_]+)`", names), said, strict=False):
            kept = Settings.model_fields[name.lower()].default
            if isinstance(kept, (int, str)) and kept and len(said) == len(re.findall("`", names)) // 2:
                assert str(int(kept) if isinstance(kept, bool) else kept) == default, name


def test_the_documentation_names_every_command_of_ours_and_no_other(app: Flask) -> None:
    cells = [row.split("|")[1] for row in section("Commands").splitlines() if row.startswith("| `")]
    named = {" ".join(re.findall(r"[a-z-]+", told.split(" [")[0])[:2]) for cell in cells for told in TOLD.findall(cell)}
    ours = {"db upgrade"}
    for name, command in app.cli.commands.items():
        if isinstance(command, click.Group) and name not in OTHERS:
            ours |= {f"{name} {each}" for each in command.commands}
        elif name not in OTHERS:
            ours.add(name)

    assert named == ours


def section(title: str) -> str:
    """A part of the page on running the site."""
    text = (ROOT / "docs" / "running.md").read_text(encoding="utf-8")
    return text.split(f"## {title}\n")[1].split("\n## ")[0]


def refusal() -> str:
    with pytest.raises(SettingsRefused) as refused:
        read_settings()
    return str(refused.value)


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """An environment that sets nothing of ours."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    return monkeypatch
