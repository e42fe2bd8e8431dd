"""What those do who hold a community: its people, its texts, its end."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.communities import queries, services
from forum.communities.forms import CommunityForm, FacilitatorForm, InviteForm, ReasonForm
from forum.communities.models import Community
from forum.communities.services.edit_community import state_of
from forum.communities.views import bp
from forum.core.actor import current_actor
from forum.core.errors import Conflict, Invalid
from forum.core.policy import require, requires


@bp.get("/communities/<slug>/people")
@requires("community.hold")
def people(slug: str) -> ResponseReturnValue:
    """Requests, members, invitations, for those who hold the community."""
    return show_people(slug)


def show_people(
    slug: str, invite: InviteForm | None = None, name: FacilitatorForm | None = None, status: int = 200
) -> ResponseReturnValue:
    """That page, with the forms that it holds as they were sent."""
    actor = current_actor()
    page = queries.held_community(actor, slug)
    name = name or FacilitatorForm()
    is_mediator = actor.has_role("mediator")
    may_be_named = [one for one in page.people if is_mediator or one.person_id != actor.id]
    name.person.choices = [(0, _("Choisir")), *((one.person_id, one.name) for one in may_be_named)]
    html = render_template(
        "communities/people.html",
        page=page,
        community=page.community,
        facilitators=[one for one in page.people if one.term is not None],
        invite_form=invite or InviteForm(),
        name_form=name,
        is_mediator=is_mediator,
        is_facilitator=any(one.term is not None and one.person_id == actor.id for one in page.people),
    )
    return html, status


@bp.route("/communities/<slug>/edit", methods=["GET", "POST"])
@requires("community.hold")
def edit(slug: str) -> ResponseReturnValue:
    """Changing what is said of a community, and how one gets in."""
    actor = current_actor()
    found = queries.community_page(actor, slug).community
    require(actor, "community.hold", found)
    form = CommunityForm(obj=found)
    status = 200
    if not form.is_submitted():
        form.seen.data = state_of(found)
    else:
        status = 422
        if form.validate():
            try:
                services.edit_community(
                    actor,
                    found.id,
                    form.name.data,
                    form.about.data,
                    form.charter.data,
                    form.read_first.data,
                    form.admission.data,
                    seen=form.seen.data or "",
                )
                flash(_("Les modifications sont enregistrées."), "success")
                return redirect(url_for(".community", slug=slug), 303)
            except Invalid as error:
                form.refuse(error)
            except Conflict as error:
                form.refuse(Invalid("", error.message))
                status = error.status
    return render_template("communities/edit.html", form=form, community=found), status


@bp.route("/communities/<slug>/members/<int:person_id>/remove", methods=["GET", "POST"])
@requires("member.remove")
def remove_member(slug: str, person_id: int) -> ResponseReturnValue:
    """Putting a member out, with a reason that they are told."""
    actor = current_actor()
    found = queries.community_page(actor, slug).community
    require(actor, "community.hold", found)
    form, back = ReasonForm(), url_for(".people", slug=slug)
    if form.validate_on_submit():
        services.remove_member(actor, found.id, person_id, form.reason.data)
        flash(_("La personne ne fait plus partie de la communauté ; elle en est avertie."), "success")
        return redirect(back, 303)
    person = queries.person_in(found, person_id)
    return show_reason(
        found,
        form,
        title=_("Retirer %(name)s", name=person.name),
        explained=_(
            "L’espace et le salon se ferment aussitôt pour cette personne, qui lira ce motif. "
            "Ce qu’elle a écrit reste ; elle peut demander à revenir."
        ),
        button=_("Retirer de la communauté"),
        back=back,
    )


@bp.route("/communities/<slug>/archive", methods=["GET", "POST"])
@requires("community.archive")
def archive(slug: str) -> ResponseReturnValue:
    """Archiving a community, with a reason that its members read."""
    actor = current_actor()
    found = queries.community_page(actor, slug).community
    require(actor, "community.archive", found)
    form, back = ReasonForm(), url_for(".community", slug=slug)
    if form.validate_on_submit():
        services.archive_community(actor, found.id, form.reason.data)
        flash(_("La communauté est archivée."), "success")
        return redirect(back, 303)
    return show_reason(
        found,
        form,
        title=_("Archiver « %(name)s »", name=found.name),
        explained=_(
            "Ses membres liront encore ses discussions et son salon, mais plus rien ne s’y écrira et plus personne n’y "
            "entrera. Ils liront ce motif. Une médiatrice ou un médiateur peut la rouvrir."
        ),
        button=_("Archiver la communauté"),
        back=back,
    )


def show_reason(
    community: Community, form: ReasonForm, *, title: str, explained: str, button: str, back: str
) -> ResponseReturnValue:
    """The page that asks why something is done."""
    trail = [(community.name, url_for(".community", slug=community.slug))]
    html = render_template(
        "communities/reason.html", form=form, title=title, explained=explained, button=button, trail=trail, back=back
    )
    return html, 422 if form.is_submitted() else 200


@bp.post("/communities/<int:community_id>/reopen")
@requires("community.reopen")
def reopen(community_id: int) -> ResponseReturnValue:
    """Taking an archived community up again."""
    actor = current_actor()
    found = queries.community_by_id(actor, community_id).community
    services.reopen_community(actor, community_id)
    flash(_("La communauté reprend."), "success")
    return redirect(url_for(".community", slug=found.slug), 303)
