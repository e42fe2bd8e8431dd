"""How it reads that a space was handed over to one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from forum.core.i18n import day
from forum.discussions.services.holding.name_holder import HELD
from forum.notices.words import notice_words


@notice_words(HELD, "belonging")
def held(facts: Mapping[str, Any]) -> str:
    """One holds a space from now on."""
    return _(
        "Vous tenez l’espace « %(space)s » jusqu’au %(day)s : vous pouvez y épingler et y ranger des discussions.",
        space=facts["space"],
        day=day(datetime.fromisoformat(facts["until"])),
    )
