"""Writing a sheet together: who does, inviting, answering, leaving."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.accounts.queries import PersonName
from forum.core.actor import Actor, current_actor
from forum.core.errors import Invalid, NotFound
from forum.core.policy import require, requires
from forum.core.ratelimits import count_once
from forum.practices.forms import InviteForm, number_in
from forum.practices.queries.writing import authors_page, invitations, members_called
from forum.practices.services.authors import (
    answer_invitation,
    invite_author,
    leave_sheet,
    let_author_submit,
    take_back_author,
)
from forum.practices.views import bp

INVITATIONS_A_MINUTE = 10


@bp.route("/practices/<int:sheet_id>/authors", methods=["GET", "POST"])
@requires("sheet.authors")
def authors(sheet_id: int) -> ResponseReturnValue:
    """Who writes a sheet; its owner invites others."""
    actor = current_actor()
    page = authors_page(actor, sheet_id)
    form = InviteForm()
    namesakes: list[PersonName] = []
    status = 200
    if form.is_submitted():
        require(actor, "sheet.invite", page.sheet)
        status = 422
        if form.validate():
            count_once("invitations", actor.person_id, INVITATIONS_A_MINUTE)
            try:
                namesakes = invited_or_namesakes(actor, sheet_id, form)
            except Invalid as error:
                form.refuse(error)
            else:
                if not namesakes:
                    flash(_("L’invitation est envoyée."), "success")
                    return redirect(url_for(".authors", sheet_id=sheet_id), 303)
    shown = render_template("practices/authors.html", page=page, sheet=page.sheet, form=form, namesakes=namesakes)
    return shown, status


def invited_or_namesakes(actor: Actor, sheet_id: int, form: InviteForm) -> list[PersonName]:
    """Invites who is meant; where several have the name and none was chosen, gives them all.

    Raises:
        Invalid: nobody is called so.
    """
    found = members_called(actor, form.who.data)
    chosen = number_in(request.form.get("person", ""))
    meant = [person for person in found if person.id == chosen] if chosen else found
    if not meant:
        raise Invalid("who", _("Aucun membre n’a ce nom ou cette adresse."))
    if len(meant) > 1:
        return meant
    invite_author(actor, sheet_id, meant[0].id, may_submit=form.may_submit.data)
    return []


@bp.post("/practices/<int:sheet_id>/authors/<int:person_id>/remove")
@requires("sheet.invite")
def remove_author(sheet_id: int, person_id: int) -> ResponseReturnValue:
    """Taking an invitation back, or ending a co-author's part."""
    take_back_author(current_actor(), sheet_id, person_id)
    flash(_("Cette personne n’écrit plus la fiche."), "success")
    return redirect(url_for(".authors", sheet_id=sheet_id), 303)


@bp.post("/practices/<int:sheet_id>/authors/<int:person_id>/rights")
@requires("sheet.invite")
def author_rights(sheet_id: int, person_id: int) -> ResponseReturnValue:
    """Saying whether a co-author may submit the sheet."""
    may_submit = request.form.get("may_submit") == "yes"
    let_author_submit(current_actor(), sheet_id, person_id, may_submit=may_submit)
    return redirect(url_for(".authors", sheet_id=sheet_id), 303)


@bp.post("/practices/<int:sheet_id>/leave")
@requires("sheet.authors")
def leave(sheet_id: int) -> ResponseReturnValue:
    """Stopping to write a sheet of somebody else's."""
    leave_sheet(current_actor(), sheet_id)
    flash(_("Vous n’écrivez plus cette fiche."), "success")
    return redirect(url_for(".drafts"), 303)


@bp.route("/practices/<int:sheet_id>/invitation", methods=["GET", "POST"])
@requires("sheet.draft")
def invitation(sheet_id: int) -> ResponseReturnValue:
    """An invitation to write a sheet: its title and who asks; the rest once it is accepted."""
    actor = current_actor()
    if request.method == "POST":
        accepts = request.form.get("answer") == "accept"
        answer_invitation(actor, sheet_id, accepts=accepts)
        if accepts:
            flash(_("Vous écrivez maintenant cette fiche."), "success")
            return redirect(url_for(".edit", sheet_id=sheet_id), 303)
        flash(_("L’invitation est déclinée."), "success")
        return redirect(url_for(".drafts"), 303)
    waiting = invitations(actor, sheet_id)
    if not waiting:
        raise NotFound
    return render_template("practices/invitation.html", invitation=waiting[0])
