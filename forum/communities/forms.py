"""What the pages of communities accept."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, HiddenField, RadioField, SelectField
from wtforms.validators import ValidationError

from forum.communities.models import Admission
from forum.communities.services.facilitate import usual_until
from forum.communities.services.invite import LONGEST_ADDRESSES
from forum.communities.services.texts import (
    LONGEST_ABOUT,
    LONGEST_NAME,
    LONGEST_REASON,
    LONGEST_TEXT,
    LONGEST_WHY,
    LONGEST_WORDS,
)
from forum.communities.words import CHOICES
from forum.core.forms import Filled, Form, LineField, SubmissionField, TextField, at_most, choice


class CommunityForm(Form):
    """Opening a community, or changing what is said of it."""

    name = LineField(_l("Nom"), [Filled(_l("Donnez un nom à la communauté.")), at_most(LONGEST_NAME)])
    about = TextField(_l("De quoi il s’agit, en deux phrases"), [Filled(), at_most(LONGEST_ABOUT)])
    admission = RadioField(
        _l("Comment on y entre"),
        choices=[choice(value, words) for value, words in CHOICES.items()],
        default=Admission.OPEN.value,
    )
    read_first = TextField(_l("À lire d’abord"), [at_most(LONGEST_TEXT)])
    charter = TextField(_l("Charte de la communauté"), [at_most(LONGEST_TEXT)])
    seen = HiddenField()
    """The state of what is edited, as the page showed it."""


class ProposalForm(CommunityForm):
    """Proposing a community."""

    why = TextField(
        _l("Pourquoi cette communauté"),
        [Filled(_l("Dites pourquoi : les médiateurs décident d’après ces lignes.")), at_most(LONGEST_WHY)],
    )
    submission = SubmissionField()


class DayField(DateField):
    """A day, as browsers send it; what is written otherwise is none."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            self.data = None


class DayChosen:
    """Refuses that no day is chosen."""

    field_flags = {"required": True}

    def __call__(self, form: Form, field: DayField) -> None:
        if field.data is None:
            raise ValidationError(_("Choisissez un jour à venir, dans deux ans au plus."))


class OpenProposalForm(Form):
    """Opening what was proposed."""

    name = LineField(_l("Nom"), [Filled(_l("Donnez un nom à la communauté.")), at_most(LONGEST_NAME)])
    until = DayField(_l("Son animation est confiée à cette personne jusqu’au"), [DayChosen()], default=usual_until)


class JoinForm(Form):
    """Joining, or asking to."""

    words = TextField(_l("Quelques mots pour l’animation"), [at_most(LONGEST_WORDS)])
    charter = BooleanField(_l("J’ai lu la charte de la communauté et je l’accepte"))


class ReasonForm(Form):
    """Why something is done to somebody."""

    reason = TextField(
        _l("Motif"), [Filled(_l("Donnez le motif : la personne concernée le lira.")), at_most(LONGEST_REASON)]
    )


class InviteForm(Form):
    """Inviting by address."""

    addresses = TextField(
        _l("Adresses électroniques"), [Filled(_l("Donnez au moins une adresse.")), at_most(LONGEST_ADDRESSES)]
    )
    words = TextField(_l("Un mot de votre part"), [at_most(LONGEST_WORDS)])


class FacilitatorForm(Form):
    """Having a member hold the community."""

    person = SelectField(_l("Membre"), coerce=int, validate_choice=False)
    until = DayField(_l("Jusqu’au"), [DayChosen()], default=usual_until)
    hands_over = BooleanField(_l("Je dépose la mienne en même temps"))
