"""What one does with one's own place in a community."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.communities import queries, services
from forum.communities.views import bp
from forum.core.actor import current_actor
from forum.core.policy import requires


def back_to(community_id: int) -> ResponseReturnValue:
    """The page of a community."""
    page = queries.community_by_id(current_actor(), community_id)
    return redirect(url_for(".community", slug=page.community.slug), 303)


@bp.post("/communities/<int:community_id>/withdraw")
@requires("member")
def withdraw(community_id: int) -> ResponseReturnValue:
    """Taking one's request back."""
    services.withdraw_request(current_actor(), community_id)
    flash(_("Votre demande est retirée."), "success")
    return back_to(community_id)


@bp.post("/communities/<int:community_id>/decline-invitation")
@requires("invitation.answer")
def decline_invitation(community_id: int) -> ResponseReturnValue:
    """Declining the invitation that was sent to one's address."""
    services.decline_invitation(current_actor(), community_id)
    flash(_("L’invitation est déclinée."), "success")
    return back_to(community_id)


@bp.post("/communities/<int:community_id>/charter")
@requires("community.accept_charter")
def accept_charter(community_id: int) -> ResponseReturnValue:
    """Accepting the charter as it stands."""
    services.accept_charter(current_actor(), community_id)
    flash(_("Merci : vous avez accepté la charte."), "success")
    return back_to(community_id)


@bp.post("/communities/<int:community_id>/leave")
@requires("community.leave")
def leave(community_id: int) -> ResponseReturnValue:
    """Leaving."""
    services.leave_community(current_actor(), community_id)
    flash(_("Vous avez quitté la communauté. Ce que vous y avez écrit reste."), "success")
    return back_to(community_id)
