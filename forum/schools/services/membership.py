"""Belonging to a school: asked for, admitted or declined by a referent, ended by leaving. Its history is kept."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import Select, select, update
from sqlalchemy.exc import IntegrityError

from forum.core.actor import Actor
from forum.core.changes import touch
from forum.core.errors import Conflict, Invalid, NotFound
from forum.core.events import record
from forum.core.models import now
from forum.core.policy import require
from forum.core.text import tidy
from forum.core.transactions import transaction
from forum.extensions import db
from forum.schools.events import MemberAdmitted, MemberLeft, MembershipAsked, MembershipDeclined
from forum.schools.models import MembershipState, School, SchoolMembership

LONGEST_WORDS = 500
CURRENT = (MembershipState.ASKED.value, MembershipState.ADMITTED.value)


def find_school(school_id: int) -> School:
    """The school of an id.

    Raises:
        NotFound: there is none.
    """
    school = db.session.get(School, school_id, populate_existing=True)
    if school is None:
        raise NotFound
    return school


def current_membership(school_id: int, person_id: int) -> SchoolMembership | None:
    """The request or the belonging of a person that stands now, held until the transaction ends.

    Held, because two referents may decide on one request at once, and the second is to see what the first did.
    """
    standing = belonging_of(school_id, person_id).where(SchoolMembership.state.in_(CURRENT))
    return db.session.scalar(standing.with_for_update().execution_options(populate_existing=True))


def belonging_of(school_id: int, person_id: int) -> Select[SchoolMembership]:
    """All that a person ever asked of a school."""
    return select(SchoolMembership).where(
        SchoolMembership.school_id == school_id, SchoolMembership.person_id == person_id
    )


def ask_to_join(actor: Actor, school_id: int, words: str = "") -> SchoolMembership:
    """Asks the referents of a school to be admitted; asking again is the same request.

    Args:
        actor: a member of Médiane.
        school_id: which school.
        words: what the person says of themselves, 500 characters at most.

    Raises:
        NotFound: there is no such school.
        NotAllowed: it is closed, or the person belongs to it already.
        Invalid: too many words.
    """
    words = tidy(words).strip()
    if len(words) > LONGEST_WORDS:
        raise Invalid("words", _("Ce texte est trop long : %(max)d caractères au plus.", max=LONGEST_WORDS))
    try:
        with transaction():
            school = find_school(school_id)
            standing = current_membership(school_id, actor.person_id)
            if standing is not None and standing.state == MembershipState.ASKED:
                return standing
            require(actor, "school.join", school)
            membership = SchoolMembership(school_id=school_id, person_id=actor.person_id, words=words)
            db.session.add(membership)
            db.session.flush()
            record(MembershipAsked(school_id, actor.person_id))
        return membership
    except IntegrityError:
        with transaction():
            twin = current_membership(school_id, actor.person_id)  # two presses of the button at once
        if twin is None:
            raise
        return twin


def withdraw_request(actor: Actor, school_id: int) -> None:
    """Takes one's request back; there being none changes nothing."""
    with transaction():
        membership = current_membership(school_id, actor.person_id)
        if membership is not None and membership.state == MembershipState.ASKED:
            membership.state = MembershipState.ENDED.value
            membership.ended_at = now()


def admit_member(actor: Actor, school_id: int, person_id: int) -> None:
    """Admits who asked to join.

    Raises:
        NotFound: there is no such school, or the person never asked to join it.
        NotAllowed: the actor is none of its referents.
        Conflict: the request stands no longer, or the school closed meanwhile.
    """
    with transaction():
        school = find_school(school_id)
        membership = request_to_decide(actor, school, person_id)
        if membership.state == MembershipState.ADMITTED:
            return
        if not school.is_open:
            raise Conflict(_("Cet établissement a fermé : personne ne peut plus y être admis."))
        admit(membership, actor.person_id)


def decline_member(actor: Actor, school_id: int, person_id: int) -> None:
    """Declines who asked to join.

    Raises:
        NotFound, NotAllowed, Conflict: as for `admit_member`.
    """
    with transaction():
        membership = request_to_decide(actor, find_school(school_id), person_id)
        if membership.state == MembershipState.ADMITTED:
            raise Conflict(_("Cette personne vient d’être admise."))
        membership.state = MembershipState.DECLINED.value
        membership.ended_at = now()
        membership.decided_by = actor.person_id
        record(MembershipDeclined(school_id, person_id))


def request_to_decide(actor: Actor, school: School, person_id: int) -> SchoolMembership:
    require(actor, "school.admit", school)
    membership = current_membership(school.id, person_id)
    if membership is None:
        if not has_a_past(school.id, person_id):
            raise NotFound
        raise Conflict(_("Cette demande a été retirée, ou quelqu’un y a déjà répondu."))
    return membership


def has_a_past(school_id: int, person_id: int) -> bool:
    """Whether a person once asked to join a school, whatever became of it."""
    return db.session.scalar(belonging_of(school_id, person_id).limit(1)) is not None


def has_left(school_id: int, person_id: int) -> bool:
    """Whether a person once belonged to a school, and left it."""
    past = belonging_of(school_id, person_id).where(
        SchoolMembership.state == MembershipState.ENDED.value, SchoolMembership.admitted_at.is_not(None)
    )
    return db.session.scalar(past.limit(1)) is not None


def admit(membership: SchoolMembership, decided_by: int | None) -> None:
    membership.state = MembershipState.ADMITTED.value
    membership.admitted_at = now()
    membership.decided_by = decided_by
    count_members(membership.school_id, 1)
    record(MemberAdmitted(membership.school_id, membership.person_id))


def count_members(school_id: int, change: int) -> None:
    db.session.execute(
        update(School)
        .where(School.id == school_id)
        .values(member_count=School.member_count + change)
        .execution_options(synchronize_session=False)
    )
    touch("schools", f"school:{school_id}")


def leave_school(actor: Actor, school_id: int) -> None:
    """Ends one's belonging to a school, with its date; what one wrote there stays. Again, it changes nothing.

    Raises:
        NotFound: there is no such school.
        NotAllowed: the actor never belonged to it.
    """
    with transaction():
        school = find_school(school_id)
        membership = current_membership(school_id, actor.person_id)
        if membership is None and has_left(school_id, actor.person_id):
            return  # the button was pressed twice
        require(actor, "school.leave", school)
        if membership is None or membership.state != MembershipState.ADMITTED:
            return
        membership.state = MembershipState.ENDED.value
        membership.ended_at = now()
        membership.is_referent = False
        count_members(school_id, -1)
        record(MemberLeft(school_id, actor.person_id))


def name_referent(school_id: int, person_id: int, *, take: bool = False) -> None:
    """Makes a person a referent of a school, admitting them where needed; or takes that back.

    It is the site that does this, on the command line: no person's right is asked.

    Raises:
        NotFound: there is no such school.
    """
    with transaction():
        find_school(school_id)
        membership = current_membership(school_id, person_id)
        if take:
            if membership is not None:
                membership.is_referent = False
            return
        if membership is None:
            membership = SchoolMembership(school_id=school_id, person_id=person_id)
            db.session.add(membership)
            db.session.flush()
        if membership.state != MembershipState.ADMITTED:
            admit(membership, None)
        membership.is_referent = True
