"""Where a form leads, told to the script that sent it: a browser that follows by itself would hide the address."""

from __future__ import annotations

from flask import Flask, Response, request


def init_app(app: Flask) -> None:
    """Tells instead of leading, where the request says `X-Redirects: told`."""

    @app.after_request
    def tell(response: Response) -> Response:
        if asks_to_be_told() and response.location:
            response.headers["X-Location"] = response.location
            del response.headers["Location"]
            response.status_code = 204
            response.set_data(b"")
        return response


def asks_to_be_told() -> bool:
    """Whether a script sent the form at hand and goes where it leads by itself."""
    return request.headers.get("X-Redirects") == "told"
