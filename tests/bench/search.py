"""Measures the search at the engine: 100,000 posts and 2,000 sheets in PostgreSQL, 20,000 documents in Whoosh.

python -m tests.bench.search
python -m tests.bench.search --engine postgresql --posts 1000000
python -m tests.bench.search --engine postgresql --keep     # leaves the index there, to be looked at
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import accumulate, islice
from pathlib import Path

from sqlalchemy import Engine as Database
from sqlalchemy import create_engine, text

from forum.core import audience
from forum.search.documents import Document
from forum.search.engine import Batch, Engine, Question
from forum.search.engines.postgres import PostgresEngine
from forum.search.engines.whoosh import WhooshEngine
from forum.search.grammar import parse
from forum.search.query import Narrowing
from tests.bench.data import WORDS
from tests.conftest import POSTGRESQL, drop_postgresql_database, make_postgresql_database

DATABASE = "mediane_bench_search"
POSTS, SHEETS, SMALL_POSTS, SMALL_SHEETS = 100_000, 2_000, 18_000, 2_000
POSTS_A_THREAD, BATCH, ASKED = 12, 500, 240
MOST_MILLISECONDS = {"postgresql": 30.0, "whoosh": 50.0}
MOST_TO_SUGGEST = 60.0
LITTLE = "de la le les et à des en un une que qui dans pour pas sur au du plus avec par est"
SYLLABLES = """
    ac an bli bou cal che con cor cré dan del dis é el en fa fé for gra in ju lan lec lier ma mé mo nal ni nou o par per
    pli pro qué ran ré ri sa sé si son ta té ti tion tra u va ver vi vo
"""
COUNTED = ("kind", "tag", "place", "domain")
PLACES = [f"espace-{number}" for number in range(30)]
TAGS = [f"mot {number}" for number in range(300)]
DOMAINS = [f"domaine-{number}" for number in range(40)]
CLOSED = [*(audience.of_school(number) for number in range(1, 21)), *(audience.of_community(n) for n in range(1, 11))]
READER = frozenset({audience.PUBLIC, audience.MEMBERS, audience.of_school(3), audience.of_community(2)})
BEGINNING = datetime(2022, 9, 1, tzinfo=UTC)


class Language:
    """Some 40,000 words, the more frequent the earlier, as Zipf found: the first of a text's own are in 40 % of all."""

    def __init__(self, chance: random.Random) -> None:
        self.little, syllables = LITTLE.split(), SYLLABLES.split()
        made = {"".join(chance.choices(syllables, k=chance.choice((2, 3, 3, 4)))) for _ in range(60_000)}
        self.words = [*WORDS, *sorted(made - set(WORDS), key=lambda _: chance.random())][:40_000]
        self.weights = list(accumulate(1 / (rank + 6) for rank in range(len(self.words))))
        self.chance = chance

    def some(self, count: int) -> list[str]:
        """Words of a text: two little ones to three of its own."""
        own = self.chance.choices(self.words, cum_weights=self.weights, k=count)
        return [self.chance.choice(self.little) if place % 5 < 2 else word for place, word in enumerate(own)]

    def telling(self) -> str:
        """A word that somebody would look for: one of a text, and in one question of six one of the most frequent."""
        if self.chance.random() < 1 / 6:
            return self.chance.choice(self.words[:10])
        return self.chance.choices(self.words, cum_weights=self.weights)[0]


