"""What conversations accept from outside."""

from __future__ import annotations

import re

from flask_babel import lazy_gettext as _l
from wtforms.validators import Length

from forum.conversations.services.start_conversation import LONGEST_SUBJECT
from forum.core.forms import Filled, Form, LineField, SubmissionField, TextField, at_most
from forum.writing.forms import WritingForm


class StartForm(WritingForm):
    """Starting a conversation."""

    people = LineField(_l("À qui"), [Filled(_l("Dites à qui vous écrivez.")), Length(max=1_000)])
    subject = LineField(_l("Objet"), [Filled(_l("Donnez un objet à la conversation.")), at_most(LONGEST_SUBJECT)])
    body = TextField(_l("Votre message"), [Filled(_l("Écrivez quelque chose avant d’envoyer."))])
    submission = SubmissionField()

    def handles(self) -> list[str]:
        """Whom it is to, however they were parted: spaces, commas, semicolons."""
        return [name for name in re.split(r"[\s,;]+", self.people.data or "") if name]


class WriteForm(WritingForm):
    """Writing in a conversation."""

    body = TextField(_l("Votre message"), [Filled(_l("Écrivez quelque chose avant d’envoyer."))])
    submission = SubmissionField()


class ChangeForm(Form):
    """Editing a message."""

    body = TextField(_l("Votre message"), [Filled(_l("Écrivez quelque chose avant d’envoyer."))])


class ConfirmForm(Form):
    """A yes, before what can't be taken back."""
