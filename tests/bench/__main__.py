"""Measures pages in ratio to a bare Flask "hello" under the same server in the same run, and prints a table.

make bench
python -m tests.bench --seconds 5 --connections 8
"""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import event

from config import Settings
from forum import create_app
from forum.core.page_cache import PageCache
from forum.extensions import db
from tests.bench.data import LONG_THREAD, POSTS_A_THREAD, SESSION, THREADS, fill
from tests.bench.load import Measure, measure
from tests.browsing import Browser

ROOT = Path(__file__).resolve().parents[2]
REPORT = ROOT / "forum" / "demo" / "data" / "sheets" / "osez-la-mediation.fr.txt"
SECRET = "a key for the bench alone, and longer than needed"
HEADINGS = ("page", "reader", "req/s", "of hello", "p50 ms", "p99 ms", "statements", "kB")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(application: str, environment: dict[str, str]) -> Iterator[int]:
    """Serves an application with the production server's settings; gives its port."""
    port = free_port()
    config = str(ROOT / "deploy" / "gunicorn.conf.py")
    command = [sys.executable, "-m", "gunicorn", "--config", config, application, "--bind", f"127.0.0.1:{port}"]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment})
    try:
        wait_for(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(10)


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            if process.poll() is not None:
                raise SystemExit("the server did not start") from None
            time.sleep(0.05)
    raise SystemExit("the server did not answer in time")


def prepare(settings: Settings) -> tuple[dict[str, str], str, dict[tuple[str, str], int]]:
    """Fills the database and the index; gives the addresses, the member's cookie and the statements a page."""
    app = create_app(settings)
    with app.app_context():
        db.create_all()
        pages = fill(REPORT.read_text(encoding="utf-8"))
        app.test_cli_runner().invoke(args=["search", "rebuild"])
        reader = Browser(app)
        member = Browser(app)
        with member.client.session_transaction() as session:
            session["_user_id"] = SESSION
            session["_fresh"] = True
        member.get("/")
        cookie = member.client.get_cookie("session")
        counts = count_statements(app.extensions, {"visitor": reader, "member": member}, pages)
        db.session.remove()
        db.engine.dispose()
    return pages, f"session={cookie.value}" if cookie else "", counts


def count_statements(
    extensions: dict[str, object], readers: dict[str, Browser], pages: dict[str, str]
) -> dict[tuple[str, str], int]:
    """How many statements each page takes, nothing kept ready."""
    run: list[str] = []

    def note(*arguments: object) -> None:
        if not str(arguments[2]).startswith(("BEGIN", "PRAGMA")):
            run.append(str(arguments[2]))

    event.listen(db.engine, "before_cursor_execute", note)
    counts = {}
    for name, address in pages.items():
        for reader, browser in readers.items():
            extensions["page_cache"] = PageCache(8)
            run.clear()
            answer = browser.get(address)
            assert answer.status == 200, (address, answer.status)
            counts[name, reader] = len(run)
    event.remove(db.engine, "before_cursor_execute", note)
    return counts


def line(name: str, reader: str, found: Measure, hello: Measure, statements: int | str) -> tuple[str, ...]:
    ratio = found.per_second / hello.per_second
    return (
        name,
        reader,
        f"{found.per_second:.0f}",
        f"1/{1 / ratio:.1f}" if ratio < 1 else f"{ratio:.2f}",
        f"{found.p50:.1f}",
        f"{found.p99:.1f}",
        str(statements),
        f"{found.size / 1000:.1f}",
    )


def print_table(rows: list[tuple[str, ...]]) -> None:
    table = [HEADINGS, *rows]
    widths = [max(len(row[column]) for row in table) for column in range(len(HEADINGS))]
    for number, row in enumerate(table):
        cells = [
            cell.ljust(width) if place < 2 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        print("| " + " | ".join(cells) + " |")
        if number == 0:
            print("|" + "|".join("-" * (width + 2) for width in widths) + "|")


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--seconds", type=float, default=3.0, help="how long each page is asked for")
    arguments.add_argument("--connections", type=int, default=4)
    options = arguments.parse_args()
    how = {"seconds": options.seconds, "connections": options.connections}
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            app_env="test", data_dir=Path(folder), secret_key=SECRET, jobs="by-hand", log_level="ERROR", database_url=""
        )
        pages, cookie, statements = prepare(settings)
        environment = {
            "APP_ENV": "test",
            "DATA_DIR": folder,
            "SECRET_KEY": SECRET,
            "JOBS": "by-hand",
            "LOG_LEVEL": "ERROR",
            "DATABASE_URL": "",
            "REDIS_URL": "",
        }
        rows = []
        with served("tests.bench.hello:app", environment | {"JOBS": "by-hand"}) as port:
            hello = measure(port, "/", **how)
        rows.append(line("bare hello", "", hello, hello, ""))
        with served("wsgi:app", environment) as port:
            for name, address in pages.items():
                for reader, sent in (("visitor", ""), ("member", cookie)):
                    rows.append(
                        line(name, reader, measure(port, address, sent, **how), hello, statements[name, reader])
                    )
    posts = LONG_THREAD + THREADS * POSTS_A_THREAD
    print(f"\n{posts:,} posts, SQLite, one process, {options.connections} connections\n")
    print_table(rows)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