def documents(language: Language, posts: int, sheets: int) -> Iterator[Document]:
    """Threads with their replies, then sheets."""
    chance = language.chance
    spread = timedelta(days=1_200) / max(posts, 1)
    for number in range(1, posts + 1):
        thread, place = divmod(number - 1, POSTS_A_THREAD)
        seldom = random.Random(thread)  # what all posts of a thread share
        closed = seldom.random()
        token = audience.PUBLIC if closed < 0.5 else audience.MEMBERS if closed < 0.75 else seldom.choice(CLOSED)
        yield Document(
            kind="post" if place else "thread",
            id=number,
            audience=token,
            title="" if place else " ".join(language.some(chance.randint(4, 10))).capitalize(),
            body=" ".join(language.some(min(int(chance.expovariate(1 / 80)) + 5, 800))),
            written_at=BEGINNING + spread * number,
            tags=() if place else tuple(chance.sample(TAGS, chance.randint(0, 3))),
            author=f"Camille Personne{number % 400}",
            place=PLACES[int(seldom.random() ** 2 * len(PLACES))],
            group=f"thread:{thread}",
        )
    for number in range(1, sheets + 1):
        yield Document(
            kind="sheet",
            id=number,
            audience=audience.PUBLIC,
            title=" ".join(language.some(chance.randint(4, 10))).capitalize(),
            summary=" ".join(language.some(40)),
            body=" ".join(language.some(chance.randint(500, 2_500))),
            written_at=BEGINNING + timedelta(days=1_200 * number / sheets),
            tags=tuple(chance.sample(TAGS, 3)),
            facets={"domain": tuple(chance.sample(DOMAINS, 2)), "region": (f"region-{number % 18}",)},
            weight=chance.choice((0.0, 0.0, 0.5, 1.0)),
        )


def batches(found: Iterator[Document]) -> Iterator[Batch]:
    """Documents as a rebuild reads them."""
    while several := list(islice(found, BATCH)):
        for kind in sorted({document.kind for document in several}):
            of_kind = [document for document in several if document.kind == kind]
            yield kind, [document.id for document in of_kind], of_kind


def questions(language: Language) -> dict[str, list[Question]]:
    """What is asked, by what is measured."""
    chance = language.chance
    asked: dict[str, list[Question]] = {}
    for words in (1, 2, 3):
        several = []
        for number in range(ASKED):
            typed = " ".join(language.telling() for _ in range(words))
            narrowed = (Narrowing("kind", ("sheet",)),) if number % 4 == 1 else ()
            narrowed = (Narrowing("place", tuple(chance.sample(PLACES, 2))),) if number % 4 == 3 else narrowed
            several.append(
                Question(parse(typed), READER, narrowed=narrowed, counted=COUNTED, is_grouped=number % 2 == 0)
            )
        asked[f"{words} word{'s' if words > 1 else ''}, facets"] = several
    often = [Question(parse(word), READER, counted=COUNTED) for word in language.words[:10] * 6]
    asked["the ten most frequent words"] = often
    asked["the same, grouped"] = [Question(each.query, READER, counted=COUNTED, is_grouped=True) for each in often]
    asked["the same, the newest first"] = [
        Question(each.query, READER, counted=COUNTED, order="newest") for each in often
    ]
    phrases = [f'"{language.telling()} {language.telling()}"' for _ in range(ASKED)]
    asked["a phrase"] = [Question(parse(phrase), READER, counted=COUNTED) for phrase in phrases]
    asked["a beginning"] = [
        Question(parse(f"{language.telling()[:4]}*"), READER, counted=COUNTED) for _ in range(ASKED)
    ]
    return asked


def timed(run: Callable[[], object]) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    run()
    return (time.perf_counter() - began) * 1_000


def told(name: str, taken: Sequence[float]) -> float:
    """Prints a row; gives the 95th percentile."""
    p95 = statistics.quantiles(taken, n=20)[18]
    print(f"| {name:28} | {statistics.median(taken):7.1f} | {p95:7.1f} | {max(taken):7.1f} |", flush=True)
    return p95


