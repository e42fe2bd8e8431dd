"""Answering whether one's words may be quoted; and changing one's mind, whenever that is."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _
from sqlalchemy import select

from forum.core.actor import Actor
from forum.core.errors import Invalid, NotFound
from forum.core.models import now
from forum.core.policy import require
from forum.core.transactions import transaction
from forum.extensions import db
from forum.notices.services import tell
from forum.practices.models import Consent, Quotation, Sheet
from forum.practices.models.quotation import SHOWN
from forum.practices.notices_quotations import ANSWERED, page_of_quotations
from forum.practices.services.show_quotations import show_quotations_anew

ANSWERS = (Consent.AGREED, Consent.UNNAMED, Consent.REFUSED)


def answer_quotations(actor: Actor, sheet_id: int, answers: Mapping[int, str]) -> list[Quotation]:
    """Answers for one's own words in a sheet; what readers see of it changes at once, also in a published one.

    Args:
        actor: who is quoted.
        sheet_id: where.
        answers: for the id of each quotation, one of ANSWERS.

    Returns:
        the quotations whose answer changed.

    Raises:
        NotFound: one of them is not the actor's, or not in this sheet.
        Invalid: of the field "answer-12", for a word that is no answer.
    """
    with transaction():
        query = select(Quotation).where(Quotation.sheet_id == sheet_id, Quotation.id.in_(sorted(answers)))
        found = list(db.session.scalars(query.with_for_update().execution_options(populate_existing=True)))
        if len(found) != len(answers):
            raise NotFound
        changed = [quotation for quotation in found if answer(actor, quotation, answers[quotation.id])]
        if changed:
            tell_owner(actor, db.session.get_one(Sheet, sheet_id), changed)
            show_quotations_anew([sheet_id])
    return changed


def answer(actor: Actor, quotation: Quotation, given: str) -> bool:
    """Notes one answer; says whether it is another than before."""
    require(actor, "quotation.answer", quotation)
    if given not in ANSWERS:
        raise Invalid(f"answer-{quotation.id}", _("Choisissez une réponse."))
    if quotation.consent == given:
        return False
    quotation.consent = Consent(given).value
    quotation.answered_at = now()
    return True


def tell_owner(actor: Actor, sheet: Sheet, changed: list[Quotation]) -> None:
    """Tells who writes the sheet; of several answers, the one that leaves out most."""
    if sheet.owner_id == actor.id:
        return
    least = min(
        (quotation.consent for quotation in changed), key=lambda consent: (consent in SHOWN, consent == "agreed")
    )
    facts = {"name": actor.name, "title": sheet.title, "consent": least}
    moment = max(quotation.answered_at for quotation in changed if quotation.answered_at)
    key = f"quotation:{changed[0].id}:{least}:{moment.timestamp():.0f}"
    tell(sheet.owner_id, ANSWERED, key, facts, page_of_quotations(sheet.id))
