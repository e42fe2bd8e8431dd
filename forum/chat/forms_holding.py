"""What those who hold a room fill in."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, SelectMultipleField

from forum.chat.services.holding.acts import LONGEST_REASON
from forum.chat.services.holding.silence import MINUTES
from forum.chat.services.holding.standing import SECONDS
from forum.chat.services.naming import LONGEST_NAME, LONGEST_PURPOSE, LONGEST_WELCOME
from forum.core.forms import Filled, Form, LineField, TextField, at_most, choice

SECONDS_WORDS = {
    0: _l("Pas d’attente"),
    5: _l("5 secondes"),
    15: _l("15 secondes"),
    30: _l("30 secondes"),
    60: _l("1 minute"),
    300: _l("5 minutes"),
}
MINUTES_WORDS = {
    10: _l("10 minutes"),
    60: _l("1 heure"),
    24 * 60: _l("1 jour"),
    7 * 24 * 60: _l("1 semaine"),
    30 * 24 * 60: _l("30 jours"),
}


class SettingsForm(Form):
    """How a room is called, what it is for, how it welcomes."""

    name = LineField(_l("Nom du salon"), [at_most(LONGEST_NAME)])
    purpose = LineField(_l("À quoi il sert"), [at_most(LONGEST_PURPOSE)])
    welcome = TextField(_l("Mot d’accueil"), [at_most(LONGEST_WELCOME)])


class SlowForm(Form):
    """How long each waits between two messages."""

    seconds = SelectField(
        _l("Entre deux messages d’une même personne"),
        choices=[choice(str(seconds), SECONDS_WORDS[seconds]) for seconds in SECONDS],
        coerce=int,
    )


class ReasonForm(Form):
    """Why something is done to somebody."""

    reason = LineField(
        _l("Motif"), [Filled(_l("Donnez le motif : la personne concernée le lira.")), at_most(LONGEST_REASON)]
    )


class SilenceForm(ReasonForm):
    """How long somebody may not speak, and why."""

    minutes = SelectField(
        _l("Durée"), choices=[choice(str(minutes), MINUTES_WORDS[minutes]) for minutes in MINUTES], coerce=int
    )


class LiftForm(Form):
    """Which messages to take into a discussion, and where."""

    messages = SelectMultipleField(_l("Messages"), choices=[], coerce=int, validate_choice=False)
    space = SelectField(_l("Où ouvrir la discussion"), choices=[], coerce=int, validate_choice=False)