def measure(engine: Engine, language: Language, most: float) -> bool:
    """Prints how long questions take; says whether those of words and facets, and suggestions, stay within bounds."""
    print("| what is asked                | p50 ms  | p95 ms  | most ms |")
    print("|------------------------------|--------:|--------:|--------:|")
    is_good = True
    for name, several in questions(language).items():
        for question in several[:10]:
            engine.search(question)
        p95 = told(name, [timed(lambda question=question: engine.search(question)) for question in several])
        is_good = is_good and (p95 <= most or "facets" not in name)
    begun = [" ".join(language.some(2))[: language.chance.randint(1, 9)] for _ in range(ASKED)]
    kinds = ("thread", "sheet")
    p95 = told("suggestions", [timed(lambda each=each: engine.suggest(each, READER, kinds, 8)) for each in begun])
    texts = [
        [word.terms[0] for each in parse(" ".join(language.some(24))).wanted for word in each.choices]
        for _ in range(60)
    ]
    told("similar", [timed(lambda each=each: engine.similar(each, READER, kinds, 6)) for each in texts])
    wrong = [word[:2] + word[3:] for word in language.words[200:2_000:30]]
    told("did you mean", [timed(lambda each=each: engine.respell([each], READER)) for each in wrong])
    return is_good and p95 <= MOST_TO_SUGGEST


def write(engine: Engine, language: Language) -> None:
    """Prints how long it takes to put one document in, and a batch of twenty."""
    fresh = [replace(each, kind="post", id=each.id + 10_000_000) for each in documents(language, 60, 0)]
    ones = [timed(lambda each=each: engine.change("post", [each.id], lambda: [each])) for each in fresh]
    told("one document put in", ones)


@contextmanager
def in_postgresql(keep: bool) -> Iterator[Database]:
    make_postgresql_database(DATABASE)
    database = create_engine(f"{POSTGRESQL}/{DATABASE}")
    yield database
    database.dispose()
    if not keep:
        drop_postgresql_database(DATABASE)


def megabytes(database: Database) -> None:
    """Prints what the index takes on the disk, and of a connection's memory."""
    sizes = text(
        "SELECT relname, pg_table_size(oid) / 1e6, pg_indexes_size(oid) / 1e6 FROM pg_class"
        " WHERE relkind = 'r' AND relnamespace = to_regnamespace('search') AND pg_table_size(oid) > 1e6 ORDER BY 1"
    )
    with database.connect() as connection:
        for name, table, indexes in connection.execute(sizes):
            print(f"{name}: {table:.0f} MB, its indexes {indexes:.0f} MB")
        memory = connection.scalar(text("SELECT sum(total_bytes) / 1e6 FROM pg_backend_memory_contexts"))
        print(f"a connection that was asked: {memory:.0f} MB")
    print(f"this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_000:.0f} MB at most")


def run(name: str, engine: Engine, posts: int, sheets: int) -> bool:
    """Fills an index and measures it."""
    language = Language(random.Random(7))
    taken = timed(lambda: engine.rebuild(batches(documents(language, posts, sheets)), lambda kind, ids: []))
    print(f"\n{posts:,} posts and {sheets:,} sheets, {name}: made in {taken / 1_000:.0f} s\n")
    is_good = measure(engine, language, MOST_MILLISECONDS[name])
    write(engine, language)
    return is_good


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--engine", choices=("postgresql", "whoosh"), help="both unless one is named")
    arguments.add_argument("--posts", type=int, default=0)
    arguments.add_argument("--sheets", type=int, default=0)
    arguments.add_argument("--keep", action="store_true", help="leave the database there")
    options = arguments.parse_args()
    is_good = True
    if options.engine != "whoosh":
        with in_postgresql(options.keep) as database:
            is_good = run("postgresql", PostgresEngine(database), options.posts or POSTS, options.sheets or SHEETS)
            megabytes(database)
    if options.engine != "postgresql":
        with tempfile.TemporaryDirectory() as folder:
            engine = WhooshEngine(Path(folder) / "search")
            is_good &= run("whoosh", engine, options.posts or SMALL_POSTS, options.sheets or SMALL_SHEETS)
            size = sum(file.stat().st_size for file in Path(folder).rglob("*") if file.is_file())
            print(f"the folder: {size / 1e6:.0f} MB")
            print(f"this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_000:.0f} MB at most")
    return 0 if is_good else 1


if __name__ == "__main__":
    raise SystemExit(main())
