"""The reader's language and time: profile, then cookie, then browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import cast

from babel.support import NullTranslations, Translations
from flask import Flask, g, has_request_context, request
from flask_babel import (
    Locale,
    force_locale,
    format_date,
    format_datetime,
    format_number,
    format_time,
    get_locale,
    get_translations,
)
from flask_babel import format_timedelta as babel_timedelta
from flask_babel import gettext as _

from config import Settings
from forum.core.actor import current_actor
from forum.core.models import now
from forum.core.templating import saying
from forum.extensions import babel

LANGUAGES = {"fr": "Français", "en": "English"}
LOCALES = {"fr": "fr", "en": "en_GB"}
"""How each language writes dates and numbers: the English of the site is that of Great Britain."""
COOKIE = "language"
FIRST_OF_MONTH = re.compile(r"\b1(?=\s[^\W\d])")


def init_app(app: Flask, settings: Settings) -> None:
    """Binds the choice of language and time zone, and the filters that write dates and numbers."""

    def choose_locale() -> str:
        return LOCALES[chosen_language(settings.default_language)]

    def choose_timezone() -> str:
        return current_actor().timezone or settings.default_timezone

    app.config["BABEL_TRANSLATION_DIRECTORIES"] = "translations"
    app.config["BABEL_DEFAULT_LOCALE"] = settings.default_language
    babel.init_app(app, locale_selector=choose_locale, timezone_selector=choose_timezone)
    with app.app_context():
        babel.domain_instance.cache["fr", "messages"] = French()
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=lambda message: spoken().ugettext(message),
        ngettext=lambda one, many, number: spoken().ungettext(one, many, number),
        newstyle=True,
    )
    app.jinja_env.globals["_"] = saying(lambda message: spoken().ugettext(message))
    app.jinja_env.filters.update(moment=moment, ago=ago, day=day, hour=hour, number=format_number)


class French(NullTranslations):
    """The messages as the source has them: it is written in French, where nothing at all takes the singular."""

    def ungettext(self, singular: str, plural: str, number: int) -> str:
        return singular if abs(number) < 2 else plural


def spoken() -> Translations | NullTranslations:
    """The messages of the language at hand, looked up once a request: a page asks for a hundred of them."""
    held: Translations | NullTranslations | None = g.get("spoken")
    if held is None:
        held = g.spoken = get_translations()
    return held


def chosen_language(default: str) -> str:
    """The language of the answer: profile, then cookie, then browser, then the site's."""
    if not has_request_context():
        return default
    actor_language = current_actor().language
    if actor_language in LANGUAGES:
        return actor_language
    return visitor_language(default)


def visitor_language(default: str) -> str:
    """The language of a visitor: cookie, then browser, then the site's."""
    cookie = request.cookies.get(COOKIE)
    if cookie in LANGUAGES:
        return cookie
    return request.accept_languages.best_match(LANGUAGES, default) or default


def current_language() -> str:
    """The two letters of the language at hand."""
    return cast(Locale, get_locale()).language if get_locale() else "fr"


@contextmanager
def in_language(language: str) -> Iterator[None]:
    """Speaks a person's language for a while: for mail and notices, which are not a request's answer."""
    before = g.pop("spoken", None)
    with force_locale(LOCALES[language]):
        yield
    g.spoken = before


def moment(value: datetime) -> str:
    """Writes a moment in the reader's language and time zone."""
    return f"{day(value)}, {hour(value)}"


def day(value: date, form: str = "long") -> str:
    """Writes the day of a moment: « 1er décembre 2026 », the one day of a month that French gives an ordinal.

    Args:
        value: a moment, told in the reader's time zone, or a day.
        form: "long", "full" with the day of the week, or a pattern of CLDR such as "d MMMM".
    """
    words = format_date(value, form)
    return FIRST_OF_MONTH.sub("1er", words) if current_language() == "fr" else words


def hour(value: datetime) -> str:
    """Writes the time of a moment: « 8 h 12 » in French."""
    if current_language() == "fr":
        return format_datetime(value, "H 'h' mm").replace(" ", "\u00a0")
    return format_time(value, "short")


def ago(value: datetime) -> str:
    """Writes how long ago a moment was while it is less than a week, on which day it was after that."""
    passed = now() - value
    if passed < timedelta(minutes=1):
        return _("à l’instant")
    if passed < timedelta(days=7):
        return babel_timedelta(-passed, add_direction=True)
    on = "le" if current_language() == "fr" else "on"
    return f"{on} {day(value, 'long' if value.year != now().year else 'd MMMM')}"
