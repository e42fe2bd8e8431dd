"""Drafts, files and mentions: what composers ask the server for, and the page of drafts.

What scripts get, with `Accept: application/json`; every POST carries `csrf_token` as a field:

    POST /drafts            place, version (0 for none), fields (JSON) or each field of the form by its own name
        200 {"version": 3, "saved_at": "2026-11-25T09:12:00+00:00"}; version 0 and saved_at null where it was blank
        409 {"detail": words, "version": 4, "saved_at": …, "fields": {…}}: another window saved it meanwhile; fields
            empty, version 0 and saved_at null where it was sent or thrown away there. To save over that, send again
            with the version of this answer
        403, 404 not there; 413 too long; 429 too often
    POST /drafts/discard    place
        200 {"version": 0, "saved_at": null}
    POST /files             file (multipart)
        201 {"id": 12, "url": "/files/12/cour.png", "name": "cour.png", "markdown": "![cour](/files/12/cour.png)",
             "width": 800, "height": 600}; width and height null for what is no picture
        413, 422, 429 {"detail": words}
    GET /mentions?q=mar&place=thread:12
        200 {"people": [{"handle": "marie-dupont", "name": "Marie Dupont", "profession": "Enseignante ou enseignant"}],
             "groups": [{"handle": "membres", "words": "Tous les membres de l’établissement"}]}
    POST /preview           source (forum/pages/standing.py)
        200 HTML

And in forum/discussions/views:

    GET /tags/suggest?q=fam&space=3         200 {"tags": [{"slug": "familles", "name": "familles"}]}
    GET /threads/similar?title=…&space=3    200 HTML, empty where there is nothing
    GET /posts/40/quote                     200 text/plain, Markdown: what to put into the reply

Without scripts, a form saves its draft by a button with `formaction="/drafts"`; it is to hold `place` and `version`,
and brings files by a field `files`. The draft that a form shows is its `kept` (forum/writing/forms.py).
Any failure answers `application/problem+json`, its words under "detail".
"""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.accounts.professions import profession_words
from forum.core import uploads
from forum.core.actor import current_actor
from forum.core.error_pages import wants_json
from forum.core.errors import Invalid
from forum.core.policy import public, requires
from forum.core.ratelimits import count_once
from forum.writing import queries, services
from forum.writing.bringing import one_file, with_files
from forum.writing.files import file_markdown, file_url
from forum.writing.models import Draft
from forum.writing.places import groups_at
from forum.writing.queries import KeptDraft
from forum.writing.services.drafts import OtherDraft, save_draft

bp = Blueprint("writing", __name__)
PICKS_PER_MINUTE = 240
BESIDE = frozenset({"csrf_token", "place", "version", "fields", "submission", "seen", "anyway"})
"""What a form sends with a draft that is no part of it."""


@bp.get("/drafts")
@requires("draft.keep")
def drafts() -> ResponseReturnValue:
    """Everything that one began to write."""
    return render_template("writing/drafts.html", drafts=queries.drafts_of(current_actor()))


@bp.post("/drafts")
@uploads.takes_files
@requires("draft.keep")
def save() -> ResponseReturnValue:
    """Keeps what one is writing somewhere."""
    place, version = request.form.get("place", ""), request.form.get("version", "")
    fields = sent_fields()
    brought = [file for file in request.files.getlist("files") if file.filename]
    if brought:
        fields["body"] = with_files(current_actor(), str(fields.get("body", "")), brought)
    number = int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0
    try:
        draft = save_draft(current_actor(), place, fields, number)
    except OtherDraft as error:
        kept = queries.kept_draft(current_actor(), place)
        if wants_json():
            words = {"title": error.message, "status": error.status, "detail": error.message}
            return jsonify({**words, **state_of(kept), "fields": kept.fields}), error.status
        page = render_template("writing/other_draft.html", error=error, place=place, fields=fields, kept=kept)
        return page, error.status
    if wants_json():
        return jsonify(state_of(draft))
    flash(_("Le brouillon est gardé.") if draft is not None else _("Il n’y avait rien à garder."), "success")
    return redirect(url_for(".drafts"), 303)


def sent_fields() -> dict[str, Any]:
    """What a form holds: as JSON under "fields", or each field by its own name.

    Raises:
        Invalid: the JSON can't be read.
    """
    given = request.form.get("fields")
    if given is None:
        sent = request.form.to_dict(flat=False)
        return {name: held if len(held) > 1 else held[0] for name, held in sent.items() if name not in BESIDE}
    try:
        fields = json.loads(given)
    except (ValueError, RecursionError):
        fields = None
    if not isinstance(fields, dict):
        raise Invalid("fields", _("Ce brouillon n’a pas pu être lu."))
    return {name: held for name, held in fields.items() if name not in BESIDE}


def state_of(draft: Draft | KeptDraft | None) -> dict[str, Any]:
    if draft is None or draft.saved_at is None:
        return {"version": queries.NO_DRAFT, "saved_at": None}
    return {"version": draft.version, "saved_at": draft.saved_at.isoformat()}


@bp.post("/drafts/discard")
@requires("draft.keep")
def discard() -> ResponseReturnValue:
    """Throws a draft away."""
    services.discard_draft(current_actor(), request.form.get("place", ""))
    if wants_json():
        return jsonify(state_of(None))
    flash(_("Le brouillon est jeté."), "success")
    return redirect(url_for(".drafts"), 303)


@bp.post("/files")
@uploads.takes_files
@requires("file.bring")
def bring() -> ResponseReturnValue:
    """Brings a file into what one is writing."""
    given = request.files.get("file")
    if given is None:
        raise Invalid("file", _("Choisissez un fichier."))
    file = one_file(current_actor(), given, "file")
    answer = {
        "id": file.id,
        "url": file_url(file),
        "name": file.name,
        "markdown": file_markdown(file),
        "width": file.width,
        "height": file.height,
    }
    return jsonify(answer), 201


@bp.get("/files/<int:file_id>/<name>")
@public
def file(file_id: int, name: str) -> ResponseReturnValue:
    """A file, to who brought it and to those who may see what shows it."""
    found = queries.file_for(current_actor(), file_id)
    return uploads.handed_out(found.fingerprint, found.name, found.media_type)


@bp.get("/mentions")
@requires("mention.pick")
def mentions() -> ResponseReturnValue:
    """Whom a mention may name in a place: people by the beginning of their name, and groups."""
    actor = current_actor()
    count_once("pickers", actor.person_id, PICKS_PER_MINUTE)
    place, asked = request.args.get("place", ""), request.args.get("q", "")
    people = queries.people_to_name(actor, place, asked)
    beginning = asked.strip().lower()
    return jsonify(
        people=[
            {"handle": one.handle, "name": one.name, "profession": profession_words(one.profession)} for one in people
        ],
        groups=[
            {"handle": group.handle, "words": group.words}
            for group in groups_at(actor, place)
            if group.handle.startswith(beginning)
        ],
    )
