"""Measures the results' page from end to end: a member who looks for one to three words, with facets.

python -m tests.bench.search_page                            # SQLite and Whoosh, 20,000 documents
python -m tests.bench.search_page --database postgresql      # 100,000 posts and 2,000 sheets
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from sqlalchemy import event, insert, text

from config import Settings
from forum import create_app
from forum.accounts.models import Login
from forum.accounts.sessions import fingerprint
from forum.core import audience
from forum.core.models import now
from forum.core.transactions import transaction
from forum.discussions.models import Post, Thread
from forum.discussions.services import open_space
from forum.extensions import db
from forum.search.services import rebuild
from tests.bench.data import SESSION
from tests.bench.library import add_sheets
from tests.bench.search import Language
from tests.browsing import Browser
from tests.conftest import POSTGRESQL, drop_postgresql_database, make_postgresql_database
from tests.factories import make_person

DATABASE = "mediane_bench_search_page"
SPACES, PEOPLE, POSTS_A_THREAD, WORDS_A_POST = 30, 40, 12, 80
SIZES = {"sqlite": (18_000, 2_000, 100.0), "postgresql": (100_000, 2_000, 60.0)}
"""Posts, sheets, and the milliseconds that 95 pages of 100 are to stay under."""
ASKED = 120


def fill(language: Language, posts: int, sheets: int) -> None:
    """Fills an empty database, and makes its index."""
    people = [make_person(f"Camille Personne {number}") for number in range(PEOPLE)]
    spaces = [open_space(f"Espace {number}", audience.PUBLIC, "Ce dont on parle ici.") for number in range(SPACES)]
    began = now() - timedelta(days=900)
    threads = [
        {
            "space_id": spaces[at % SPACES].id,
            "audience": audience.PUBLIC,
            "kind": "discussion",
            "title": " ".join(language.some(6)).capitalize(),
            "slug": f"discussion-{at}",
            "author_id": people[at % PEOPLE].id,
            "opened_at": began + timedelta(minutes=150 * at),
            "last_number": POSTS_A_THREAD,
            "post_count": POSTS_A_THREAD,
            "last_post_at": began + timedelta(minutes=150 * at + 60),
            "last_author_id": people[at % PEOPLE].id,
        }
        for at in range(posts // POSTS_A_THREAD)
    ]
    with transaction():
        ids = list(db.session.scalars(insert(Thread).returning(Thread.id, sort_by_parameter_order=True), threads))
        db.session.add(Login(token_hash=fingerprint(SESSION), person_id=people[0].id))
        for start in range(0, len(ids), 500):
            db.session.execute(
                insert(Post),
                [
                    {
                        "thread_id": thread_id,
                        "number": number,
                        "author_id": people[(thread_id + number) % PEOPLE].id,
                        "source": (body := " ".join(language.some(WORDS_A_POST))),
                        "html": f"<p>{body}</p>",
                        "written_at": threads[start]["opened_at"],
                    }
                    for thread_id in ids[start : start + 500]
                    for number in range(1, POSTS_A_THREAD + 1)
                ],
            )
    add_sheets(people[1], sheets)
    with db.engine.begin() as connection:
        connection.execute(text("ANALYZE"))
    rebuild()


@contextmanager
def database(kind: str) -> Iterator[str]:
    """The address of an empty database; empty for SQLite's own."""
    if kind == "sqlite":
        yield ""
        return
    make_postgresql_database(DATABASE)
    yield f"{POSTGRESQL}/{DATABASE}"
    drop_postgresql_database(DATABASE)


def measure(browser: Browser, language: Language, words: int) -> tuple[list[float], int]:
    """Milliseconds of pages for so many words, and the most statements that one took."""
    taken, most = [], 0
    run: list[int] = []
    note = lambda *_: run.append(1)  # noqa: E731
    event.listen(db.engine, "before_cursor_execute", note)
    for asked in range(ASKED):
        query = " ".join(language.telling() for _ in range(words))
        run.clear()
        began = time.perf_counter()
        page = browser.get("/search", query_string={"q": query})
        if asked >= ASKED // 6:  # the first ones warm up
            taken.append(1000 * (time.perf_counter() - began))
            most = max(most, len(run))
        assert page.status == 200
    event.remove(db.engine, "before_cursor_execute", note)
    return taken, most


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--database", choices=tuple(SIZES), default="sqlite")
    kind = arguments.parse_args().database
    posts, sheets, most_milliseconds = SIZES[kind]
    language, is_good = Language(random.Random(1)), True
    with tempfile.TemporaryDirectory() as folder, database(kind) as url:
        settings = Settings(app_env="test", data_dir=Path(folder), database_url=url, jobs="by-hand", log_level="ERROR")
        app = create_app(settings)
        with app.app_context():
            db.create_all()
            began = time.monotonic()
            fill(language, posts, sheets)
            print(f"\n{posts:,} posts, {sheets:,} sheets, {kind}: made in {time.monotonic() - began:.0f} s\n")
            browser = Browser(app)
            browser.begin(SESSION)
            print("| words | p50 ms | p95 ms | statements |\n|------:|-------:|-------:|-----------:|")
            for words in (1, 2, 3):
                taken, statements = measure(browser, language, words)
                p95 = statistics.quantiles(taken, n=20)[18]
                print(f"| {words:5} | {statistics.median(taken):6.1f} | {p95:6.1f} | {statements:10} |")
                is_good = is_good and p95 <= most_milliseconds
            print(f"this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at most")
            db.session.remove()
            db.engine.dispose()
    return 0 if is_good else 1


if __name__ == "__main__":
    raise SystemExit(main())
