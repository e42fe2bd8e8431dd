"""Answers to machines that ask how the site is."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from forum.core.policy import public
from forum.extensions import db

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@public
def alive() -> ResponseReturnValue:
    """Says that the process answers."""
    return {"status": "ok"}


@bp.get("/readyz")
@public
def ready() -> ResponseReturnValue:
    """Says whether the database answers too: 503 where it does not."""
    try:
        db.session.execute(text("SELECT 1 FROM people LIMIT 1"))
    except SQLAlchemyError:
        return {"status": "database"}, 503
    return {"status": "ok"}
