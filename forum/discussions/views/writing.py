"""Opening a thread, and replying in one."""

from __future__ import annotations

from collections.abc import Sequence

from flask import jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.core.actor import current_actor
from forum.core.errors import NotAllowed, NotFound
from forum.core.paging import page_of
from forum.core.policy import requires
from forum.core.ratelimits import count_once
from forum.core.text import tidy_line
from forum.discussions import queries, services
from forum.discussions.forms import KIND_PURPOSES, ReplyForm, ThreadForm
from forum.discussions.models import SpaceTemplate
from forum.discussions.queries import POSTS_A_PAGE
from forum.discussions.queries.offering import similar_to, suggested_tags, tags_beginning, templates_of
from forum.discussions.services.open_thread import LONGEST_TITLE
from forum.discussions.services.reply import Overtaken
from forum.discussions.services.writing import require_open_space
from forum.discussions.views import bp
from forum.discussions.views.composing import is_number, not_sent
from forum.discussions.views.reading import show
from forum.writing.sending import send

PICKS_PER_MINUTE = 240
SEARCHES_PER_MINUTE = 60


@bp.route("/spaces/<slug>/new", methods=["GET", "POST"])
@requires("thread.open")
def new_thread(slug: str) -> ResponseReturnValue:
    """Opening a thread in a space; it may begin with the template of `?template=`."""
    actor = current_actor()
    form = ThreadForm()
    back, back_words = url_for(".spaces"), _("Tous les espaces")
    try:
        space = queries.space_by_slug(actor, slug)
        back, back_words = url_for(".space", slug=slug), space.name
        require_open_space(actor, space)
        space_id = space.id

        def open_it() -> ResponseReturnValue:
            opened = services.open_thread(
                actor,
                space_id,
                form.title.data,
                form.body.data,
                kind=form.kind.data,
                tags=form.words(),
                submission=form.submission.data,
            )
            return redirect(url_for(".thread", thread_id=opened.id, slug=opened.slug), 303)

        answer, status = send(form, open_it) if form.is_submitted() else (None, 200)
    except (NotAllowed, NotFound) as error:
        if not form.is_submitted():
            raise
        return not_sent(error, form, back, back_words)
    if answer is not None:
        return answer
    templates, suggested = templates_of(space_id), suggested_tags(space_id)
    form.take_up(actor, f"space:{space_id}")
    if not form.is_submitted():
        form.title.data = form.title.data or tidy_line(request.args.get("title", ""))[:LONGEST_TITLE]
        begin_with(form, templates, request.args.get("template", ""))
    form.suggested.choices = [(tag.name, tag.name) for tag in suggested]
    page = render_template(
        "discussions/new_thread.html",
        space=space,
        form=form,
        templates=templates,
        purposes=KIND_PURPOSES,
        similar=similar_to(actor, form.title.data) if form.is_submitted() else [],
    )
    return page, status


def begin_with(form: ThreadForm, templates: Sequence[SpaceTemplate], asked: str) -> None:
    """Puts a template into a form, below what was begun."""
    template = next((one for one in templates if str(one.id) == asked), None)
    if template is None:
        return
    begun = (form.body.data or "").rstrip()
    form.kind.data = template.kind
    form.body.data = f"{begun}\n\n{template.body}" if begun and template.body not in begun else template.body


@bp.post("/threads/<int:thread_id>/reply")
@requires("thread.reply")
def reply(thread_id: int) -> ResponseReturnValue:
    """Replying in a thread."""
    actor = current_actor()
    form = ReplyForm()

    def write_it() -> ResponseReturnValue:
        post = services.reply(
            actor, thread_id, form.body.data, submission=form.submission.data, seen=form.seen_number()
        )
        return redirect(url_for(".post", post_id=post.id), 303)

    try:
        answer, status = send(form, write_it)
        if answer is not None:
            return answer
        form.take_up(actor, f"thread:{thread_id}")
        head = queries.thread_head(actor, thread_id)
        page = page_of(head.thread.last_number, POSTS_A_PAGE)
        if isinstance(form.refusal, Overtaken):
            form.anyway.data = "1"
            form.news = queries.posts_of_others(actor, thread_id, form.refusal.since)
        return show(head, page, form, status)
    except (NotAllowed, NotFound) as error:
        back = url_for(".thread_by_id", thread_id=thread_id) if error.status == 403 else url_for(".spaces")
        return not_sent(error, form, back, _("Aller à la discussion") if error.status == 403 else _("Tous les espaces"))


@bp.get("/threads/similar")
@requires("thread.similar")
def similar() -> ResponseReturnValue:
    """What was already said about the title of `?title=`: a piece of page."""
    actor = current_actor()
    count_once("similar", actor.person_id, SEARCHES_PER_MINUTE)
    found = similar_to(actor, request.args.get("title", ""))
    return render_template("discussions/similar.html", similar=found) if found else ""


@bp.get("/tags/suggest")
@requires("tags.suggest")
def suggest_tags() -> ResponseReturnValue:
    """Tags that begin as `?q=`, those of the space of `?space=` first."""
    actor = current_actor()
    count_once("pickers", actor.person_id, PICKS_PER_MINUTE)
    space = request.args.get("space", "")
    found = tags_beginning(actor, request.args.get("q", ""), int(space) if is_number(space) else None)
    return jsonify(tags=[{"slug": tag.slug, "name": tag.name} for tag in found])
