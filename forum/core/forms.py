"""What every form shares: words put in order as they come in, double submit told apart, errors from verbs."""

from __future__ import annotations

import re
import uuid
from functools import cache
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, HiddenField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined,unused-ignore]
from wtforms.i18n import get_translations
from wtforms.validators import Length, ValidationError

from forum.core.errors import Invalid
from forum.core.i18n import current_language
from forum.core.text import is_blank, tidy, tidy_line

INSIDE = re.compile(r"/(?:[^\s\x00-\x1f\x7f\\/][^\s\x00-\x1f\x7f\\]*)?")
"""A path of this site. Browsers read a backslash as a slash and leave out tabs, so that either could lead elsewhere."""


@cache
def words_of_fields(language: str) -> Any:
    """What WTForms itself says of wrong fields, read once a language: its catalogue would be read with each page."""
    return get_translations([language])


class Form(FlaskForm):
    """A form of Médiane."""

    class Meta(FlaskForm.Meta):
        """Where the words of the fields come from."""

        def get_translations(self, form: FlaskForm) -> Any:
            """In the language at hand."""
            return words_of_fields(current_language())

    def refuse(self, error: Invalid) -> None:
        """Puts what a verb refused beside its field."""
        field = self._fields.get(error.field)
        if field is None:
            self.form_errors.append(error.message)
        else:
            field.errors = [*field.errors, error.message]


def choice(value: str, words: str) -> SelectChoice:
    """One choice of a list, with its words."""
    return SelectChoice(value, words)


class LineField(StringField):
    """One line of text, tidied."""

    data: str

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = tidy_line(valuelist[0]) if valuelist else ""


class TextField(TextAreaField):
    """Several lines of text, tidied."""

    data: str

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = tidy(valuelist[0]) if valuelist else ""


class DayField(DateField):
    """A day: as browsers send it, or as it is written in French."""

    def __init__(self, label: Any = None, validators: Any = None, **options: Any) -> None:
        super().__init__(label, validators, format=["%Y-%m-%d", "%d/%m/%Y"], **options)

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist or not valuelist[0].strip():
            self.data = None
            return
        try:
            super().process_formdata([valuelist[0].strip()])
        except ValueError:
            raise ValueError(_("Cette date ne se lit pas. Écrivez-la ainsi : 01/09/2024.")) from None


class SubmissionField(HiddenField):
    """A number made with the page, so that sending the same page twice is told from writing twice."""

    def process_data(self, value: str | None) -> None:
        self.data = value or uuid.uuid4().hex

    def process_formdata(self, valuelist: list[str]) -> None:
        given = valuelist[0] if valuelist else ""
        try:
            self.data = uuid.UUID(given).hex
        except ValueError:
            self.data = uuid.uuid4().hex


class Filled:
    """Refuses a text in which there is nothing to read: spaces, empty lines, invisible characters."""

    field_flags = {"required": True}

    def __init__(self, message: str | None = None) -> None:
        self.message = message

    def __call__(self, form: FlaskForm, field: StringField) -> None:
        if is_blank(field.data or ""):
            raise ValidationError(self.message or _("Ce champ est à remplir."))


def at_most(characters: int) -> Length:
    """Refuses a text that is too long, and says how long it may be."""
    return Length(max=characters, message=_l("Ce texte est trop long : %(max)d caractères au plus."))


def safe_next(default: str) -> str:
    """Where to go after a form: the `next` of the request when it leads into this site, else the default."""
    target = request.values.get("next", "")
    return target if INSIDE.fullmatch(target) else default
