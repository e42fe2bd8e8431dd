"""What discussions accept from outside."""

from __future__ import annotations

import re

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField
from wtforms.validators import Length

from forum.core.forms import Filled, Form, LineField, SubmissionField, TextField, at_most, choice
from forum.discussions.models import ThreadKind
from forum.discussions.services.lock_thread import LONGEST_REASON
from forum.discussions.services.open_thread import LONGEST_TITLE

KIND_WORDS = {
    ThreadKind.DISCUSSION: _l("Discussion"),
    ThreadKind.QUESTION: _l("Question"),
    ThreadKind.EXPERIENCE: _l("Appel à expériences"),
}


class ThreadForm(Form):
    """Opening a thread."""

    title = LineField(_l("Titre"), [Filled(_l("Donnez un titre à la discussion.")), at_most(LONGEST_TITLE)])
    kind = SelectField(_l("Forme"), choices=[choice(kind.value, words) for kind, words in KIND_WORDS.items()])
    tags = LineField(_l("Mots-clés"), [Length(max=400)])
    body = TextField(_l("Votre message"), [Filled(_l("Écrivez quelque chose avant d’envoyer."))])
    submission = SubmissionField()

    def words(self) -> list[str]:
        """The keywords, however they were parted: commas, semicolons."""
        return re.split(r"[,;]", self.tags.data or "")


class ReplyForm(Form):
    """Replying."""

    body = TextField(_l("Votre réponse"), [Filled(_l("Écrivez quelque chose avant d’envoyer."))])
    submission = SubmissionField()


class EditForm(Form):
    """Editing a post."""

    body = TextField(_l("Votre message"), [Filled(_l("Écrivez quelque chose avant d’envoyer."))])
    seen = HiddenField()


class ConfirmForm(Form):
    """A yes, before what can't be taken back."""


class LockForm(Form):
    """Locking a thread."""

    reason = LineField(_l("Motif, affiché au pied de la discussion"), [at_most(LONGEST_REASON)])
