"""What can go wrong, as types. Verbs raise them; `forum/core/error_pages.py` turns them into pages or JSON."""

from __future__ import annotations

from typing import ClassVar


class Refused(Exception):
    """Something that is not done, with the words that say why, in the reader's language."""

    status: ClassVar[int] = 400

    def __init__(self, message: str = "") -> None:
        super().__init__(str(message))
        self.message = str(message)


class Invalid(Refused):
    """What was typed in a field can't be accepted.

    Args:
        field: the name of the form's field, so that the message stands beside it.
        message: what is wrong and what would be right.
    """

    status = 422

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class NotAllowed(Refused):
    """The person may see this, but not do that."""

    status = 403


class NotFound(Refused):
    """There is no such thing, or none that this person may see: the answer is the same."""

    status = 404


class Conflict(Refused):
    """Somebody else changed the same thing meanwhile, or it is no longer in the state needed."""

    status = 409


class TooLarge(Refused):
    """More than is accepted at once."""

    status = 413


class TooMany(Refused):
    """Too often in too short a time.

    Args:
        message: what is too often, and when to try again.
        seconds: until it is worth trying again, where that is known.
    """

    status = 429

    def __init__(self, message: str = "", seconds: int | None = None) -> None:
        super().__init__(message)
        self.seconds = seconds
