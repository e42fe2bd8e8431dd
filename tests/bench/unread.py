"""Measures the home and the unread page of a member who follows 500 threads among 200,000 posts.

python -m tests.bench.unread
python -m tests.bench.unread --database postgresql

Each page is asked for twice: with nothing that others read kept ready, as on a site where somebody writes between any
two requests, and with all of it.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from sqlalchemy import event, insert, text

from config import Settings
from forum import create_app
from forum.accounts.models import Login, Person
from forum.accounts.sessions import fingerprint
from forum.core import audience
from forum.core.changes import touch
from forum.core.models import now
from forum.core.transactions import transaction
from forum.discussions.models import Post, Tag, Thread, ThreadRead, ThreadTag
from forum.discussions.services import open_space
from forum.extensions import db
from forum.notices.models import Watch, WatchLevel
from tests.bench.data import SESSION, WORDS
from tests.browsing import Browser
from tests.conftest import POSTGRESQL, drop_postgresql_database, make_postgresql_database
from tests.factories import make_person

SPACES, THREADS, POSTS_A_THREAD = 20, 10_000, 20
FOLLOWED, OPENED, PEOPLE = 500, 2_000, 40
ASKED, MOST_MILLISECONDS, MOST_STATEMENTS = 200, 80.0, 8
DATABASE = "mediane_bench_unread"


def fill() -> Person:
    """Fills an empty database; gives the member whose pages are measured."""
    people = [make_person(f"Camille Personne {number}", profession="teacher") for number in range(PEOPLE)]
    member = people[0]
    spaces = [open_space(f"Espace {number}", audience.PUBLIC, "Ce dont on parle ici.") for number in range(SPACES)]
    began = now() - timedelta(days=365)
    threads, posts, tagged = [], [], []
    for at in range(THREADS):
        opened = began + timedelta(minutes=50 * at)
        threads.append(
            {
                "space_id": spaces[at % SPACES].id,
                "audience": audience.PUBLIC,
                "kind": "question" if at % 3 else "discussion",
                "title": f"Discussion {at} : {WORDS[at % len(WORDS)]}",
                "slug": f"discussion-{at}",
                "author_id": people[1 + at % (PEOPLE - 1)].id,
                "opened_at": opened,
                "last_number": POSTS_A_THREAD,
                "post_count": 1 if at % 10 == 0 else POSTS_A_THREAD,
                "last_post_at": opened + timedelta(hours=at % 700),
                "last_author_id": people[at % PEOPLE].id,
            }
        )
    with transaction():
        ids = list(db.session.scalars(insert(Thread).returning(Thread.id, sort_by_parameter_order=True), threads))
        tags = [Tag(slug=word, name=word) for word in WORDS[:20]]
        db.session.add_all(tags)
        db.session.add(Login(token_hash=fingerprint(SESSION), person_id=member.id))
        db.session.flush()
        for at, thread_id in enumerate(ids):
            tagged += [{"thread_id": thread_id, "tag_id": tag.id} for tag in {tags[at % 20], tags[at * 7 % 20]}]
            posts += [
                {
                    "thread_id": thread_id,
                    "number": number,
                    "author_id": people[(at + number) % PEOPLE].id,
                    "source": f"Message {number}",
                    "html": f"<p>Message {number}</p>",
                    "written_at": threads[at]["opened_at"] + timedelta(minutes=number),
                }
                for number in range(1, POSTS_A_THREAD + 1)
            ]
            if len(posts) >= 20_000:
                db.session.execute(insert(Post), posts)
                posts.clear()
        db.session.execute(insert(ThreadTag), tagged)
        follow(member, ids, spaces[0].id, tags[0].id)
    return member


def follow(member: Person, ids: list[int], space_id: int, tag_id: int) -> None:
    """500 threads, a space and a tag; and 2,000 threads that were read, one in four not to its end."""
    watched = [("thread", thread_id) for thread_id in ids[:: THREADS // FOLLOWED]]
    since = now() - timedelta(days=60)
    db.session.execute(
        insert(Watch),
        [
            {
                "person_id": member.id,
                "kind": kind,
                "object_id": object_id,
                "level": WatchLevel.ALL.value,
                "is_automatic": False,
                "since": since,
            }
            for kind, object_id in [*watched, ("space", space_id), ("tag", tag_id)]
        ],
    )
    db.session.execute(
        insert(ThreadRead),
        [
            {
                "person_id": member.id,
                "thread_id": thread_id,
                "read_number": POSTS_A_THREAD - (5 if at % 4 == 0 else 0),
                "read_at": since,
            }
            for at, thread_id in enumerate(ids[:: THREADS // OPENED])
        ],
    )


def measure(browser: Browser, address: str, *, is_kept: bool) -> tuple[list[float], int]:
    """The milliseconds that a page takes, each time it is asked for; and its statements."""
    run: list[str] = []

    def note(*arguments: object) -> None:
        if not str(arguments[2]).startswith(("BEGIN", "PRAGMA")):
            run.append(str(arguments[2]))

    taken = []
    statements = 0
    for _ in range(ASKED):
        if not is_kept:
            with transaction():
                touch("discussions", "library", "people")
        event.listen(db.engine, "before_cursor_execute", note)
        run.clear()
        began = time.perf_counter()
        answer = browser.get(address)
        taken.append((time.perf_counter() - began) * 1000)
        event.remove(db.engine, "before_cursor_execute", note)
        assert answer.status == 200, (address, answer.status)
        statements = max(statements, len(run))
    return taken, statements


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    options = arguments.parse_args()
    url = ""
    if options.database == "postgresql":
        make_postgresql_database(DATABASE)
        url = f"{POSTGRESQL}/{DATABASE}"
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(app_env="test", data_dir=Path(folder), database_url=url, jobs="by-hand", log_level="ERROR")
        app = create_app(settings)
        with app.app_context():
            db.create_all()
            fill()
            with db.engine.begin() as connection:
                connection.execute(text("ANALYZE"))
            browser = Browser(app)
            browser.begin(SESSION)
        with app.app_context():
            is_good = report(browser, options.database)
            db.session.remove()
            db.engine.dispose()
    if url:
        drop_postgresql_database(DATABASE)
    return 0 if is_good else 1


def report(browser: Browser, database: str) -> bool:
    """Prints what each page takes; says whether all stay within their bounds."""
    print(f"\n{THREADS * POSTS_A_THREAD:,} posts, {FOLLOWED} threads followed, {OPENED:,} read, {database}\n")
    print("| page       | kept ready | statements | p50 ms | p95 ms |")
    print("|------------|------------|-----------:|-------:|-------:|")
    is_good = True
    for address in ("/", "/unread", "/mine", "/unanswered", "/spaces/espace-0"):
        for is_kept in (False, True):
            taken, statements = measure(browser, address, is_kept=is_kept)
            p50, p95 = statistics.median(taken), statistics.quantiles(taken, n=20)[18]
            kept = "yes" if is_kept else "no"
            print(f"| {address[:10]:10} | {kept:10} | {statements:10} | {p50:6.1f} | {p95:6.1f} |")
            is_good = is_good and statements <= MOST_STATEMENTS and p95 < MOST_MILLISECONDS
    return is_good


if __name__ == "__main__":
    raise SystemExit(main())
