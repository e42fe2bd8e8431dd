"""What the page of notices' settings accepts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField
from wtforms.fields import TimeField
from wtforms.validators import InputRequired, ValidationError

from forum.core.forms import Form, choice
from forum.notices.delivery.categories import CATEGORIES, REST, Category
from forum.notices.delivery.holidays import zones
from forum.notices.delivery.readers import Wish
from forum.notices.models import QuietHours, Rhythm

CLOCK = "%H:%M"
AS_CLOCKS_SAY = _l("Une heure s’écrit comme 19:00.")
RHYTHMS = {
    Rhythm.AT_ONCE: _l("Aussitôt"),
    Rhythm.DAILY: _l("Chaque jour"),
    Rhythm.WEEKLY: _l("Chaque semaine"),
    Rhythm.NEVER: _l("Jamais"),
}


def zone_choices() -> list[Any]:
    """The zones of school holidays that the table knows, none first."""
    words = [choice(zone, _("Corse") if zone == "Corse" else _("Zone %(letter)s", letter=zone)) for zone in zones()]
    return [choice("", _("Les vacances sont des jours comme les autres")), *words]


class ClockField(TimeField):
    """An hour of the day; typed as 7:30 too."""

    data: time | None

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata([value.strip().lower().replace("h", ":") for value in valuelist])
        except ValueError:
            raise ValueError(str(AS_CLOCKS_SAY)) from None


class HoursForm(Form):
    """When one is left in peace."""

    is_on = BooleanField(_l("Ne rien m’envoyer pendant mon repos"))
    begins = ClockField(_l("À partir de"), [InputRequired(AS_CLOCKS_SAY)], format=CLOCK)
    ends = ClockField(_l("Jusqu’à"), [InputRequired(AS_CLOCKS_SAY)], format=CLOCK)
    weekends = BooleanField(_l("Ni le samedi ni le dimanche"))
    holiday_zone = SelectField(_l("Ni pendant les vacances scolaires"), choices=zone_choices)

    def validate_ends(self, field: ClockField) -> None:
        if field.data is not None and field.data == self.begins.data:
            raise ValidationError(_("Les deux heures sont les mêmes : la nuit n’aurait ni début ni fin."))

    @property
    def hours(self) -> QuietHours:
        """What was chosen, as its row."""
        return QuietHours(
            is_on=self.is_on.data,
            begins=clock(self.begins),
            ends=clock(self.ends),
            weekends=self.weekends.data,
            holiday_zone=self.holiday_zone.data,
        )


def clock(field: ClockField) -> str:
    return field.data.strftime(CLOCK) if field.data is not None else ""


class PreferencesForm(HoursForm):
    """How one wishes to be told: a rhythm and a push for each category, and hours of peace."""

    rest = BooleanField(_l("M’envoyer chaque semaine ce qui n’attend rien de moi"))

    def rows(self) -> Iterator[tuple[Category, RadioField, BooleanField]]:
        """The fields of each category."""
        for category in CATEGORIES:
            yield category, self._fields[f"mail_{category.name}"], self._fields[f"push_{category.name}"]

    @property
    def wishes(self) -> dict[str, Wish]:
        """What was chosen, by category."""
        wishes = {category.name: Wish(Rhythm(mail.data), bool(push.data)) for category, mail, push in self.rows()}
        return {**wishes, REST: Wish(Rhythm.WEEKLY if self.rest.data else Rhythm.NEVER, False)}


for _category in CATEGORIES:
    _choices = [choice(rhythm.value, words) for rhythm, words in RHYTHMS.items()]
    setattr(PreferencesForm, f"mail_{_category.name}", RadioField(_category.words, choices=_choices))
    setattr(PreferencesForm, f"push_{_category.name}", BooleanField(_category.words))
