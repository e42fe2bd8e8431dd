"""Who is acting: what policy reads, and all it may read, about a person."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol, cast

from flask_login import current_user

from forum.core import audience


@dataclass(frozen=True)
class Actor:
    """A visitor or a signed-in person.

    Args:
        id: the person's id, or None for a visitor.
        name: what the person is called.
        roles: roles of the whole site: "mediator", "editor", "administrator".
        claims: what the person belongs to and holds: "school:3", "school-referent:3", "community:2".
        language: "fr" or "en" where the person chose one.
        timezone: the person's time zone.
    """

    id: int | None = None
    name: str = ""
    roles: frozenset[str] = frozenset()
    claims: frozenset[str] = frozenset()
    language: str | None = None
    timezone: str | None = None
    email: str = field(default="", repr=False)

    @property
    def is_signed_in(self) -> bool:
        return self.id is not None

    def has_role(self, role: str) -> bool:
        return role in self.roles

    def has_claim(self, claim: str) -> bool:
        return claim in self.claims

    @cached_property
    def audiences(self) -> frozenset[str]:
        """The audiences this person is in (forum/core/audience.py)."""
        if not self.is_signed_in:
            return frozenset({audience.PUBLIC})
        return self.claims | {audience.PUBLIC, audience.MEMBERS}

    @property
    def person_id(self) -> int:
        """The id of a person known to be signed in.

        Raises:
            ValueError: for a visitor.
        """
        if self.id is None:
            raise ValueError("a visitor has no id")
        return self.id


VISITOR = Actor()


class SignedIn(Protocol):
    """What the session loads: something that knows its actor, and a fingerprint that names it without opening it."""

    actor: Actor

    @property
    def session(self) -> str: ...


def current_actor() -> Actor:
    """The actor of the request at hand; a visitor where nobody is signed in."""
    user = current_user._get_current_object()
    return cast(SignedIn, user).actor if user is not None and user.is_authenticated else VISITOR


def current_session() -> str:
    """The fingerprint of the session of the request at hand; empty for a visitor."""
    user = current_user._get_current_object()
    return cast(SignedIn, user).session if user is not None and user.is_authenticated else ""
