"""Measures the library with 5,000 generated sheets, on SQLite and on PostgreSQL, and prints a table.

python -m tests.bench.library
python -m tests.bench.library --sheets 5000 --asked 300 --database sqlite
"""

from __future__ import annotations

import argparse
import http.client
import random
import re
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import unescape
from pathlib import Path
from urllib.parse import quote

from flask import Flask
from sqlalchemy import event, insert, text

from config import Settings
from forum import create_app
from forum.accounts.models import Login, Person
from forum.accounts.sessions import fingerprint
from forum.core.changes import touch
from forum.core.models import now
from forum.core.page_cache import PageCache
from forum.core.pieces import Pieces
from forum.core.text import slug
from forum.core.transactions import transaction
from forum.extensions import db
from forum.practices.facets import FACETS
from forum.practices.models import Sheet, SheetFacet, SheetState, SheetVersion
from tests.bench.__main__ import SECRET, served
from tests.browsing import Browser
from tests.conftest import POSTGRESQL, drop_postgresql_database, make_postgresql_database
from tests.factories import make_person

SHEETS = 5_000
DATABASE = "mediane_bench_library"
SESSION = "session-of-the-library-bench"
HEADINGS = ("what is asked for", "p50 ms", "p95 ms", "p99 ms", "kB")
BATCH = 500

DOMAINS = """
Éducation, Climat scolaire, Co-éducation, Santé, Formation, Coopération, Médiation, Citoyenneté, Inclusion, Numérique,
Vie scolaire, Vie de classe, Orientation, Décrochage, Sport, Arts, Lecture, Langues, Sciences, Environnement,
Alimentation, Prévention, Harcèlement, Laïcité, Égalité, Handicap, Évaluation, Tutorat, Accueil, Internat,
Alternatives à l’exclusion, Développement durable, Insertion, Jeu, Musique, Théâtre, Jardin, Mobilité, Solidarité
"""
BENEFICIARIES = """
Élèves, Familles, Enseignants, Professionnels, Collégiens, Lycéens, Étudiants, Équipes éducatives, Directions,
Personnels périscolaires, Élèves allophones, Élèves de maternelle, AESH, Délégués, Parents, Assistants d’éducation
"""
STATURES = ("Locale", "Régionale", "Nationale", "Internationale", "Local", "Locale, régionale")
REGIONS = """
Bretagne, Île-de-France, Normandie, Occitanie, Nouvelle-Aquitaine, Grand Est, Hauts-de-France, Pays de la Loire,
Centre-Val de Loire, Bourgogne-Franche-Comté, Auvergne-Rhône-Alpes, Provence-Alpes-Côte d’Azur, Corse, Guadeloupe,
Martinique, Guyane, La Réunion, Mayotte
"""
COUNTRIES = ("France",) * 12 + ("Belgique", "Suisse", "Canada", "Sénégal", "Maroc")
PLACES = ("Collège Jean-Moulin", "École élémentaire des Tilleuls", "Lycée professionnel du Port", "Lycée Pasteur", "")
OPINIONS = ("generalise", "follow", "follow", "discuss", "not_retained", "")
STORY = """
Le conseil se réunit chaque semaine ; les élèves président, proposent et décident avec les adultes. Les familles sont
accueillies au portail, le matin, sans rendez-vous. Une médiation suit chaque conflit, quand chacun l’accepte. Les
retours d’exclusion sont préparés avec un adulte choisi. Un atelier d’écoute se tient à la récréation.
"""


def listed(text: str) -> list[str]:
    return [value.strip() for value in text.split(",")]


def some(chance: random.Random, values: Sequence[str], most: int) -> str:
    """A few values of a list, the first ones more often than the last, as people write them."""
    places = {min(int(chance.expovariate(4 / len(values))), len(values) - 1) for _ in range(chance.randint(1, most))}
    return ", ".join(values[place] for place in sorted(places))


