"""What the pages of shelves accept."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectMultipleField, widgets

from forum.core.forms import Filled, Form, LineField, SubmissionField, TextField, at_most
from forum.practices.services.collections import LONGEST_ABOUT, LONGEST_NAME, LONGEST_NOTE


class CollectionForm(Form):
    """Beginning a collection, or changing what is said of it."""

    name = LineField(_l("Nom"), [Filled(_l("Donnez un nom à la collection.")), at_most(LONGEST_NAME)])
    about = TextField(_l("Ce qu’elle rassemble"), [at_most(LONGEST_ABOUT)])
    is_public = BooleanField(_l("Visible de tous"))
    sheet = HiddenField()
    """The first sheet in it, where it is begun for one."""
    submission = SubmissionField()


class ShelveForm(Form):
    """In which of one's collections a sheet stands."""

    collections = SelectMultipleField(
        _l("Mes collections"),
        coerce=int,
        validate_choice=False,
        option_widget=widgets.CheckboxInput(),
        widget=widgets.ListWidget(prefix_label=False),
    )


class NoteForm(Form):
    """Why a sheet stands in a collection."""

    note = TextField(_l("Note"), [at_most(LONGEST_NOTE)])
