"""Writing sheets: one's own, the editor, what it saves while one types, what the sheet will look like."""

from __future__ import annotations

from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from forum.accounts.queries import names_of
from forum.core.actor import Actor, current_actor
from forum.core.errors import Conflict, Invalid
from forum.core.i18n import hour
from forum.core.models import now
from forum.core.policy import requires
from forum.core.ratelimits import count_once
from forum.core.uploads import TAKEN, TooBig, takes_files
from forum.practices import queries, services
from forum.practices.comparing import Merge, marks_of, merge
from forum.practices.completeness import Completeness, completeness_of
from forum.practices.fields import BY_KEY, DEFAULT_LICENCE
from forum.practices.forms import SheetForm, marks_in_form, sheet_form
from forum.practices.models import SheetFile
from forum.practices.policy import EDITOR
from forum.practices.queries.quotations import as_previewed
from forum.practices.queries.writing import files_in_writing, invitations
from forum.practices.sections import AFTER_PAIRS, FACTS, SECTIONS
from forum.practices.services import Stale
from forum.practices.services.autosave import Autosaved, autosave, autosave_new
from forum.practices.services.content import html_of, tidied
from forum.practices.views import bp
from forum.practices.views.files import files_added, save_files
from forum.practices.workflow import SheetState, Step, is_possible, refusal_of, state_words

SAVES_A_MINUTE = 60
PREVIEWS_A_MINUTE = 30


@bp.get("/practices/drafts")
@requires("sheet.draft")
def drafts() -> ResponseReturnValue:
    """The sheets that one writes, alone or with others, and those that one is invited to write."""
    actor = current_actor()
    return render_template(
        "practices/drafts.html",
        sheets=queries.drafts(actor),
        invitations=invitations(actor),
        state_words=state_words,
    )


@bp.route("/practices/new", methods=["GET", "POST"])
@requires("sheet.draft")
@takes_files
def new() -> ResponseReturnValue:
    """Beginning a sheet."""
    actor = current_actor()
    form = sheet_form({"language": "fr", "licence": DEFAULT_LICENCE}, is_editor=actor.has_role(EDITOR))
    if not form.is_submitted():
        return show_editor(form)
    if not form.validate():
        return show_editor(form, status=422)
    try:
        added = files_added(form)
        sheet = services.start_sheet(actor, form.content(), submission=form.submission.data)
        save_files(actor, sheet.id, form, [], added)
    except (Invalid, TooBig) as error:
        form.refuse(Invalid(error.field, error.message))
        return show_editor(form, status=error.status)
    flash(_("Le brouillon est enregistré."), "success")
    return redirect(after_saving(sheet.id), 303)


@bp.route("/practices/<int:sheet_id>/edit", methods=["GET", "POST"])
@requires("sheet.edit")
@takes_files
def edit(sheet_id: int) -> ResponseReturnValue:
    """Editing a sheet. Who saves second is shown the difference, and their own text is kept in the form."""
    actor = current_actor()
    page = queries.sheet_to_edit(actor, sheet_id)
    files = files_in_writing(sheet_id)
    content = page.version.content
    form = sheet_form(
        content, page.version.number, marks=marks_of(content), files=files, is_editor=actor.has_role(EDITOR)
    )
    if not form.is_submitted():
        if not is_possible(page.sheet.state, Step.REVISE):
            flash(refusal_of(SheetState(page.sheet.state)), "info")
            return redirect(url_for(".sheet", sheet_id=sheet_id, slug=page.sheet.slug, version="latest"), 303)
        return show_editor(form, page, files)
    if not form.validate():
        return show_editor(form, page, files, 422)
    stale: Stale | None = None
    try:
        added = files_added(form)
        try:
            services.save_sheet(actor, sheet_id, form.base(), form.content(), opened=form.marks())
        except Stale as found:
            stale = found
        save_files(actor, sheet_id, form, files, added)
    except (Invalid, TooBig) as error:
        form.refuse(Invalid(error.field, error.message))
        return show_editor(form, queries.sheet_to_edit(actor, sheet_id), files, error.status)
    except Conflict as conflict:
        form.refuse(Invalid("", conflict.message))
        return show_editor(form, page, files, conflict.status)
    if stale is not None:
        return show_both(actor, sheet_id, form, stale)
    flash(_("La fiche est enregistrée."), "success")
    return redirect(after_saving(sheet_id), 303)


def after_saving(sheet_id: int) -> str:
    """Where the button that was pressed leads: on to the checklist, or back to where one was writing."""
    match request.form.get("then"):
        case "checklist":
            return url_for(".checklist", sheet_id=sheet_id)
        case "files":
            return url_for(".edit", sheet_id=sheet_id, _anchor="pictures")
    return url_for(".edit", sheet_id=sheet_id)


