"""The browsers that take web push: the script that receives it, and how they are added and taken back."""

from __future__ import annotations

from typing import Any

from flask import Response, current_app, flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.accounts.sessions import this_login
from forum.core.actor import current_actor
from forum.core.assets import manifest
from forum.core.policy import public, requires
from forum.notices.delivery.push import subscriptions
from forum.notices.delivery.views import bp

WORKER = "push-worker.js"


@bp.get("/push-worker.js")
@public
def worker() -> Response:
    """The script that a browser keeps for when no page is open. It stands at the root, so that it may open any page."""
    script = current_app.send_static_file(f"dist/{manifest().get(WORKER, WORKER)}")
    script.headers["Service-Worker-Allowed"] = "/"
    script.headers["Cache-Control"] = "no-cache"
    return script


@bp.post("/push/subscriptions")
@requires("account.settings")
def subscribe() -> ResponseReturnValue:
    """Has the browser at hand take push for the reader: what its `PushSubscription.toJSON()` says, with the token."""
    given = request.get_json(silent=True)
    facts: dict[str, Any] = given if isinstance(given, dict) else {}
    keys: dict[str, Any] = facts["keys"] if isinstance(facts.get("keys"), dict) else {}
    endpoint, p256dh, auth = (
        str(value or "") for value in (facts.get("endpoint"), keys.get("p256dh"), keys.get("auth"))
    )
    subscriptions.subscribe(current_actor(), this_login(), endpoint, p256dh, auth, request.user_agent.string)
    return jsonify({"subscribed": True}), 201


@bp.post("/push/subscriptions/remove")
@requires("account.settings")
def unsubscribe_browser() -> ResponseReturnValue:
    """Has one of the reader's browsers take no more push."""
    subscriptions.revoke(current_actor(), request.form.get("subscription", ""))
    flash(_("Ce navigateur ne recevra plus de notifications."), "success")
    return redirect(url_for("delivery.preferences") + "#push", 303)
