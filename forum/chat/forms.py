"""What rooms accept from outside."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from forum.chat.services import LONGEST_MESSAGE
from forum.core.forms import Filled, Form, SubmissionField, TextField, at_most


class SayForm(Form):
    """Something to say in a room."""

    body = TextField(
        _l("Votre message"), [Filled(_l("Écrivez quelques mots avant d’envoyer.")), at_most(LONGEST_MESSAGE)]
    )
    client_id = SubmissionField()


class EditForm(Form):
    """The words of a message, once more."""

    body = TextField(_l("Votre message"), [Filled(_l("Un message ne peut pas être vide.")), at_most(LONGEST_MESSAGE)])


class PlainForm(Form):
    """A form without a field: its token alone."""
