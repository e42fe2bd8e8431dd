"""Structured logs, each line with the id of its request; never a word of what people write."""

from __future__ import annotations

import logging
import re
import time
import uuid

import structlog
from flask import Flask, Response, g, request

from config import Settings

REQUEST_ID = re.compile(r"[\w-]{8,64}")
TOKEN = re.compile(r"/(?=[^/]*[A-Z])[^/]{30,}")
"""Signed tokens are long and hold capitals, which no slug and no file of ours does."""
log = structlog.get_logger("web")


def init_app(app: Flask, settings: Settings) -> None:
    """Sets up structlog, the id of each request and one line a request."""
    configure(settings)

    @app.before_request
    def begin() -> None:
        given = request.headers.get("X-Request-ID", "") if settings.trusted_proxies else ""
        g.request_id = given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex[:16]
        g.began = time.perf_counter()
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=g.request_id)

    @app.after_request
    def end(response: Response) -> Response:
        if "request_id" not in g:
            return response
        response.headers["X-Request-ID"] = g.request_id
        if log.is_enabled_for(logging.INFO):
            log.info(
                "request",
                method=request.method,
                path=loggable_path(),
                status=response.status_code,
                ms=round((time.perf_counter() - g.began) * 1000, 1),
            )
        return response


def loggable_path() -> str:
    """The path of the request, without the token of a mail's link: whoever reads the logs must not follow it."""
    return TOKEN.sub("/…", request.path)


def configure(settings: Settings) -> None:
    """Sends our lines and the libraries' to standard error, as JSON or for a terminal."""
    renderer: structlog.typing.Processor
    if settings.log_format == "json":
        renderer = structlog.processors.JSONRenderer(ensure_ascii=False)
    else:
        renderer = structlog.dev.ConsoleRenderer()
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.processors.format_exc_info,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler()
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(processor=renderer, foreign_pre_chain=shared))
    root = logging.getLogger()
    root.handlers = [kept for kept in root.handlers if not isinstance(kept, logging.StreamHandler)] + [handler]
    root.setLevel(settings.log_level)
    for chatty in ("huey", "engineio", "socketio", "werkzeug"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
