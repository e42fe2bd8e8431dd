"""What is accepted of transpositions, of what is asked through Médiane, and of the first words of a discussion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField

from forum.core.forms import DayField, Filled, Form, SubmissionField, TextField, at_most, choice
from forum.practices.fields import BY_KEY
from forum.practices.forms import number_in
from forum.practices.models import Transposition, TranspositionState
from forum.practices.models.transposition import TranspositionStep
from forum.practices.services.contact import LONGEST_WORDS
from forum.practices.services.transposing import ADAPTABLE, LONGEST_ADAPTED, LONGEST_OUTCOME, Told
from forum.schools.models import School

ADAPTED = "adapted-"
STATE_WORDS = {
    TranspositionState.PLANNED: _l("Prévue"),
    TranspositionState.UNDER_WAY: _l("En cours"),
    TranspositionState.DONE: _l("Menée à bien"),
    TranspositionState.STOPPED: _l("Arrêtée"),
}
STEP_WORDS = {
    TranspositionStep.BEGIN: _l("C’est commencé"),
    TranspositionStep.FINISH: _l("C’est terminé"),
    TranspositionStep.STOP: _l("Nous arrêtons"),
    TranspositionStep.RESUME: _l("Nous reprenons"),
}
AGAIN = {"yes": True, "no": False}


class TranspositionForm(Form):
    """Telling a transposition; its fields about the sheet's sections are added by `transposition_form_class`."""

    school = SelectField(_l("Établissement"), validate_choice=False)
    state = RadioField(
        _l("Où en êtes-vous ?"),
        choices=[choice(state.value, words) for state, words in STATE_WORDS.items()],
        validate_choice=False,
    )
    started_on = DayField(_l("Date de début"))
    outcome = TextField(_l("Ce que cela a donné"), [at_most(LONGEST_OUTCOME)])
    again = RadioField(
        _l("Le referiez-vous ?"),
        choices=[choice("yes", _l("Oui")), choice("no", _l("Non")), choice("", _l("Trop tôt pour le dire"))],
        default="",
        validate_choice=False,
    )
    may_contact = BooleanField(_l("On peut m’écrire à ce sujet, par Médiane"))
    submission = SubmissionField()

    def offer_schools(self, schools: Sequence[School], kept: School | None = None) -> None:
        """Offers the schools of who writes, and the one where the transposition is, also once they left it."""
        offered = {school.id: school for school in ([kept] if kept else []) + list(schools)}
        self.school.choices = [choice(str(one.id), school_words(one)) for one in offered.values()]

    def told(self) -> Told:
        """What the form says; sections that nobody offered are handed on too, for the verb to refuse."""
        return Told(
            school_id=number_in(self.school.data or ""),
            started_on=self.started_on.data,
            adapted={name.removeprefix(ADAPTED): words for name, words in request.form.items() if is_adapted(name)},
            outcome=self.outcome.data or "",
            again=AGAIN.get(self.again.data or ""),
            may_contact=bool(self.may_contact.data),
        )

    def sections(self, keys: Sequence[str]) -> list[tuple[str, Any]]:
        """The fields about some sections of the sheet, those written in first."""
        return [
            (key, self[f"{ADAPTED}{key}"]) for key in sorted(keys, key=lambda key: not self[f"{ADAPTED}{key}"].data)
        ]


def is_adapted(name: str) -> bool:
    return name.startswith(ADAPTED)


def school_words(school: School) -> str:
    return f"{school.name}, {school.city}" if school.city else school.name


@cache
def transposition_form_class() -> type[TranspositionForm]:
    """The form with one field for each section of a sheet that can be adapted."""
    fields = {f"{ADAPTED}{key}": TextField(BY_KEY[key].label, [at_most(LONGEST_ADAPTED)]) for key in ADAPTABLE}
    return type("WholeTranspositionForm", (TranspositionForm,), fields)


def transposition_form(transposition: Transposition | None = None) -> TranspositionForm:
    """The form, holding what was told."""
    if transposition is None:
        return transposition_form_class()()
    held: Mapping[str, Any] = {
        "school": str(transposition.school_id),
        "state": transposition.state,
        "started_on": transposition.started_on,
        "outcome": transposition.outcome,
        "again": next((value for value, again in AGAIN.items() if again == transposition.again), ""),
        "may_contact": transposition.may_contact,
    }
    adapted = {f"{ADAPTED}{key}": words for key, words in transposition.adapted.items()}
    return transposition_form_class()(data={**held, **adapted})


class StepForm(Form):
    """Taking a transposition one step further."""

    started_on = DayField(_l("Commencée le"))

    def day(self) -> date | None:
        day: date | None = self.started_on.data
        return day


class ContactForm(Form):
    """Asking somebody something through Médiane."""

    body = TextField(
        _l("Votre message"), [Filled(_l("Écrivez quelque chose avant d’envoyer.")), at_most(LONGEST_WORDS)]
    )
    submission = SubmissionField()


class AnswerForm(Form):
    """Answering."""

    answer = TextField(
        _l("Votre réponse"), [Filled(_l("Écrivez quelque chose avant d’envoyer.")), at_most(LONGEST_WORDS)]
    )


class DiscussForm(Form):
    """The first words of a discussion."""

    body = TextField(_l("Votre message"), [Filled(_l("Écrivez quelque chose avant d’envoyer."))])
    submission = SubmissionField()
