"""Reading a thread."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.core.actor import current_actor
from forum.core.addresses import LARGEST_ID, with_query
from forum.core.errors import Invalid
from forum.core.page_cache import kept_for_visitors
from forum.core.paging import Page, page_of
from forum.core.policy import public, requires
from forum.discussions import queries, services
from forum.discussions.forms import KIND_WORDS, ReplyForm
from forum.discussions.models import Thread, ThreadKind
from forum.discussions.pieces import FIRST_UNREAD, posts_kept, posts_of_page, put_together
from forum.discussions.queries import ONLY, POSTS_A_PAGE, ThreadHead
from forum.discussions.services.rendering import shown_summary
from forum.discussions.views import bp
from forum.discussions.views.composing import reply_form


@bp.get("/threads/<int:thread_id>-<slug>")
@bp.get("/threads/<int:thread_id>", defaults={"slug": ""}, endpoint="thread_by_id")
@public
@kept_for_visitors(lambda thread_id, slug: (f"thread:{thread_id}", "people"))
def thread(thread_id: int, slug: str) -> ResponseReturnValue:
    """A page of a thread, by one of these:

    - `?page=`;
    - `?post=`, the page on which the post of a number stands; "first-unread" leads to the first that is new;
    - `?on=2026-03-01` leads to the first post of that day or after;
    - `?only=`, some posts alone: "author", "helped", "notes"; `after=` goes on.
    """
    actor = current_actor()
    head = queries.thread_head(actor, thread_id)
    if head.thread.merged_into_id is not None:
        return redirect(address_since_merged(head.thread), 302)
    if slug != head.thread.slug:
        return redirect(with_query(url_for(".thread", thread_id=thread_id, slug=head.thread.slug)), 301)
    if request.args.get("only") in ONLY:
        return show_only(head, request.args["only"])
    number = number_asked_for(head)
    if number is not None:
        return redirect(address_of(head.thread, number), 302)
    elsewhere = address_of_moved(head.thread)
    if elsewhere:
        return redirect(elsewhere, 302)
    form = reply_form(actor, head) if actor.is_signed_in and head.thread.locked_at is None else None
    return show(head, wanted_page(head), form)


def address_of(found: Thread, number: int) -> str:
    """Where the post of a number stands."""
    page = page_of(number, POSTS_A_PAGE)
    return url_for(
        ".thread", thread_id=found.id, slug=found.slug, page=page if page > 1 else None, _anchor=f"post-{number}"
    )


def address_since_merged(found: Thread) -> str:
    """Where a thread that was merged into another, or one of its posts, stands now."""
    post_id = queries.traced_post(found.id, number_in("post")) if number_in("post") else None
    if post_id is not None:
        return url_for(".post", post_id=post_id)
    return url_for(".thread_by_id", thread_id=found.merged_into_id)


def address_of_moved(found: Thread) -> str:
    """Where the post that was asked for went, where the reader sees it there."""
    number = number_in("post")
    if not 0 < number <= found.last_number:
        return ""
    actor = current_actor()
    traces = posts_of_page(actor, found, page_of(number, POSTS_A_PAGE)).traces
    gone = next((trace for trace in traces if trace.number == number), None)
    return url_for(".post", post_id=gone.post_id) if gone is not None and gone.audience in actor.audiences else ""


def number_asked_for(head: ThreadHead) -> int | None:
    """The number of the post that the address leads to in words: the first unread one, the first of a day."""
    if request.args.get("post") == FIRST_UNREAD:
        return queries.number_after(head.thread, head.read_number)
    begins = day_asked_for()
    return queries.number_since(head.thread, begins) if begins is not None else None


def day_asked_for() -> datetime | None:
    """When the day of `?on=` begins where the reader is."""
    try:
        day = date.fromisoformat(request.args.get("on", ""))
        zone = ZoneInfo(current_actor().timezone or current_app.config["SETTINGS"].default_timezone)
        return datetime.combine(day, time.min, zone) if 1900 < day.year < 3000 else None
    except ValueError:
        return None


def wanted_page(head: ThreadHead) -> int:
    post = number_in("post")
    if post:
        return page_of(min(post, head.thread.last_number), POSTS_A_PAGE)
    return number_in("page") if "page" in request.args else 1


def number_in(name: str) -> int:
    """A number of the address; 0 where there is none."""
    given = request.args.get(name, "")
    return min(int(given), LARGEST_ID) if given.isascii() and given.isdigit() and len(given) < 12 else 0


def show(head: ThreadHead, number: int, form: ReplyForm | None, status: int = 200) -> ResponseReturnValue:
    actor, found = current_actor(), head.thread

    def address(page: int) -> str:
        return url_for(".thread", thread_id=found.id, slug=found.slug, page=page if page > 1 else None)

    page = Page(number, found.last_number, POSTS_A_PAGE, address)
    posts = posts_of_page(actor, found, page.number)
    html = render_template(
        "discussions/thread.html",
        head=head,
        thread=found,
        space=head.space,
        page=page,
        posts=put_together(posts, actor, head.read_number, page.first_item),
        summary=shown_summary(found),
        form=form,
        kind_words=KIND_WORDS[ThreadKind(found.kind)],
    )
    return html, status


def show_only(head: ThreadHead, only: str) -> str:
    actor = current_actor()
    posts = posts_kept(actor, head.thread, only, number_in("after"))
    return render_template(
        "discussions/thread_only.html",
        head=head,
        thread=head.thread,
        space=head.space,
        only=only,
        posts=put_together(posts, actor),
        following=posts.following,
    )


@bp.post("/threads/<int:thread_id>/read")
@requires("thread.see")
def read(thread_id: int) -> ResponseReturnValue:
    """Moving one's mark to a post that one had before one; a script, which says so by `quiet`, gets no page."""
    number = request.form.get("number", "")
    if not (number.isascii() and number.isdigit() and 0 < int(number) <= LARGEST_ID):
        raise Invalid("number", _("Dites jusqu’à quel message vous avez lu."))
    services.mark_read(current_actor(), thread_id, int(number))
    if request.form.get("quiet"):
        return "", 204
    flash(_("La discussion est marquée comme lue."), "success")
    return redirect(url_for(".thread_by_id", thread_id=thread_id), 303)
