"""What is said of what could not be understood: what it is, an example, and what was done about it."""

from __future__ import annotations

from flask_babel import gettext as _

from forum.search.grammar.filters import AUTHOR, filter_named, values_known
from forum.search.grammar.tokens import pieces
from forum.search.query import Problem

MOST_EXAMPLES = 6


def sentence(problem: Problem) -> str:
    """What to say about something typed, in the reader's language."""
    typed = problem.typed
    match problem.reason:
        case "day":
            return _(
                "« %(typed)s » n’est pas une date ; exemple : %(name)s:2025-01. Le reste a été cherché.",
                typed=typed,
                name=name_in(typed),
            )
        case "filter-empty":
            return _(
                "Rien ne suit « %(typed)s » ; exemple : %(name)s:%(value)s, sans espace. Le reste a été cherché.",
                typed=typed,
                name=name_in(typed),
                value=example_of(typed),
            )
        case "value":
            return unknown_value(typed)
        case "quote":
            inside = typed.strip('"«“„”- ')
            return _("Un guillemet n’est pas fermé : « %(typed)s » a été lu jusqu’au bout.", typed=inside)
        case "too-long":
            return _("La recherche compte 200 caractères au plus : la fin, « %(typed)s », a été laissée.", typed=typed)
        case "too-many":
            return _("La recherche compte 20 mots au plus : la fin, dès « %(typed)s », a été laissée.", typed=typed)
        case "only-without":
            return _(
                "« %(typed)s » dit seulement ce qui doit manquer ; dites aussi quoi chercher : climat %(typed)s.",
                typed=typed,
            )
    return _("« %(typed)s » n’a pas été compris. Le reste a été cherché.", typed=typed)


def unknown_value(typed: str) -> str:
    known = list(values_known(filter_named(name_in(typed))))[:MOST_EXAMPLES]
    if not known:
        return _("« %(typed)s » ne désigne rien. Le reste a été cherché.", typed=typed)
    name = name_in(typed)
    return _(
        "« %(typed)s » ne désigne rien ici ; il y a : %(known)s. Le reste a été cherché.",
        typed=typed,
        known=", ".join(f"{name}:{value}" for value in known),
    )


def name_in(typed: str) -> str:
    """The filter's name as it was typed."""
    return next((piece.name for piece in pieces(typed)), "")


def example_of(typed: str) -> str:
    """A value that a filter may have."""
    name = filter_named(name_in(typed))
    if name == AUTHOR:
        return "dupont"
    if name in ("after", "before"):
        return "2025-01"
    return next(iter(values_known(name)), "climat-scolaire")
