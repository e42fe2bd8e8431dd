"""One place turns what went wrong into a page or JSON, in the reader's language, with the request's id."""

from __future__ import annotations

from typing import Any

import structlog
from flask import Flask, g, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_limiter import RateLimitExceeded
from flask_login import AnonymousUserMixin
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from forum.core.errors import Refused, TooMany
from forum.core.landing import asks_to_be_told
from forum.core.logs import loggable_path
from forum.core.policy import SignInFirst
from forum.core.ratelimits import seconds_until_free
from forum.extensions import db

log = structlog.get_logger("web")


def init_app(app: Flask) -> None:
    """Registers the handlers of everything that can be raised."""
    app.register_error_handler(Refused, refused)
    app.register_error_handler(CSRFError, forged)
    app.register_error_handler(HTTPException, failed)
    app.register_error_handler(SignInFirst, sign_in_first)
    app.register_error_handler(Exception, broken)


def wants_json() -> bool:
    """Whether the client asked for data rather than a page."""
    accepted = request.accept_mimetypes
    return accepted["application/json"] > accepted["text/html"] or request.path.endswith(".json")


def answer(status: int, message: str = "") -> ResponseReturnValue:
    """An error as a page or as problem+json (RFC 9457)."""
    title, words = words_for(status)
    request_id = g.get("request_id", "")
    if wants_json():
        body: dict[str, Any] = {"title": title, "status": status, "detail": message or words, "instance": request_id}
        response = jsonify(body)
        response.headers["Content-Type"] = "application/problem+json"
        return response, status
    page = render_template(
        "errors/page.html", code=status, title=title, message=message or words, request_id=request_id
    )
    return page, status


def words_for(status: int) -> tuple[str, str]:
    match status:
        case 400:
            return _("Demande non comprise"), _("Cette demande n’a pas pu être lue. Revenez en arrière et réessayez.")
        case 403:
            return _("Accès réservé"), _("Vous n’avez pas le droit de faire cela ici.")
        case 404:
            return _("Page introuvable"), _("Cette page n’existe pas, ou elle ne vous est pas ouverte.")
        case 405:
            return _("Action impossible ici"), _("Cette adresse ne se visite pas ainsi. Revenez en arrière.")
        case 409:
            return _("Quelqu’un est passé avant vous"), _("Cela a changé entre-temps. Rechargez la page et vérifiez.")
        case 410:
            return _("Lien expiré"), _("Ce lien a expiré. Demandez-en un nouveau.")
        case 413:
            return _("Trop volumineux"), _("Cet envoi dépasse la taille acceptée.")
        case 422:
            return _("À corriger"), _("Quelque chose est à corriger dans ce qui a été envoyé.")
        case 429:
            return _("Trop de demandes"), _("Trop de demandes en peu de temps. Attendez un moment, puis réessayez.")
        case _:
            return _("Une erreur est survenue"), _("L’erreur vient de nous et elle a été notée. Réessayez plus tard.")


def refused(error: Refused) -> ResponseReturnValue:
    shown = make_response(answer(error.status, error.message))
    if isinstance(error, TooMany) and error.seconds is not None:
        shown.headers["Retry-After"] = str(error.seconds)
    return shown


def forged(error: CSRFError) -> ResponseReturnValue:
    return answer(
        400, _("Cette page était ouverte depuis trop longtemps. Revenez en arrière, rechargez-la et réessayez.")
    )


def failed(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error.get_response()  # a redirect that routing makes
    shown = make_response(answer(error.code))
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        shown.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    if isinstance(error, RateLimitExceeded):
        shown.headers["Retry-After"] = str(seconds_until_free())
    return shown


def sign_in_first(error: SignInFirst) -> ResponseReturnValue:
    if wants_json() or asks_to_be_told():
        return answer(403, _("Connectez-vous pour voir cette page."))
    target = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("accounts.login", next=target), 303)


def broken(error: Exception) -> ResponseReturnValue:
    db.session.rollback()
    log.error("request failed", path=loggable_path(), error=type(error).__name__, exc_info=error)
    try:
        return answer(500)
    except Exception:  # the frame needs the database too, and it may be what is broken
        g._login_user = AnonymousUserMixin()
        g.pop("frame", None)
        return answer(500)
