"""What the page accepts on which a community chooses the sheets that it puts forward."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from forum.core.forms import Filled, Form, LineField, at_most
from forum.practices.services.put_forward import LONGEST_NOTE


class PutForwardForm(Form):
    """Putting a sheet forward."""

    address = LineField(_l("Adresse de la fiche"), [Filled(_l("Collez l’adresse d’une fiche.")), at_most(500)])
    note = LineField(_l("Pourquoi, en une phrase"), [at_most(LONGEST_NOTE)])
