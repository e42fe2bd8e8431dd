"""The pages of one's saved searches."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.core.actor import Actor, current_actor
from forum.core.errors import Invalid
from forum.core.policy import requires
from forum.notices.services import mark_read
from forum.saved_searches import services
from forum.saved_searches.forms import LONGEST_NAME, RHYTHMS, SavedSearchForm
from forum.saved_searches.news import asking_of
from forum.saved_searches.told import topic
from forum.search.services import Asking, read_address
from forum.search.services.asking import chosen_in
from forum.search.services.chips import Chip, chips_of
from forum.search.services.choices import as_of_now, labels_of

bp = Blueprint("saved_searches", __name__, url_prefix="/search/saved")


@bp.get("")
@requires("search.save")
def page() -> ResponseReturnValue:
    """All that one keeps."""
    rows = [(search, asking_of(search)) for search in services.my_searches(current_actor())]
    return render_template("saved_searches/page.html", rows=rows, rhythms=RHYTHMS)


@bp.route("/new", methods=["GET", "POST"])
@requires("search.save")
def new() -> ResponseReturnValue:
    """Keeping the search that the address names, as the results' page does (`?q=`, `kind=`…)."""
    actor, asking, status = current_actor(), read_address(request.args), 200
    form = SavedSearchForm()
    chips = chips_shown(actor, asking)
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                services.save_search(actor, asking, form.name.data, form.wished, by_mail=form.by_mail.data)
            except Invalid as error:
                form.refuse(error)
            else:
                flash(_("Votre recherche est enregistrée."), "success")
                return redirect(url_for(".page"), 303)
    elif not form.name.data:
        form.name.data = (asking.text or ", ".join(chip.label for chip in chips))[:LONGEST_NAME]
    shown = {"asking": asking, "chips": chips, "results": results_at(asking)}
    return render_template("saved_searches/new.html", form=form, **shown), status


@bp.get("/<int:search_id>")
@requires("search.see")
def see(search_id: int) -> ResponseReturnValue:
    """Leads to the results, the newest first; what was told of them is read."""
    actor = current_actor()
    search = services.my_search(actor, search_id)
    mark_read(actor.person_id, [topic(search.id)])
    return redirect(results_at(asking_of(search).sorted_by("newest")), 303)


@bp.route("/<int:search_id>/change", methods=["GET", "POST"])
@requires("search.see")
def change(search_id: int) -> ResponseReturnValue:
    """Calling it otherwise, or being told otherwise."""
    actor, status = current_actor(), 200
    search = services.my_search(actor, search_id)
    form = SavedSearchForm(obj=search)
    if form.is_submitted():
        status = 422
        if form.validate():
            services.change_search(actor, search_id, form.name.data, form.wished, by_mail=form.by_mail.data)
            flash(_("C’est enregistré."), "success")
            return redirect(url_for(".page"), 303)
    asking = asking_of(search)
    shown = {
        "form": form,
        "search": search,
        "asking": asking,
        "chips": chips_shown(actor, asking),
        "results": results_at(asking),
    }
    return render_template("saved_searches/change.html", **shown), status


@bp.post("/<int:search_id>/forget")
@requires("search.see")
def forget(search_id: int) -> ResponseReturnValue:
    """Keeping it no longer."""
    services.forget_search(current_actor(), search_id)
    flash(_("Cette recherche n’est plus enregistrée."), "success")
    return redirect(url_for(".page"), 303)


def chips_shown(actor: Actor, asking: Asking) -> Sequence[Chip]:
    """What a search is narrowed down by, in words."""
    return chips_of(asking, labels_of(actor, chosen_in(asking), as_of_now()))


def results_at(asking: Asking) -> str:
    """Where the results of a search are."""
    return f"{url_for('search.page')}?{asking.query_string()}"