def content_of(chance: random.Random, number: int) -> dict[str, str]:
    """What a generated sheet says."""
    domains, beneficiaries, regions = listed(DOMAINS), listed(BENEFICIARIES), listed(REGIONS)
    country = chance.choice(COUNTRIES)
    words = STORY.split()
    chance.shuffle(words)
    content = {
        "title": f"{chance.choice(domains)} : {' '.join(words[:5])} ({number})",
        "summary": " ".join(words[5:40]),
        "start": str(chance.randint(1998, 2026)),
        "place": chance.choice(PLACES),
        "language": "fr" if chance.random() < 0.9 else "en",
        "country": f"{country}, {chance.choice(regions)}" if country == "France" else country,
        "stature": chance.choice(STATURES),
        "beneficiaries": some(chance, beneficiaries, 3),
        "domains": some(chance, domains, 4),
        "tags": some(chance, [f"{one.lower()} {two}" for one in domains for two in range(12)], 5),
        "background": STORY,
        "actions": " ".join(words),
        "opinion": chance.choice(OPINIONS),
    }
    return {key: value for key, value in content.items() if value}


def add_sheets(owner: Person, count: int, seed: int = 1) -> None:
    """Puts published sheets into the tables, as publishing one by one would, one in ten a draft."""
    chance = random.Random(seed)
    began = now() - timedelta(days=900)
    for start in range(0, count, BATCH):
        contents = [content_of(chance, number) for number in range(start, min(start + BATCH, count))]
        with transaction():
            ids = list(
                db.session.scalars(
                    insert(Sheet).returning(Sheet.id, sort_by_parameter_order=True),
                    [
                        row_of(content, owner, began + timedelta(hours=4 * (start + place)), chance)
                        for place, content in enumerate(contents)
                    ],
                )
            )
            pairs = list(zip(ids, contents, strict=True))
            versions = [
                {"sheet_id": sheet_id, "number": 1, "content": content, "html": {}, "author_id": owner.id}
                for sheet_id, content in pairs
            ]
            db.session.execute(insert(SheetVersion), versions)
            db.session.execute(insert(SheetFacet), [row for pair in pairs for row in facet_rows(*pair)])


def row_of(content: dict[str, str], owner: Person, moment: datetime, chance: random.Random) -> dict[str, object]:
    is_draft = chance.random() < 0.1
    return {
        "state": SheetState.DRAFT.value if is_draft else SheetState.PUBLISHED.value,
        "language": content["language"],
        "slug": slug(content["title"]),
        "title": content["title"],
        "summary": content["summary"],
        "place": content.get("place") or content["country"],
        "year": int(content["start"]),
        "opinion": content.get("opinion", ""),
        "owner_id": owner.id,
        "published_version": None if is_draft else 1,
        "published_at": None if is_draft else moment,
        "listed_at": None if is_draft else moment,
        "created_at": moment,
        "changed_at": moment,
        "transposition_count": chance.choice((0, 0, 0, 1, 2, 7)),
    }


def facet_rows(sheet_id: int, content: dict[str, str]) -> Iterator[dict[str, object]]:
    for facet in FACETS.values():
        for value_slug, value in (facet.values(content) if facet.values else {}).items():
            yield {"sheet_id": sheet_id, "facet": facet.key, "value_slug": value_slug, "value": value}


