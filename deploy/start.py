"""What `make run` does once all is installed: migrate, load the demonstration once, serve."""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.chdir(ROOT)


OPEN_DEMO = "Attention : cette démonstration est ouverte au réseau. Ses mots de passe et ses courriels sont publics."


def prepare() -> str:
    """Brings the database up to date and loads the demonstration where it was not; gives what to say of the start."""
    from flask_migrate import upgrade

    from config import read_settings
    from forum import create_app

    settings = read_settings()
    app = create_app(settings)
    with app.app_context():
        upgrade()
        if settings.app_env == "demo":
            from forum.demo.load import load_once

            load_once()
    is_open = settings.app_env == "demo" and settings.host not in ("127.0.0.1", "localhost", "::1")
    return f"Médiane : {settings.address}\n" + (f"{OPEN_DEMO}\n" if is_open else "")


def main() -> None:
    os.environ.setdefault("LOG_FORMAT", "console")
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    sys.stdout.write(prepare())
    sys.stdout.flush()
    config = str(ROOT / "deploy" / "gunicorn.conf.py")
    os.execv(sys.executable, [sys.executable, "-m", "gunicorn", "--config", config])  # noqa: S606


if __name__ == "__main__":
    main()
