"""The demonstration, the founding report and the documents beside this module, in one index."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from config import Settings
from forum import create_app
from forum.accounts.models import Person
from forum.accounts.sessions import actor_of
from forum.core.actor import Actor
from forum.demo import texts
from forum.demo.load import load_once
from forum.demo.sheets import PUBLISHED
from forum.discussions.models import Post, Thread
from forum.extensions import db
from forum.practices.models import Sheet
from forum.practices.services import import_report, publish_at_once
from forum.schools.models import School
from forum.search.documents import Document, Result, Source, register_source, sources
from forum.search.services import Asking, rebuild, search
from tests.relevance.judged import Judged
from tests.relevance.reading import FIRST_ID, written

ROOT = Path(__file__).resolve().parents[2]
REPORT = ROOT.parent / "shared" / "data" / "resolis-osez-la-mediation.txt"
FOUNDING = "founding-report"
"""What the report is called where answers are judged; it answers nothing where it is not on the machine."""
READER = "teacher@demo.example"


@dataclass(frozen=True)
class Shelf:
    """What is asked, and how what it finds is called.

    Args:
        app: with the index.
        names: of each document, by kind and id.
        member: a reader who is logged in.
    """

    app: Flask
    names: Mapping[tuple[str, int], str]
    member: Actor

    def ask(self, query: Judged) -> list[str]:
        """The names of what a reader finds, the best first; as respelt, where nothing held all the words."""
        actor = self.member if query.is_member else Actor(language=query.language)
        with self.app.test_request_context():
            answer = search(actor, Asking(query.text))
            if answer.help.respelt and (answer.found.is_loose or not answer.found.total):
                answer = search(actor, Asking(answer.help.respelt))
        hits = [*answer.found.hits, *answer.beside.hits]
        return list(dict.fromkeys(self.names.get((hit.kind, hit.id), "") for hit in hits))


@contextmanager
def filled(settings: Settings) -> Iterator[Shelf]:
    """Loads everything into an empty database, and indexes it."""
    app = create_app(settings)
    described = [each.document(number) for number, each in enumerate(written())]
    with app.app_context(), added(described):
        db.create_all()
        load_once()
        add_founding_report()
        rebuild()
        names = {(each.kind, each.id): kept.name for each, kept in zip(described, written(), strict=True)}
        names |= names_of_demonstration()
        member = actor_of(db.session.scalars(select(Person).where(Person.email == READER)).one())
        db.session.rollback()
        yield Shelf(app, names, member)
        db.session.remove()
        db.engine.dispose()


@contextmanager
def added(documents: Sequence[Document]) -> Iterator[None]:
    """Has the features' sources hold some documents that stand in no table."""
    before = dict(sources())
    for kind in sorted({each.kind for each in documents}):
        register_source(with_more(before[kind], {each.id: each for each in documents if each.kind == kind}))
    yield
    for source in before.values():
        register_source(source)


def with_more(source: Source, more: Mapping[int, Document]) -> Source:
    """A source with some documents beside its own."""

    def ids(after: int, limit: int) -> Sequence[int]:
        own = list(source.ids(after, limit)) if after < FIRST_ID else []
        return (own + sorted(key for key in more if key > after))[:limit]

    def documents(asked: Sequence[int]) -> Sequence[Document]:
        own = source.documents([key for key in asked if key not in more])
        return [*own, *(more[key] for key in asked if key in more)]

    def results(actor: Actor, asked: Sequence[int]) -> Mapping[int, Result]:
        own = source.results(actor, [key for key in asked if key not in more])
        return {**own, **{key: Result(more[key].title, "") for key in asked if key in more}}

    return replace(source, ids=ids, documents=documents, results=results, together=None)


def add_founding_report() -> None:
    """Publishes the founding report as it was printed, where it is on the machine."""
    if not REPORT.exists():
        print(f"The founding report is left out: it is not at {REPORT.relative_to(ROOT.parent)}.")
        return
    editor = actor_of(db.session.scalars(select(Person).where(Person.email == editor_mail())).one())
    publish_at_once(editor, import_report(editor, REPORT.read_text(encoding="utf-8")).id)


def editor_mail() -> str:
    """The address of the demonstration's editor."""
    return str(texts.table("people.toml")["francoise"]["email"])


def names_of_demonstration() -> dict[tuple[str, int], str]:
    """What the demonstration's documents are called: threads and sheets by their file, people by their key in theirs,
    schools by their code. A reply is called as its thread: a grouped list shows one for all."""
    threads = {each.facts["title"]: each.key for each in texts.discussions()}
    people = {facts["email"]: key for key, facts in texts.table("people.toml").items()}
    titles = {
        (texts.DATA / "sheets" / f"{name}.txt").read_text(encoding="utf-8").split("\n")[0].strip(): name
        for name in PUBLISHED
    }
    return {
        **{("thread", row.id): threads[row.title] for row in db.session.execute(select(Thread.id, Thread.title))},
        **{
            ("post", row.id): threads[row.title]
            for row in db.session.execute(select(Post.id, Thread.title).join(Thread, Thread.id == Post.thread_id))
        },
        **{
            ("sheet", row.id): titles.get(row.title, FOUNDING)
            for row in db.session.execute(select(Sheet.id, Sheet.title))
        },
        **{("school", row.id): row.uai or "" for row in db.session.execute(select(School.id, School.uai))},
        **{("person", row.id): people[row.email] for row in db.session.execute(select(Person.id, Person.email))},
    }
