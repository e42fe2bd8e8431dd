"""Threads: reading, opening, replying, and what mediators do to one."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from forum.core.actor import Actor, current_actor
from forum.core.addresses import with_query
from forum.core.changes import versions
from forum.core.errors import Invalid, TooMany
from forum.core.page_cache import kept_for_visitors
from forum.core.paging import Page, page_of
from forum.core.pieces import Drawn, kept_for_reader
from forum.core.policy import can, public, require, requires
from forum.discussions import queries, services
from forum.discussions.forms import KIND_WORDS, LockForm, ReplyForm, ThreadForm
from forum.discussions.models import Thread, ThreadKind
from forum.discussions.queries import POSTS_A_PAGE, ThreadHead
from forum.discussions.views import bp

QUOTE_LONGEST = 1_000


@bp.get("/threads/<int:thread_id>-<slug>")
@bp.get("/threads/<int:thread_id>", defaults={"slug": ""}, endpoint="thread_by_id")
@public
@kept_for_visitors(lambda thread_id, slug: (f"thread:{thread_id}", "people"))
def thread(thread_id: int, slug: str) -> ResponseReturnValue:
    """A page of a thread: `?page=`, or the page on which the post of `?post=` stands."""
    actor = current_actor()
    head = queries.thread_head(actor, thread_id)
    if slug != head.thread.slug:
        return redirect(with_query(url_for(".thread", thread_id=thread_id, slug=head.thread.slug)), 301)
    form = ReplyForm() if actor.is_signed_in else None
    if form is not None and request.args.get("quote", "").isdigit():
        form.body.data = quotation(head, int(request.args["quote"]))
    return show(head, wanted_page(head), form)


def wanted_page(head: ThreadHead) -> int:
    post = request.args.get("post", "")
    if post.isdigit():
        return page_of(min(int(post), head.thread.last_number), POSTS_A_PAGE)
    page = request.args.get("page", "1")
    return int(page) if page.isdigit() and len(page) < 9 else 1


def quotation(head: ThreadHead, number: int) -> str:
    """A post as a quotation to begin a reply with."""
    source = queries.quoted_source(head.thread.id, number) if number < 2**31 else ""
    if not source:
        return ""
    if len(source) > QUOTE_LONGEST:
        source = source[:QUOTE_LONGEST].rsplit(" ", 1)[0] + "…"
    return "\n".join(f"> {line}" for line in source.split("\n")) + "\n\n"


def show(head: ThreadHead, number: int, form: ReplyForm | None, status: int = 200) -> ResponseReturnValue:
    found = head.thread

    def address(page: int) -> str:
        return url_for(".thread", thread_id=found.id, slug=found.slug, page=page if page > 1 else None)

    page = Page(number, found.last_number, POSTS_A_PAGE, address)
    html = render_template(
        "discussions/thread.html",
        head=head,
        thread=found,
        space=head.space,
        page=page,
        posts=posts_html(found, page),
        form=form,
        lock_form=LockForm() if can(current_actor(), "thread.lock", found) else None,
        kind_words=KIND_WORDS[ThreadKind(found.kind)],
    )
    return html, status


def posts_html(found: Thread, page: Page) -> Markup:
    """The posts of a page: the same piece for all members, one of their own for those who wrote some of them."""
    actor = current_actor()
    topics = versions((f"thread:{found.id}", "people"))

    def make(reader: Actor) -> Drawn:
        posts = queries.posts_between(found.id, page.first_item, page.last_item)
        html = render_template("discussions/posts.html", posts=posts, thread=found, reader=reader)
        return html, frozenset(row.author_id for row in posts)

    return Markup(kept_for_reader(actor, ("posts", found.id, page.number), topics, make))  # noqa: S704


@bp.route("/spaces/<slug>/new", methods=["GET", "POST"])
@requires("thread.open")
def new_thread(slug: str) -> ResponseReturnValue:
    """Opening a thread in a space."""
    actor = current_actor()
    space = queries.space_by_slug(actor, slug)
    require(actor, "thread.open", space)
    form = ThreadForm()
    status = 200
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                opened = services.open_thread(
                    actor,
                    space.id,
                    form.title.data,
                    form.body.data,
                    kind=form.kind.data,
                    tags=form.words(),
                    submission=form.submission.data,
                )
                return redirect(url_for(".thread", thread_id=opened.id, slug=opened.slug), 303)
            except Invalid as error:
                form.refuse(error)
            except TooMany as error:
                form.refuse(Invalid("", error.message))
                status = error.status
    return render_template("discussions/new_thread.html", space=space, form=form), status


@bp.post("/threads/<int:thread_id>/reply")
@requires("thread.reply")
def reply(thread_id: int) -> ResponseReturnValue:
    """Replying in a thread."""
    actor = current_actor()
    form = ReplyForm()
    status = 422
    if form.validate():
        try:
            post = services.reply(actor, thread_id, form.body.data, submission=form.submission.data)
            return redirect(url_for(".post", post_id=post.id), 303)
        except Invalid as error:
            form.refuse(error)
        except TooMany as error:
            form.refuse(Invalid("", error.message))
            status = error.status
    head = queries.thread_head(actor, thread_id)
    return show(head, page_of(head.thread.last_number, POSTS_A_PAGE), form, status)


@bp.post("/threads/<int:thread_id>/pin")
@requires("thread.pin")
def pin(thread_id: int) -> ResponseReturnValue:
    """Pinning a thread, or unpinning it where the form says so."""
    verb = services.unpin_thread if request.form.get("undo") else services.pin_thread
    changed = verb(current_actor(), thread_id)
    flash(_("La discussion est épinglée.") if changed.pinned_at else _("La discussion n’est plus épinglée."), "success")
    return redirect(url_for(".thread", thread_id=changed.id, slug=changed.slug), 303)


@bp.post("/threads/<int:thread_id>/lock")
@requires("thread.lock")
def lock(thread_id: int) -> ResponseReturnValue:
    """Locking a thread for a reason, or unlocking it where the form says so."""
    actor = current_actor()
    if request.form.get("undo"):
        changed = services.unlock_thread(actor, thread_id)
        flash(_("La discussion est rouverte."), "success")
    else:
        changed = services.lock_thread(actor, thread_id, request.form.get("reason", ""))
        flash(_("La discussion est fermée aux réponses."), "success")
    return redirect(url_for(".thread", thread_id=changed.id, slug=changed.slug), 303)
