"""What the committee's pages and the history accept."""

from __future__ import annotations

import re
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField

from forum.core.forms import Filled, Form, LineField, SubmissionField, TextField, at_most, choice
from forum.practices.fields import OPINIONS
from forum.practices.forms import number_in
from forum.practices.services.ask_changes import LONGEST_WORDS

ADDRESS = re.compile(r"(?:\S*/practices/)?(\d{1,9})(?:-\S*)?")
"""The address of a sheet, whole or not, or its number alone."""


class OfPassage(Form):
    """A form that speaks of one passage before the committee."""

    review = HiddenField()

    def review_id(self) -> int:
        """The passage that was before the eyes of who sends the form; 0 for what is no number."""
        return number_in(self.review.data or "")


class OpinionForm(OfPassage):
    """Giving one's opinion."""

    opinion = RadioField(
        _l("Votre avis"), choices=[choice(token, words) for token, words in OPINIONS], validate_choice=False
    )
    reasons = TextField(_l("Vos raisons"), [Filled(), at_most(LONGEST_WORDS)])


class ChangesForm(OfPassage):
    """Asking for changes."""

    words = TextField(
        _l("Ce qui est à modifier"), [Filled(_l("Dites ce qui est à modifier.")), at_most(LONGEST_WORDS)], id="changes"
    )


class RemarkForm(Form):
    """Leaving a remark, or answering one."""

    words = TextField(_l("Votre remarque"), [Filled(_l("Écrivez votre remarque.")), at_most(LONGEST_WORDS)])
    field = HiddenField()
    parent = HiddenField()
    submission = SubmissionField()

    def parent_id(self) -> int | None:
        return number_in(self.parent.data or "") or None


class ReasonForm(Form):
    """Archiving a sheet, or reinstating it."""

    reason = TextField(
        _l("Motif"),
        [Filled(_l("Donnez le motif : il reste dans l’historique de la fiche.")), at_most(LONGEST_WORDS)],
    )


class TranslationForm(Form):
    """Naming the sheet that another translates."""

    original = LineField(_l("Fiche d’origine"), [Filled(_l("Donnez l’adresse ou le numéro de la fiche d’origine."))])

    def original_id(self) -> int:
        """The number in what was typed; 0 where there is none."""
        found = ADDRESS.fullmatch((self.original.data or "").split("?")[0].split("#")[0])
        return int(found.group(1)) if found else 0


def held(form: type[Form], **data: Any) -> Any:
    """A form of a page that another form of the same page was sent to: it holds what is given, and nothing sent."""
    return form(formdata=None, data=data)
