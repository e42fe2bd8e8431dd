"""What becomes of questions that nobody answered: the sheet does without the quotation."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from sqlalchemy import select, update

from forum.core.models import now
from forum.core.transactions import transaction
from forum.extensions import db
from forum.notices.services import tell
from forum.practices.models import Consent, Quotation, Sheet
from forum.practices.notices_quotations import DAYS, UNANSWERED, page_of_quotations


def expire_quotations(moment: datetime | None = None) -> int:
    """Counts as unanswered what was asked long enough ago, and tells who writes the sheets. Again changes nothing.

    Nothing changes for readers: they did not see it before either. Who is quoted may still answer.

    Args:
        moment: the present one, unless another is given.

    Returns:
        how many there were.
    """
    moment = moment or now()
    with transaction():
        expired = db.session.scalars(
            update(Quotation)
            .where(Quotation.consent == Consent.ASKED.value, Quotation.asked_at <= moment - timedelta(days=DAYS))
            .values(consent=Consent.UNANSWERED.value)
            .returning(Quotation.sheet_id)
            .execution_options(synchronize_session=False)
        )
        counts = Counter(expired)
        for sheet in db.session.scalars(select(Sheet).where(Sheet.id.in_(sorted(counts)))):
            facts = {"title": sheet.title, "count": counts[sheet.id]}
            key = f"sheet:{sheet.id}:unanswered:{moment:%Y%m%d%H%M}"
            tell(sheet.owner_id, UNANSWERED, key, facts, page_of_quotations(sheet.id))
    return sum(counts.values())
