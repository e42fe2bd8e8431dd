"""What may be done only for a while: how long is a setting."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import current_app

from forum.core.models import now


def is_within(moment: datetime | None, setting: str) -> bool:
    """Whether no more minutes than a setting says passed since a moment.

    Args:
        moment: aware; without one, nothing began.
        setting: the name of a number of minutes: "edit_post_minutes".
    """
    minutes: int = getattr(current_app.config["SETTINGS"], setting)
    return moment is not None and now() - moment <= timedelta(minutes=minutes)
