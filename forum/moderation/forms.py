"""What reports and the desk accept from outside."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from wtforms import BooleanField, HiddenField, RadioField, SelectField
from wtforms.validators import InputRequired

from forum.core.forms import Filled, Form, TextField, at_most
from forum.moderation.models import OF_AUTHORS, Reason
from forum.moderation.services.decide import LONGEST_REASON
from forum.moderation.services.noting import LONGEST_NOTE
from forum.moderation.services.report import LONGEST_WORDS
from forum.moderation.words import reason_meaning, reason_words

LONGEST_ID = 10
"""Digits of an id, which stays below them."""
REASONS = [reason for reason in Reason if reason not in OF_AUTHORS]


class ReportForm(Form):
    """Why something is reported."""

    reason = RadioField(_l("Que se passe-t-il ?"), validate_choice=False)
    words = TextField(_l("Ce que la médiation doit savoir"), [at_most(LONGEST_WORDS)])
    wishes_mediation = BooleanField(_l("J’aimerais une médiation"))

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.reason.choices = [(reason.value, explained(reason)) for reason in REASONS]

    def chosen(self) -> Reason | None:
        """The reason that was picked; None for one that is not offered."""
        return next((reason for reason in REASONS if reason.value == self.reason.data), None)


def explained(reason: Reason) -> Markup:
    """A reason with what it means."""
    words = Markup('<b>{}</b><br><span class="small muted">{}</span>')
    return words.format(reason_words(reason), reason_meaning(reason))


class ContestForm(Form):
    """Why the author of what was hidden does not agree."""

    words = TextField(
        _l("Pourquoi contestez-vous cette décision ?"),
        [Filled(_l("Dites en quelques mots pourquoi vous contestez cette décision.")), at_most(LONGEST_WORDS)],
    )


class EditForm(Form):
    """A hidden post as its author takes it up again."""

    body = TextField(_l("Votre message"), [Filled()])


class ReminderForm(Form):
    """The reminder that mediators start from."""

    body = TextField(_l("Modèle de rappel"), [Filled(), at_most(LONGEST_REASON)])


class DecisionForm(Form):
    """What a mediator decides, and why."""

    decision = RadioField(_l("Décision"), [InputRequired(_l("Choisissez une décision."))], validate_choice=False)
    reason = TextField(
        _l("Motif"),
        [Filled(_l("Donnez le motif : les personnes concernées le liront.")), at_most(LONGEST_REASON)],
    )
    answer = TextField(_l("Un mot pour les personnes qui ont signalé"), [at_most(LONGEST_REASON)])
    seen = HiddenField()

    def seen_action(self) -> int:
        """The id of the newest decision that the page showed."""
        seen = self.seen.data or ""
        return int(seen) if seen.isdecimal() else 0


class NoteForm(Form):
    """What mediators tell each other."""

    body = TextField(_l("Note pour vos collègues"), [Filled(), at_most(LONGEST_NOTE)])


class HandOverForm(Form):
    """To whom an item is handed over, and why."""

    colleague = SelectField(_l("À qui"), validate_choice=False)
    body = TextField(_l("Ce que votre collègue doit savoir"), [Filled(), at_most(LONGEST_NOTE)])

    def chosen(self) -> int:
        """The id of the colleague; 0 for none."""
        chosen = self.colleague.data or ""
        return int(chosen) if chosen.isdecimal() and len(chosen) < LONGEST_ID else 0
