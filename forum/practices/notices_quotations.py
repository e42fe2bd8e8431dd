"""What people are told about quotations: who is quoted is asked, who writes the sheet is told what they answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from forum.notices.words import notice_words
from forum.practices.models import Consent

ASKED, ANSWERED, UNANSWERED = "quotation.asked", "quotation.answered", "quotation.unanswered"
DAYS = 14
"""To answer in; then the sheet does without (the section « Formalise » of the product's description)."""


def page_of_cited(sheet_id: int) -> str:
    """Where a person reads what a sheet quotes of them, and answers."""
    return f"/practices/{sheet_id}/cited"


def page_of_quotations(sheet_id: int) -> str:
    """Where the authors of a sheet follow its quotations."""
    return f"/practices/{sheet_id}/quotations"


@notice_words(ASKED, "library")
def asked(facts: Mapping[str, Any]) -> str:
    """Somebody would like to quote one's posts."""
    return ngettext(
        "%(name)s aimerait citer l’un de vos messages dans la fiche « %(title)s »."
        " Vous avez %(days)d jours pour répondre.",
        "%(name)s aimerait citer %(num)d de vos messages dans la fiche « %(title)s »."
        " Vous avez %(days)d jours pour répondre.",
        facts["count"],
        name=facts["name"],
        title=facts["title"],
        days=DAYS,
    )


@notice_words(ANSWERED, "library")
def answered(facts: Mapping[str, Any]) -> str:
    """Somebody answered whether they may be quoted in one's sheet."""
    name, title = facts["name"], facts["title"]
    match facts["consent"]:
        case Consent.AGREED:
            return _("%(name)s vous laisse citer ses mots dans « %(title)s ».", name=name, title=title)
        case Consent.UNNAMED:
            return _("%(name)s vous laisse citer ses mots dans « %(title)s », sans son nom.", name=name, title=title)
        case _:
            return _("%(name)s préfère que ses mots ne soient pas cités dans « %(title)s ».", name=name, title=title)


@notice_words(UNANSWERED, "library")
def unanswered(facts: Mapping[str, Any]) -> str:
    """Nobody answered in time."""
    return ngettext(
        "Une citation de « %(title)s » est restée sans réponse : la fiche paraîtra sans elle.",
        "%(num)d citations de « %(title)s » sont restées sans réponse : la fiche paraîtra sans elles.",
        facts["count"],
        title=facts["title"],
    )
