"""What is accepted of proposals."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

from flask_babel import get_timezone
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateTimeLocalField, HiddenField
from wtforms.validators import InputRequired

from forum.core.forms import Filled, Form, LineField, SubmissionField, TextField, at_most
from forum.core.models import now
from forum.proposals.models import Proposal, ProposalKind, ProposalOption
from forum.proposals.services.checking import LONGEST_DETAILS, LONGEST_QUESTION, MOST_CHOICES, Asked
from forum.proposals.services.conclude_proposal import LONGEST_OUTCOME
from forum.proposals.state import state_of

WRITTEN = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y %Hh%M", "%d/%m/%Y %H h %M"]
"""As browsers send a moment, then as it is written in French where they leave it to the reader."""
USUAL_TIME = timedelta(days=7)


class MomentField(DateTimeLocalField):
    """A moment: in the reader's time zone on the page, in UTC within."""

    def __init__(self, label: Any = None, validators: Any = None, **options: Any) -> None:
        super().__init__(label, validators, format=WRITTEN, **options)

    def process_formdata(self, valuelist: list[str]) -> None:
        given = " ".join(valuelist).strip()
        self.data = None
        if not given:
            return
        try:
            super().process_formdata([given])
            self.data = self.data.replace(tzinfo=reader_zone()).astimezone(UTC) if self.data else None
        except (ValueError, OverflowError):
            self.data = None
            raise ValueError(_("Cette date ne se lit pas. Écrivez-la ainsi : 02/12/2026 18:00.")) from None

    def _value(self) -> str:
        if self.raw_data:
            return " ".join(self.raw_data)
        return self.data.astimezone(reader_zone()).strftime(WRITTEN[0]) if self.data else ""


def reader_zone() -> ZoneInfo:
    return ZoneInfo(str(get_timezone()))


class ProposalForm(Form):
    """What every kind of proposal asks for."""

    kind: ProposalKind
    question = LineField(
        _l("La question"),
        [Filled(_l("Écrivez la question à laquelle chacun répondra.")), at_most(LONGEST_QUESTION)],
    )
    details = TextField(_l("Ce qu’il faut savoir pour répondre"), [at_most(LONGEST_DETAILS)])
    closes_at = MomentField(_l("On répond jusqu’au"), [InputRequired(_l("Dites jusqu’à quand on peut répondre."))])
    submission = SubmissionField()
    seen = HiddenField()

    def asked(self) -> Asked:
        """What the form says, once it was validated."""
        return Asked(self.kind, self.question.data, cast(datetime, self.closes_at.data), self.details.data or "")


class ConsentForm(ProposalForm):
    """A consent round."""

    kind = ProposalKind.CONSENT


class PollForm(ProposalForm):
    """A poll."""

    kind = ProposalKind.POLL
    choices = TextField(_l("Les choix, un par ligne"), [Filled(_l("Proposez de deux à douze choix, un par ligne."))])
    is_multiple = BooleanField(_l("On peut choisir plusieurs réponses"))

    def asked(self) -> Asked:
        said = super().asked()
        choices, is_multiple = (self.choices.data or "").split("\n"), bool(self.is_multiple.data)
        return Asked(said.kind, said.question, said.closes_at, said.details, choices=choices, is_multiple=is_multiple)


class DatesForm(ProposalForm):
    """A search for a date; its fields `moment_1` to `moment_12` are added below."""

    kind = ProposalKind.DATES

    def moment_fields(self) -> Sequence[MomentField]:
        """One field a date."""
        return [self[name] for name in MOMENT_NAMES]

    def asked(self) -> Asked:
        said = super().asked()
        moments = [field.data for field in self.moment_fields() if field.data]
        return Asked(said.kind, said.question, said.closes_at, said.details, moments=moments)


MOMENT_NAMES = [f"moment_{number}" for number in range(1, MOST_CHOICES + 1)]
for number, name in enumerate(MOMENT_NAMES, start=1):
    setattr(DatesForm, name, MomentField(_l("Date %(number)d", number=number)))

FORMS: dict[ProposalKind, type[ProposalForm]] = {form.kind: form for form in (PollForm, DatesForm, ConsentForm)}


def new_form(kind: ProposalKind) -> ProposalForm:
    """The form of a new proposal, open for a week, to the evening."""
    evening = (now() + USUAL_TIME).astimezone(reader_zone()).replace(hour=18, minute=0, second=0, microsecond=0)
    return FORMS[kind](data={"closes_at": evening})


def edit_form(proposal: Proposal, options: Sequence[ProposalOption]) -> ProposalForm:
    """The form, holding what a proposal asks."""
    moments = dict(zip(MOMENT_NAMES, (option.moment for option in options), strict=False))
    return FORMS[ProposalKind(proposal.kind)](
        data={
            "question": proposal.question,
            "details": proposal.details,
            "closes_at": proposal.closes_at,
            "choices": "\n".join(option.words for option in options),
            "is_multiple": proposal.is_multiple,
            "seen": state_of(proposal, options),
            **moments,
        }
    )


class OutcomeForm(Form):
    """What came of a proposal."""

    outcome = TextField(
        _l("La suite donnée"),
        [Filled(_l("Écrivez ce qui est décidé, ou ce que le groupe en retient.")), at_most(LONGEST_OUTCOME)],
    )
    seen = HiddenField()
