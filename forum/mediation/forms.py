"""What mediations accept from outside."""

from __future__ import annotations

import re

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, SelectField
from wtforms.validators import InputRequired, Length, Optional

from forum.core.forms import DayField, Filled, Form, LineField, SubmissionField, TextField, at_most, choice
from forum.mediation.services.asking import LONGEST_LINK, About
from forum.mediation.services.writing import LONGEST_WORDS
from forum.mediation.stages import Outcome
from forum.mediation.words import about_words, outcome_words

NO_WORDS = _l("Écrivez quelque chose avant d’envoyer.")


class AskForm(Form):
    """Asking for a mediation."""

    people = LineField(_l("Avec qui"), [Filled(_l("Dites qui est concerné.")), Length(max=1_000)])
    is_party = RadioField(_l("Et vous ?"), default="yes", validate_choice=False)
    about = RadioField(_l("À propos de quoi ?"), default=About.SITUATION.value, validate_choice=False)
    link = LineField(_l("Son adresse sur ce site"), [at_most(LONGEST_LINK)])
    words = TextField(
        _l("Ce qui se passe"), [Filled(_l("Dites en quelques mots ce qui se passe.")), at_most(LONGEST_WORDS)]
    )
    wishes_same_school = BooleanField(_l("La médiation peut être menée par quelqu’un de mon établissement"))
    submission = SubmissionField()

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.about.choices = [choice(about.value, about_words(about)) for about in About]
        self.is_party.choices = [
            choice("yes", _("Je suis une des personnes concernées")),
            choice("no", _("Je demande pour d’autres")),
        ]

    def handles(self) -> list[str]:
        """Whom it concerns, however they were parted: spaces, commas, semicolons."""
        return [name for name in re.split(r"[\s,;]+", self.people.data or "") if name]

    def chosen(self) -> About:
        """What it is about; a situation where something else was sent."""
        return next((about for about in About if about.value == self.about.data), About.SITUATION)


class WordsForm(Form):
    """Writing something in a case."""

    words = TextField(_l("Vos mots"), [Filled(NO_WORDS), at_most(LONGEST_WORDS)])
    submission = SubmissionField()


class ReformulationForm(WordsForm):
    """Saying again what was said."""

    about_id = SelectField(_l("Ce qu’a dit"), validate_choice=False)


class VersionForm(WordsForm):
    """Writing the agreement anew."""

    based_on = HiddenField(default="0")

    def seen(self) -> int:
        """The version that the page showed."""
        data = self.based_on.data or ""
        return int(data) if data.isascii() and data.isdigit() and len(data) < 10 else 0


class PersonForm(Form):
    """Naming somebody."""

    person = LineField(_l("Qui"), [Filled(_l("Dites de qui il s’agit.")), Length(max=100)])


class ReferForm(Form):
    """Referring a case to another mediator; to any where none is named."""

    person = LineField(_l("À qui"), [Length(max=100)])


class ConsentForm(Form):
    """Consenting, once told the framework."""

    wishes_same_school = RadioField(
        _l("La personne qui mène la médiation est de l’établissement d’une des parties. Cela vous convient-il ?"),
        validate_choice=False,
    )

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.wishes_same_school.choices = [
            choice("yes", _("Oui, cela me convient")),
            choice("no", _("Non, je préfère quelqu’un d’un autre établissement")),
        ]

    def wish(self) -> bool | None:
        """What was answered; None for nothing."""
        return {"yes": True, "no": False}.get(self.wishes_same_school.data or "")


class CloseForm(Form):
    """Ending a case."""

    outcome = RadioField(
        _l("Comment elle se termine"), [InputRequired(_l("Choisissez une issue."))], validate_choice=False
    )
    follow_up_on = DayField(_l("Prendre des nouvelles le"), [Optional()])

    def offer(self, outcomes: frozenset[Outcome]) -> None:
        """Offers some outcomes."""
        self.outcome.choices = [choice(one.value, outcome_words(one)) for one in Outcome if one in outcomes]

    def chosen(self) -> Outcome | None:
        """The outcome that was picked; None for none that there is."""
        return next((one for one in Outcome if one.value == self.outcome.data), None)


class ConfirmForm(Form):
    """A yes, before what can't be taken back."""
