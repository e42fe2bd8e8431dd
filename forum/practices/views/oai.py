"""The door of harvesters: OAI-PMH 2.0."""

from __future__ import annotations

from flask import Response, request
from flask.typing import ResponseReturnValue

from forum.core.policy import public
from forum.extensions import csrf
from forum.practices.opendata.oai import answer
from forum.practices.views import bp
from forum.practices.views.opendata import ANSWERS_A_MINUTE, at_most, open_to_all


@bp.route("/oai", methods=["GET", "POST"])
@csrf.exempt  # changes nothing: the protocol has harvesters ask by either method
@public
@at_most(ANSWERS_A_MINUTE, "oai")
def oai() -> ResponseReturnValue:
    """Answers a harvester; what is wrong with what it asked is said in the answer, as the protocol has it."""
    asked = request.form if request.method == "POST" else request.args
    return open_to_all(Response(answer(list(asked.items(multi=True))), content_type="text/xml; charset=utf-8"))
