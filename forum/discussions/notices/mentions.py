"""Those whom a post calls by name, with the others of a group, or whose words it quotes."""

from __future__ import annotations

from collections.abc import Iterable

from flask import current_app
from sqlalchemy import Select, select, union

from forum.accounts.audiences import people_in
from forum.accounts.handles import holders_of
from forum.accounts.models import GROUP_HANDLES, Person, Role, SiteRole
from forum.accounts.sessions import actor_of
from forum.core import audience
from forum.core.policy import can
from forum.discussions.models import Post
from forum.discussions.notices.recipients import Spoken, told_as
from forum.discussions.notices.words import ADDRESSED, MENTIONED, QUOTED
from forum.extensions import db
from forum.writing.mentions import mentioned_handles
from forum.writing.quotes import quoted_posts

MEMBERS = frozenset({"membres", "members"})
OF_ROLES = {
    "mediation": Role.MEDIATOR,
    "mediators": Role.MEDIATOR,
    "comite": Role.EDITOR,
    "committee": Role.EDITOR,
}


def named_in(source: str, before: str = "") -> tuple[str, ...]:
    """The handles that a text calls and that it did not call before: of people as many as one post may, and of groups.

    Args:
        source: Markdown.
        before: what it said before an edit.
    """
    handles = mentioned_handles(source)
    people = [handle for handle in handles if handle not in GROUP_HANDLES]
    told: list[str] = people[: current_app.config["SETTINGS"].most_mentions]
    known = set(mentioned_handles(before)) if before else set()
    groups = [handle for handle in handles if handle in GROUP_HANDLES]
    return tuple(handle for handle in (*told, *groups) if handle not in known)


def quoted_in(source: str, before: str = "") -> tuple[int, ...]:
    """The posts that a text quotes and that it did not quote before."""
    known = set(quoted_posts(before)) if before else set()
    return tuple(post_id for post_id in quoted_posts(source) if post_id not in known)


@told_as("mention", rank=10, kind=MENTIONED)
def people_named(spoken: Spoken) -> Select[int] | None:
    """Those whom it calls by name."""
    handles = [handle for handle in spoken.handles if handle not in GROUP_HANDLES]
    return select(holders_of(handles).c.person_id) if handles else None


@told_as("mention", rank=11, kind=ADDRESSED)
def groups_named(spoken: Spoken) -> Select[int] | None:
    """Those of the groups that it calls, where its author holds the thread."""
    groups = GROUP_HANDLES.intersection(spoken.handles)
    if not groups:
        return None
    author = db.session.get(Person, spoken.author_id)
    if author is None or not can(actor_of(author), "thread.hold", spoken.thread):
        return None
    called = list(people_of(groups, spoken.thread.audience))
    return select(union(*called).subquery().c[0]) if called else None


def people_of(groups: Iterable[str], token: str) -> Iterable[Select[int]]:
    """The people of some groups; « @membres » are those of the school or of the community, and nobody elsewhere."""
    for group in sorted(groups):
        if group in OF_ROLES:
            yield select(SiteRole.person_id).where(SiteRole.role == OF_ROLES[group].value)
        elif group in MEMBERS and token not in (audience.PUBLIC, audience.MEMBERS):
            yield people_in(token)


@told_as("quote", rank=20, kind=QUOTED)
def people_quoted(spoken: Spoken) -> Select[int] | None:
    """Those whose words it quotes."""
    return select(Post.author_id).where(Post.id.in_(spoken.quoted)) if spoken.quoted else None
