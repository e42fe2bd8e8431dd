"""The pages of mediations: one's cases, each case, what is said there, and what its mediator does."""

from __future__ import annotations

from flask import Blueprint, Response

from forum.mediation.models import Answer, EntryKind
from forum.mediation.words import about_words, answer_words, outcome_words, seat_words, stage_help, stage_words

bp = Blueprint("mediation", __name__, url_prefix="/mediation")


@bp.context_processor
def words() -> dict[str, object]:
    """Gives templates how a case reads."""
    return {
        "about_words": about_words,
        "answer_words": answer_words,
        "outcome_words": outcome_words,
        "seat_words": seat_words,
        "stage_help": stage_help,
        "stage_words": stage_words,
        "Answer": Answer,
        "EntryKind": EntryKind,
    }


@bp.after_request
def keep_nowhere(response: Response) -> Response:
    """Has browsers keep no page of a case: the next person at a shared desk may press « back »."""
    response.headers["Cache-Control"] = "no-store"
    return response


from forum.mediation.views import asking, cases, leading, speaking  # noqa: E402, F401
