"""What people are told about belonging to schools."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, select

from forum.accounts.models import Person
from forum.core.events import on
from forum.extensions import db
from forum.notices.services import tell
from forum.notices.words import notice_words
from forum.schools.events import MemberAdmitted, MembershipAsked, MembershipDeclined
from forum.schools.models import MembershipState, School, SchoolMembership

ASKED, ADMITTED, DECLINED = "school.asked", "school.admitted", "school.declined"


@notice_words(ASKED, "belonging")
def asked(facts: Mapping[str, Any]) -> str:
    """Somebody asks to join a school that one is referent of."""
    return _("%(name)s demande à rejoindre %(school)s.", name=facts["name"], school=facts["school"])


@notice_words(ADMITTED, "belonging")
def admitted(facts: Mapping[str, Any]) -> str:
    """One was admitted."""
    return _("Vous faites maintenant partie de %(school)s.", school=facts["school"])


@notice_words(DECLINED, "belonging")
def declined(facts: Mapping[str, Any]) -> str:
    """One was declined."""
    return _("Votre demande pour rejoindre %(school)s n’a pas été retenue.", school=facts["school"])


@on(MembershipAsked, "notices")
def tell_referents(events: Sequence[MembershipAsked]) -> None:
    """Tells the referents of a school who asks to join it."""
    for event in events:
        school, person = db.session.get_one(School, event.school_id), db.session.get_one(Person, event.person_id)
        request = latest_membership(event, SchoolMembership.state == MembershipState.ASKED.value)
        if request is None:
            continue  # withdrawn, or answered, before it was told
        referents = select(SchoolMembership.person_id).where(
            SchoolMembership.school_id == school.id,
            SchoolMembership.is_referent,
            SchoolMembership.state == MembershipState.ADMITTED.value,
        )
        key = f"{ASKED}:{school.id}:{request}"
        facts = {"name": person.name, "school": school.name}
        for referent_id in db.session.scalars(referents).all():
            tell(referent_id, ASKED, key, facts, address_of(school), by_mail=True)


@on(MemberAdmitted, "notices")
def tell_admitted(events: Sequence[MemberAdmitted]) -> None:
    """Tells a person that they belong to a school now."""
    for event in events:
        tell_person(event, ADMITTED, latest_membership(event, SchoolMembership.admitted_at.is_not(None)))


@on(MembershipDeclined, "notices")
def tell_declined(events: Sequence[MembershipDeclined]) -> None:
    """Tells a person that their request was declined."""
    for event in events:
        tell_person(event, DECLINED, latest_membership(event, SchoolMembership.state == MembershipState.DECLINED.value))


def tell_person(event: MemberAdmitted | MembershipDeclined, kind: str, membership: int | None) -> None:
    school = db.session.get_one(School, event.school_id)
    key = f"{kind}:{school.id}:{membership}"
    tell(event.person_id, kind, key, {"school": school.name}, address_of(school), by_mail=True)


def latest_membership(
    event: MembershipAsked | MemberAdmitted | MembershipDeclined, of_state: ColumnElement[bool]
) -> int | None:
    """The latest request of a person that went so far: each is told of once, whenever its event is delivered."""
    latest = select(SchoolMembership.id).where(
        SchoolMembership.school_id == event.school_id, SchoolMembership.person_id == event.person_id, of_state
    )
    return db.session.scalar(latest.order_by(SchoolMembership.id.desc()).limit(1))


def address_of(school: School) -> str:
    return f"/schools/{school.uai or school.slug}"
