"""The way of a sheet into the library: its states, and the only steps between them (`TRANSITIONS`)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forum.core.errors import Conflict


class SheetState(StrEnum):
    """Where the latest version of a sheet stands. What readers see is another matter: `Sheet.published_version`."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    CHANGES_ASKED = "changes_asked"
    PUBLISHED = "published"
    ARCHIVED = "archived"


class Step(StrEnum):
    """What somebody does with a sheet as a whole."""

    REVISE = "revise"
    """Saving another version. What is before the committee stays as it was submitted."""
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    TAKE = "take"
    RELEASE = "release"
    ASK_CHANGES = "ask_changes"
    PUBLISH = "publish"
    DECLINE = "decline"
    """The committee does not retain it: it is its authors' draft again."""
    PUBLISH_AT_ONCE = "publish_at_once"
    """The site's own doing, without the committee: imports by command, the demonstration."""
    ARCHIVE = "archive"
    REINSTATE = "reinstate"


TRANSITIONS: Mapping[tuple[SheetState, Step], SheetState] = {
    (SheetState.DRAFT, Step.REVISE): SheetState.DRAFT,
    (SheetState.CHANGES_ASKED, Step.REVISE): SheetState.CHANGES_ASKED,
    (SheetState.PUBLISHED, Step.REVISE): SheetState.DRAFT,
    (SheetState.DRAFT, Step.SUBMIT): SheetState.SUBMITTED,
    (SheetState.CHANGES_ASKED, Step.SUBMIT): SheetState.SUBMITTED,
    (SheetState.SUBMITTED, Step.WITHDRAW): SheetState.DRAFT,
    (SheetState.IN_REVIEW, Step.WITHDRAW): SheetState.DRAFT,
    (SheetState.CHANGES_ASKED, Step.WITHDRAW): SheetState.DRAFT,
    (SheetState.SUBMITTED, Step.TAKE): SheetState.IN_REVIEW,
    (SheetState.IN_REVIEW, Step.RELEASE): SheetState.SUBMITTED,
    (SheetState.IN_REVIEW, Step.ASK_CHANGES): SheetState.CHANGES_ASKED,
    (SheetState.IN_REVIEW, Step.PUBLISH): SheetState.PUBLISHED,
    (SheetState.IN_REVIEW, Step.DECLINE): SheetState.DRAFT,
    (SheetState.DRAFT, Step.PUBLISH_AT_ONCE): SheetState.PUBLISHED,
    (SheetState.DRAFT, Step.ARCHIVE): SheetState.ARCHIVED,
    (SheetState.SUBMITTED, Step.ARCHIVE): SheetState.ARCHIVED,
    (SheetState.IN_REVIEW, Step.ARCHIVE): SheetState.ARCHIVED,
    (SheetState.CHANGES_ASKED, Step.ARCHIVE): SheetState.ARCHIVED,
    (SheetState.PUBLISHED, Step.ARCHIVE): SheetState.ARCHIVED,
    (SheetState.ARCHIVED, Step.REINSTATE): SheetState.PUBLISHED,
}
"""The workflow of PRODUCT.md, part 3. A step that is not here is refused as a conflict."""

OF_THE_LIBRARY = frozenset({Step.ARCHIVE})
"""The steps that concern what readers see: only a sheet that was published once can take them, in revision or not."""

NOTED: Mapping[Step, str] = {
    Step.SUBMIT: "submitted",
    Step.WITHDRAW: "withdrawn",
    Step.TAKE: "taken",
    Step.RELEASE: "released",
    Step.ASK_CHANGES: "changes_asked",
    Step.PUBLISH: "published",
    Step.DECLINE: "not_retained",
    Step.PUBLISH_AT_ONCE: "published_at_once",
    Step.ARCHIVE: "archived",
    Step.REINSTATE: "reinstated",
}
"""What the history calls a step. Saving is not in it: the list of versions tells it."""

STATE_WORDS: Mapping[SheetState, LazyString] = {
    SheetState.DRAFT: _l("Brouillon"),
    SheetState.SUBMITTED: _l("Soumise au comité"),
    SheetState.IN_REVIEW: _l("En relecture"),
    SheetState.CHANGES_ASKED: _l("Modifications demandées"),
    SheetState.PUBLISHED: _l("Publiée"),
    SheetState.ARCHIVED: _l("Archivée"),
}

REFUSALS: Mapping[SheetState, LazyString] = {
    SheetState.DRAFT: _l("Cette fiche est un brouillon : elle n’est pas devant le comité de lecture."),
    SheetState.SUBMITTED: _l(
        "Cette fiche est soumise au comité de lecture : elle reste telle quelle tant qu’elle n’est pas retirée."
    ),
    SheetState.IN_REVIEW: _l(
        "Cette fiche est en relecture au comité : elle reste telle quelle tant qu’elle n’est pas retirée."
    ),
    SheetState.CHANGES_ASKED: _l(
        "Le comité a demandé des modifications : la fiche est entre les mains de ses auteurs."
    ),
    SheetState.PUBLISHED: _l("Cette fiche est publiée, et rien de nouveau n’y attend d’avis."),
    SheetState.ARCHIVED: _l("Cette fiche est archivée. Il faut la rétablir d’abord."),
}


def state_after(state: str, step: Step, *, was_published: bool) -> SheetState:
    """The state that a step leads to.

    Args:
        state: where the sheet stands.
        was_published: whether readers saw a version of it.

    Raises:
        Conflict: there is no such step from there.
    """
    found = TRANSITIONS.get((SheetState(state), step))
    if found is None:
        raise Conflict(refusal_of(SheetState(state)))
    if step in OF_THE_LIBRARY and not was_published:
        raise Conflict(_("Cette fiche n’a jamais été publiée : elle n’est pas dans la bibliothèque."))
    return found


def is_possible(state: str, step: Step, *, was_published: bool = True) -> bool:
    """Says whether a step can be taken from a state."""
    return (SheetState(state), step) in TRANSITIONS and (was_published or step not in OF_THE_LIBRARY)


def refusal_of(state: SheetState) -> str:
    return str(REFUSALS[state])


def state_words(state: str) -> str:
    """The words of a state."""
    return str(STATE_WORDS[SheetState(state)])
