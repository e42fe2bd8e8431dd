"""What the pages of communities accept."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from forum.communities.services import LONGEST_ABOUT, LONGEST_NAME, LONGEST_TEXT
from forum.core.forms import Filled, Form, LineField, TextField, at_most


class CommunityForm(Form):
    """Opening a community."""

    name = LineField(_l("Nom"), [Filled(_l("Donnez un nom à la communauté.")), at_most(LONGEST_NAME)])
    about = TextField(_l("De quoi il s’agit, en deux phrases"), [Filled(), at_most(LONGEST_ABOUT)])
    read_first = TextField(_l("À lire d’abord"), [at_most(LONGEST_TEXT)])
    charter = TextField(_l("Charte de la communauté"), [at_most(LONGEST_TEXT)])
