"""What people change about themselves."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from forum.accounts.events import PersonChanged, PersonRenamed
from forum.accounts.handles import give_handle, taken
from forum.accounts.models import Person, Profession
from forum.accounts.passwords import check_password, hash_password, verify_password
from forum.accounts.sessions import end_logins
from forum.core.actor import Actor
from forum.core.changes import touch
from forum.core.errors import Conflict, Invalid, NotFound
from forum.core.events import record
from forum.core.i18n import LANGUAGES
from forum.core.policy import require
from forum.core.transactions import transaction
from forum.extensions import db


def change_profile(
    actor: Actor, *, name: str, handle: str, profession: str, about: str, language: str, timezone: str
) -> None:
    """Changes what the others read about the actor, and how the site speaks to them: all of it, or nothing.

    Raises:
        Invalid: the handle can't be theirs (forum/accounts/handles.py).
    """
    require(actor, "account.settings")
    try:
        keep_profile(actor, name, handle, profession, about, language, timezone)
    except IntegrityError:
        raise taken() from None  # somebody took the handle at the same moment


def keep_profile(
    actor: Actor, name: str, handle: str, profession: str, about: str, language: str, timezone: str
) -> None:
    with transaction():
        person = own_row(actor)
        give_handle(person, handle)
        is_renamed = person.name != name
        is_seen = is_renamed or person.profession != profession
        is_changed = is_seen or person.about != about or person.language != language
        person.name = name
        person.profession = Profession(profession).value
        person.about = about
        person.language = language
        person.timezone = timezone
        if is_changed:
            record(PersonChanged(person.id))
        if is_renamed:
            record(PersonRenamed(person.id))
        if is_seen:
            touch("people")


def choose_language(actor: Actor, language: str) -> None:
    """Keeps the actor's language.

    Raises:
        Invalid: the site does not speak it.
    """
    if language not in LANGUAGES:
        raise Invalid("language", _("Médiane ne parle pas encore cette langue."))
    if actor.is_signed_in:
        with transaction():
            person = own_row(actor)
            person.language = language
            record(PersonChanged(person.id))


def change_password(actor: Actor, present: str, chosen: str, here: str) -> Person:
    """Changes the actor's password and ends their sessions elsewhere. The one at hand is to be renewed.

    Args:
        here: the session at hand, as `this_login` gives it.

    Raises:
        Invalid: the present password is another, or the chosen one can't be accepted.
        Conflict: the password was changed elsewhere at the same moment.
    """
    require(actor, "account.settings")
    person = own_row(actor)
    before = person.password_hash
    db.session.commit()
    if not verify_password(before, present):
        raise Invalid("present", _("Ce n’est pas votre mot de passe actuel."))
    check_password(chosen, field="chosen", address=person.email, name=person.name)
    hashed = hash_password(chosen)
    unchanged = update(Person).where(Person.id == person.id, Person.password_hash == before)
    with transaction():
        if not db.session.execute(unchanged.values(password_hash=hashed).returning(Person.id)).first():
            raise Conflict
        end_logins(person.id, but=here)
    return person


def end_login(actor: Actor, token_hash: str) -> None:
    """Ends one of the actor's sessions; one that is already over is no error."""
    require(actor, "account.settings")
    with transaction():
        end_logins(actor.person_id, token_hash)


def own_row(actor: Actor) -> Person:
    mine = select(Person).where(Person.id == actor.person_id).execution_options(populate_existing=True)
    person = db.session.scalar(mine)
    if person is None:
        raise NotFound
    return person
