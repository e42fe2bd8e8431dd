"""A post that an outsider reads, wrote beside, quoted and was told of, and the place where they will not see it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import count

from sqlalchemy import select

from forum.accounts.feed_keys import change_feed_key
from forum.accounts.models import Person, Role
from forum.core import audience
from forum.discussions.models import Post, Space, Thread, ThreadAct
from forum.discussions.queries.posts import quotation_of
from forum.discussions.services import edit_post, restore_post, undelete_post, undo_act
from forum.discussions.services.holding.acts import MOVING
from forum.extensions import db
from forum.notices.watching import watch
from forum.writing.services import save_draft
from tests.browsing import Browser
from tests.core.test_uploads import picture
from tests.discussions.factories import make_reply, make_space, make_thread
from tests.factories import actor, make_person
from tests.schools.factories import make_member, make_referent, make_school
from tests.writing.asking import JSON

OWN = "Mes mots à moi."
MARK = re.compile(r"</?mark>")


def endings() -> Iterator[str]:
    """What makes a word stand in one scene alone: the index is asked for it. No ending of a language is among them."""
    for number in count(1):
        yield "".join("bcdfghjklm"[int(digit)] for digit in f"{number:03d}")


MADE = endings()


@dataclass
class Reader:
    """Somebody with their browser; a visitor where there is no person."""

    browser: Browser
    person: Person | None = None
    key: str = ""

    def sees(self, *paths: str) -> str:
        """All that is answered at some addresses, with where it leads, as it is read: without what search marks."""
        pages = [self.browser.get(path) for path in paths]
        assert all(page.status < 500 for page in pages)
        led = [answer.headers.get("Location", "") for page in pages for answer in page.response.history]
        return MARK.sub("", "\n".join([*(page.html for page in pages), *led]))


@dataclass
class Scene:
    """What there is before anything happens.

    Args:
        word, title, part: a word of the post alone; of its thread's title; of the title of what is split off.
        post: number 2 of the thread, edited once, with a picture; it calls the outsider and the insider by name.
        own: number 3, the outsider's.
        quoting: the outsider's, in `elsewhere`: it quotes the post.
    """

    word: str
    title: str
    part: str
    place: Space
    closed: Space
    thread: Thread
    within: Thread
    elsewhere: Thread
    post: Post
    own: Post
    quoting: Post
    picture: str
    holder: Person
    author: Person
    inside: Reader
    outside: Reader
    visitor: Reader
    deliver: Callable[[], int]
    split: list[Thread]

    @property
    def now(self) -> Thread:
        """The thread where the post stands."""
        db.session.expire_all()
        return db.session.get_one(Thread, db.session.get_one(Post, self.post.id).thread_id)

    @property
    def threads(self) -> list[int]:
        """The ids of all threads where the post stood or stands, and of those it might."""
        return [thread.id for thread in (self.thread, self.within, *self.split)]

    def go_back(self) -> None:
        """Undoes all that was done, the last first."""
        db.session.expire_all()
        post = db.session.get_one(Post, self.post.id)
        if post.deleted_at is not None:
            undelete_post(actor(self.author), post.id)
        if post.hidden_at is not None:
            restore_post(actor(self.holder), post.id)
        done = select(ThreadAct.id).where(ThreadAct.undone_at.is_(None), ThreadAct.act.in_(MOVING))
        for act_id in list(db.session.scalars(done.order_by(ThreadAct.id.desc()))):
            undo_act(actor(self.holder), act_id)


def brought(member: Browser) -> dict[str, object]:
    """A picture that somebody brings."""
    sent = {"file": (BytesIO(picture("PNG")), "cour.png")}
    answer = member.post("/files", sent, follow=False, content_type="multipart/form-data", headers=JSON).response
    assert answer.status_code == 201
    return dict(answer.get_json())


def make_scene(browser: Callable[..., Browser], deliver: Callable[[], int]) -> Scene:
    """The scene, before anybody is told of anything."""
    ending = next(MADE)
    word, title, part = f"cornemuse{ending}", f"mandragore{ending}", f"belladone{ending}"
    school = make_school()
    referent = make_referent(school)
    yann, author, colleague = (make_member(school, referent, name) for name in ("Yann Dedans", "Inès Dit", "Colin Lit"))
    holder = make_member(school, referent, "Hélène Tient", role=Role.MEDIATOR)
    outsider = make_person("Odile Dehors")
    inside = Reader(browser(colleague), colleague, change_feed_key(actor(colleague)))
    outside = Reader(browser(outsider), outsider, change_feed_key(actor(outsider)))

    place, closed = make_space("La cour"), make_space("Salle des profs", audience.of_school(school.id))
    thread = make_thread(yann, place, f"Titre {title}", tags=["familles"])
    within, elsewhere = make_thread(yann, closed, "Déjà dedans"), make_thread(outsider, place, "Ailleurs")
    file = brought(browser(author))
    called = f"@{outsider.handle} @{colleague.handle}"
    post = make_reply(author, thread, f"{called} {word} ancien. {file['markdown']}")
    edit_post(actor(author), post.id, f"{called} {word} nouveau. {file['markdown']}")

    own = make_reply(outsider, thread, OWN)
    quoting = make_reply(outsider, elsewhere, quotation_of(actor(outsider), post.id) + OWN)
    edit_post(actor(outsider), quoting.id, quotation_of(actor(outsider), post.id) + f"{OWN} Et encore.")
    begun = {"body": quotation_of(actor(outsider), post.id) + OWN}
    save_draft(actor(outsider), f"thread:{thread.id}", begun, 0)
    for reader in (colleague, outsider):
        watch(reader.id, "thread", thread.id, "all")
    return Scene(
        word=word,
        title=title,
        part=part,
        place=place,
        closed=closed,
        thread=thread,
        within=within,
        elsewhere=elsewhere,
        post=post,
        own=own,
        quoting=quoting,
        picture=str(file["url"]),
        holder=holder,
        author=author,
        inside=inside,
        outside=outside,
        visitor=Reader(browser()),
        deliver=deliver,
        split=[],
    )
