"""Sending a form in which people write, so that what is refused is shown again with all that was typed."""

from __future__ import annotations

from collections.abc import Callable

from flask.typing import ResponseReturnValue

from forum.core.actor import current_actor
from forum.core.errors import Conflict, Invalid, TooMany
from forum.core.uploads import TooBig
from forum.writing.forms import WritingForm


def send(form: WritingForm, verb: Callable[[], ResponseReturnValue]) -> tuple[ResponseReturnValue | None, int]:
    """Sends a form, its files first; puts into it what is refused, so that nothing typed is lost.

    Args:
        form: as it came in.
        verb: sends it, and gives the answer where that succeeds.

    Returns:
        the answer, None where the form is to be shown again; and with which status.
    """
    try:
        form.bring_files(current_actor())
        if not form.validate():
            return None, 422
        return verb(), 303
    except (Invalid, TooBig, TooMany, Conflict) as error:
        field = error.field if isinstance(error, (Invalid, TooBig)) else ""
        form.refuse(Invalid(field, error.message))
        form.refusal = error
        return None, error.status
