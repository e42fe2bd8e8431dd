"""The demonstration's mail, for newcomers to follow the links that the site sends."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from config import Settings
from forum.core.mailer import mail_folder
from forum.core.policy import public
from forum.demo.mail import letter, letters, with_links
from forum.notices.delivery.mailing import waiting_notices
from forum.notices.delivery.run import run

EARLY_SECONDS = 20
bp = Blueprint("demo", __name__)


def settings() -> Settings:
    """The settings of the application at hand."""
    found: Settings = current_app.config["SETTINGS"]
    return found


def folder() -> Path:
    """Where mail is written."""
    return mail_folder(settings())


@bp.get("/demo/mail")
@public
def mail() -> ResponseReturnValue:
    """The mails that were written, newest first."""
    return render_template("demo/mail.html", letters=letters(folder()), waiting=waiting_notices())


@bp.post("/demo/mail/early")
@public
def mail_early() -> ResponseReturnValue:
    """Has the mails that wait for their hour leave now: the demonstration is looked at by night too."""
    run(EARLY_SECONDS, early=True)
    return redirect(url_for("demo.mail"), 303)


@bp.get("/demo/mail/<name>")
@public
def one_mail(name: str) -> ResponseReturnValue:
    """One mail, with the links that lead to this site."""
    found = letter(folder(), name)
    text = with_links(found.text, settings().address, request.host_url.rstrip("/"))
    return render_template("demo/mail_one.html", letter=found, text=text)
