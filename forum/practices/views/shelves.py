"""Shelves: bookmarks, collections, watched filters."""

from __future__ import annotations

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.core.actor import current_actor
from forum.core.addresses import with_query
from forum.core.errors import Invalid
from forum.core.forms import safe_next
from forum.core.i18n import current_language
from forum.core.page_cache import kept_for_visitors
from forum.core.policy import public, requires
from forum.practices import queries
from forum.practices.facets import FACETS
from forum.practices.filters import AFTER, LONGEST_CURSOR, Filters, parse_filters
from forum.practices.forms import number_in
from forum.practices.forms_shelves import CollectionForm, NoteForm, ShelveForm
from forum.practices.models import Collection
from forum.practices.services import bookmarks as bookmark_verbs
from forum.practices.services import collections as verbs
from forum.practices.services import watched as watch_verbs
from forum.practices.services.collections import Move
from forum.practices.views import bp
from forum.practices.views.browsing import address_of

# Bookmarks


@bp.post("/practices/<int:sheet_id>/bookmark")
@requires("sheet.bookmark")
def bookmark(sheet_id: int) -> ResponseReturnValue:
    """Keeping a sheet at hand (`kept=yes`), or letting it go. A script gets no page for it."""
    is_kept = request.form.get("kept") == "yes"
    (bookmark_verbs.bookmark_sheet if is_kept else bookmark_verbs.let_sheet_go)(current_actor(), sheet_id)
    if request.accept_mimetypes.best == "application/json":
        return jsonify(kept=is_kept)
    return redirect(f"{safe_next(url_for('.bookmarks'))}#sheet-{sheet_id}", 303)


@bp.get("/practices/bookmarks")
@requires("shelf.hold")
def bookmarks() -> ResponseReturnValue:
    """The sheets that one wants to find again."""
    cards, following = queries.bookmarks(current_actor(), request.args.get(AFTER, "")[:LONGEST_CURSOR])
    more = following and url_for(".bookmarks", after=following)
    return render_template("practices/bookmarks.html", cards=cards, following=more)


# Collections


@bp.get("/collections")
@public
@kept_for_visitors(lambda: ("library", "collections", "people"))
def collections() -> ResponseReturnValue:
    """One's own collections, and those that are for everybody."""
    actor = current_actor()
    cursor = request.args.get(AFTER, "")[:LONGEST_CURSOR]
    mine = queries.own_collections(actor) if actor.is_signed_in and not cursor else []
    found, following = queries.public_collections(actor, cursor)
    more = following and url_for(".collections", after=following)
    return render_template("practices/collections.html", mine=mine, collections=found, following=more)


@bp.get("/collections/<int:collection_id>-<slug>")
@bp.get("/collections/<int:collection_id>", defaults={"slug": ""}, endpoint="collection_by_id")
@public
@kept_for_visitors(lambda collection_id, slug: ("library", f"collection:{collection_id}", "people"))
def collection(collection_id: int, slug: str) -> ResponseReturnValue:
    """One collection, in its order."""
    page = queries.collection_page(current_actor(), collection_id)
    if slug != page.collection.slug:
        return redirect(with_query(address_of_collection(page.collection)), 301)
    return render_template("practices/collection.html", page=page, collection=page.collection)


@bp.route("/collections/new", methods=["GET", "POST"])
@requires("shelf.hold")
def new_collection() -> ResponseReturnValue:
    """Beginning a collection; `?sheet=12` has a sheet put into it."""
    form = CollectionForm(data={"sheet": request.args.get("sheet", "")})
    status = 200
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                made = verbs.start_collection(
                    current_actor(),
                    form.name.data,
                    form.about.data,
                    is_public=form.is_public.data,
                    sheet_id=number_in(form.sheet.data or "") or None,
                    submission=form.submission.data,
                )
                flash(_("La collection est commencée."), "success")
                return redirect(address_of_collection(made), 303)
            except Invalid as error:
                form.refuse(error)
    return render_template("practices/collection_form.html", form=form, collection=None), status


@bp.route("/collections/<int:collection_id>/edit", methods=["GET", "POST"])
@requires("collection.edit")
def edit_collection(collection_id: int) -> ResponseReturnValue:
    """Changing what a collection is called, what is said of it, and who reads it."""
    actor = current_actor()
    found = queries.collection_to_edit(actor, collection_id).collection
    form = CollectionForm(obj=found)
    status = 200
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                changed = verbs.change_collection(
                    actor, collection_id, form.name.data, form.about.data, is_public=form.is_public.data
                )
                flash(_("La collection est enregistrée."), "success")
                return redirect(address_of_collection(changed), 303)
            except Invalid as error:
                form.refuse(error)
    return render_template("practices/collection_form.html", form=form, collection=found), status


@bp.route("/collections/<int:collection_id>/delete", methods=["GET", "POST"])
@requires("collection.edit")
def delete_collection(collection_id: int) -> ResponseReturnValue:
    """Taking a collection away, once it was said what goes with it."""
    actor = current_actor()
    page = queries.collection_to_edit(actor, collection_id)
    if request.method == "GET":
        return render_template("practices/collection_delete.html", page=page, collection=page.collection)
    verbs.delete_collection(actor, collection_id)
    flash(_("La collection est supprimée. Ses fiches restent dans la bibliothèque."), "success")
    return redirect(url_for(".collections"), 303)


