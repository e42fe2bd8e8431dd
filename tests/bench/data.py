"""What is measured: a site with 25,000 posts, one thread of 20,000 among them."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import insert

from forum.accounts.models import Login, Person
from forum.accounts.sessions import fingerprint
from forum.core import audience
from forum.core.models import now
from forum.core.text import render_markdown, slug
from forum.core.transactions import transaction
from forum.discussions.models import Post, Tag, Thread, ThreadTag
from forum.discussions.services import open_space
from forum.extensions import db
from forum.practices.services import import_report, publish_at_once
from tests.factories import actor, make_person

PEOPLE = 40
LONG_THREAD = 20_000
THREADS = 250
POSTS_A_THREAD = 20
SESSION = "session-of-the-bench"
SOME_WORDS = """
    élève classe médiation retour exclusion famille équipe conseil écoute atelier cour règle dialogue parent collège
    réunion climat confiance temps adulte parole conflit accueil projet vie scolaire
"""
WORDS = SOME_WORDS.split()
PARAGRAPHS = 3


def text_of(number: int) -> str:
    """Some eighty words of Markdown, never twice the same."""
    words = [WORDS[(number * 7 + place * (1 + number % 11)) % len(WORDS)] for place in range(80)]
    cut = len(words) // PARAGRAPHS
    parts = [" ".join(words[start : start + cut]).capitalize() + "." for start in range(0, cut * PARAGRAPHS, cut)]
    return f"{parts[0]}\n\n- **{parts[1]}**\n\n{parts[2]} (message {number})"


def fill(report: str) -> dict[str, str]:
    """Fills an empty database; gives the addresses of the pages to measure.

    Args:
        report: the text of a practice report.
    """
    people = [make_person(f"Camille Personne {number}", profession="teacher") for number in range(PEOPLE)]
    editor = people[0]
    with transaction():
        from forum.accounts.models import SiteRole

        db.session.add(SiteRole(person_id=editor.id, role="editor"))
        db.session.add(Login(token_hash=fingerprint(SESSION), person_id=people[1].id))
    space = open_space("Climat scolaire", audience.PUBLIC, "Ce qui apaise, ce qui abîme.")
    long_thread = fill_thread(space.id, people, "Une très longue discussion", LONG_THREAD)
    with transaction():
        tags = [Tag(slug=slug(word), name=word) for word in WORDS[:10]]
        db.session.add_all(tags)
    for number in range(THREADS):
        thread = fill_thread(space.id, people, f"Discussion {number} : {WORDS[number % len(WORDS)]}", POSTS_A_THREAD)
        with transaction():
            for tag in {tags[number % 10], tags[(number * 3 + 1) % 10]}:
                db.session.add(ThreadTag(thread_id=thread.id, tag_id=tag.id))
    sheet = import_report(actor(editor), report)
    publish_at_once(actor(editor), sheet.id)
    db.session.refresh(sheet)
    return {
        "home": "/",
        "space": f"/spaces/{space.slug}",
        "thread, start": f"/threads/{long_thread.id}-{long_thread.slug}",
        "thread, middle": f"/threads/{long_thread.id}-{long_thread.slug}?post={LONG_THREAD // 2}",
        "thread, end": f"/threads/{long_thread.id}-{long_thread.slug}?post={LONG_THREAD}",
        "sheet": f"/practices/{sheet.id}-{sheet.slug}",
        "search": "/search?q=exclusion+famille",
    }


def fill_thread(space_id: int, people: list[Person], title: str, posts: int) -> Thread:
    """Makes a thread of many posts at once."""
    began = now() - timedelta(days=60)
    with transaction():
        thread = Thread(
            space_id=space_id,
            audience=audience.PUBLIC,
            title=title,
            slug=slug(title),
            author_id=people[0].id,
            opened_at=began,
            last_number=posts,
            post_count=posts,
            last_post_at=began + timedelta(minutes=posts),
            last_author_id=people[1].id,
        )
        db.session.add(thread)
        db.session.flush()
        rows = []
        for number in range(1, posts + 1):
            source = text_of(thread.id * 10_007 + number)
            rows.append(
                {
                    "thread_id": thread.id,
                    "number": number,
                    "author_id": people[number % len(people)].id,
                    "source": source,
                    "html": render_markdown(source, f"p{number}"),
                    "written_at": began + timedelta(minutes=number),
                }
            )
        db.session.execute(insert(Post), rows)
    return thread
