"""How professions read."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from forum.accounts.models import Profession

WORDS: Mapping[str, LazyString] = {
    Profession.TEACHER: _l("enseignante ou enseignant"),
    Profession.SCHOOL_LEADER: _l("personnel de direction"),
    Profession.CPE: _l("CPE"),
    Profession.EDUCATION_ASSISTANT: _l("AED (assistante ou assistant d’éducation)"),
    Profession.AESH: _l("AESH"),
    Profession.NURSE: _l("infirmière ou infirmier scolaire"),
    Profession.SOCIAL_WORKER: _l("assistante ou assistant de service social"),
    Profession.PSYCHOLOGIST: _l("psychologue de l’Éducation nationale"),
    Profession.PARENT: _l("parent d’élève"),
    Profession.EDUCATOR: _l("éducatrice ou éducateur"),
    Profession.ASSOCIATION_WORKER: _l("membre d’une association"),
    Profession.RESEARCHER: _l("chercheuse ou chercheur"),
    Profession.LOCAL_AUTHORITY: _l("collectivité locale"),
    Profession.OTHER: _l("autre profession"),
}


def profession_words(token: str) -> str:
    """The words of a profession in the reader's language; nothing for a token that is not one."""
    words = WORDS.get(token)
    return str(words) if words is not None else ""