def fill(count: int) -> None:
    """Fills an empty database and makes its index."""
    owner, reader = make_person("Françoise Leroy"), make_person("Claire Morvan")
    add_sheets(owner, count + count // 9)
    with transaction():
        db.session.add(Login(token_hash=fingerprint(SESSION), person_id=reader.id))
    db.session.execute(text("ANALYZE"))
    db.session.commit()


def filtered_addresses(count: int, seed: int = 2) -> list[str]:
    """Addresses of the library, each with filters of its own: as many clicks of readers who have time."""
    chance = random.Random(seed)
    found: dict[str, None] = {}
    while len(found) < count:
        pairs = []
        if chance.random() < 0.7:
            pairs.append(f"domain={slug(chance.choice(listed(DOMAINS)[:20]))}")
        if chance.random() < 0.4:
            pairs.append(f"beneficiary={slug(chance.choice(listed(BENEFICIARIES)))}")
        if chance.random() < 0.3:
            pairs.append(f"school={chance.choice(('elementaire', 'college', 'lycee', 'lycee-professionnel'))}")
        if chance.random() < 0.3:
            pairs.append(f"region={slug(chance.choice(listed(REGIONS)))}")
        if chance.random() < 0.4:
            pairs += [f"year={year}" for year in sorted(chance.sample(range(1998, 2027), chance.randint(1, 3)))]
        if chance.random() < 0.4:
            pairs.append(f"opinion={chance.choice(('generalise', 'follow', 'discuss'))}")
        if chance.random() < 0.2:
            pairs.append("language=fr")
        if chance.random() < 0.2:
            pairs.append(f"sort={chance.choice(('title', 'transposed'))}")
        found["/practices" + (f"?{'&'.join(pairs)}" if pairs else "")] = None
    return list(found)


@dataclass(frozen=True)
class Times:
    """What a run gave: milliseconds from asking to the last byte, and the largest page in bytes."""

    each: Sequence[float]
    size: int

    def at(self, share: float) -> float:
        ordered = sorted(self.each)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def ask(port: int, addresses: Sequence[str], cookie: str = "") -> Times:
    """Asks for each address once, one after the other, over one connection."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Accept": "text/html", "Accept-Language": "fr", **({"Cookie": cookie} if cookie else {})}
    times, size = [], 0
    for address in addresses:
        began = time.perf_counter()
        connection.request("GET", address, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        times.append((time.perf_counter() - began) * 1000)
        assert answer.status == 200, (address, answer.status)
        size = max(size, len(body))
    connection.close()
    return Times(times, size)


def ask_after_changes(app: Flask, port: int, addresses: Sequence[str], cookie: str) -> Times:
    """Asks for each address right after something of the library changed, so that it is read anew."""
    times, size = [], 0
    for address in addresses:
        with app.app_context():
            with transaction():
                touch("library")
            db.session.remove()
        one = ask(port, [address], cookie)
        times += one.each
        size = max(size, one.size)
    return Times(times, size)


def walk(port: int, start: str, cookie: str, most: int) -> list[str]:
    """The addresses of the slices that follow one another."""
    addresses = [start]
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    while len(addresses) < most:
        connection.request("GET", addresses[-1], headers={"Accept": "text/html", "Cookie": cookie})
        found = re.search(r'rel="next" href="([^"]+)"', connection.getresponse().read().decode())
        if found is None:
            break
        addresses.append(unescape(found[1]))
    return addresses


def cookie_of(app: Flask) -> str:
    """The cookie of the member's session."""
    member = Browser(app)
    with member.client.session_transaction() as session:
        session["_user_id"] = SESSION
        session["_fresh"] = True
    member.get("/")
    cookie = member.client.get_cookie("session")
    return f"session={cookie.value}" if cookie else ""


def statements_of(app: Flask, addresses: Sequence[str]) -> dict[str, int]:
    """How many statements each page takes a member, nothing kept ready."""
    run: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *arguments: run.append(str(arguments[2])))
    member = Browser(app)
    with member.client.session_transaction() as session:
        session["_user_id"] = SESSION
        session["_fresh"] = True
    counts = {}
    for address in addresses:
        app.extensions["page_cache"], app.extensions["pieces"] = PageCache(8), Pieces(8)
        run.clear()
        assert member.get(address).status == 200
        counts[address] = len([one for one in run if not one.startswith(("BEGIN", "PRAGMA"))])
    return counts


