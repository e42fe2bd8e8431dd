"""How the ways into a community read."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from forum.communities.models import Admission

CHOICES: Mapping[str, LazyString] = {
    Admission.OPEN: _l("Ouverte : tout membre de Médiane y entre d’un clic"),
    Admission.REQUEST: _l("Sur demande : l’animation répond à chaque demande"),
    Admission.INVITATION: _l("Sur invitation : seules les personnes invitées y entrent"),
}
"""As a form offers them."""

STATES: Mapping[str, LazyString] = {
    Admission.OPEN: _l("Ouverte"),
    Admission.REQUEST: _l("Sur demande"),
    Admission.INVITATION: _l("Sur invitation"),
}
"""As a badge says them."""


def admission_words(token: str) -> str:
    """The words of a way in, in the reader's language."""
    words = STATES.get(token)
    return str(words) if words is not None else ""
