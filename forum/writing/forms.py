"""What every form in which people write shares: its draft, and the files it brings."""

from __future__ import annotations

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, MultipleFileField, SelectMultipleField

from forum.core.actor import Actor
from forum.core.errors import Refused
from forum.core.forms import Form
from forum.writing.bringing import with_files
from forum.writing.queries import KeptDraft, kept_draft


class WritingForm(Form):
    """A form with a text, `body`, that stands in a place (forum/writing/places.py)."""

    files = MultipleFileField(_l("Images et documents"))
    kept: KeptDraft | None = None
    """The draft that it shows."""
    refusal: Refused | None = None
    """Why it was not sent, where it was not."""

    def take_up(self, actor: Actor, place: str, kept: KeptDraft | None = None) -> None:
        """Fills the form with the draft of its place, where there is one; what was sent stays.

        Args:
            kept: the draft, where the page has read it already: else it is asked for, by one statement.
        """
        if self.is_submitted():
            version = request.form.get("version", "")
            known = int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0
            self.kept = KeptDraft(place, {}, known, None)
            return
        self.kept = kept or kept_draft(actor, place)
        for name, held in self.kept.fields.items():
            field = self._fields.get(name)
            if isinstance(field, SelectMultipleField):
                field.data = held if isinstance(held, list) else [held]
            elif isinstance(held, str) and not isinstance(field, (HiddenField, MultipleFileField, type(None))):
                field.data = held

    def bring_files(self, actor: Actor) -> None:
        """Keeps the files that were sent with the form, and shows them at the end of its text.

        Raises:
            Invalid, TooBig, TooMany, Conflict: one of them is not taken (forum/writing/bringing.py).
        """
        body = self._fields["body"]
        body.data = with_files(actor, body.data or "", [file for file in self.files.data or [] if file])
        self.files.data = []
