"""The addresses by which a person's feed reader reads what they may read."""

from __future__ import annotations

import re

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.accounts.feed_keys import change_feed_key, feed_key
from forum.accounts.links import on_site
from forum.accounts.views import bp
from forum.core.actor import current_actor
from forum.core.policy import requires

PATH = re.compile(r"/feeds/[a-z]+/[\w-]+\.atom")
"""The path of a feed, of which the page gives the address with the reader's key."""


@bp.get("/account/feeds")
@requires("account.settings")
def feeds() -> ResponseReturnValue:
    """One's addresses: of the feed in `?of=`, and of all that features have to follow."""
    key = feed_key(current_actor())
    wanted = request.args.get("of", "")
    address = on_site(f"{wanted}?key={key}") if key and PATH.fullmatch(wanted) else ""
    response = make_response(render_template("accounts/feeds.html", key=key, wanted=wanted, address=address))
    response.headers["Cache-Control"] = "private, no-store"
    return response


@bp.post("/account/feeds")
@requires("account.settings")
def change_feeds() -> ResponseReturnValue:
    """Making one's key, or another in its place."""
    had_one = bool(feed_key(current_actor()))
    change_feed_key(current_actor())
    changed = _("Votre clé est changée : vos anciennes adresses ne s’ouvrent plus.")
    flash(changed if had_one else _("Voici vos adresses."), "success")
    wanted = request.form.get("of", "")
    return redirect(url_for(".feeds", of=wanted if PATH.fullmatch(wanted) else None), 303)
