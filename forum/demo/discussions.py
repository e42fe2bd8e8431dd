"""The demonstration's spaces and discussions, written at their own moments."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select, update

from forum.core import audience
from forum.core.changes import touch
from forum.core.events import record
from forum.core.text import slug, tidy
from forum.demo.people import People
from forum.demo.sheets import Linked
from forum.demo.texts import Discussion, Words, days_before, table
from forum.discussions.events import PostWritten, ThreadOpened
from forum.discussions.models import Post, Space, Thread, ThreadTag
from forum.discussions.services import open_space
from forum.discussions.services.open_thread import tags_of
from forum.discussions.services.writing import add_post
from forum.extensions import db


def add_spaces() -> None:
    """Opens the spaces that belong to no school and no community."""
    for facts in table("spaces.toml")["space"]:
        seen_by = audience.MEMBERS if facts["audience"] == "members" else audience.PUBLIC
        open_space(facts["name"], seen_by, facts["about"])


class Spaces:
    """Finds the space a discussion belongs to: one of the site, of a school or of a community."""

    def __init__(self, schools: dict[str, int], communities: dict[str, int]) -> None:
        self.schools, self.communities = schools, communities
        self.by_name: dict[str, Space] = {}
        self.by_school: dict[int, Space] = {}
        self.by_community: dict[int, Space] = {}
        for space in db.session.scalars(select(Space)):
            if space.school_id is not None:
                self.by_school[space.school_id] = space
            elif space.community_id is not None:
                self.by_community[space.community_id] = space
            else:
                self.by_name[space.name] = space

    def of(self, discussion: Discussion) -> Space:
        """The space that the front matter of a discussion names."""
        match discussion.facts:
            case {"school": uai}:
                return self.by_school[self.schools[uai]]
            case {"community": name}:
                return self.by_community[self.communities[name]]
            case _:
                return self.by_name[discussion.facts["space"]]


def in_order(discussions: list[Discussion]) -> Iterator[tuple[Discussion, Words]]:
    """Every post of every discussion, in the order they were written."""
    posts = [
        (words.at, number, discussion) for discussion in discussions for number, words in enumerate(discussion.posts)
    ]
    for _at, number, discussion in sorted(posts, key=lambda post: (post[0], post[2].key, post[1])):
        yield discussion, discussion.posts[number]


def add_discussions(discussions: list[Discussion], people: People, spaces: Spaces, linked: Linked) -> None:
    """Writes the discussions.

    The verbs that people write with say "now" and count how fast they are used; here each post has its own moment,
    so that what the verbs do is done one step below them.

    Args:
        discussions: what was said.
        people: who said it.
        spaces: where.
        linked: puts real addresses into the links of a text.
    """
    threads: dict[str, Thread] = {}
    for discussion, words in in_order(discussions):
        author = people[words.author]
        thread = threads.get(discussion.key)
        is_new = thread is None
        if thread is None:
            thread = threads[discussion.key] = open_one(discussion, spaces.of(discussion), author.id)
        post = add_post(thread, author.id, tidy(linked(words.body)), words.at, None)
        record(ThreadOpened(thread.id, post.id) if is_new else PostWritten(post.id, thread.id))
    touch("discussions")


def open_one(discussion: Discussion, space: Space, author_id: int) -> Thread:
    facts, opened_at = discussion.facts, discussion.posts[0].at
    thread = Thread(
        space_id=space.id,
        audience=space.audience,
        kind=facts["kind"],
        title=facts["title"],
        slug=slug(facts["title"]),
        author_id=author_id,
        opened_at=opened_at,
        last_post_at=opened_at,
        pinned_at=days_before(1, "09:00") if facts.get("pinned") else None,
    )
    db.session.add(thread)
    db.session.flush()
    for tag in tags_of({slug(tag): tag for tag in facts["tags"]}):
        db.session.add(ThreadTag(thread_id=thread.id, tag_id=tag.id))
    db.session.execute(
        update(Space).where(Space.id == space.id).values(thread_count=Space.thread_count + 1),
        execution_options={"synchronize_session": False},
    )
    return thread


def find_post(title: str, number: int) -> Post:
    """A post by the title of its thread and its number."""
    query = select(Post).join(Thread, Thread.id == Post.thread_id).where(Thread.title == title, Post.number == number)
    return db.session.scalars(query).one()