@contextmanager
def database(kind: str) -> Iterator[str]:
    """An empty database of a kind; gives its address."""
    if kind == "sqlite":
        yield ""
        return
    make_postgresql_database(DATABASE)
    yield f"{POSTGRESQL}/{DATABASE}"
    drop_postgresql_database(DATABASE)


def measure(kind: str, sheets: int, asked: int) -> list[tuple[str, ...]]:
    """The rows of the table of one database."""
    with tempfile.TemporaryDirectory() as folder, database(kind) as url:
        settings = Settings(
            app_env="test",
            data_dir=Path(folder),
            secret_key=SECRET,
            jobs="by-hand",
            log_level="ERROR",
            database_url=url,
        )
        app = create_app(settings)
        with app.app_context():
            db.create_all()
            fill(sheets)
            app.test_cli_runner().invoke(args=["search", "rebuild"])
            cookie = cookie_of(app)
            counts = statements_of(app, ["/practices", "/practices?domain=sante&year=2014&opinion=follow"])
            found = statements_of(app, ["/practices?q=conseil+famille&domain=sante"])
            db.session.remove()
            db.engine.dispose()
        environment = {
            "APP_ENV": "test",
            "DATA_DIR": folder,
            "SECRET_KEY": SECRET,
            "JOBS": "by-hand",
            "LOG_LEVEL": "ERROR",
            "DATABASE_URL": url,
            "REDIS_URL": "",
        }
        addresses = filtered_addresses(asked)
        with served("wsgi:app", environment) as port:
            ask(port, ["/practices"], cookie)
            rows = [
                row("a member, each filters for the first time", ask(port, addresses, cookie)),
                row("a member, the same again", ask(port, addresses, cookie)),
                row("a member, right after a change", ask_after_changes(app, port, addresses[:30], cookie)),
                row("a visitor, kept ready", ask(port, ["/practices"] * asked)),
                row("a member, going on by date", ask(port, walk(port, "/practices", cookie, 60)[1:], cookie)),
                row("a member, by title", ask(port, walk(port, "/practices?sort=title", cookie, 60), cookie)),
                row("a member, words and filters", ask(port, searches(addresses), cookie)),
            ]
        with app.app_context():
            db.engine.dispose()
    most = max([*counts.values(), *found.values()])
    print(f"\n{kind}: {sheets:,} published sheets; {most} statements at most with nothing kept ready\n")
    return rows


def searches(addresses: Sequence[str]) -> list[str]:
    words = ("conseil", "familles+accueil", quote("médiation"), "retour+exclusion", quote("atelier écoute"))
    filters = [address.partition("?")[2] for address in addresses if "sort=" not in address]
    return [
        f"/practices?q={words[number % len(words)]}" + (f"&{one}" if one else "") for number, one in enumerate(filters)
    ]


def row(name: str, times: Times) -> tuple[str, ...]:
    return (name, *(f"{times.at(share):.1f}" for share in (0.5, 0.95, 0.99)), f"{times.size / 1000:.1f}")


def print_table(rows: Sequence[tuple[str, ...]]) -> None:
    table = [HEADINGS, *rows]
    widths = [max(len(line[column]) for line in table) for column in range(len(HEADINGS))]
    pad: list[Callable[[str, int], str]] = [str.ljust, *([str.rjust] * (len(HEADINGS) - 1))]
    for number, line in enumerate(table):
        print("| " + " | ".join(one(cell, width) for one, cell, width in zip(pad, line, widths, strict=True)) + " |")
        if number == 0:
            print("|" + "|".join("-" * (width + 2) for width in widths) + "|")


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--sheets", type=int, default=SHEETS)
    arguments.add_argument("--asked", type=int, default=300, help="different filters asked for")
    arguments.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    options = arguments.parse_args()
    kinds = ("sqlite", "postgresql") if options.database == "both" else (options.database,)
    for kind in kinds:
        print_table(measure(kind, options.sheets, options.asked))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
