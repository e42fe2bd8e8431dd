"""Every kind of page of the demonstration, with who opens it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from forum.accounts.models import Person
from forum.chat.models import Message, Room
from forum.communities.models import Community
from forum.discussions.models import Post, Tag, Thread
from forum.extensions import db
from forum.mediation.models import MediationCase
from forum.moderation.models import Report
from forum.practices.models import Collection, Sheet, Transposition
from forum.saved_searches.models import SavedSearch
from forum.schools.models import School
from tests.services.serving import Server

TEACHERS_SCHOOL = "0351847T"
HOLDERS_PAGES = ("acts", "lock", "merge", "move", "note", "pin", "rename", "slow", "split", "summary")


@dataclass(frozen=True)
class Address:
    """One page, and the account that opens it: "teacher", or none for a visitor."""

    path: str
    account: str = ""


def addresses_of(site: Server) -> list[Address]:
    """One address of each kind of page that people read, some of them as several people see them."""
    with site.app().app_context():
        thread = db.session.scalars(select(Thread).order_by(Thread.post_count.desc())).first()
        asked = db.session.scalars(select(Thread).where(Thread.title.startswith("Le retour d’exclusion"))).one()
        own, other = posts_of(asked)
        sheet = db.session.scalars(select(Sheet).order_by(Sheet.id)).first()
        school = db.session.scalars(select(School).where(School.uai == TEACHERS_SCHOOL)).one()
        room = db.session.scalars(select(Room).where(Room.school_id == school.id)).one()
        last = db.session.scalars(select(Message).where(Message.room_id == room.id, Message.seq == room.last_seq)).one()
        saved = db.session.scalars(select(SavedSearch).where(SavedSearch.name.startswith("Fiches"))).one()
        case = db.session.scalars(select(MediationCase)).one()
        karim = db.session.scalars(select(Person).where(Person.email == "colleague@demo.example")).one()
        report = db.session.scalars(select(Report)).first()
        community = db.session.scalars(select(Community).order_by(Community.id)).first()
        told = db.session.scalars(select(Transposition).order_by(Transposition.id)).first()
        collection = db.session.scalars(select(Collection).where(Collection.is_public)).first()
        tag = db.session.scalars(select(Tag).order_by(Tag.id)).first()
        assert thread and sheet and report and community and tag and told and collection
        own_thread, long_thread = f"/threads/{asked.id}-{asked.slug}", f"/threads/{thread.id}-{thread.slug}"
        found = {
            "": [
                "/",
                "/login",
                "/register",
                "/account/sent",
                "/account/reset",
                "/spaces",
                "/spaces/climat-scolaire",
                "/spaces/climat-scolaire?tab=unanswered",
                own_thread,
                f"{long_thread}?page=2",
                f"{own_thread}?only=author",
                "/unanswered",
                "/tags",
                f"/tags/{tag.slug}",
                "/practices",
                f"/practices/{sheet.id}-{sheet.slug}",
                f"/practices/{sheet.id}/pdf",
                f"/practices/{told.sheet_id}/transpositions",
                f"/practices/{told.sheet_id}/transpositions/{told.id}",
                "/practices?domain=climat-scolaire&sort=title",
                "/practices/open-data",
                "/collections",
                f"/collections/{collection.id}-{collection.slug}",
                "/search",
                "/search?q=exclusion",
                "/search?q=introuvablement",
                "/search?q=climat+in:climat-scolaire&kind=thread&kind=post&grouped=0&sort=newest",
                "/search?q=exclusion+tag:introuvable&year=2014",
                "/search?q=exclusoin+apr%C3%A8s:demain",
                "/schools",
                f"/schools/{school.uai}",
                "/communities",
                f"/communities/{community.slug}",
                "/about",
                "/charter",
                "/privacy",
                "/accessibility",
                "/demo/mail",
                "/styleguide",
                "/nothing-here",
            ],
            "teacher": [
                "/",
                "/me",
                "/account",
                "/account/notices",
                "/search?q=exclusion",
                "/search?q=introuvablement",
                "/mediation",
                "/mediation/ask",
                "/search/saved",
                "/search/saved/new?q=climat&kind=thread",
                f"/search/saved/{saved.id}/change",
                "/people",
                f"/people/{own.author_id}-{'-'}",
                "/notices",
                own_thread,
                f"/posts/{other.id}/reactions",
                "/unread",
                "/mine",
                "/drafts",
                "/notices/watching",
                f"/notices/watching/thread/{asked.id}",
                "/account/feeds",
                "/conversations",
                "/conversations/new",
                f"/threads/{asked.id}/proposals/new",
                "/communities/propose",
                f"/posts/{own.id}/delete",
                f"/report/post/{other.id}",
                "/spaces/climat-scolaire/new",
                f"/schools/{school.uai}",
                f"/communities/{community.slug}",
                "/rooms",
                f"/rooms/{room.id}",
                f"/rooms/{room.id}/history?before={room.last_seq}",
                f"/rooms/{room.id}/people",
                f"/rooms/{room.id}/search",
                f"/rooms/{room.id}/search?q=merci",
                f"/rooms/{room.id}/search?q=introuvablement+auteur:claire",
                f"/rooms/{room.id}/lift",
                f"/practices/formalise/messages?message={last.id}",
                "/rooms/new",
                f"/report/message/{last.id}",
                "/practices/drafts",
                "/practices/new",
                "/practices/import",
                "/practices/bookmarks",
                "/practices/watched",
                "/practices/cited",
                "/collections/new",
                f"/practices/{sheet.id}-{sheet.slug}",
                f"/practices/{sheet.id}/collections",
                f"/practices/{sheet.id}/transpositions/new",
                f"/practices/{sheet.id}/discussion",
                f"/practices/{sheet.id}/authors/{sheet.owner_id}/contact",
                f"/practices/formalise/{asked.id}",
                f"/practices/formalise/messages?message={last.id}",
            ],
            "colleague": [
                f"/mediation/{case.id}",
                f"/mediation/{case.id}/aside/{karim.id}",
                f"/mediation/{case.id}/leave",
            ],
            "outsider": [f"/schools/{school.uai}"],
            "referent": [
                f"/schools/{school.uai}",
                f"/rooms/{room.id}",
                f"/rooms/{room.id}/settings",
                f"/rooms/{room.id}/acts",
                f"/rooms/{room.id}/messages/{last.id}/take-away",
                f"/rooms/{room.id}/people/{last.author_id}/silence",
            ],
            "editor": [
                f"/practices/{sheet.id}-{sheet.slug}",
                f"/practices/{sheet.id}/edit",
                f"/practices/{sheet.id}/history",
                f"/practices/{sheet.id}/authors",
                "/review",
            ],
            "mediator": [
                "/mediation",
                f"/mediation/{case.id}",
                f"/mediation/{case.id}/close",
                "/moderation",
                f"/moderation/{report.id}",
                "/moderation/log",
                "/moderation/reminder",
                f"/moderation/{report.id}/hand-over",
                f"/moderation/{report.id}?act=remind",
                own_thread,
                "/communities/new",
                f"/communities/{community.slug}/people",
                f"/communities/{community.slug}/edit",
                f"/communities/{community.slug}/archive",
                "/spaces/climat-scolaire/settings",
                "/spaces/climat-scolaire/holder",
                f"/tags/{tag.slug}/synonyms",
                *(f"/threads/{asked.id}/{page}" for page in HOLDERS_PAGES),
                f"/posts/{other.id}/reassign",
            ],
            "admin": ["/administration/search/synonyms", "/mediation/register"],
        }
        db.session.remove()
        db.engine.dispose()
    return [Address(path, account) for account, paths in found.items() for path in paths]


def posts_of(thread: Thread) -> tuple[Post, Post]:
    """The first post of a thread, and the last one by somebody else."""
    first = db.session.scalars(select(Post).where(Post.thread_id == thread.id, Post.number == 1)).one()
    last = select(func.max(Post.number)).where(Post.thread_id == thread.id, Post.author_id != first.author_id)
    number = db.session.scalar(last)
    return first, db.session.scalars(select(Post).where(Post.thread_id == thread.id, Post.number == number)).one()
