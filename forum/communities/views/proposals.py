"""Proposing a community, and deciding on what was proposed."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.communities import queries, services
from forum.communities.forms import OpenProposalForm, ProposalForm, ReasonForm
from forum.communities.views import bp
from forum.core.actor import current_actor
from forum.core.errors import Invalid
from forum.core.policy import can, require, requires


@bp.route("/communities/propose", methods=["GET", "POST"])
@requires("community.propose")
def propose() -> ResponseReturnValue:
    """Proposing a community to the mediators."""
    form = ProposalForm()
    status = 200
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                proposed = services.propose_community(
                    current_actor(),
                    form.name.data,
                    form.about.data,
                    form.why.data,
                    form.charter.data,
                    form.read_first.data,
                    form.admission.data,
                    submission=form.submission.data,
                )
                flash(_("Votre proposition est envoyée aux médiateurs. Un avis vous dira leur réponse."), "success")
                return redirect(url_for(".proposal", community_id=proposed.id), 303)
            except Invalid as error:
                form.refuse(error)
    return render_template("communities/propose.html", form=form), status


@bp.get("/communities/proposals/<int:community_id>")
@requires("community.see")
def proposal(community_id: int) -> ResponseReturnValue:
    """A proposal; once it is open, its page."""
    page = queries.proposal_page(current_actor(), community_id)
    if page.community.has_page:
        return redirect(url_for(".community", slug=page.community.slug), 303)
    return show(page, OpenProposalForm(name=page.community.name))


def show(page: queries.ProposalPage, form: OpenProposalForm, status: int = 200) -> ResponseReturnValue:
    may_decide = page.community.state == "proposed" and can(current_actor(), "community.decide", page.community)
    html = render_template(
        "communities/proposal.html", page=page, community=page.community, form=form if may_decide else None
    )
    return html, status


@bp.post("/communities/proposals/<int:community_id>/open")
@requires("community.decide")
def open_proposal(community_id: int) -> ResponseReturnValue:
    """Opening what was proposed."""
    actor = current_actor()
    page = queries.proposal_page(actor, community_id)
    form = OpenProposalForm()
    if form.validate():
        try:
            opened = services.open_proposal(actor, community_id, form.name.data, form.until.data)
            flash(_("La communauté est ouverte ; qui l’a proposée en est averti."), "success")
            return redirect(url_for(".community", slug=opened.slug), 303)
        except Invalid as error:
            form.refuse(error)
    require(actor, "community.decide", page.community)
    return show(page, form, 422)


@bp.route("/communities/proposals/<int:community_id>/decline", methods=["GET", "POST"])
@requires("community.decide")
def decline_proposal(community_id: int) -> ResponseReturnValue:
    """Declining what was proposed, with a reason."""
    actor = current_actor()
    page = queries.proposal_page(actor, community_id)
    require(actor, "community.decide", page.community)
    form, back = ReasonForm(), url_for(".proposal", community_id=community_id)
    if form.validate_on_submit():
        services.decline_proposal(actor, community_id, form.reason.data)
        flash(_("La proposition est déclinée ; qui l’a faite en est averti."), "success")
        return redirect(url_for(".directory"), 303)
    title = _("Décliner « %(name)s »", name=page.community.name)
    html = render_template(
        "communities/reason.html",
        form=form,
        title=title,
        explained=_("%(name)s lira ce motif.", name=page.proposer.name),
        button=_("Décliner la proposition"),
        trail=[(_("Proposition"), back)],
        back=back,
    )
    return html, 422 if form.is_submitted() else 200
