"""What discussions accept from outside."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import Length

from forum.core.forms import Filled, Form, LineField, SubmissionField, TextField, at_most, choice
from forum.discussions.models import ThreadKind
from forum.discussions.queries import PostRow
from forum.discussions.services.describe_space import LONGEST_ABOUT
from forum.discussions.services.open_thread import LONGEST_TAG, LONGEST_TITLE
from forum.discussions.services.space_templates import LONGEST_NAME, LONGEST_TEMPLATE
from forum.discussions.services.summarise_thread import LONGEST_SUMMARY
from forum.writing.forms import WritingForm

KIND_WORDS = {
    ThreadKind.DISCUSSION: _l("Discussion"),
    ThreadKind.QUESTION: _l("Question"),
    ThreadKind.EXPERIENCE: _l("Appel à expériences"),
}
KIND_PURPOSES = {
    ThreadKind.DISCUSSION: _l("Un sujet à débattre ou une nouvelle à partager, sans réponse attendue."),
    ThreadKind.QUESTION: _l("Vous cherchez une réponse : vous marquerez celle qui vous a aidé."),
    ThreadKind.EXPERIENCE: _l("Vous demandez à d’autres établissements ce qu’ils ont essayé, et ce que cela a donné."),
}
"""What each form of a thread is for, in a sentence."""
KIND_CHOICES = [choice(kind.value, words) for kind, words in KIND_WORDS.items()]


class ThreadForm(WritingForm):
    """Opening a thread."""

    title = LineField(_l("Titre"), [Filled(_l("Donnez un titre à la discussion.")), at_most(LONGEST_TITLE)])
    kind = RadioField(_l("Forme"), choices=KIND_CHOICES, default=ThreadKind.DISCUSSION.value)
    tags = LineField(_l("Mots-clés"), [Length(max=400)])
    suggested = SelectMultipleField(_l("Mots-clés de cet espace"), choices=[], validate_choice=False)
    body = TextField(_l("Votre message"), [Filled(_l("Écrivez quelque chose avant d’envoyer."))])
    submission = SubmissionField()

    def words(self) -> list[str]:
        """The keywords, however they were parted: commas, semicolons; and those that were ticked."""
        return [*re.split(r"[,;]", self.tags.data or ""), *(self.suggested.data or [])]


class ReplyForm(WritingForm):
    """Replying."""

    body = TextField(_l("Votre réponse"), [Filled(_l("Écrivez quelque chose avant d’envoyer."))])
    submission = SubmissionField()
    seen = HiddenField()
    """The number of the last post that the page knew of."""
    anyway = HiddenField()
    """Filled once the writer was shown what others wrote meanwhile."""
    news: Sequence[PostRow] = ()
    """That, where the form comes back because of it."""

    def seen_number(self) -> int | None:
        """The number of the last post that the writer had before them; None where what came since does not matter."""
        seen = self.seen.data or ""
        return int(seen) if not self.anyway.data and seen.isascii() and seen.isdigit() and len(seen) < 10 else None


class EditForm(WritingForm):
    """Editing a post."""

    body = TextField(_l("Votre message"), [Filled(_l("Écrivez quelque chose avant d’envoyer."))])
    seen = HiddenField()


class ConfirmForm(Form):
    """A yes, before what can't be taken back."""


class SpaceForm(Form):
    """What a space says of itself."""

    about = TextField(_l("À quoi sert cet espace"), [at_most(LONGEST_ABOUT)])
    tags = LineField(_l("Mots-clés proposés"), [Length(max=1_000)])

    def words(self) -> list[str]:
        """The keywords, however they were parted."""
        return re.split(r"[,;]", self.tags.data or "")


class TemplateForm(Form):
    """A text that a new thread may begin with."""

    name = LineField(_l("Nom du modèle"), [Filled(_l("Donnez un nom au modèle.")), at_most(LONGEST_NAME)])
    kind = SelectField(_l("Forme"), choices=KIND_CHOICES)
    body = TextField(_l("Texte"), [Filled(_l("Écrivez le texte du modèle.")), at_most(LONGEST_TEMPLATE)])


class SummaryForm(Form):
    """Saying what a thread came to."""

    body = TextField(_l("Résumé"), [at_most(LONGEST_SUMMARY)])
    seen = HiddenField()


class SynonymForm(Form):
    """Saying that a word stands for a tag."""

    word = LineField(_l("Mot de même sens"), [Filled(_l("Donnez le mot qui a le même sens.")), at_most(LONGEST_TAG)])
