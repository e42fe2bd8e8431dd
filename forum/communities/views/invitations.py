"""Inviting by address."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from forum.communities import queries, services
from forum.communities.forms import InviteForm
from forum.communities.views import bp
from forum.communities.views.holding import show_people
from forum.core.actor import current_actor
from forum.core.errors import Invalid, TooMany
from forum.core.policy import requires


@bp.post("/communities/<slug>/invitations")
@requires("community.hold")
def invite(slug: str) -> ResponseReturnValue:
    """Inviting: the same answer whoever has an account."""
    actor = current_actor()
    found = queries.community_page(actor, slug).community
    form = InviteForm()
    status = 422
    if form.validate():
        try:
            number = services.invite(actor, found.id, form.addresses.data, form.words.data)
            flash(ngettext("%(num)d adresse est invitée.", "%(num)d adresses sont invitées.", number), "success")
            return redirect(url_for(".people", slug=slug, _anchor="invitations"), 303)
        except Invalid as error:
            form.refuse(error)
        except TooMany as error:
            form.refuse(Invalid("addresses", error.message))
            status = error.status
    return show_people(slug, invite=form, status=status)


@bp.post("/communities/<slug>/invitations/<int:invitation_id>/revoke")
@requires("community.hold")
def revoke(slug: str, invitation_id: int) -> ResponseReturnValue:
    """Taking an invitation back."""
    actor = current_actor()
    found = queries.community_page(actor, slug).community
    services.revoke_invitation(actor, found.id, invitation_id)
    flash(_("L’invitation est retirée."), "success")
    return redirect(url_for(".people", slug=slug, _anchor="invitations"), 303)