def show_both(actor: Actor, sheet_id: int, form: SheetForm, stale: Stale) -> ResponseReturnValue:
    """Shows who saves second what the first one saved; the form holds the text that both make together."""
    page, files = queries.sheet_to_edit(actor, sheet_id), files_in_writing(sheet_id)
    form.refuse(Invalid("", stale.message))
    merged = merge(stale.opened, stale.latest.content, stale.given)
    form.begin_from(marks_of(stale.latest.content), stale.latest.number)
    form.put(merged.content)
    author = names_of([stale.latest.author_id]).get(stale.latest.author_id)
    return show_editor(form, page, files, stale.status, merged=merged, other=author.name if author else "")


def show_editor(
    form: SheetForm,
    page: queries.SheetPage | None = None,
    files: list[SheetFile] | None = None,
    status: int = 200,
    *,
    merged: Merge | None = None,
    other: str = "",
) -> ResponseReturnValue:
    sheet = page.sheet if page else None
    shown = render_template(
        "practices/edit.html",
        form=form,
        sheet=sheet,
        files=[file for file in files or [] if f"caption_{file.id}" in form],
        taken=TAKEN,
        merged=merged,
        other=other,
        completeness=completeness_of(form.content()),
        can_submit=sheet is None or is_possible(sheet.state, Step.SUBMIT),
        is_revision=sheet is not None and sheet.published_version is not None,
    )
    return shown, status


@bp.post("/practices/new/autosave")
@requires("sheet.draft")
def autosave_new_sheet() -> ResponseReturnValue:
    """Beginning a sheet while it is typed, once it has a title."""
    actor = current_actor()
    count_once("autosaves", actor.person_id, SAVES_A_MINUTE)
    form = sheet_form(is_editor=actor.has_role(EDITOR))
    if not form.validate():
        return refused(form)
    saved = autosave_new(actor, form.content(), submission=form.submission.data or "")
    return told(saved)


@bp.post("/practices/<int:sheet_id>/autosave")
@requires("sheet.edit")
def autosave_sheet(sheet_id: int) -> ResponseReturnValue:
    """Saving a sheet while it is typed. Answers with what others changed meanwhile, and what both did."""
    actor = current_actor()
    count_once("autosaves", actor.person_id, SAVES_A_MINUTE)
    form = sheet_form(is_editor=actor.has_role(EDITOR))
    if not form.validate():
        return refused(form)
    return told(autosave(actor, sheet_id, form.base(), form.content(), opened=form.marks()))


def refused(form: SheetForm) -> ResponseReturnValue:
    """What stands in the way of saving, by field."""
    errors = {name or "": [str(message) for message in messages] for name, messages in form.errors.items()}
    words = next((messages[0] for messages in errors.values() if messages), "")
    return jsonify(detail=words, errors=errors), 422


def told(saved: Autosaved) -> ResponseReturnValue:
    names = names_of([saved.other_id] if saved.other_id is not None and (saved.taken or saved.disputed) else [])
    other = next((person.name for person in names.values()), "")
    answer: dict[str, Any] = {
        "version": saved.sheet.latest_version,
        "opened": marks_in_form(saved.opened),
        "words": _("Enregistré à %(time)s", time=hour(now())),
        "edit": url_for(".edit", sheet_id=saved.sheet.id),
        "autosave": url_for(".autosave_sheet", sheet_id=saved.sheet.id),
        "taken": dict(saved.taken),
        "told": "",
        "disputed": list(saved.disputed),
        "completeness": progress(completeness_of(saved.content)),
    }
    labels = ", ".join(str(BY_KEY[key].label) for key in [*saved.taken, *saved.disputed])
    if saved.disputed:
        answer["told"] = _(
            "%(name)s a changé aussi : %(fields)s. Votre texte reste ici ; enregistrez pour comparer les deux.",
            name=other,
            fields=labels,
        )
    elif saved.taken:
        answer["told"] = _("%(name)s vient de changer : %(fields)s.", name=other, fields=labels)
    return jsonify(answer)


def progress(completeness: Completeness) -> dict[str, Any]:
    return {
        "percent": completeness.percent,
        "steps": {step.key: [step.done, step.expected] for step in completeness.steps},
    }


@bp.post("/practices/preview")
@requires("sheet.draft")
def preview() -> ResponseReturnValue:
    """The sheet that a form holds as readers would see it, by the renderer that renders it when it is saved."""
    actor = current_actor()
    count_once("sheet-previews", actor.person_id, PREVIEWS_A_MINUTE)
    content = tidied(sheet_form(is_editor=True).content())
    content, rendered = as_previewed(actor, content, html_of(content))
    html = {key: Markup(text) for key, text in rendered.items()}  # noqa: S704  (rendered and cleaned)
    return render_template(
        "practices/preview.html",
        content=content,
        html=html,
        fields=BY_KEY,
        sections=[key for key in SECTIONS if key in content],
        after_pairs=[key for key in AFTER_PAIRS if key in content],
        facts=[(BY_KEY[key].label, content.get(key)) for key in FACTS],
    )
