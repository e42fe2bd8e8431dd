"""Tags: all that the reader finds something under, one with its threads, and the words that stand for it."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.core.actor import current_actor
from forum.core.changes import versions
from forum.core.errors import Invalid, NotFound
from forum.core.page_cache import kept_for_visitors
from forum.core.panels import panels
from forum.core.pieces import kept_piece
from forum.core.policy import can, public, requires
from forum.discussions import queries, services
from forum.discussions.forms import SynonymForm
from forum.discussions.pieces import drawn_rows, marked_rows
from forum.discussions.views import bp


@bp.get("/tags")
@public
@kept_for_visitors(lambda: ("discussions",))
def tags() -> ResponseReturnValue:
    """Every tag under which the reader sees a thread."""
    actor = current_actor()
    found = kept_piece(("tags", actor.audiences), versions(("discussions",)), lambda: queries.counted_tags(actor))
    return render_template("discussions/tags.html", tags=found)


@bp.get("/tags/<slug>")
@public
@kept_for_visitors(lambda slug: ("discussions", "people", "library"))
def tag(slug: str) -> ResponseReturnValue:
    """Everything under a tag; a synonym leads to the tag that it stands for."""
    actor = current_actor()
    head = queries.tag_head(actor, slug)
    found = queries.threads_of_tag(actor, head.tag, request.args.get("after"), request.args.get("top"))
    sheets = panels("tag.main", head.tag.id)
    if not found.rows and not sheets and not can(actor, "tag.hold"):
        raise NotFound
    if slug != head.tag.slug:
        return redirect(url_for(".tag", slug=head.tag.slug), 302)
    drawn = drawn_rows(found.rows, with_space=True)
    new = queries.new_counts(actor, (row.thread_id for row in drawn)) if actor.is_signed_in and drawn else {}
    return render_template(
        "discussions/tag.html", head=head, tag=head.tag, found=found, rows=marked_rows(drawn, new), sheets=sheets
    )


@bp.route("/tags/<slug>/synonyms", methods=["GET", "POST"])
@requires("tag.hold")
def tag_synonyms(slug: str) -> ResponseReturnValue:
    """The words that stand for a tag: one is added, or taken away by the button that names it."""
    found = queries.tag_by_slug(slug)
    form = SynonymForm()
    status = 200
    if form.is_submitted():
        status = 422
        gone = request.form.get("remove", "")
        if gone or form.validate():
            try:
                if gone:
                    services.remove_synonym(current_actor(), found.id, gone)
                    flash(_("Ce mot n’est plus un synonyme."), "success")
                else:
                    services.add_synonym(current_actor(), found.id, form.word.data)
                    flash(_("Les discussions rangées sous ce mot le sont sous « %(tag)s ».", tag=found.name), "success")
                return redirect(url_for(".tag_synonyms", slug=slug), 303)
            except Invalid as error:
                form.refuse(error)
    return render_template("discussions/synonyms.html", tag=found, synonyms=queries.synonyms(found), form=form), status
