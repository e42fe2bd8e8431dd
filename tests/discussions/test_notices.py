"""Whom a post is told to and why: each once, for what concerns them most, and nobody who may not see it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from forum.accounts.models import Person, Role
from forum.core import audience
from forum.discussions.events import PostWritten
from forum.discussions.models import Post, Space, Thread, ThreadTag
from forum.discussions.notices.replies import tell_of_replies
from forum.discussions.services import delete_post, edit_post, restore_post
from forum.discussions.services.hide_post import hide_post
from forum.extensions import db
from forum.notices.watching import level_of, unwatch, watch, watch_many
from tests.browsing import Browser
from tests.discussions.factories import make_reply, make_space, make_thread
from tests.factories import actor, make_person
from tests.notices.factories import leave_school, make_school_space, reasons, told

Deliver = Callable[[], int]
Open = Callable[..., Browser]


@pytest.fixture
def ines(app: Flask) -> Person:
    return make_person("Inès Roche")


def quoting(post: Post) -> str:
    return f"> [Quelqu’un](/posts/{post.id}) :\n> Nous avons essayé.\n\nQu’en est-il ?"


def first_tag(thread: Thread) -> int:
    return db.session.scalars(select(ThreadTag.tag_id).where(ThreadTag.thread_id == thread.id)).one()


def test_who_opened_a_thread_is_told_of_replies_and_nobody_of_their_own(
    deliver: Deliver, claire: Person, yann: Person, thread: Thread
) -> None:
    make_reply(yann, thread, "Je précise.")
    make_reply(claire, thread)
    deliver()

    assert told(yann) == [("Claire Morvan a répondu dans « Comment préparer un retour ? ».", "own-thread")]
    assert told(claire) == []


def test_who_is_called_by_name_is_told(deliver: Deliver, claire: Person, ines: Person, thread: Thread) -> None:
    make_reply(claire, thread, "Bonjour @ines-roche, et @personne-du-tout, et `@yann-berthou`.")
    deliver()

    assert told(ines) == [("Claire Morvan vous mentionne dans « Comment préparer un retour ? ».", "mention")]


def test_who_is_quoted_is_told(deliver: Deliver, claire: Person, ines: Person, thread: Thread) -> None:
    said = make_reply(ines, thread)
    deliver()
    unwatch(ines.id, "thread", thread.id)
    make_reply(claire, thread, quoting(said))
    deliver()

    assert told(ines) == [("Claire Morvan vous cite dans « Comment préparer un retour ? ».", "quote")]


def test_whom_a_quotation_calls_was_told_when_it_was_written(
    deliver: Deliver, claire: Person, ines: Person, thread: Thread
) -> None:
    make_reply(claire, thread, "> Bonjour @ines-roche.\n\nC’est ce qu’il disait.")
    deliver()

    assert told(ines) == []


def test_each_is_told_once_for_what_concerns_them_most(
    deliver: Deliver, claire: Person, yann: Person, ines: Person, space: Space
) -> None:
    thread = make_thread(yann, space, tags=["tutorat"])
    deliver()
    said = make_reply(ines, thread)
    everything = [("thread", thread.id), ("space", space.id), ("tag", 1)]
    for person in (yann, ines):
        for kind, object_id in everything:
            watch(person.id, kind, object_id, "all")
    deliver()
    make_reply(claire, thread, f"@yann-berthou @ines-roche\n\n{quoting(said)}")
    make_reply(claire, thread, quoting(said))
    make_reply(claire, thread, "Rien de plus.")
    deliver()

    assert reasons(ines)[-3:] == ["mention", "quote", "watch-thread"]
    assert reasons(yann)[-3:] == ["mention", "own-thread", "own-thread"]


@pytest.mark.parametrize(
    ("kind", "level", "of_thread", "of_reply"),
    [
        ("thread", "all", [], ["watch-thread"]),
        ("thread", "mentions", [], []),
        ("space", "all", ["watch-space"], ["watch-space"]),
        ("space", "first", ["watch-space"], []),
        ("space", "mentions", [], []),
        ("space", "muted", [], []),
        ("tag", "all", ["watch-tag"], ["watch-tag"]),
        ("tag", "first", ["watch-tag"], []),
        ("tag", "muted", [], []),
    ],
)
def test_those_who_follow_are_told_as_closely_as_they_wish(
    deliver: Deliver,
    claire: Person,
    yann: Person,
    ines: Person,
    space: Space,
    kind: str,
    level: str,
    of_thread: list[str],
    of_reply: list[str],
) -> None:
    first = make_thread(yann, space, tags=["tutorat"])
    deliver()
    watch(ines.id, kind, {"thread": first.id, "space": space.id, "tag": first_tag(first)}[kind], level)
    make_thread(yann, space, tags=["tutorat"])
    deliver()
    assert reasons(ines) == of_thread
    make_reply(claire, first)
    deliver()

    assert reasons(ines) == of_thread + of_reply


@pytest.mark.parametrize(
    ("choices", "expected"),
    [
        ([("thread", "muted"), ("space", "all"), ("tag", "all")], ["", "", ""]),
        ([("thread", "mentions"), ("space", "all"), ("tag", "all")], ["", "mention", "quote"]),
        ([("thread", "all"), ("space", "muted"), ("tag", "muted")], ["watch-thread", "mention", "quote"]),
        ([("space", "muted"), ("tag", "all")], ["", "", ""]),
        ([("space", "all"), ("tag", "muted")], ["", "", ""]),
        ([("space", "mentions"), ("tag", "all")], ["", "mention", "quote"]),
        ([("space", "first"), ("tag", "all")], ["watch-tag", "mention", "quote"]),
        ([], ["", "mention", "quote"]),
    ],
)
def test_what_was_said_of_the_thread_counts_before_its_space_and_tags(
    deliver: Deliver,
    claire: Person,
    yann: Person,
    ines: Person,
    space: Space,
    choices: list[tuple[str, str]],
    expected: list[str],
) -> None:
    thread = make_thread(yann, space, tags=["tutorat"])
    said = make_reply(ines, thread)
    deliver()
    unwatch(ines.id, "thread", thread.id)
    for kind, level in choices:
        watch(ines.id, kind, {"thread": thread.id, "space": space.id, "tag": first_tag(thread)}[kind], level)
    found = []
    for body in ("Rien de plus.", "Bonjour @ines-roche.", quoting(said)):
        before = len(reasons(ines))
        make_reply(claire, thread, body)
        deliver()
        found.append("".join(reasons(ines)[before:]))

    assert found == expected


def test_who_writes_follows_the_thread_unless_they_said_otherwise(
    deliver: Deliver, claire: Person, yann: Person, ines: Person, thread: Thread
) -> None:
    watch(ines.id, "thread", thread.id, "mentions")
    for person in (claire, ines):
        make_reply(person, thread)
    deliver()

    assert [level_of(person.id, "thread", thread.id) for person in (yann, claire, ines)] == ["all", "all", "mentions"]


def test_nobody_outside_hears_of_a_school_s_thread(
    deliver: Deliver, browser: Open, claire: Person, yann: Person, ines: Person
) -> None:
    space = make_school_space(claire, yann)
    thread = make_thread(claire, space, "Entre nous", "Bonjour @ines-roche et @yann-berthou.", tags=["tutorat"])
    for kind, object_id in (("space", space.id), ("tag", first_tag(thread)), ("thread", thread.id)):
        watch(ines.id, kind, object_id, "all")
    make_reply(yann, thread, "Bonjour @ines-roche.")
    deliver()

    assert told(ines) == []
    assert reasons(yann) == ["mention"]
    assert not any("Entre nous" in browser(ines).get(door).text for door in ("/", "/notices"))


def test_who_left_the_school_hears_nothing_more_though_they_still_follow(
    deliver: Deliver, claire: Person, yann: Person
) -> None:
    space = make_school_space(claire, yann)
    thread = make_thread(yann, space)
    deliver()
    leave_school(yann, space)
    make_reply(claire, thread, "Bonjour @yann-berthou.")
    deliver()

    assert level_of(yann.id, "thread", thread.id) == "all"
    assert told(yann) == []


def test_who_has_not_confirmed_their_address_is_told_nothing(deliver: Deliver, claire: Person, thread: Thread) -> None:
    newcomer = make_person("Paul Nouveau", confirmed_at=None)
    watch(newcomer.id, "thread", thread.id, "all")
    make_reply(claire, thread, "Bonjour @paul-nouveau.")
    deliver()

    assert told(newcomer) == []


def test_holders_call_the_members_of_a_school_all_at_once(
    deliver: Deliver, mediator: Person, claire: Person, yann: Person, ines: Person, statements: list[str]
) -> None:
    space = make_school_space(mediator, claire, yann)
    make_thread(mediator, space, body="À @membres de l’établissement.")
    deliver()

    for person in (claire, yann):
        assert told(person) == [
            ("Hélène Garrec s’adresse à vous et à d’autres dans « Comment préparer un retour ? ».", "mention")
        ]
    assert told(ines) == told(mediator) == []


def test_who_holds_nothing_calls_no_group(deliver: Deliver, claire: Person, yann: Person, mediator: Person) -> None:
    space = make_school_space(claire, yann, mediator)
    make_thread(claire, space, body="À @membres et à @mediation.")
    deliver()

    assert told(yann) == told(mediator) == []


def test_there_are_no_members_of_everybody_to_call(
    deliver: Deliver, mediator: Person, claire: Person, space: Space
) -> None:
    make_thread(mediator, space, body="À @membres.")
    deliver()

    assert told(claire) == []


def test_holders_call_the_mediation_and_the_committee(
    deliver: Deliver, mediator: Person, claire: Person, space: Space
) -> None:
    editor, other = make_person(role=Role.EDITOR), make_person(role=Role.MEDIATOR)
    make_thread(mediator, space, body="@mediation, @comite : qu’en dites-vous ?")
    deliver()

    assert reasons(editor) == reasons(other) == ["mention"]
    assert told(claire) == told(mediator) == []


def test_a_group_that_sees_nothing_of_a_thread_is_not_told_of_it(deliver: Deliver, mediator: Person) -> None:
    editor = make_person(role=Role.EDITOR)
    make_thread(mediator, make_school_space(mediator), body="@comite : qu’en dites-vous ?")
    deliver()

    assert told(editor) == []


def test_of_ten_thousand_names_the_first_twenty_are_told(deliver: Deliver, claire: Person, thread: Thread) -> None:
    people = [make_person(f"Personne Numéro{number}") for number in range(25)]
    names = [f"@{person.handle}" for person in people]
    make_reply(claire, thread, " ".join([*names, *(f"@nul-{number}" for number in range(4_000))]))
    deliver()

    assert [bool(told(person)) for person in people] == [True] * 20 + [False] * 5


def test_who_is_told_may_be_many_at_the_same_cost(
    deliver: Deliver, claire: Person, yann: Person, space: Space, statements: list[str]
) -> None:
    people = [make_person().id for _ in range(500)]
    costs = []
    for some in (people[:5], people):
        thread = make_thread(yann, space)
        watch_many(some, "thread", thread.id, "all")
        deliver()
        make_reply(claire, thread)
        statements.clear()
        deliver()
        costs.append([one.split(" ", 3)[:3] for one in statements])

    assert costs[0] == costs[1]


def test_a_role_of_five_hundred_is_called_by_one_insert_and_a_job(
    deliver: Deliver, mediator: Person, statements: list[str]
) -> None:
    space = make_school_space(mediator, *[make_person() for _ in range(500)])
    deliver()
    make_thread(mediator, space, body="À @membres.")
    statements.clear()
    deliver()
    told_by = [one for one in statements if one.startswith("INSERT INTO notices")]

    assert len(told_by) == 1


def test_delivering_twice_tells_once(deliver: Deliver, claire: Person, yann: Person, thread: Thread) -> None:
    post = make_reply(claire, thread)
    deliver()
    tell_of_replies([PostWritten(post.id, thread.id)])
    deliver()

    assert reasons(yann) == ["own-thread"]


def test_an_edit_tells_those_whom_it_names_anew_and_once(
    deliver: Deliver, claire: Person, yann: Person, ines: Person, mediator: Person, thread: Thread
) -> None:
    deliver()
    post = make_reply(claire, thread, "Bonjour @ines-roche.")
    watch(mediator.id, "thread", thread.id, "all")
    deliver()
    for body in ("Bonjour @ines-roche et @helene-garrec.", "Bonsoir @ines-roche et @helene-garrec.", "Bonsoir."):
        edit_post(actor(claire), post.id, body)
        deliver()

    assert reasons(ines) == ["mention"]
    assert reasons(mediator) == ["watch-thread"], "who was told of the post is not told of it again"
    other = make_person("Paul Mahé")
    edit_post(actor(claire), post.id, "Bonsoir @paul-mahe.")
    deliver()
    edit_post(actor(claire), post.id, "Bonsoir à vous, @paul-mahe.")
    deliver()
    assert told(other) == [("Claire Morvan vous mentionne dans « Comment préparer un retour ? ».", "mention")]


def test_what_is_gone_is_told_no_more_and_does_not_come_back(
    deliver: Deliver, browser: Open, claire: Person, yann: Person, ines: Person, mediator: Person, thread: Thread
) -> None:
    deleted, hidden = make_reply(claire, thread, "@ines-roche"), make_reply(claire, thread, "Bonjour @ines-roche")
    deliver()
    assert len(told(ines)) == len(told(yann)) == 2
    delete_post(actor(claire), deleted.id)
    hide_post(actor(mediator), hidden.id, "Hors charte.")
    assert told(ines) == told(yann) == []
    assert "Claire Morvan" not in browser(ines).get("/notices").main
    restore_post(actor(mediator), hidden.id)
    deliver()

    assert told(ines) == told(yann) == []


def test_what_was_gone_before_it_was_told_is_never_told(
    deliver: Deliver, claire: Person, yann: Person, thread: Thread
) -> None:
    delete_post(actor(claire), make_reply(claire, thread).id)
    deliver()

    assert told(yann) == []


def test_members_are_told_of_what_members_see(deliver: Deliver, claire: Person, yann: Person) -> None:
    make_thread(claire, make_space(audience=audience.MEMBERS), body="Bonjour @yann-berthou.")
    deliver()

    assert reasons(yann) == ["mention"]
