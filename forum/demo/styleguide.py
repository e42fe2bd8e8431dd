"""A page that shows each component in its states, for those who build pages."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField

from forum.core.forms import Form, LineField, TextField, choice
from forum.core.paging import Page
from forum.core.policy import public

bp = Blueprint("styleguide", __name__)


class ExampleForm(Form):
    """One field of each kind."""

    name = LineField(_l("Nom"))
    words = TextField(_l("Quelques mots"))
    kind = SelectField(_l("Forme"), choices=[choice("a", _l("Discussion")), choice("b", _l("Question"))])
    reason = RadioField(_l("Motif"), choices=[choice("a", _l("Blessant")), choice("b", _l("Hors cadre"))])
    agreed = BooleanField(_l("J’accepte la charte"))


def form_with_errors() -> ExampleForm:
    form = ExampleForm(prefix="wrong", data={"name": "x" * 12})
    form.name.errors = [str(_l("Ce texte est trop long : %(max)d caractères au plus.", max=10))]
    form.reason.errors = [str(_l("Choisissez un motif."))]
    return form


@bp.get("/styleguide")
@public
def show() -> ResponseReturnValue:
    """Every component in its states."""
    return render_template(
        "demo/styleguide.html",
        form=ExampleForm(),
        wrong=form_with_errors(),
        page=Page(7, 300, 20, lambda number: f"?page={number}"),
    )
