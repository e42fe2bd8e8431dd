"""What a party takes along of a case: their own words, and the agreement."""

from __future__ import annotations

import json
from collections.abc import Iterator

from flask_babel import format_datetime
from flask_babel import gettext as _

from forum.mediation.models import EntryKind
from forum.mediation.queries import CasePage, Written
from forum.mediation.words import stage_words


def words_of(found: CasePage, person_id: int) -> str:
    """A text of what somebody wrote in a case, oldest first, then of the agreement as it stands.

    Args:
        found: the case as they read it.
        person_id: whose words; nobody else's are in it, save in the agreement.
    """
    return "\n".join(lines(found, person_id)) + "\n"


def lines(found: CasePage, person_id: int) -> Iterator[str]:
    yield _("Médiation n° %(number)d", number=found.case.id)
    for one in found.written:
        kept = one.entry.kind not in (EntryKind.VERSION, EntryKind.COMPANION)
        if one.entry.author_id == person_id and kept:
            yield from ("", heading(one), "", own_words(one))
        for answer in one.answers:
            if answer.person_id == person_id and answer.words:
                yield from ("", _("Votre réponse à une reformulation"), "", answer.words)
    if found.agreement is not None:
        words = (
            _("L’accord, accepté par chaque partie")
            if found.holds
            else _("L’accord, tel qu’il est écrit pour l’instant")
        )
        yield from ("", words, "", found.agreement.words)


def heading(one: Written) -> str:
    moment = format_datetime(one.entry.written_at, "short")
    return f"{stage_words(one.entry.stage)} · {moment}"


def own_words(one: Written) -> str:
    if one.entry.kind == EntryKind.REQUEST:
        return str(json.loads(one.words)["words"])
    return one.words
