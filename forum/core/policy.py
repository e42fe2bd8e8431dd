"""Who may do what. Closed by default: what no rule opens is refused.

A feature's `policy.py` states its rules here, twice side by side: once as a check on one object
(`@rule("thread.reply")`), once as a filter on many (`@visibility(Thread)`).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, false

from forum.core.actor import Actor, current_actor
from forum.core.errors import NotAllowed, NotFound

Rule = Callable[[Actor, Any], bool]
Filter = Callable[[Actor], ColumnElement[bool]]
View = TypeVar("View", bound=Callable[..., Any])

PUBLIC_PERMISSION = "public"
_rules: dict[str, Rule] = {}
_of_site: set[str] = set()
_sight: dict[type, str] = {}
_filters: dict[type, Filter] = {}


def rule(
    permission: str, *, sees: type | None = None, of_site: bool = False
) -> Callable[[Callable[[Actor, Any], bool]], Rule]:
    """States who has a permission.

    Args:
        permission: "thing.verb", such as "thread.reply".
        sees: the class of objects that this rule decides the sight of; an object that may not even be
            seen is answered as if it did not exist.
        of_site: the permission concerns no single object (the desk, the list of people), so that a view
            can be guarded by it alone.
    """

    def register(check: Callable[[Actor, Any], bool]) -> Rule:
        if permission in _rules:
            raise ValueError(f"two rules for {permission}")
        _rules[permission] = check
        if of_site:
            _of_site.add(permission)
        if sees is not None:
            _sight[sees] = permission
        return check

    return register


def visibility(model: type) -> Callable[[Filter], Filter]:
    """States which rows of a table an actor may see, as an SQL condition."""

    def register(condition: Filter) -> Filter:
        _filters[model] = condition
        return condition

    return register


def can(actor: Actor, permission: str, thing: Any = None) -> bool:
    """Says whether an actor has a permission, on one object where the rule speaks of one."""
    check = _rules.get(permission)
    return check is not None and bool(check(actor, thing))


def require(actor: Actor, permission: str, thing: Any = None) -> None:
    """Lets pass who has the permission.

    Raises:
        NotFound: the actor may not even see the object.
        NotAllowed: the actor may see it, but not do this.
    """
    if can(actor, permission, thing):
        return
    sight = _sight.get(type(thing))
    if sight is not None and not can(actor, sight, thing):
        raise NotFound
    raise NotAllowed


def visible(actor: Actor, model: type) -> ColumnElement[bool]:
    """The SQL condition that keeps the rows an actor may see; none at all where no rule says so."""
    condition = _filters.get(model)
    return condition(actor) if condition is not None else false()


def is_of_site(permission: str) -> bool:
    """Says whether a permission concerns the whole site and no single object."""
    return permission in _of_site


def permissions() -> frozenset[str]:
    """Every permission that a rule states."""
    return frozenset(_rules)


def public(view: View) -> View:
    """Opens a view to everyone, visitors included. What it shows still goes through `visible`."""
    view.permission = PUBLIC_PERMISSION  # type: ignore[attr-defined]
    return view


def requires(permission: str) -> Callable[[View], View]:
    """Opens a view to the signed-in people who have a permission.

    A permission of the whole site is checked here. One on an object is checked by the verb or the query
    behind the view, which has the object; here it is declared, for the reviewed list of routes.

    Args:
        permission: one that a rule states; "member" stands for everyone signed in.
    """

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            actor = current_actor()
            if not actor.is_signed_in:
                raise SignInFirst
            if is_of_site(permission):
                require(actor, permission)
            return view(*args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return declare


class SignInFirst(Exception):
    """A visitor asked for what members see; they are led to the login page and back."""


@rule("member", of_site=True)
def is_a_member(actor: Actor, _: object) -> bool:
    """Whoever is signed in."""
    return actor.is_signed_in
