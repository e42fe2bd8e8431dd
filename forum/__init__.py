"""Médiane: a forum for a community of practice of schools."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from config import Settings

ROOT = Path(__file__).resolve().parent.parent


def create_app(settings: Settings) -> Flask:
    """Makes the application. Nothing is read from the environment, connected to or started here."""
    app = Flask("forum", root_path=str(ROOT / "forum"), template_folder="../templates", static_folder="../static")
    configure(app, settings)
    bind_core(app, settings)
    bind_features(app, settings)
    return app


def configure(app: Flask, settings: Settings) -> None:
    secure = settings.address.startswith("https://")
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=settings.signing_key,
        TESTING=settings.app_env == "test",
        MAX_CONTENT_LENGTH=settings.max_request_bytes,
        MAX_FORM_MEMORY_SIZE=settings.max_request_bytes,
        SESSION_COOKIE_NAME="__Host-session" if secure else "session",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=timedelta(days=settings.session_days),
        SESSION_REFRESH_EACH_REQUEST=False,
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session: a page left open over lunch can still be sent
        WTF_CSRF_SSL_STRICT=False,  # the origin is checked in core/csrf.py, also where referrers are cut
    )
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]


def bind_core(app: Flask, settings: Settings) -> None:
    from forum.core import (
        addresses,
        assets,
        csrf,
        database,
        error_pages,
        headers,
        i18n,
        jobs,
        landing,
        logs,
        mailer,
        page_cache,
        panels,
        pieces,
        ratelimits,
        realtime,
        templating,
        uploads,
    )

    templating.init_app(app)
    logs.init_app(app, settings)
    addresses.init_app(app)
    headers.init_app(app, settings)
    database.init_app(app, settings)
    i18n.init_app(app, settings)
    uploads.init_app(app, settings)
    csrf.init_app(app)
    ratelimits.init_app(app, settings)
    page_cache.init_app(app, settings)
    pieces.init_app(app, settings)
    jobs.init_app(app, settings)
    mailer.init_app(app, settings)
    assets.init_app(app)
    panels.init_app(app)
    error_pages.init_app(app)
    landing.init_app(app)
    realtime.init_app(app, settings)


def bind_features(app: Flask, settings: Settings) -> None:
    from forum import (
        accounts,
        chat,
        communities,
        conversations,
        demo,
        discussions,
        mediation,
        moderation,
        notices,
        pages,
        practices,
        proposals,
        saved_searches,
        schools,
        search,
        writing,
    )

    search.register(app)
    accounts.register(app)
    notices.register(app)
    saved_searches.register(app)
    writing.register(app)
    schools.register(app)
    communities.register(app)
    discussions.register(app)
    proposals.register(app)
    conversations.register(app)
    practices.register(app)
    chat.register(app)
    mediation.register(app)
    moderation.register(app)
    pages.register(app)
    if not settings.is_production:
        demo.register(app)
