"""Opening a community, joining it, leaving it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from forum.communities.events import CommunityJoined, CommunityLeft, CommunityOpened
from forum.communities.models import Community, CommunityMembership
from forum.core.actor import Actor
from forum.core.changes import touch
from forum.core.errors import Invalid, NotFound
from forum.core.events import record
from forum.core.models import now
from forum.core.policy import require
from forum.core.text import is_blank, render_markdown, slug, tidy, tidy_line
from forum.core.transactions import transaction
from forum.extensions import db

LONGEST_NAME, LONGEST_ABOUT, LONGEST_TEXT = 120, 500, 10_000
LONGEST_SLUG = 100
RESERVED = frozenset({"-", "new"})


def open_community(actor: Actor, name: str, about: str = "", charter: str = "", read_first: str = "") -> Community:
    """Opens a community; who opens it is its first member.

    Args:
        actor: a mediator or an administrator.
        name: 120 characters at most.
        about: what it is about in two sentences, 500 characters at most.
        charter: what members ask of each other, Markdown.
        read_first: where a newcomer begins, Markdown.

    Raises:
        NotAllowed: see the rule "community.open".
        Invalid: the name is missing or taken, or a text is too long.
    """
    name, about = tidy_line(name), tidy(about).strip()
    charter, read_first = tidy(charter).strip(), tidy(read_first).strip()
    check("name", name, LONGEST_NAME, _("Donnez un nom à la communauté."))
    check("about", about, LONGEST_ABOUT)
    check("charter", charter, LONGEST_TEXT)
    check("read_first", read_first, LONGEST_TEXT)
    written = Written(name, about, charter, read_first)
    try:
        with transaction():
            require(actor, "community.open")
            return twin_of(actor, written) or open_as_written(actor, written)
    except IntegrityError:  # two opened it at the same moment
        raise Invalid("name", _("Une communauté porte déjà ce nom.")) from None


@dataclass(frozen=True)
class Written:
    """What a person wrote of a new community, tidied."""

    name: str
    about: str
    charter: str
    read_first: str


def twin_of(actor: Actor, written: Written) -> Community | None:
    """The community that the same person opened with the same words, when a form is sent twice.

    Raises:
        Invalid: one of that name is there, and is another.
    """
    community = db.session.scalar(select(Community).where(Community.slug == address_of(written.name)))
    if community is None:
        return None
    there = Written(community.name, community.about, community.charter, community.read_first)
    if community.opened_by == actor.person_id and there == written:
        return community
    raise Invalid("name", _("Une communauté porte déjà ce nom."))


def address_of(name: str) -> str:
    """The slug of a name; one without a Latin letter, or that is the address of another page, is told by its signs."""
    made = slug(name, LONGEST_SLUG)
    if made not in RESERVED:
        return made
    return f"communaute-{hashlib.blake2b(name.casefold().encode(), digest_size=4).hexdigest()}"


def open_as_written(actor: Actor, written: Written) -> Community:
    community = Community(
        slug=address_of(written.name),
        name=written.name,
        about=written.about,
        charter=written.charter,
        charter_html=render_markdown(written.charter, "charter"),
        read_first=written.read_first,
        read_first_html=render_markdown(written.read_first, "first"),
        opened_by=actor.person_id,
    )
    db.session.add(community)
    db.session.flush()
    record(CommunityOpened(community.id))
    touch("communities")
    add_member(community, actor.person_id)
    return community


def check(field: str, text: str, longest: int, missing: str = "") -> None:
    if missing and is_blank(text):
        raise Invalid(field, missing)
    if len(text) > longest:
        raise Invalid(field, _("Ce texte est trop long : %(max)d caractères au plus.", max=longest))


def join_community(actor: Actor, community_id: int) -> None:
    """Joins a community; being in it already changes nothing.

    Raises:
        NotFound: there is none.
        NotAllowed: the actor is a visitor.
    """
    try:
        with transaction():
            community = find_community(community_id)
            membership = membership_of(actor, community_id)
            if membership is not None and membership.left_at is None:
                return
            require(actor, "community.join", community)
            add_member(community, actor.person_id, membership)
    except IntegrityError:  # two presses of the button at once: the other one did it
        return


def membership_of(actor: Actor, community_id: int) -> CommunityMembership | None:
    """The actor's belonging, now or once, held until the transaction ends, so that it is counted once."""
    if not actor.is_signed_in:
        return None
    held = (community_id, actor.person_id)
    return db.session.get(CommunityMembership, held, populate_existing=True, with_for_update=True)


def add_member(community: Community, person_id: int, membership: CommunityMembership | None = None) -> None:
    if membership is None:
        db.session.add(CommunityMembership(community_id=community.id, person_id=person_id))
    else:
        membership.left_at = None
        membership.joined_at = now()
    db.session.flush()
    count(community.id, 1)
    record(CommunityJoined(community.id, person_id))


def leave_community(actor: Actor, community_id: int) -> None:
    """Leaves a community; what one wrote there stays. Again, it changes nothing.

    Raises:
        NotFound: there is none.
        NotAllowed: the actor never was in it.
    """
    with transaction():
        community = find_community(community_id)
        membership = membership_of(actor, community_id)
        if membership is not None and membership.left_at is not None:
            return  # the button was pressed twice
        require(actor, "community.leave", community)
        if membership is None:
            return
        membership.left_at = now()
        count(community_id, -1)
        record(CommunityLeft(community_id, actor.person_id))


def find_community(community_id: int) -> Community:
    community = db.session.get(Community, community_id)
    if community is None:
        raise NotFound
    return community


def count(community_id: int, change: int) -> None:
    db.session.execute(
        update(Community)
        .where(Community.id == community_id)
        .values(member_count=Community.member_count + change)
        .execution_options(synchronize_session=False)
    )
    touch("communities", f"community:{community_id}")
