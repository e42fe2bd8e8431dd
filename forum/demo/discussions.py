"""The demonstration's discussions, written at their own moments."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from sqlalchemy import select, update

from forum.core.events import record
from forum.core.text import slug, tidy
from forum.demo.history import Happening
from forum.demo.people import People
from forum.demo.sheets import Linked
from forum.demo.texts import Discussion, Words
from forum.discussions.events import PostWritten, ThreadOpened
from forum.discussions.models import Post, PostKind, Space, Thread, ThreadTag
from forum.discussions.services.holding.acts import Act, write_down
from forum.discussions.services.open_thread import tags_of
from forum.discussions.services.writing import add_post
from forum.extensions import db
from forum.notices.models import WatchLevel
from forum.notices.watching import watch

LINK = re.compile(r"\(post:(\d+)\)")


@dataclass
class Written:
    """What was written so far.

    Args:
        threads: by the name of their file.
        posts: ids by the name of the file and the number of the post.
    """

    threads: dict[str, Thread] = field(default_factory=dict)
    posts: dict[tuple[str, int], int] = field(default_factory=dict)


@dataclass(frozen=True)
class Pen:
    """What writing posts takes.

    Args:
        people: who writes.
        spaces: where.
        linked: puts real addresses of sheets into the links of a text.
        written: filled as they write.
    """

    people: People
    spaces: Spaces
    linked: Linked
    written: Written


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


def posts_of(discussion: Discussion, pen: Pen) -> list[Happening]:
    """The posts of a discussion.

    The verbs that people write with count how fast they are used, so that what the verbs do is done one step below.
    """

    def writing(words: Words) -> Happening:
        return Happening(words.at, lambda: write(discussion, words, pen))

    return [writing(words) for words in discussion.posts]


def write(discussion: Discussion, words: Words, pen: Pen) -> None:
    author, key, written = pen.people[words.author], discussion.key, pen.written
    thread = written.threads.get(key)
    is_new = thread is None
    if thread is None:
        thread = written.threads[key] = open_one(discussion, pen.spaces.of(discussion), author.id)
    post = add_post(thread, author.id, text_of(words, key, pen), words.at, None)
    written.posts[key, post.number] = post.id
    watch(author.id, "thread", thread.id, WatchLevel.ALL, automatic=True)
    if words.is_note:
        as_note(post, thread, words, pen)
    record(ThreadOpened(thread.id, post.id) if is_new else PostWritten(post.id, thread.id))


def text_of(words: Words, key: str, pen: Pen) -> str:
    """What a post says, its links to sheets and to earlier posts of its discussion leading there."""
    with_posts = LINK.sub(lambda link: f"(/posts/{pen.written.posts[key, int(link.group(1))]})", words.body)
    return tidy(pen.linked(with_posts))


def as_note(post: Post, thread: Thread, words: Words, pen: Pen) -> None:
    post.kind = PostKind.NOTE.value
    facts = {"post": post.id, "number": post.number}
    write_down(pen.people.actor(words.author), Act.NOTE, thread, facts, moment=words.at)


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
