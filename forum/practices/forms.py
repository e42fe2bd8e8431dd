"""What the pages of authors accept: a field of a form for each field of a sheet, and for the words of each file."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, MultipleFileField
from wtforms import BooleanField, HiddenField, SelectField
from wtforms.validators import ValidationError

from forum.core.forms import Filled, Form, LineField, SubmissionField, TextField, at_most, choice
from forum.practices.comparing import Marks, also_sent
from forum.practices.fields import BY_KEY, FIELDS, GROUPS, Field, Kind, offered_to
from forum.practices.models import SheetFile
from forum.practices.services.content import tidied

LONGEST_WORDS = 500
"""Characters of a caption, and of what a picture shows."""
LONGEST_MARKS = 10_000
LONGEST_UNANSWERED = 1_000_000
MOST_UNANSWERED = 5


class SentField(HiddenField):
    """What a page brings back of what it was made with: where it does not, nothing, and not what is so now."""

    data: str

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = valuelist[0] if valuelist else ""


class SheetForm(Form):
    """Editing a sheet; its fields are added by `sheet_form_class`."""

    offered: tuple[Field, ...] = FIELDS
    base_version = SentField(default="0")
    opened = SentField()
    unanswered = SentField()
    submission = SubmissionField()
    files_added = MultipleFileField(_l("Ajouter des images ou des documents"))

    def content(self) -> dict[str, str]:
        """The fields of the sheet by key."""
        return {field.key: str(self[field.key].data or "") for field in self.offered}

    def groups(self) -> list[tuple[str, Any, list[tuple[Field, Any]]]]:
        """For each step of the editor, its key, its words and its fields."""
        return [
            (key, words, [(field, self[field.key]) for field in self.offered if field.group == key])
            for key, words in GROUPS.items()
        ]

    def base(self) -> int:
        given = self.base_version.data or ""
        return number_in(given)

    def marks(self) -> Marks | None:
        """The marks of what was opened, and of what was sent since without an answer; None where there are none."""
        marks = texts_in(self.opened.data or "", LONGEST_MARKS)
        if not marks or not all(found.split() for found in marks.values()):
            return None
        for sent in lists_in(self.unanswered.data or ""):
            marks = also_sent(marks, tidied(sent))
        return marks

    def begin_from(self, marks: Marks, version: int) -> None:
        """Says what the form's texts were opened from."""
        self.opened.data = marks_in_form(marks)
        self.base_version.data = str(version)
        self.unanswered.data = ""

    def put(self, content: Mapping[str, str]) -> None:
        """Puts other texts into the fields than those that were sent."""
        for field in self.offered:
            self[field.key].data = content.get(field.key, "")
        self.offer_own_words()

    def offer_own_words(self) -> None:
        """Keeps an opinion that a report gave in words of its own among the choices."""
        if "opinion" not in self:
            return
        opinion = self["opinion"]
        if opinion.data and opinion.data not in {held.value for held in opinion.choices}:
            opinion.choices = [*opinion.choices, choice(opinion.data, opinion.data)]

    def words_of(self, file: SheetFile) -> tuple[Any, Any, Any]:
        """The fields of a file: what it shows, its caption, whether it is taken out. The first only of pictures."""
        return self._fields.get(f"alternative_{file.id}"), self[f"caption_{file.id}"], self[f"remove_{file.id}"]


def texts_in(given: str, longest: int) -> dict[str, str]:
    """A JSON object of texts; none where it is anything else."""
    read = read_json(given, longest)
    return read if is_of_texts(read) else {}


def lists_in(given: str) -> list[dict[str, str]]:
    """A JSON list of objects of texts; empty where it is anything else."""
    read = read_json(given, LONGEST_UNANSWERED)
    return [one for one in read[:MOST_UNANSWERED] if is_of_texts(one)] if isinstance(read, list) else []


def read_json(given: str, longest: int) -> Any:
    try:
        return json.loads(given) if given and len(given) <= longest else None
    except (ValueError, RecursionError):
        return None


def is_of_texts(read: Any) -> bool:
    return isinstance(read, dict) and all(isinstance(found, str) for found in read.values())


def marks_in_form(marks: Marks) -> str:
    return json.dumps(dict(marks), separators=(",", ":"))


def number_in(given: str) -> int:
    """The number of a version that an address or a form gives; 0 for anything else."""
    return int(given) if given.isdecimal() and len(given) < 10 else 0


@cache
def sheet_form_class(is_editor: bool = True) -> type[SheetForm]:
    """The form with one field for each field that somebody writes of a sheet."""
    offered = offered_to(is_editor=is_editor)
    return type(
        "WholeSheetForm", (SheetForm,), {field.key: form_field(field) for field in offered} | {"offered": offered}
    )


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


def sheet_form(
    content: Mapping[str, str] | None = None,
    base_version: int = 0,
    *,
    marks: Marks | None = None,
    files: Sequence[SheetFile] = (),
    is_editor: bool = True,
) -> SheetForm:
    """The editor's form, holding what a version says.

    Args:
        content: the fields by key.
        base_version: the number of the version.
        marks: what tells its texts from others.
        files: those of the sheet, whose words are asked for.
        is_editor: whether what the committee says is written too.
    """
    values: dict[str, Any] = {key: value for key, value in (content or {}).items() if key in BY_KEY}
    values |= {"base_version": str(base_version), "opened": marks_in_form(marks) if marks else ""}
    made = sheet_form_class(is_editor)
    if files:
        made = type("SheetWithFilesForm", (made,), file_fields(files))
        for file in files:
            values |= {f"alternative_{file.id}": file.alternative, f"caption_{file.id}": file.caption}
    form = made(data=values)
    form.offer_own_words()
    return form


def file_fields(files: Sequence[SheetFile]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for file in files:
        if file.is_picture:
            fields[f"alternative_{file.id}"] = LineField(_l("Ce que montre l’image"), [at_most(LONGEST_WORDS)])
        fields[f"caption_{file.id}"] = LineField(_l("Légende"), [at_most(LONGEST_WORDS)])
        fields[f"remove_{file.id}"] = BooleanField(_l("Retirer de la fiche"))
    return fields


class ImportForm(Form):
    """Bringing a report in, as a file or pasted."""

    file = FileField(_l("Un fichier"))
    text = TextField(_l("Ou le texte du rapport"))


class SortForm(Form):
    """Saving a report that was read; its pieces come beside the form's own fields."""

    submission = SubmissionField()


class Ticked:
    """Refuses a box that was not ticked."""

    field_flags = {"required": True}

    def __call__(self, form: Any, field: Any) -> None:
        if not field.data:
            raise ValidationError(_("Vérifiez ce point, puis cochez-le."))


class ChecklistForm(Form):
    """What is looked at once more before a sheet goes to the committee."""

    seen_version = SentField(default="0")
    nobody = BooleanField(_l("Aucun élève, aucun collègue, aucune famille ne peut être reconnu."), [Ticked()])
    sources = BooleanField(_l("Les sources sont données : d’où viennent les chiffres, ce qui a été lu."), [Ticked()])
    results = BooleanField(_l("Les résultats sont décrits, et l’on comprend comment ils sont connus."), [Ticked()])
    pictures = BooleanField(_l("Chaque image a un texte qui dit ce qu’elle montre."), [Ticked()])


class InviteForm(Form):
    """Inviting somebody to write a sheet together."""

    who = LineField(_l("Nom ou adresse électronique"), [Filled(_l("Écrivez un nom ou une adresse.")), at_most(254)])
    may_submit = BooleanField(_l("Peut aussi soumettre la fiche au comité"))
