"""One's own account: profile, password, sessions, language."""

from __future__ import annotations

from datetime import timedelta

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.accounts import queries, sessions
from forum.accounts.forms import PasswordForm, ProfileForm
from forum.accounts.services import profile
from forum.accounts.timezones import timezone_choices
from forum.accounts.views import bp
from forum.core.actor import current_actor
from forum.core.errors import Invalid
from forum.core.forms import safe_next
from forum.core.i18n import COOKIE, in_language
from forum.core.policy import public, requires
from forum.core.ratelimits import credentials_limit
from forum.core.text import slug
from forum.extensions import csrf

YEAR = timedelta(days=365)


@bp.route("/account", methods=["GET", "POST"])
@requires("account.settings")
def settings() -> ResponseReturnValue:
    """Shows and changes what is kept about the reader."""
    form = profile_form()
    if not form.validate_on_submit():
        return settings_page(form, PasswordForm(formdata=None), 422 if form.is_submitted() else 200)
    try:
        profile.change_profile(
            current_actor(),
            name=form.name.data,
            handle=form.handle.data,
            profession=form.profession.data,
            about=form.about.data,
            language=form.language.data,
            timezone=form.timezone.data,
        )
    except Invalid as error:
        form.refuse(error)
        return settings_page(form, PasswordForm(formdata=None), 422)
    with in_language(form.language.data):  # the language that the next page is in
        flash(_("Vos réglages sont enregistrés."), "success")
    return redirect(url_for("accounts.settings"), 303)


@bp.post("/account/password")
@requires("account.settings")
@credentials_limit()
def change_password() -> ResponseReturnValue:
    """Changes the password, and logs out everywhere else."""
    form = PasswordForm()
    if form.validate_on_submit():
        try:
            here = sessions.this_login()
            person = profile.change_password(current_actor(), form.present.data, form.chosen.data, here)
        except Invalid as error:
            form.refuse(error)
        else:
            sessions.renew_session(person, request.user_agent.string)
            flash(_("Votre mot de passe est changé. Vos connexions sur d’autres appareils sont terminées."), "success")
            return redirect(url_for("accounts.settings"), 303)
    return settings_page(profile_form(fresh=True), form, 422)


@bp.post("/account/logins/end")
@requires("account.settings")
def end_login() -> ResponseReturnValue:
    """Ends one session."""
    profile.end_login(current_actor(), request.form.get("login", ""))
    flash(_("Cette connexion est terminée."), "success")
    return redirect(url_for("accounts.settings"), 303)


@bp.post("/account/logins/end-all")
@requires("account.settings")
def end_every_login() -> ResponseReturnValue:
    """Ends every session, this one too."""
    sessions.end_every_session(current_actor().person_id)
    sessions.end_session()
    flash(_("Toutes vos connexions sont terminées."), "success")
    return redirect(url_for("accounts.login"), 303)


@bp.post("/language")
@csrf.exempt  # on pages kept for visitors, which can hold no token; where the request comes from is checked
@public
def language() -> ResponseReturnValue:
    """Chooses the language, for a year of visits and for the profile."""
    chosen = request.form.get("language", "")
    profile.choose_language(current_actor(), chosen)
    secure = request.is_secure or current_app.config["SESSION_COOKIE_SECURE"]
    response = redirect(safe_next(url_for("home.index")), 303)
    response.set_cookie(COOKIE, chosen, max_age=YEAR, httponly=True, samesite="Lax", secure=secure)
    return response


def profile_form(*, fresh: bool = False) -> ProfileForm:
    """The form of the profile as the row has it, with what was sent on top unless another form was."""
    person = queries.own_person(current_actor())
    form = ProfileForm(formdata=None, obj=person) if fresh else ProfileForm(obj=person)
    form.timezone.choices = timezone_choices(person.timezone)
    return form


def settings_page(form: ProfileForm, password_form: PasswordForm, status: int) -> ResponseReturnValue:
    logins = queries.own_logins(current_actor())
    page = render_template(
        "accounts/settings.html",
        form=form,
        password_form=password_form,
        logins=logins,
        own_slug=slug(current_actor().name),
    )
    return page, status
