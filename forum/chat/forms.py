"""What rooms accept from outside: what is said there, and where one opens one more."""

from __future__ import annotations

import re

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField
from wtforms.validators import Length

from forum.chat.services import LONGEST_MESSAGE
from forum.chat.services.naming import LONGEST_NAME, LONGEST_PURPOSE
from forum.core.addresses import LARGEST_ID
from forum.core.forms import Filled, Form, LineField, SubmissionField, TextField, at_most
from forum.writing.forms import WritingForm

SHARED = "shared"
"""What stands for a room between schools where one chooses for whom a room is."""


class SayForm(WritingForm):
    """Something to say in a room, with its draft and its files."""

    body = TextField(
        _l("Votre message"), [Filled(_l("Écrivez quelques mots avant d’envoyer.")), at_most(LONGEST_MESSAGE)]
    )
    client_id = SubmissionField()
    reply_to = HiddenField()

    def answered(self) -> int | None:
        """The id of the message that it answers."""
        given = self.reply_to.data or ""
        is_number = given.isascii() and given.isdigit() and len(given) < 11
        return int(given) if is_number and int(given) <= LARGEST_ID else None


class EditForm(Form):
    """The words of a message, once more."""

    body = TextField(_l("Votre message"), [Filled(_l("Un message ne peut pas être vide.")), at_most(LONGEST_MESSAGE)])


class PlainForm(Form):
    """A form without a field: its token alone."""


class PeopleForm(Form):
    """People whom one names."""

    people = LineField(_l("Qui inviter"), [Length(max=1_500)])

    def handles(self) -> list[str]:
        """The names, however they were parted: spaces, commas, semicolons."""
        return [name for name in re.split(r"[\s,;]+", self.people.data or "") if name]


class OpenForm(PeopleForm):
    """Opening one more room."""

    place = SelectField(_l("Pour qui"), choices=[])
    name = LineField(_l("Nom du salon"), [Filled(_l("Donnez un nom au salon.")), at_most(LONGEST_NAME)])
    purpose = LineField(_l("À quoi il sert"), [at_most(LONGEST_PURPOSE)])
    submission = SubmissionField()
