"""The pages that stand: what Médiane is, the charter, privacy, accessibility; each a text in both languages."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from flask import Blueprint, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from config import Settings
from forum.core.actor import current_actor
from forum.core.errors import TooLarge
from forum.core.i18n import current_language
from forum.core.page_cache import kept_for_visitors
from forum.core.policy import public, requires
from forum.core.ratelimits import count_once
from forum.core.text import render_markdown
from forum.writing.rendering import rendered

bp = Blueprint("pages", __name__)
TEXTS = Path(__file__).parent / "standing"
PREVIEWS_PER_MINUTE = 60


@cache
def standing_text(name: str, language: str) -> Markup:
    """One standing text as HTML."""
    return Markup(render_markdown((TEXTS / f"{name}.{language}.md").read_text(encoding="utf-8"), top=2))  # noqa: S704


def standing(name: str, title: str) -> ResponseReturnValue:
    return render_template("pages/standing.html", title=title, body=standing_text(name, current_language()))


@bp.get("/about")
@public
@kept_for_visitors(lambda: ())
def about() -> ResponseReturnValue:
    """What Médiane is and where it comes from."""
    return standing("about", _("À propos de Médiane"))


@bp.get("/charter")
@public
@kept_for_visitors(lambda: ())
def charter() -> ResponseReturnValue:
    """What members ask of each other."""
    return standing("charter", _("Charte"))


@bp.get("/privacy")
@public
@kept_for_visitors(lambda: ())
def privacy() -> ResponseReturnValue:
    """What is kept about people, and for what."""
    return standing("privacy", _("Confidentialité"))


@bp.get("/accessibility")
@public
@kept_for_visitors(lambda: ())
def accessibility() -> ResponseReturnValue:
    """The accessibility statement."""
    return standing("accessibility", _("Accessibilité"))


@bp.post("/preview")
@requires("member")
def preview() -> ResponseReturnValue:
    """Shows a text as it will be read, by the renderer that renders it when it is sent."""
    settings: Settings = current_app.config["SETTINGS"]
    count_once("previews", current_actor().person_id, PREVIEWS_PER_MINUTE)
    source = request.form.get("source", "")
    if len(source) > settings.max_post_characters:
        raise TooLarge(_("Ce texte est trop long pour un aperçu."))
    return rendered(source, "preview")
