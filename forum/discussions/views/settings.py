"""What the holders of a space say of it: what it is for, the tags and the templates that it offers."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.core.actor import current_actor
from forum.core.errors import Conflict, Invalid, NotFound
from forum.core.policy import require, requires
from forum.discussions import queries
from forum.discussions.forms import KIND_WORDS, ConfirmForm, SpaceForm, TemplateForm
from forum.discussions.models import Space, SpaceTemplate
from forum.discussions.queries.offering import suggested_tags, templates_of
from forum.discussions.services.describe_space import describe_space
from forum.discussions.services.space_templates import add_template, change_template, remove_template
from forum.discussions.views import bp


def held_space(slug: str) -> Space:
    """The space of an address, for its holders."""
    actor = current_actor()
    space = queries.space_by_slug(actor, slug)
    require(actor, "space.hold", space)
    return space


@bp.route("/spaces/<slug>/settings", methods=["GET", "POST"])
@requires("space.hold")
def settings(slug: str) -> ResponseReturnValue:
    """What a space says of itself and offers."""
    space = held_space(slug)
    form = SpaceForm()
    status = 200
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                describe_space(current_actor(), space.id, form.about.data, form.words())
                flash(_("L’espace est décrit."), "success")
                return redirect(url_for(".settings", slug=slug), 303)
            except Invalid as error:
                form.refuse(error)
    else:
        form.about.data = space.about
        form.tags.data = ", ".join(tag.name for tag in suggested_tags(space.id))
    page = render_template(
        "discussions/space_settings.html",
        space=space,
        form=form,
        templates=templates_of(space.id),
        kinds=KIND_WORDS,
    )
    return page, status


@bp.route("/spaces/<slug>/templates/new", methods=["GET", "POST"])
@requires("space.hold")
def new_template(slug: str) -> ResponseReturnValue:
    """Adding a template to a space."""
    return template_page(held_space(slug), None)


@bp.route("/spaces/<slug>/templates/<int:template_id>", methods=["GET", "POST"])
@requires("space.hold")
def template(slug: str, template_id: int) -> ResponseReturnValue:
    """Changing a template of a space."""
    space = held_space(slug)
    found = next((one for one in templates_of(space.id) if one.id == template_id), None)
    if found is None:
        raise NotFound
    return template_page(space, found)


def template_page(space: Space, found: SpaceTemplate | None) -> ResponseReturnValue:
    actor = current_actor()
    form = TemplateForm(obj=found)
    status, slug, space_id = 200, space.slug, space.id
    if form.is_submitted():
        status = 422
        if form.validate():
            said = form.name.data, form.kind.data, form.body.data
            try:
                if found is None:
                    add_template(actor, space_id, *said)
                else:
                    change_template(actor, space_id, found.id, *said)
                flash(_("Le modèle est enregistré."), "success")
                return redirect(url_for(".settings", slug=slug), 303)
            except (Invalid, Conflict) as error:
                form.refuse(error if isinstance(error, Invalid) else Invalid("", error.message))
                status = error.status
    return render_template("discussions/space_template.html", space=space, form=form, template=found), status


@bp.post("/spaces/<slug>/templates/<int:template_id>/remove")
@requires("space.hold")
def remove_one_template(slug: str, template_id: int) -> ResponseReturnValue:
    """Taking a template away from a space."""
    space = held_space(slug)
    if ConfirmForm().validate():
        remove_template(current_actor(), space.id, template_id)
        flash(_("Le modèle est retiré."), "success")
    return redirect(url_for(".settings", slug=slug), 303)
