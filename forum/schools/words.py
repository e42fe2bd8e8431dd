"""How the kinds of schools read."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

KINDS = {
    "ecole": _l("École"),
    "college": _l("Collège"),
    "lycee": _l("Lycée"),
    "medico_social": _l("Établissement médico-social"),
    "service": _l("Service"),
    "other": _l("Autre établissement"),
}


def kind_words(kind: str) -> str:
    """The words of a kind in the reader's language."""
    return str(KINDS.get(kind, KINDS["other"]))
