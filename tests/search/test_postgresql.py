"""The index that PostgreSQL keeps: what it stands on, damage that is noticed and mended, and how many statements it
takes."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine as Database
from sqlalchemy import create_engine, event, make_url, text
from sqlalchemy.exc import OperationalError

from forum.search.engine import NO_INDEX, IndexUnusable
from forum.search.engines.postgres import PostgresEngine
from forum.search.engines.postgres.foundations import PrivilegeMissing, lay, remove
from tests.search.factories import Shelf, document
from tests.search.test_index import failing


@pytest.fixture(autouse=True)
def database(engine: PostgresEngine, database_url: str) -> Database:
    """The database of a run on PostgreSQL."""
    if not database_url:
        pytest.skip("on SQLite the index is not in the database")
    return engine.database


def tables(database: Database) -> list[str]:
    with database.connect() as connection:
        return list(connection.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'search' ORDER BY 1")))


def run(database: Database, statement: str) -> None:
    with database.begin() as connection:
        connection.execute(text(statement))


# What it stands on


def test_a_missing_privilege_is_named_with_what_to_ask_for(poor: Database) -> None:
    with poor.begin() as connection, pytest.raises(PrivilegeMissing) as missing:
        lay(connection)

    said = str(missing.value)
    assert "lacks the privilege CREATE on the database" in said
    assert f'GRANT CREATE ON DATABASE "{poor.url.database}" TO "mediane_test_poor"' in said
    assert "\n" not in said


def test_what_an_administrator_laid_needs_no_privilege(poor: Database, database: Database) -> None:
    with database.begin() as connection:
        lay(connection)
    run(database, "GRANT ALL ON SCHEMA search TO mediane_test_poor")
    run(database, "GRANT ALL ON ALL TABLES IN SCHEMA search TO mediane_test_poor")
    run(database, "GRANT ALL ON ALL SEQUENCES IN SCHEMA search TO mediane_test_poor")

    shelf = Shelf(PostgresEngine(poor), document("cornemuse"))

    assert shelf.ask("cornemuse").total == 1


@pytest.fixture
def poor(database: Database) -> Iterator[Database]:
    """The database as an account reaches it that may only use what is there."""
    run(database, "DROP EXTENSION IF EXISTS pg_trgm CASCADE")
    run(database, "DO $$ BEGIN CREATE ROLE mediane_test_poor LOGIN; EXCEPTION WHEN OTHERS THEN NULL; END $$")
    poor = create_engine(make_url(database.url).set(username="mediane_test_poor"))
    try:
        yield poor
    finally:
        poor.dispose()
        with database.begin() as connection:
            remove(connection)
            connection.execute(text("DROP OWNED BY mediane_test_poor"))


# Generations


def test_a_rebuild_leaves_one_generation(shelf: Shelf, database: Database) -> None:
    for _ in range(3):
        shelf.put(document("x"))
        shelf.rebuild()

    assert len(tables(database)) == 6

    with pytest.raises(OSError, match="full"):
        shelf.engine.rebuild(failing(document("x")), shelf.read)
    assert len(tables(database)) == 6


def test_an_index_of_another_version_is_none_and_is_made_anew(shelf: Shelf, database: Database) -> None:
    shelf.put(document("cornemuse"))
    run(database, "UPDATE search.pointer SET version = 'older'")

    assert shelf.engine.problem() == NO_INDEX
    with pytest.raises(IndexUnusable):
        shelf.ask("cornemuse")
    shelf.rebuild()

    assert shelf.ask("cornemuse").total == 1
    assert len(tables(database)) == 6


@pytest.mark.parametrize("table", ["documents", "buckets", "words", "bits", "pointer", "changed"])
def test_a_lost_table_is_said_and_a_rebuild_mends_it(shelf: Shelf, database: Database, table: str) -> None:
    shelf.put(document("cornemuse"))
    name = next(each for each in tables(database) if each.startswith(table))
    run(database, f'DROP TABLE search."{name}"')

    if table != "changed":
        assert shelf.engine.problem() != ""
        with pytest.raises(IndexUnusable):
            shelf.ask("cornemuse")
    shelf.rebuild()

    assert shelf.engine.problem() == ""
    assert shelf.engine.is_usable()
    assert shelf.ask("cornemuse").total == 1


def test_documents_that_are_gone_without_being_taken_out_are_noticed(shelf: Shelf, database: Database) -> None:
    shelf.put(document("cornemuse"), document("biniou"))
    name = next(each for each in tables(database) if each.startswith("documents"))
    run(database, f'DELETE FROM search."{name}" WHERE number = 1')

    assert "1 documents are there, and 2 are counted" in shelf.engine.problem()


def test_a_lost_index_of_a_table_is_noticed(shelf: Shelf, database: Database) -> None:
    name = next(each for each in tables(database) if each.startswith("documents"))
    run(database, f'DROP INDEX search."{name}_terms"')

    assert "missing" in shelf.engine.problem()


def test_a_lost_connection_is_no_fault_of_the_index(shelf: Shelf, database: Database) -> None:
    shelf.put(document("cornemuse"))
    assert shelf.ask("cornemuse").total == 1
    others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
    with create_engine(database.url).connect() as connection:
        connection.execute(text(f"{others} AND pid <> pg_backend_pid()"))
        connection.invalidate()

    with pytest.raises(OperationalError):
        shelf.ask("cornemuse")
    assert shelf.ask("cornemuse").total == 1


# What it takes


def test_a_search_takes_four_statements_and_five_where_any_of_the_words_is_enough(
    shelf: Shelf, database: Database
) -> None:
    shelf.put_all(*(document("cornemuse", tags=("a",), group=f"thread:{number % 3}") for number in range(30)))
    run: list[str] = []
    event.listen(database, "before_cursor_execute", lambda *arguments: run.append(arguments[2]))

    for text_typed, most in (("cornemuse", 5), ("cornemuse tag:a -x", 4), ("tag:a", 3), ("cornemuse biniou", 6)):
        run.clear()
        shelf.ask(text_typed, counted=("kind", "tag"), is_grouped=True, size=3)
        assert len(run) <= most, text_typed


def test_a_text_of_any_length_is_found_by_its_first_words(shelf: Shelf) -> None:
    long = document("cornemuse biniou " + " ".join(f"mot{number}bis" for number in range(150_000)), title="Long")
    same = document("bombarde " * 40_000, kind="sheet")
    shelf.put_all(long, same)

    assert shelf.find('"cornemuse biniou"') == [long.id]
    assert shelf.find("bombarde") == [same.id]
    assert shelf.find("mot9000bis") == [long.id]


def test_texts_stand_aside_of_what_is_counted(shelf: Shelf, database: Database) -> None:
    shelf.put_all(*(document("un mot " * length, title="Un titre assez long") for length in range(1, 301)))
    name = next(each for each in tables(database) if each.startswith("documents"))

    with database.connect() as connection:
        size = connection.scalar(text(f"SELECT pg_relation_size('search.{name}')"))

    assert size / 300 < 250, "bytes a document"
