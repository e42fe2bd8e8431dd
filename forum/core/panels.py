"""What upper floors add to the pages of lower ones: a school's page shows its room without knowing of rooms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from flask import Flask
from markupsafe import Markup

from forum.core.actor import Actor, current_actor

Panel = Callable[[Actor, int], str]
_panels: dict[str, list[tuple[int, Panel]]] = defaultdict(list)


def init_app(app: Flask) -> None:
    """Gives templates `panels("school.main", school.id)`."""
    app.jinja_env.globals["panels"] = panels


def panel(place: str, *, order: int = 100) -> Callable[[Panel], Panel]:
    """Registers a piece of page.

    Args:
        place: which page and column: "school.main", "school.side", "community.main", "community.side".
        order: where it stands among the others, smallest first.

    The function is given the reader and the id of what the page is about, and answers HTML, empty where it has
    nothing to show; it runs one statement at most.
    """

    def register(piece: Panel) -> Panel:
        _panels[place].append((order, piece))
        _panels[place].sort(key=lambda entry: entry[0])
        return piece

    return register


def panels(place: str, thing_id: int) -> Markup:
    """Everything that features add at a place, for the reader at hand."""
    actor = current_actor()
    return Markup("").join(Markup(piece(actor, thing_id)) for _, piece in _panels[place])  # noqa: S704
