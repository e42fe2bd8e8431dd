"""What the holders of a thread send."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import cast

from flask import request
from flask_babel import lazy_gettext as _l
from flask_babel import to_utc
from wtforms import HiddenField, RadioField, SelectField
from wtforms.validators import InputRequired, Length

from forum.core.addresses import LARGEST_ID
from forum.core.forms import DayField, Filled, Form, LineField, SubmissionField, TextField, at_most, choice
from forum.discussions.forms import KIND_WORDS
from forum.discussions.models import Space, Thread
from forum.discussions.services.holding.acts import LONGEST_REASON
from forum.discussions.services.holding.slow_thread import MINUTES
from forum.discussions.services.open_thread import LONGEST_TITLE

THREAD_ADDRESS = re.compile(r"(?:.*/threads/)?(\d{1,10})(?:[-?#/].*)?")
"""A thread's number, or its address as browsers show it."""
MINUTES_WORDS = {
    0: _l("Chacun écrit à son rythme"),
    1: _l("Un message par minute et par personne"),
    5: _l("Un message toutes les 5 minutes et par personne"),
    15: _l("Un message tous les quarts d’heure et par personne"),
    60: _l("Un message par heure et par personne"),
}


class ReasonedForm(Form):
    """What is written down with its reason."""

    reason = LineField(_l("Motif, pour le journal"), [at_most(LONGEST_REASON)])


class PinForm(ReasonedForm):
    """Pinning a thread."""

    until = DayField(_l("Jusqu’au"))

    def end(self) -> datetime | None:
        """When it ends; never, where no day was given."""
        return end_of(self.until.data) if self.until.data else None


class LockForm(Form):
    """Locking a thread."""

    reason = LineField(
        _l("Motif, affiché au pied de la discussion"),
        [
            Filled(_l("Donnez le motif : les personnes qui suivent la discussion le liront.")),
            at_most(LONGEST_REASON),
        ],
    )


class RenameForm(ReasonedForm):
    """Giving a thread another title, form, or other keywords."""

    title = LineField(_l("Titre"), [Filled(_l("Donnez un titre à la discussion.")), at_most(LONGEST_TITLE)])
    kind = SelectField(_l("Forme"), choices=[choice(kind.value, words) for kind, words in KIND_WORDS.items()])
    tags = LineField(_l("Mots-clés"), [Length(max=400)])

    def words(self) -> list[str]:
        """The keywords, however they were parted: commas, semicolons."""
        return re.split(r"[,;]", self.tags.data or "")


class SlowForm(ReasonedForm):
    """Slowing a thread."""

    minutes = SelectField(
        _l("Rythme"), coerce=int, choices=[choice(str(minutes), MINUTES_WORDS[minutes]) for minutes in MINUTES]
    )


class SpaceForm(ReasonedForm):
    """Choosing a space, among those that the reader may bring the thread to."""

    space = SelectField(_l("Espace"), coerce=int, validate_choice=False)

    def offer(self, spaces: Sequence[Space]) -> None:
        """Says which spaces there are to choose from."""
        self.space.choices = [(space.id, space.name) for space in spaces]


class MoveForm(SpaceForm):
    """Moving a thread."""

    confirmed = HiddenField()


class SplitForm(SpaceForm):
    """Having posts begin a thread of their own."""

    title = LineField(
        _l("Titre de la nouvelle discussion"),
        [Filled(_l("Donnez un titre à la nouvelle discussion.")), at_most(LONGEST_TITLE)],
    )
    submission = SubmissionField()

    @staticmethod
    def chosen() -> list[int]:
        """The ids of the posts that were ticked, on this page and those before."""
        return ids_in(request.values.getlist("posts"))


class TargetForm(ReasonedForm):
    """Choosing another thread: among those offered, or by its address."""

    target = RadioField(_l("Discussion"), choices=[], validate_choice=False)
    address = LineField(_l("Ou l’adresse d’une autre discussion"), [Length(max=500)])

    def offer(self, threads: Sequence[tuple[Thread, str]]) -> None:
        """Says which threads there are to choose from, each with the name of its space."""
        self.target.choices = [(str(thread.id), f"{thread.title} ({space})") for thread, space in threads]

    def chosen(self) -> int | None:
        """The number of the thread; None where there is none to read."""
        found = THREAD_ADDRESS.fullmatch(self.address.data or self.target.data or "")
        number = int(found[1]) if found else 0
        return number if 0 < number <= LARGEST_ID else None


class NoteForm(Form):
    """Writing a note."""

    body = TextField(_l("Votre note"), [Filled(_l("Écrivez quelque chose avant d’envoyer."))])
    submission = SubmissionField()


class HolderForm(Form):
    """Naming who holds a space."""

    handle = LineField(_l("La personne"), [Filled(_l("Dites qui tiendra l’espace : @marie-dupont.")), at_most(60)])
    until = DayField(_l("Jusqu’au"), [InputRequired(_l("Donnez le jour où cela prend fin."))])

    def end(self) -> datetime:
        """When it ends; known where the form is valid."""
        return end_of(cast(date, self.until.data))


def end_of(chosen: date) -> datetime:
    """The last second of a day, where the reader is."""
    return to_utc(datetime.combine(chosen, time(23, 59, 59))).replace(tzinfo=UTC)


def ids_in(values: Sequence[str]) -> list[int]:
    """The numbers of rows among some texts, each once, in their order."""
    numbers = (int(value) for value in values if value.isascii() and value.isdigit() and len(value) <= 10)
    return list(dict.fromkeys(number for number in numbers if 0 < number <= LARGEST_ID))
