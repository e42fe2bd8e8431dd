"""Taking a sheet that waits: one member of the committee follows it, and the others see who."""

from __future__ import annotations

from flask_babel import gettext as _

from forum.accounts.queries import names_of
from forum.core.actor import Actor
from forum.core.changes import touch
from forum.core.errors import Conflict
from forum.core.models import now
from forum.core.transactions import transaction
from forum.practices.models import Review
from forum.practices.services.passages import find_passage, require_on_committee
from forum.practices.services.stepping import take_step
from forum.practices.workflow import Step


def take_review(actor: Actor, sheet_id: int) -> Review:
    """Takes a sheet that was submitted; taking it again changes nothing.

    Raises:
        NotFound, NotAllowed: see the rule "review.take".
        Conflict: somebody else took it before, and is named; or it does not wait.
    """
    with transaction():
        passage = find_passage(sheet_id)
        require_on_committee(actor, "review.take", passage)
        review = passage.review
        if review is not None and review.taken_by == actor.id:
            return review
        if review is not None and review.taken_by is not None:
            holder = names_of([review.taken_by])[review.taken_by]
            raise Conflict(_("%(name)s a pris cette fiche avant vous.", name=holder.name))
        take_step(passage.sheet, Step.TAKE, actor.person_id)
        if review is None:
            raise Conflict(_("Cette fiche n’attend pas d’avis."))
        review.taken_by, review.taken_at = actor.person_id, now()
        touch(f"sheet:{sheet_id}")
    return review
