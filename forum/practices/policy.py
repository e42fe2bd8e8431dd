"""Who may do what about practice sheets."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, false, or_, select, true

from forum.core.actor import Actor
from forum.core.models import now
from forum.core.policy import can, rule, visibility, visible
from forum.discussions.models import Thread
from forum.practices.committee import HELD, Passage, interest_of
from forum.practices.models import LISTED, Collection, ContactRequest, Quotation, Sheet, Transposition, WatchedFilter

EDITOR = "editor"
WRITES, SUBMITS = "sheet-author:", "sheet-submitter:"
"""Claims of whoever writes a sheet with its owner, and of who among them may also submit it."""


def written_with_others(actor: Actor) -> list[int]:
    """The sheets that the actor writes with their owner (forum/practices/claims.py)."""
    return sorted(int(claim.removeprefix(WRITES)) for claim in actor.claims if claim.startswith(WRITES))


def is_author(actor: Actor, sheet: Sheet) -> bool:
    """Its owner, and whoever accepted to write it with them."""
    return actor.is_signed_in and (sheet.owner_id == actor.id or actor.has_claim(f"{WRITES}{sheet.id}"))


@visibility(Sheet)
def sheets_seen_by(actor: Actor) -> ColumnElement[bool]:
    """Those in the library for everybody; the others for their authors and for editors."""
    if actor.has_role(EDITOR):
        return true()
    if not actor.is_signed_in:
        return LISTED
    return or_(LISTED, Sheet.owner_id == actor.id, Sheet.id.in_(written_with_others(actor)))


@rule("sheet.see", sees=Sheet)
def sees_sheet(actor: Actor, sheet: Sheet) -> bool:
    """Those in the library for everybody; the others for their authors and for editors."""
    return sheet.is_listed or edits(actor, sheet)


@rule("sheet.draft", of_site=True)
def drafts(actor: Actor, _: object) -> bool:
    """Members: whoever has a practice to tell may begin a sheet."""
    return actor.is_signed_in


@rule("sheet.edit")
def edits(actor: Actor, sheet: Sheet) -> bool:
    """Its authors, and editors."""
    return is_author(actor, sheet) or (actor.is_signed_in and actor.has_role(EDITOR))


@rule("sheet.history")
def reads_history(actor: Actor, sheet: Sheet) -> bool:
    """Who edits it."""
    return edits(actor, sheet)


@rule("sheet.submit")
def submits(actor: Actor, sheet: Sheet) -> bool:
    """Its owner, and the co-authors whom the owner lets submit; they also withdraw it."""
    return actor.is_signed_in and (sheet.owner_id == actor.id or actor.has_claim(f"{SUBMITS}{sheet.id}"))


@rule("sheet.publish_at_once")
def publishes_at_once(actor: Actor, sheet: Sheet) -> bool:
    """Editors, for what the site itself brings in; no page offers it."""
    return actor.has_role(EDITOR)


# Reviewing: the committee's desk, and who may judge (forum/practices/committee.py).


@rule("review.desk", of_site=True)
def sits_on_the_committee(actor: Actor, _: object) -> bool:
    """Editors."""
    return actor.is_signed_in and actor.has_role(EDITOR)


def judges(actor: Actor, passage: Passage) -> bool:
    """Editors who neither wrote the sheet nor belong to a school of somebody who did."""
    return sits_on_the_committee(actor, None) and interest_of(actor, passage.authors) is None


def holds(actor: Actor, passage: Passage) -> bool:
    return passage.review is not None and actor.is_signed_in and passage.review.taken_by == actor.id


@rule("review.read")
def reads_review(actor: Actor, sheet: Sheet) -> bool:
    """Its authors, and editors."""
    return edits(actor, sheet)


@rule("review.take")
def takes_review(actor: Actor, passage: Passage) -> bool:
    """Whoever may judge."""
    return judges(actor, passage)


@rule("review.release")
def releases_review(actor: Actor, passage: Passage) -> bool:
    """Whoever holds it; whoever may judge, once it has been held for long."""
    since = passage.review.taken_at if passage.review else None
    return holds(actor, passage) or (judges(actor, passage) and since is not None and now() - since > HELD)


@rule("review.ask_changes")
def asks_changes(actor: Actor, passage: Passage) -> bool:
    """Whoever holds it, if they may judge."""
    return judges(actor, passage) and holds(actor, passage)


@rule("review.opinion")
def gives_opinion(actor: Actor, passage: Passage) -> bool:
    """Whoever may judge, whether they hold it or not: a quorum takes several."""
    return judges(actor, passage)


@rule("review.comment")
def comments(actor: Actor, passage: Passage) -> bool:
    """Its authors, and whoever may judge; they also say when a remark is settled."""
    return is_author(actor, passage.sheet) or judges(actor, passage)


@rule("sheet.archive")
def archives(actor: Actor, sheet: Sheet) -> bool:
    """Its owner, and editors."""
    return actor.is_signed_in and (sheet.owner_id == actor.id or actor.has_role(EDITOR))


@rule("sheet.reinstate")
def reinstates(actor: Actor, passage: Passage) -> bool:
    """Whoever may judge it: it comes back before readers."""
    return judges(actor, passage)


# Transpositions, what is asked through Médiane, and the discussion of a sheet.


@dataclass(frozen=True)
class TranspositionOfSheet:
    """A transposition together with its sheet: what the rules about one need."""

    transposition: Transposition
    sheet: Sheet


@visibility(Transposition)
def transpositions_seen_by(actor: Actor) -> ColumnElement[bool]:
    """Those of the sheets that the actor sees, until they are removed."""
    seen = select(Sheet.id).where(visible(actor, Sheet))
    return and_(Transposition.removed_at.is_(None), Transposition.sheet_id.in_(seen))


@rule("transposition.see", sees=TranspositionOfSheet)
def sees_transposition(actor: Actor, one: TranspositionOfSheet) -> bool:
    """Whoever sees its sheet, until it is removed."""
    return one.transposition.removed_at is None and sees_sheet(actor, one.sheet)


@rule("transposition.record")
def records_transposition(actor: Actor, sheet: Sheet) -> bool:
    """Members, of a sheet in the library; in which schools, "school.members" says."""
    return actor.is_signed_in and sheet.is_listed


@rule("transposition.edit")
def edits_transposition(actor: Actor, one: TranspositionOfSheet) -> bool:
    """Its author, also once they left the school: they know what came of it."""
    return actor.is_signed_in and one.transposition.author_id == actor.id and sees_transposition(actor, one)


@rule("transposition.remove")
def removes_transposition(actor: Actor, one: TranspositionOfSheet) -> bool:
    """Its author; and editors, who keep the library."""
    return edits_transposition(actor, one) or (actor.has_role(EDITOR) and sees_transposition(actor, one))


@rule("transposition.discuss")
def discusses_transposition(actor: Actor, one: TranspositionOfSheet) -> bool:
    """Members, where its sheet is in the library."""
    return discusses_sheet(actor, one.sheet) and sees_transposition(actor, one)


@rule("sheet.discuss")
def discusses_sheet(actor: Actor, sheet: Sheet) -> bool:
    """Members, once it is in the library: its discussion is public."""
    return actor.is_signed_in and sheet.is_listed


@rule("sheet.ask")
def asks_authors(actor: Actor, sheet: Sheet) -> bool:
    """Members, once it is in the library; of which author, and never oneself, the verb says."""
    return actor.is_signed_in and sheet.is_listed


@rule("transposition.ask")
def asks_who_transposed(actor: Actor, one: TranspositionOfSheet) -> bool:
    """Members other than its author, where the author said « contact me »."""
    others = actor.is_signed_in and one.transposition.author_id != actor.id
    return others and one.transposition.may_contact and sees_transposition(actor, one) and one.sheet.is_listed


@visibility(ContactRequest)
def contacts_seen_by(actor: Actor) -> ColumnElement[bool]:
    """Who asked and who is asked: nobody else, whatever their role."""
    if not actor.is_signed_in:
        return false()
    return or_(ContactRequest.sender_id == actor.id, ContactRequest.recipient_id == actor.id)


@rule("contact.see", sees=ContactRequest)
def sees_contact(actor: Actor, asked: ContactRequest) -> bool:
    """Who asked and who is asked: nobody else, whatever their role."""
    return actor.is_signed_in and actor.id in (asked.sender_id, asked.recipient_id)


@rule("contact.answer")
def answers_contact(actor: Actor, asked: ContactRequest) -> bool:
    """Who is asked."""
    return actor.is_signed_in and asked.recipient_id == actor.id


# Quotations.


@visibility(Quotation)
def quotations_seen_by(actor: Actor) -> ColumnElement[bool]:
    """Those of one's own words. What authors and readers see of others' is decided with the sheet and the thread."""
    return Quotation.person_id == actor.id if actor.is_signed_in else false()


@rule("quotation.answer", sees=Quotation)
def answers_quotation(actor: Actor, quotation: Quotation) -> bool:
    """Who is quoted, and nobody for them."""
    return actor.is_signed_in and quotation.person_id == actor.id


@rule("quotation.list", of_site=True)
def lists_own_quotations(actor: Actor, _: object) -> bool:
    """Members, where they are quoted."""
    return actor.is_signed_in


@rule("thread.formalise")
def formalises(actor: Actor, thread: Thread) -> bool:
    """Members who see the thread and may begin a sheet."""
    return drafts(actor, None) and can(actor, "thread.see", thread)


# Shelves: bookmarks, collections, watched filters.


@rule("shelf.hold", of_site=True)
def holds_shelves(actor: Actor, _: object) -> bool:
    """Members."""
    return actor.is_signed_in


@rule("sheet.bookmark")
def bookmarks(actor: Actor, sheet: Sheet) -> bool:
    """Members, whatever sheet they may read: into bookmarks, and into collections of their own."""
    return actor.is_signed_in and sees_sheet(actor, sheet)


@visibility(Collection)
def collections_seen_by(actor: Actor) -> ColumnElement[bool]:
    """The public ones for everybody, the others for their owners; which of their sheets, `sheets_seen_by` says."""
    theirs = or_(Collection.is_public, Collection.owner_id == actor.id) if actor.is_signed_in else Collection.is_public
    return and_(Collection.deleted_at.is_(None), theirs)


@rule("collection.see", sees=Collection)
def sees_collection(actor: Actor, collection: Collection) -> bool:
    """The public ones for everybody, the others for their owners."""
    return collection.deleted_at is None and (collection.is_public or owns_collection(actor, collection))


@rule("collection.edit")
def owns_collection(actor: Actor, collection: Collection) -> bool:
    """Its owner."""
    return actor.is_signed_in and collection.deleted_at is None and collection.owner_id == actor.id


@visibility(WatchedFilter)
def watched_filters_seen_by(actor: Actor) -> ColumnElement[bool]:
    """One's own."""
    return WatchedFilter.person_id == actor.id if actor.is_signed_in else false()


# Writing: co-authors.


@rule("sheet.invite")
def invites(actor: Actor, sheet: Sheet) -> bool:
    """Its owner: co-authors write, and do not bring others in."""
    return actor.is_signed_in and sheet.owner_id == actor.id


@rule("sheet.authors")
def reads_authors(actor: Actor, sheet: Sheet) -> bool:
    """Its authors: who writes with whom is nobody else's matter."""
    return is_author(actor, sheet)
