"""The forms of accounts. What only the verbs can judge (passwords, addresses) is refused by them."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, SelectField
from wtforms.validators import InputRequired
from wtforms.widgets import EmailInput

from forum.accounts.professions import WORDS
from forum.core.forms import Filled, Form, LineField, TextField, at_most
from forum.core.i18n import LANGUAGES

LONGEST_NAME = 120
LONGEST_ABOUT = 2_000
FILL_IN = _l("Ce champ est à remplir.")


def profession_choices() -> dict[str, str]:
    """Each profession with its words in the language of the request."""
    return {str(token): str(words) for token, words in WORDS.items()}


class AddressField(LineField):
    """An e-mail address, with the keyboard that phones have for it."""

    widget = EmailInput()


class SecretField(PasswordField):
    """A password: kept as typed, spaces and all, and never shown again."""

    data: str

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = valuelist[0] if valuelist else ""


class RegisterForm(Form):
    """Asking for an account."""

    name = LineField(_l("Prénom et nom"), [Filled(), at_most(LONGEST_NAME)])
    email = AddressField(_l("Adresse électronique"), [Filled()])
    profession = SelectField(_l("Profession"), choices=profession_choices)
    password = SecretField(_l("Mot de passe"), [InputRequired(FILL_IN)])


class LoginForm(Form):
    """Logging in."""

    email = AddressField(_l("Adresse électronique"), [Filled()])
    password = SecretField(_l("Mot de passe"), [InputRequired(FILL_IN)])


class AddressForm(Form):
    """An address to which a link is to be sent."""

    email = AddressField(_l("Adresse électronique"), [Filled()])


class ConfirmForm(Form):
    """The password chosen when registering, and a button: mail scanners follow links, but press no button."""

    password = SecretField(_l("Mot de passe choisi à l’inscription"), [InputRequired(FILL_IN)])


class ResetForm(Form):
    """Choosing another password by a link."""

    password = SecretField(_l("Nouveau mot de passe"), [InputRequired(FILL_IN)])


class ProfileForm(Form):
    """What a person changes about themselves."""

    name = LineField(_l("Prénom et nom"), [Filled(), at_most(LONGEST_NAME)])
    handle = LineField(_l("Nom de mention"), [Filled()])
    profession = SelectField(_l("Profession"), choices=profession_choices)
    about = TextField(_l("À propos de vous"), [at_most(LONGEST_ABOUT)])
    language = SelectField(_l("Langue"), choices=LANGUAGES)
    timezone = SelectField(_l("Fuseau horaire"))


class PasswordForm(Form):
    """Changing the password."""

    present = SecretField(_l("Mot de passe actuel"), [InputRequired(FILL_IN)])
    chosen = SecretField(_l("Nouveau mot de passe"), [InputRequired(FILL_IN)])
