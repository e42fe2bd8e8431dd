"""What the editor of sheets accepts: a field of a form for each field of a sheet."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import HiddenField, SelectField

from forum.core.forms import Filled, Form, LineField, SubmissionField, TextField, at_most, choice
from forum.practices.fields import BY_KEY, FIELDS, GROUPS, Field, Kind


class SheetForm(Form):
    """Editing a sheet; its fields are added by `sheet_form_class`."""

    base_version = HiddenField(default="0")
    submission = SubmissionField()

    def content(self) -> dict[str, str]:
        """The fields of the sheet by key."""
        return {field.key: str(self[field.key].data or "") for field in FIELDS}

    def groups(self) -> list[tuple[str, Any, list[tuple[Field, Any]]]]:
        """For each step of the editor, its key, its words and its fields."""
        return [
            (key, words, [(field, self[field.key]) for field in FIELDS if field.group == key])
            for key, words in GROUPS.items()
        ]

    def base(self) -> int:
        given = self.base_version.data or ""
        return number_in(given)

    def put(self, content: Mapping[str, str]) -> None:
        """Puts other texts into the fields than those that were sent."""
        for field in FIELDS:
            self[field.key].data = content.get(field.key, "")
        self.offer_own_words()

    def offer_own_words(self) -> None:
        """Keeps an opinion that a report gave in words of its own among the choices."""
        opinion = self["opinion"]
        if opinion.data and opinion.data not in {held.value for held in opinion.choices}:
            opinion.choices = [*opinion.choices, choice(opinion.data, opinion.data)]


def number_in(given: str) -> int:
    """The number of a version that an address or a form gives; 0 for anything else."""
    return int(given) if given.isdecimal() and len(given) < 10 else 0


@cache
def sheet_form_class() -> type[SheetForm]:
    """The form with one field for each field of a sheet."""
    return type("WholeSheetForm", (SheetForm,), {field.key: form_field(field) for field in FIELDS})


def form_field(field: Field) -> Any:
    limits: list[Any] = [at_most(field.longest)]
    if field.key == "title":
        limits.insert(0, Filled(_l("Donnez un titre à la fiche.")))
    if field.kind == Kind.CHOICE:
        choices = [choice(value, words) for value, words in field.choices]
        if field.key != "language":
            choices.insert(0, choice("", "—"))
        return SelectField(field.label, choices=choices, validate_choice=False)
    return TextField(field.label, limits) if field.kind == Kind.TEXT else LineField(field.label, limits)


def sheet_form(content: Mapping[str, str] | None = None, base_version: int = 0) -> SheetForm:
    """The editor's form, holding what a version says."""
    values: dict[str, Any] = {key: value for key, value in (content or {}).items() if key in BY_KEY}
    form = sheet_form_class()(data=values | {"base_version": str(base_version)})
    form.offer_own_words()
    return form


class ImportForm(Form):
    """Bringing a report in, as a file or pasted."""

    file = FileField(_l("Un fichier texte"))
    text = TextField(_l("Ou le texte du rapport"))
    submission = SubmissionField()
