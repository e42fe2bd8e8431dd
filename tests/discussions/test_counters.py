"""Whatever people and holders do, in whatever order: what rows keep of others stays what a recount finds, every number
of a thread is that of one post or of one trace, nothing comes before more people than it was written for, and no door
shows a post to one who may not see it."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count

from flask.testing import FlaskCliRunner
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from forum.accounts.models import Person, Role
from forum.core import audience
from forum.core.errors import Refused
from forum.core.transactions import transaction
from forum.discussions import services
from forum.discussions.models import Post, PostTrace, Space, Thread, ThreadAct, ThreadRead
from forum.discussions.services.recount import recount
from forum.extensions import db
from tests.browsing import Browser
from tests.discussions.factories import make_reply, make_space, make_thread
from tests.discussions.holding.factories import mark
from tests.factories import actor, make_person
from tests.schools.factories import make_member, make_referent, make_school

Open = Callable[..., Browser]
Step = tuple[str, int, int, int]
RIGHT = {"threads": 0, "spaces": 0, "posts": 0, "marks": 0}
VERBS = (
    "open",
    "reply",
    "quote",
    "edit",
    "delete",
    "undelete",
    "hide",
    "restore",
    "react",
    "helped",
    "read",
    "move",
    "move",
    "split",
    "split",
    "merge",
    "reassign",
    "undo",
    "undo",
)
steps = st.lists(
    st.tuples(st.sampled_from(VERBS), st.integers(0, 40), st.integers(0, 40), st.integers(0, 40)),
    min_size=8,
    max_size=22,
)

WHOLE = settings(
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
"""An example takes up to a second: to look for the shortest one that fails would take minutes."""


def words() -> Iterator[str]:
    """Words that stand in one text alone."""
    for number in count(1):
        yield "mot" + "".join(chr(ord("a") + int(digit)) for digit in f"{number:04d}") + "x"


MADE = words()
"""Shared by all examples: they follow each other in one database."""


@dataclass
class World:
    """Spaces of three audiences, four people who see more or less of them, and who holds them all."""

    holder: Person
    member: Person
    insider: Person
    outsider: Person
    spaces: list[Space]
    said: dict[int, set[str]] = field(default_factory=dict)
    """By the id of a post: all that it ever said in its own words."""
    meant: dict[int, str] = field(default_factory=dict)
    """By the id of a post: the audience of its thread when it was last written."""

    @property
    def people(self) -> list[Person]:
        return [self.holder, self.member, self.insider]

    def threads(self) -> list[Thread]:
        ids = [space.id for space in self.spaces]
        return list(db.session.scalars(select(Thread).where(Thread.space_id.in_(ids)).order_by(Thread.id)))

    def posts(self) -> list[Post]:
        ids = [thread.id for thread in self.threads()]
        return list(db.session.scalars(select(Post).where(Post.thread_id.in_(ids)).order_by(Post.id)))

    def acts(self) -> list[ThreadAct]:
        ids = [thread.id for thread in self.threads()]
        return list(db.session.scalars(select(ThreadAct).where(ThreadAct.thread_id.in_(ids)).order_by(ThreadAct.id)))

    def traces(self) -> list[PostTrace]:
        ids = [thread.id for thread in self.threads()]
        return list(db.session.scalars(select(PostTrace).where(PostTrace.thread_id.in_(ids))))

    def keep(self, post: Post, word: str) -> None:
        self.said.setdefault(post.id, set()).add(word)
        self.meant[post.id] = db.session.get_one(Thread, post.thread_id).audience


def make_world() -> World:
    random.seed(next(MADE))  # hypothesis begins every example alike; the index names its files by chance
    school = make_school()
    referent = make_referent(school)
    tokens = (audience.PUBLIC, audience.PUBLIC, audience.MEMBERS, audience.of_school(school.id))
    return World(
        holder=make_member(school, referent, role=Role.MEDIATOR),
        member=make_person(),
        insider=make_member(school, referent),
        outsider=make_referent(make_school()),
        spaces=[make_space(audience=token) for token in tokens],
    )


def of(rows: list, number: int):  # type: ignore[type-arg,no-untyped-def]
    return rows[number % len(rows)]


def take(world: World, step: Step) -> None:
    """Does one thing, if there is something to do it to; what is refused changes nothing."""
    verb, first, second, third = step
    db.session.expire_all()
    if verb != "open" and not world.threads():
        return
    with suppress(Refused):
        globals()[f"do_{verb}"](world, first, second, third)


def do_open(world: World, space: int, author: int, _third: int) -> None:
    word = next(MADE)
    thread = services.open_thread(
        actor(of(world.people, author)), of(world.spaces, space).id, f"Titre {next(MADE)}", word, kind="question"
    )
    world.keep(db.session.scalars(select(Post).where(Post.thread_id == thread.id)).one(), word)


def do_reply(world: World, thread: int, author: int, _third: int) -> None:
    word = next(MADE)
    world.keep(services.reply(actor(of(world.people, author)), of(world.threads(), thread).id, word), word)


def do_quote(world: World, thread: int, quoted: int, author: int) -> None:
    person, other, word = of(world.people, author), of(world.posts(), quoted), next(MADE)
    body = f"> [Quelqu’un](/posts/{other.id}) :\n> {other.source.splitlines()[-1]}\n\n{word}"
    world.keep(services.reply(actor(person), of(world.threads(), thread).id, body), word)


def do_edit(world: World, post: int, _second: int, _third: int) -> None:
    found, word = of(world.posts(), post), next(MADE)
    author = next(person for person in world.people if person.id == found.author_id)
    world.keep(services.edit_post(actor(author), found.id, word), word)


def do_delete(world: World, post: int, _second: int, _third: int) -> None:
    found = of(world.posts(), post)
    author = next(person for person in world.people if person.id == found.author_id)
    services.delete_post(actor(author), found.id)


def do_undelete(world: World, post: int, _second: int, _third: int) -> None:
    found = of(world.posts(), post)
    author = next(person for person in world.people if person.id == found.author_id)
    services.undelete_post(actor(author), found.id)


def do_hide(world: World, post: int, _second: int, _third: int) -> None:
    services.hide_post(actor(world.holder), of(world.posts(), post).id, "Motif.")


def do_restore(world: World, post: int, _second: int, _third: int) -> None:
    services.restore_post(actor(world.holder), of(world.posts(), post).id)


def do_react(world: World, post: int, person: int, kind: int) -> None:
    which = of(["thanks", "same_here"], kind)
    services.react(actor(of(world.people, person)), of(world.posts(), post).id, which, is_on=kind % 3 > 0)


def do_helped(world: World, post: int, is_on: int, _third: int) -> None:
    services.mark_helped(actor(world.holder), of(world.posts(), post).id, is_on=is_on % 3 > 0)


def do_read(world: World, thread: int, person: int, number: int) -> None:
    found = of(world.threads(), thread)
    mark(of(world.people, person), found, number % (found.last_number + 1))


def do_move(world: World, thread: int, space: int, _third: int) -> None:
    services.move_thread(actor(world.holder), of(world.threads(), thread).id, of(world.spaces, space).id)


def do_split(world: World, thread: int, which: int, space: int) -> None:
    found = of(world.threads(), thread)
    ids = list(db.session.scalars(select(Post.id).where(Post.thread_id == found.id, Post.number > 1)))
    chosen = [post_id for place, post_id in enumerate(sorted(ids)) if which >> (place % 6) & 1]
    title = f"Titre {next(MADE)}"
    services.split_thread(actor(world.holder), found.id, chosen, title, of(world.spaces, space).id)


def do_merge(world: World, thread: int, target: int, _third: int) -> None:
    threads = world.threads()
    services.merge_threads(actor(world.holder), of(threads, thread).id, of(threads, target).id)


def do_reassign(world: World, post: int, thread: int, _third: int) -> None:
    services.reassign_post(actor(world.holder), of(world.posts(), post).id, of(world.threads(), thread).id)


def do_undo(world: World, act: int, _second: int, _third: int) -> None:
    acts = world.acts()
    if acts:
        services.undo_act(actor(world.holder), of(acts[::-1], act).id)


@settings(WHOLE, max_examples=18)
@given(steps)
def test_any_sequence_leaves_the_counts_of_a_recount(app: object, sequence: list[Step]) -> None:
    world = make_world()

    for step in [("open", 0, 0, 0), ("open", 1, 1, 0), ("reply", 0, 1, 0), ("reply", 0, 2, 0), *sequence]:
        take(world, step)

    assert recount() == RIGHT
    db.session.expire_all()
    for thread in world.threads():
        numbers = list(db.session.scalars(select(Post.number).where(Post.thread_id == thread.id)))
        traces = list(db.session.scalars(select(PostTrace.number).where(PostTrace.thread_id == thread.id)))
        assert sorted(numbers + traces) == list(range(1, thread.last_number + 1))
        assert bool(numbers) is (thread.merged_into_id is None)
        assert (1 in numbers) is (thread.merged_into_id is None)
    for post in world.posts():
        assert audience.covers(world.meant[post.id], db.session.get_one(Thread, post.thread_id).audience)


@settings(WHOLE, max_examples=4)
@given(steps)
def test_no_door_shows_a_post_to_one_who_may_not_see_it(
    browser: Open, deliver: Callable[[], int], sequence: list[Step]
) -> None:
    world = make_world()
    for step in [("open", 0, 0, 0), ("open", 3, 2, 0), ("reply", 0, 1, 0), ("quote", 0, 1, 0), *sequence]:
        take(world, step)
    deliver()
    db.session.expire_all()
    audiences = {thread.id: thread.audience for thread in world.threads()}
    titles = {thread.id: thread.title for thread in world.threads()}
    slugs = {space.id: space.slug for space in world.spaces}

    for person in (None, world.member, world.insider, world.outsider):
        seen = actor(person).audiences if person is not None else frozenset({audience.PUBLIC})
        unseen = [post for post in world.posts() if audiences[post.thread_id] not in seen]
        mine = person.id if person is not None else None
        gone = [
            post
            for post in world.posts()
            if post.deleted_at is not None or (post.hidden_at is not None and post.author_id != mine)
        ]
        secret = {word for post in (*unseen, *gone) for word in world.said[post.id]}
        secret |= {titles[thread_id].split()[1] for thread_id, token in audiences.items() if token not in seen}
        reader = browser(person)
        for path in doors(world, slugs):
            page = reader.get(path)
            told = {word for word in secret if word in page.html}
            assert page.status < 500
            assert not told, f"{path} tells {told} to {person}"
        for post in unseen:
            assert reader.get(f"/posts/{post.id}").status == 404
            found = reader.get(f"/search?q={min(world.said[post.id])}")
            places = (f"/posts/{post.id}", f"/threads/{post.thread_id}-")
            assert not [url for url in found.links().values() if url.startswith(places)]


LISTS = ["/", "/me", "/spaces", "/unread", "/mine", "/unanswered", "/notices", "/notices/watching"]
OF_THREAD = ["/threads/{}", "/threads/{}/posts?from=1&to=30", "/feeds/threads/{}.atom"]
OF_POST = ["/posts/{}", "/posts/{}/revisions", "/posts/{}/quote", "/posts/{}/reactions"]


def doors(world: World, slugs: dict[int, str]) -> list[str]:
    """Where posts are shown."""
    spaces = [path.format(slug) for slug in slugs.values() for path in ("/spaces/{}", "/feeds/spaces/{}.atom")]
    threads = [path.format(thread.id) for thread in world.threads() for path in OF_THREAD]
    traces = [f"/threads/{row.thread_id}?post={row.number}" for row in world.traces()]
    posts = [path.format(post.id) for post in world.posts() for path in OF_POST]
    return [*LISTS, *spaces, *threads, *traces, *posts]


def test_the_command_mends_what_is_wrong_and_says_how_much(command: FlaskCliRunner, app: object) -> None:
    author, reader = make_person(), make_person()
    space = make_space()
    thread = make_thread(author, space)
    post = make_reply(reader, thread)
    services.react(actor(author), post.id, "thanks", is_on=True)
    mark(reader, thread, 2)
    right = rows_of(thread, space, post, reader)
    with transaction():
        wrong = {"post_count": 7, "last_number": 1, "helped_count": 3, "last_author_id": None}
        db.session.execute(update(Thread).values(**wrong))
        db.session.execute(update(Space).values(thread_count=9))
        db.session.execute(update(Post).where(Post.id == post.id).values(reaction_counts={"question": 4}))
        db.session.execute(update(ThreadRead).where(ThreadRead.person_id == reader.id).values(read_number=99))

    output = command.invoke(args=["discussions", "recount"]).output

    assert output.split("\n")[:4] == ["threads: 1 mended", "spaces: 1 mended", "posts: 1 mended", "marks: 1 mended"]
    assert rows_of(thread, space, post, reader) == right
    assert command.invoke(args=["discussions", "recount"]).output.count(": 0 mended") == 4


def rows_of(thread: Thread, space: Space, post: Post, reader: Person) -> tuple[object, ...]:
    db.session.expire_all()
    read = db.session.get_one(ThreadRead, (reader.id, thread.id)).read_number
    counts = thread.post_count, thread.last_number, thread.helped_count, thread.last_author_id, thread.last_post_at
    return (*counts, space.thread_count, post.reaction_counts, read)
