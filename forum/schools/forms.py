"""What the pages of schools accept."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from forum.core.forms import Form, TextField, at_most
from forum.schools.services.membership import LONGEST_WORDS


class JoinForm(Form):
    """Asking to join a school."""

    words = TextField(_l("Quelques mots pour vos référents"), [at_most(LONGEST_WORDS)])
