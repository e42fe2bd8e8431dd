"""What the pages of the search accept from outside."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from forum.core.forms import Filled, Form, LineField, at_most
from forum.search.services.synonyms import LONGEST_GROUP


class SynonymsForm(Form):
    """Wordings that stand for each other."""

    wordings = LineField(
        _l("Façons de dire la même chose"),
        [Filled(_l("Donnez les façons de dire, séparées par « = ».")), at_most(LONGEST_GROUP)],
    )
