"""The door by which the mail server says that mail came back, or that its reader complained."""

from __future__ import annotations

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from forum.core.policy import public
from forum.extensions import csrf
from forum.notices.delivery import stopping
from forum.notices.delivery.views import bp

TIMESTAMP, SIGNATURE = "X-Mail-Events-Timestamp", "X-Mail-Events-Signature"


@bp.post("/mail-events")
@csrf.exempt  # said by a server, which signs it
@public
def mail_events() -> ResponseReturnValue:
    """Stops notices to the addresses that it says do not work."""
    body = request.get_data()
    stopping.check_signature(body, request.headers.get(TIMESTAMP, ""), request.headers.get(SIGNATURE, ""))
    return jsonify({"stopped": stopping.stop_addresses(stopping.read_events(body))})
