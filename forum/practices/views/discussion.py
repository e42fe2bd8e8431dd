"""The discussion of a sheet, and of a transposition: opened by who has the first word."""

from __future__ import annotations

from collections.abc import Callable

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.core.actor import current_actor
from forum.core.errors import Invalid, TooMany
from forum.core.policy import require, requires
from forum.practices.forms_transpositions import DiscussForm
from forum.practices.models import Sheet
from forum.practices.queries import transpositions as queries
from forum.practices.queries.transpositions import Discussion
from forum.practices.services.discuss import discuss_sheet, discuss_transposition
from forum.practices.views import bp


@bp.route("/practices/<int:sheet_id>/discussion", methods=["GET", "POST"])
@requires("sheet.discuss")
def sheet_discussion(sheet_id: int) -> ResponseReturnValue:
    """Opening the discussion of a sheet; the thread itself, where there is one."""
    actor = current_actor()
    sheet = queries.sheet_to_discuss(actor, sheet_id)
    known = queries.discussion_of_sheet(actor, sheet_id)

    def speak(body: str, submission: str | None) -> int:
        return discuss_sheet(actor, sheet_id, body, submission=submission)

    return speak_of(sheet, None, known, speak)


@bp.route("/practices/<int:sheet_id>/transpositions/<int:transposition_id>/discussion", methods=["GET", "POST"])
@requires("transposition.discuss")
def transposition_discussion(sheet_id: int, transposition_id: int) -> ResponseReturnValue:
    """Opening the discussion of a transposition; the thread itself, where there is one."""
    actor = current_actor()
    page = queries.transposition_page(actor, sheet_id, transposition_id)
    require(actor, "transposition.discuss", page.one)
    known = queries.discussion_of_transposition(actor, page.transposition)

    def speak(body: str, submission: str | None) -> int:
        return discuss_transposition(actor, sheet_id, transposition_id, body, submission=submission)

    return speak_of(page.sheet, page, known, speak)


def speak_of(
    sheet: Sheet,
    page: queries.TranspositionPage | None,
    known: Discussion | None,
    speak: Callable[[str, str | None], int],
) -> ResponseReturnValue:
    form = DiscussForm()
    status = 200
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                thread_id = speak(form.body.data, form.submission.data)
                return redirect(url_for("discussions.thread_by_id", thread_id=thread_id), 303)
            except Invalid as error:
                form.refuse(error)
            except TooMany as error:
                form.refuse(Invalid("", error.message))
                status = error.status
    elif known is not None:
        return redirect(url_for("discussions.thread", thread_id=known.thread.id, slug=known.thread.slug))
    return render_template("practices/discussion.html", sheet=sheet, page=page, form=form), status
