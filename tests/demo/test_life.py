"""The demonstration is alive: people reacted, decided, wrote to each other, and some of it is still unread."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum.accounts.models import Person
from forum.accounts.sessions import actor_of
from forum.communities.models import Admission, Community
from forum.core.models import now
from forum.discussions.models import Post, PostKind, Reaction, Thread, ThreadAct, ThreadRead
from forum.extensions import db
from forum.notices.models import Notice
from forum.notices.queries import unread_count
from forum.proposals.models import Proposal, ProposalKind
from tests.browsing import Browser, Page
from tests.demo.conftest import address

LogIn = Callable[[str], tuple[Browser, Page]]
TEACHER = "teacher@demo.example"


def test_every_bell_has_a_few_notices_and_none_is_full(demo: Flask) -> None:
    for person in db.session.scalars(select(Person).where(Person.email.endswith("@demo.example"))):
        assert 3 <= unread_count(actor_of(person)) <= 9, person.name


def test_nobody_is_told_of_what_is_long_past(demo: Flask) -> None:
    oldest = db.session.scalars(select(func.min(Notice.told_at)).where(Notice.read_at.is_(None))).one()

    assert (now() - oldest).days <= 3
    assert (db.session.scalar(select(func.count()).select_from(Notice)) or 0) < 300


def test_the_teacher_is_told_for_several_reasons(demo: Flask, log_in: LogIn) -> None:
    page = log_in(TEACHER)[0].get("/notices?show=unread")

    for words in (
        "vous cite dans",
        "vous mentionne dans",
        "a répondu dans",
        "a ouvert «",
        "vous a écrit dans une conversation privée",
        "vous invite dans la communauté",
    ):
        assert words in page.main, words


def test_what_one_was_told_says_when_it_happened(demo: Flask) -> None:
    written: Mapping[str, object] = {
        f"post:{post.id}": post.written_at for post in db.session.scalars(select(Post).where(Post.number > 1))
    }
    replies = select(Notice).where(Notice.kind == "thread.replied")

    for notice in db.session.scalars(replies):
        assert notice.told_at == written[notice.about]


def test_the_teacher_finds_on_the_home_page_what_is_new_and_what_waits_for_an_answer(log_in: LogIn) -> None:
    browser, _page = log_in(TEACHER)
    page = browser.get("/")

    assert "Harcèlement" in page.main
    assert "Sortie de trois jours" in page.main
    assert "Harcèlement" in browser.get("/unread").main


def test_a_reader_finds_where_they_stopped_in_the_long_discussion(demo: Flask) -> None:
    person = db.session.scalars(select(Person).where(Person.email == TEACHER)).one()
    thread = db.session.scalars(select(Thread).order_by(Thread.post_count.desc())).first()
    assert thread is not None
    mark = db.session.get_one(ThreadRead, (person.id, thread.id))

    assert thread.post_count > 60
    assert 0 < mark.read_number < thread.last_number
    assert thread.summary


def test_reactions_are_counted_as_they_stand(demo: Flask) -> None:
    query = select(Reaction.post_id, Reaction.kind, func.count()).group_by(Reaction.post_id, Reaction.kind)
    standing: dict[int, dict[str, int]] = {}
    for post_id, kind, count in db.session.execute(query):
        standing.setdefault(post_id, {})[kind] = count

    counted = {post.id: post.reaction_counts for post in db.session.scalars(select(Post)) if post.reaction_counts}
    assert counted == standing
    assert {kind for kinds in standing.values() for kind in kinds} == {"thanks", "will_try", "same_here", "question"}


def test_nothing_was_done_to_a_post_before_it_was_written(demo: Flask) -> None:
    written = {post.id: post.written_at for post in db.session.scalars(select(Post))}

    for reaction in db.session.scalars(select(Reaction)):
        assert written[reaction.post_id] < reaction.reacted_at <= now()
    for post in db.session.scalars(select(Post).where(Post.helped_at.is_not(None))):
        assert post.helped_at is not None and post.written_at < post.helped_at
    for act in db.session.scalars(select(ThreadAct)):
        assert (now() - act.done_at).days >= 2


def test_discussions_show_all_that_can_be_done_in_them(demo: Flask) -> None:
    def count(*conditions: object) -> int:
        return db.session.scalar(select(func.count()).select_from(Post).where(*conditions)) or 0  # type: ignore[arg-type]

    assert count(Post.helped_at.is_not(None)) >= 5
    assert count(Post.kind == PostKind.NOTE.value) >= 3
    assert count(Post.is_wiki) == 1
    assert count(Post.source.contains("](/posts/")) >= 10
    assert count(Post.html.contains('href="/people/')) >= 5
    threads = list(db.session.scalars(select(Thread)))
    assert [thread.title for thread in threads if thread.locked_at] == [
        "Le téléphone confisqué\u00a0: la règle, le principe et les trois semaines de dispute"
    ]
    assert sum(thread.pinned_at is not None for thread in threads) == 3
    assert sum(bool(thread.summary) for thread in threads) == 2


@pytest.mark.parametrize(
    ("title", "kind", "is_open"),
    [
        ("Heure de vie de classe", ProposalKind.POLL, False),
        ("AESH", ProposalKind.POLL, True),
        ("Une heure en visio", ProposalKind.DATES, True),
        ("Une phrase à ajouter", ProposalKind.CONSENT, False),
        ("Préparer la journée banalisée", ProposalKind.CONSENT, True),
    ],
)
def test_groups_were_asked_and_answered(demo: Flask, title: str, kind: ProposalKind, is_open: bool) -> None:
    query = select(Proposal).join(Thread, Thread.id == Proposal.thread_id).where(Thread.title.startswith(title))
    proposal = db.session.scalars(query).one()

    assert (proposal.kind, proposal.is_open) == (kind.value, is_open)
    assert proposal.opened_at < now()
    assert is_open == (not proposal.outcome)
    if not is_open:
        assert proposal.opened_at < proposal.closes_at < proposal.outcome_at  # type: ignore[operator]


def test_conversations_are_read_by_those_in_them_and_by_nobody_else(log_in: LogIn) -> None:
    teacher, _page = log_in(TEACHER)
    subjects = ("Le rendez-vous de lundi", "Ton histoire de copies", "L’heure sur le retour d’exclusion")

    assert all(subject in teacher.get("/conversations").main for subject in subjects)
    for other in ("mediator", "admin", "outsider"):
        page = log_in(f"{other}@demo.example")[0].get("/conversations")
        assert not any(subject in page.main for subject in subjects)


def test_communities_are_entered_in_each_of_the_three_ways(demo: Flask, log_in: LogIn) -> None:
    begun = select(Community).where(Community.state == "open")
    assert {community.admission for community in db.session.scalars(begun)} == set(Admission)

    evenings = db.session.scalars(begun.where(Community.admission == Admission.INVITATION.value)).one()
    page = log_in(TEACHER)[0].get(address(demo, "communities.community", slug=evenings.slug))
    assert "Venez nous raconter la suite" in page.main
    assert "plus aucune consigne" not in page.text


def test_a_synonym_leads_to_its_tag(demo: Flask) -> None:
    page = Browser(demo).get("/tags/bullying", follow=True)

    assert page.status == 200
    assert "Harcèlement" in page.main
