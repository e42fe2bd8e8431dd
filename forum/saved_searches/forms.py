"""What the pages of saved searches accept."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField
from wtforms.validators import InputRequired

from forum.core.forms import Filled, Form, LineField, at_most, choice
from forum.notices.models import Rhythm

LONGEST_NAME = 100
RHYTHMS = {
    Rhythm.AT_ONCE.value: _l("Dès que quelque chose paraît"),
    Rhythm.DAILY.value: _l("Une fois par jour"),
    Rhythm.WEEKLY.value: _l("Une fois par semaine"),
    Rhythm.NEVER.value: _l("Jamais : je veux seulement la retrouver"),
}


class SavedSearchForm(Form):
    """What a search is called, and how it tells what is new."""

    name = LineField(_l("Nom de la recherche"), [Filled(), at_most(LONGEST_NAME)])
    rhythm = RadioField(
        _l("Me prévenir de ce qui est nouveau"),
        [InputRequired(_l("Choisissez quand vous prévenir."))],
        choices=[choice(rhythm, words) for rhythm, words in RHYTHMS.items()],
        default=Rhythm.WEEKLY.value,
    )
    by_mail = BooleanField(_l("Par courriel aussi"))

    @property
    def wished(self) -> Rhythm:
        """The rhythm that was chosen."""
        return Rhythm(self.rhythm.data)
