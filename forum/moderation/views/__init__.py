"""Reporting, and the mediators' desk."""

from __future__ import annotations

from flask import Blueprint

from forum.moderation.words import decision_words, outcome_words, reason_words, state_words, what_title

bp = Blueprint("moderation", __name__)


@bp.app_context_processor
def words() -> dict[str, object]:
    """Gives templates how the desk's states read."""
    return {
        "reason_words": reason_words,
        "decision_words": decision_words,
        "outcome_words": outcome_words,
        "state_words": state_words,
        "what_title": what_title,
    }


from forum.moderation.views import (  # noqa: E402
    desk,  # noqa: F401
    holding,  # noqa: F401
    item,  # noqa: F401
    reminder,  # noqa: F401
    reporting,  # noqa: F401
)
