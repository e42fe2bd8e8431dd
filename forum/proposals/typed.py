"""What the form of an answer holds: what its reader answered before, or what they sent and could not be taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from werkzeug.datastructures import MultiDict

from forum.core.addresses import LARGEST_ID
from forum.core.errors import Invalid, Refused
from forum.proposals.models import Stance


@dataclass(frozen=True)
class Typed:
    """An answer as it stands in a form, and what is to be said of it.

    Args:
        options: the ids that were chosen.
        seen: the state of the proposal that its reader answers.
        errors: what is wrong, by the field that it stands beside; "" for what concerns the whole.
    """

    options: frozenset[int] = frozenset()
    stance: str = ""
    reason: str = ""
    seen: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)

    def refused(self, error: Refused, state: str) -> Typed:
        """The same, with why it was not taken.

        Args:
            error: why.
            state: of the proposal now; since another was answered, its choices may have other numbers.
        """
        place = error.field if isinstance(error, Invalid) else ""
        options = self.options if self.seen == state else frozenset()
        return replace(self, options=options, errors={place: error.message})


def typed_in(form: MultiDict[str, str]) -> Typed:
    """Reads an answer. What is no number of a choice is that of none, what is no stance is none."""
    numbers = [int(given) if is_number(given) else 0 for given in form.getlist("option")]
    stance = form.get("stance", "")
    return Typed(
        options=frozenset(numbers),
        stance=stance if stance in list(Stance) else "",
        reason=form.get("reason", ""),
        seen=form.get("seen", ""),
    )


def is_number(given: str) -> bool:
    return given.isascii() and given.isdigit() and len(given) <= 10 and int(given) <= LARGEST_ID