@bp.route("/practices/<int:sheet_id>/collections", methods=["GET", "POST"])
@requires("sheet.bookmark")
def shelve(sheet_id: int) -> ResponseReturnValue:
    """In which of one's collections a sheet stands."""
    actor = current_actor()
    sheet, shelves = queries.shelves_for(actor, sheet_id)
    form = ShelveForm(data={"collections": [found.id for found, holds in shelves if holds]})
    form.collections.choices = [(found.id, found.name) for found, _holds in shelves]
    status = 200
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                verbs.shelve_sheet(actor, sheet_id, form.collections.data or [])
                flash(_("Vos collections sont enregistrées."), "success")
                return redirect(url_for(".sheet", sheet_id=sheet_id, slug=sheet.slug), 303)
            except Invalid as error:
                form.refuse(error)
    return render_template("practices/shelve.html", form=form, sheet=sheet, shelves=shelves), status


@bp.post("/collections/<int:collection_id>/sheets/<int:sheet_id>/move")
@requires("collection.edit")
def move_in_collection(collection_id: int, sheet_id: int) -> ResponseReturnValue:
    """Moving a sheet up or down its collection."""
    actor = current_actor()
    page = queries.collection_to_edit(actor, collection_id)
    given = request.form.get("move", "")
    if given not in list(Move):
        raise Invalid("move", _("Dites où la fiche doit aller : en premier, plus haut, plus bas, en dernier."))
    verbs.move_sheet(actor, collection_id, sheet_id, Move(given))
    if request.accept_mimetypes.best == "application/json":
        return jsonify(moved=True)
    return redirect(f"{address_of_collection(page.collection)}#sheet-{sheet_id}", 303)


@bp.post("/collections/<int:collection_id>/sheets/<int:sheet_id>/remove")
@requires("collection.edit")
def remove_from_collection(collection_id: int, sheet_id: int) -> ResponseReturnValue:
    """Taking a sheet out of a collection."""
    actor = current_actor()
    page = queries.collection_to_edit(actor, collection_id)
    verbs.take_out(actor, collection_id, sheet_id)
    flash(_("La fiche n’est plus dans la collection."), "success")
    return redirect(address_of_collection(page.collection), 303)


@bp.route("/collections/<int:collection_id>/sheets/<int:sheet_id>/note", methods=["GET", "POST"])
@requires("collection.edit")
def note_in_collection(collection_id: int, sheet_id: int) -> ResponseReturnValue:
    """Saying why a sheet stands in a collection."""
    actor = current_actor()
    page, entry = queries.entry_to_note(actor, collection_id, sheet_id)
    form = NoteForm(data={"note": entry.note})
    status = 200
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                verbs.note_sheet(actor, collection_id, sheet_id, form.note.data)
                flash(_("La note est enregistrée."), "success")
                return redirect(f"{address_of_collection(page.collection)}#sheet-{sheet_id}", 303)
            except Invalid as error:
                form.refuse(error)
    shown = {"form": form, "collection": page.collection, "sheet": entry.card}
    return render_template("practices/collection_note.html", **shown), status


def address_of_collection(found: Collection) -> str:
    return url_for("practices.collection", collection_id=found.id, slug=found.slug)


# Watched filters


@bp.get("/practices/watched")
@requires("shelf.hold")
def watched() -> ResponseReturnValue:
    """The filters of which one is told what is new."""
    actor = current_actor()
    held = queries.catalogue()
    rows = [
        (found, describe_filters(filters, held), address_of(filters))
        for found in queries.watched(actor)
        for filters in [parse_filters(found.filters)]
    ]
    return render_template("practices/watched.html", rows=rows)


@bp.post("/practices/watched")
@requires("shelf.hold")
def watch() -> ResponseReturnValue:
    """Watching the filters of the moment."""
    filters = parse_filters(request.form.get("filters", ""))
    try:
        name = describe_filters(watch_verbs.lasting(filters), queries.catalogue())
        watch_verbs.watch_filters(current_actor(), filters.query(), name)
    except Invalid as error:
        flash(error.message, "error")
        return redirect(address_of(filters), 303)
    flash(_("Vous recevrez un avis pour chaque nouvelle fiche sous ces filtres."), "success")
    return redirect(url_for(".watched"), 303)


@bp.post("/practices/watched/<int:watched_id>/forget")
@requires("shelf.hold")
def forget(watched_id: int) -> ResponseReturnValue:
    """Watching some filters no longer."""
    watch_verbs.forget_filters(current_actor(), watched_id)
    flash(_("Ces filtres ne sont plus suivis."), "success")
    return redirect(url_for(".watched"), 303)


def describe_filters(filters: Filters, held: queries.Catalogue) -> str:
    """Filters as one reads them: « Domaines : Santé, Éducation · Pays : France »."""
    if filters.are_none:
        return _("Toutes les fiches")
    language = current_language()
    parts = [f"« {filters.words} »"] if filters.words else []
    for facet, values in filters.chosen.items():
        named = ", ".join(held.words(facet, value, language) for value in values)
        parts.append(_("%(facet)s : %(values)s", facet=FACETS[facet].label, values=named))
    return " · ".join(parts)
