"""The page that a mail's link leads to, and the press that ends its like with no page at all."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.core.errors import Invalid
from forum.core.policy import public
from forum.extensions import csrf
from forum.notices.delivery import unsubscribing
from forum.notices.delivery.links import read_token
from forum.notices.delivery.views import bp

FIELD, PRESSED = "List-Unsubscribe", "One-Click"


@bp.get("/unsubscribe/<token>")
@public
def unsubscribe(token: str) -> ResponseReturnValue:
    """Says what the link ends, and asks; programs that look at links change nothing."""
    return render_template("notices/unsubscribe.html", link=read_token(token), token=token, field=FIELD, value=PRESSED)


@bp.post("/unsubscribe/<token>")
@csrf.exempt  # pressed by programs of mail, which have no session; the token alone says what may be done
@public
def unsubscribe_at_once(token: str) -> ResponseReturnValue:
    """Ends what the link ends (RFC 8058)."""
    link = read_token(token)
    if request.form.get(FIELD) != PRESSED:
        raise Invalid(FIELD, _("Appuyez sur le bouton de la page pour ne plus recevoir ces courriels."))
    unsubscribing.unsubscribe(link)
    return render_template("notices/unsubscribed.html", link=link)
