"""Registering, confirming, logging in and out, choosing another password: the pages that visitors see."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from config import Settings
from forum.accounts import sessions
from forum.accounts.forms import AddressForm, ConfirmForm, LoginForm, RegisterForm, ResetForm
from forum.accounts.links import Expired, Purpose, read_token
from forum.accounts.services import entrance, registration
from forum.accounts.views import bp
from forum.core.actor import current_actor
from forum.core.errors import Invalid
from forum.core.forms import safe_next
from forum.core.i18n import current_language
from forum.core.policy import public
from forum.core.ratelimits import credentials_limit


@bp.route("/register", methods=["GET", "POST"])
@public
@credentials_limit()
def register() -> ResponseReturnValue:
    """Asks for an account."""
    if current_actor().is_signed_in:
        return redirect(url_for("home.index"), 303)
    form = RegisterForm()
    if form.validate_on_submit():
        settings: Settings = current_app.config["SETTINGS"]
        try:
            registration.register(
                form.email.data,
                form.name.data,
                form.profession.data,
                form.password.data,
                language=current_language(),
                timezone=settings.default_timezone,
            )
        except Invalid as error:
            form.refuse(error)
        else:
            return redirect(url_for("accounts.sent"), 303)
    return render_template("accounts/register.html", form=form), 422 if form.is_submitted() else 200


@bp.get("/account/sent")
@public
def sent() -> ResponseReturnValue:
    """Says to look into one's mail: the same words whatever was sent, and whether anything was."""
    return render_template("accounts/sent.html")


@bp.route("/account/confirm/<token>", methods=["GET", "POST"])
@public
@credentials_limit()
def confirm(token: str) -> ResponseReturnValue:
    """Confirms an address, and logs in: by the page that a mail leads to, with the password that was chosen."""
    form = ConfirmForm()
    try:
        if form.validate_on_submit():
            try:
                sessions.begin_session(registration.confirm(token, form.password.data), request.user_agent.string)
            except Invalid as error:
                form.refuse(error)
            else:
                flash(_("Votre adresse est confirmée. Bienvenue dans Médiane."), "success")
                return redirect(url_for("home.index"), 303)
        person = read_token(Purpose.CONFIRM, token)
    except Expired as error:
        return expired(error, url_for("accounts.resend"))
    page = render_template("accounts/confirm.html", form=form, address=person.email)
    return page, 422 if form.is_submitted() else 200


@bp.route("/account/resend", methods=["GET", "POST"])
@public
@credentials_limit()
def resend() -> ResponseReturnValue:
    """Asks for the confirming link again."""
    form = AddressForm()
    if form.validate_on_submit():
        registration.ask_confirmation(form.email.data)
        return redirect(url_for("accounts.sent"), 303)
    words = _("Donnez l’adresse avec laquelle vous avez demandé un compte.")
    return ask_link_page(form, _("Recevoir à nouveau le lien de confirmation"), words)


@bp.route("/login", methods=["GET", "POST"])
@public
@credentials_limit()
def login() -> ResponseReturnValue:
    """Logs in, and leads on to where the person was going."""
    target = safe_next(url_for("home.index"))
    if current_actor().is_signed_in:
        return redirect(target, 303)
    form = LoginForm()
    if form.validate_on_submit():
        person = entrance.identify(form.email.data, form.password.data)
        if person is not None:
            sessions.begin_session(person, request.user_agent.string)
            return redirect(target, 303)
        form.refuse(Invalid("", _("Cette adresse et ce mot de passe ne vont pas ensemble.")))
    page = render_template("accounts/login.html", form=form, target=safe_next(""))
    return page, 422 if form.is_submitted() else 200


@bp.post("/logout")
@public
def logout() -> ResponseReturnValue:
    """Logs out here."""
    sessions.end_session()
    flash(_("La connexion de cet appareil est terminée."), "success")
    return redirect(url_for("accounts.login"), 303)


@bp.route("/account/reset", methods=["GET", "POST"])
@public
@credentials_limit()
def reset_request() -> ResponseReturnValue:
    """Asks for a link with which another password can be chosen."""
    form = AddressForm()
    if form.validate_on_submit():
        entrance.ask_reset(form.email.data)
        return redirect(url_for("accounts.sent"), 303)
    words = _(
        "Donnez l’adresse de votre compte : un lien y sera envoyé, par lequel vous choisirez un nouveau mot de passe."
    )
    return ask_link_page(form, _("Mot de passe oublié"), words)


def ask_link_page(form: AddressForm, title: str, words: str) -> ResponseReturnValue:
    """The page where a link is asked for; 422 where what was sent is to be corrected."""
    page = render_template("accounts/ask_link.html", form=form, title=title, words=words)
    return page, 422 if form.is_submitted() else 200


@bp.route("/account/reset/<token>", methods=["GET", "POST"])
@public
@credentials_limit()
def reset(token: str) -> ResponseReturnValue:
    """Chooses another password, by a link."""
    form = ResetForm()
    try:
        if form.validate_on_submit():
            try:
                entrance.reset_password(token, form.password.data)
            except Invalid as error:
                form.refuse(error)
            else:
                flash(_("Votre nouveau mot de passe est enregistré. Connectez-vous avec lui."), "success")
                return redirect(url_for("accounts.login"), 303)
        read_token(Purpose.RESET, token)
    except Expired as error:
        return expired(error, url_for("accounts.reset_request"))
    return render_template("accounts/reset.html", form=form), 422 if form.is_submitted() else 200


def expired(error: Expired, again: str) -> ResponseReturnValue:
    """The page of a link that is worth nothing any more, and the way to another one."""
    return render_template("accounts/expired.html", words=error.message, again=again), error.status
