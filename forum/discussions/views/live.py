"""What a live page of a thread asks for: some of its posts, as the reader sees them at this moment."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from forum.core.actor import current_actor
from forum.core.paging import page_of
from forum.core.policy import requires
from forum.discussions import queries
from forum.discussions.pieces import DrawnPosts, posts_of_page, put_together
from forum.discussions.queries import POSTS_A_PAGE
from forum.discussions.views import bp
from forum.discussions.views.reading import number_in

MOST_AT_ONCE = 40


@bp.get("/threads/<int:thread_id>/posts")
@requires("thread.see")
def some_posts(thread_id: int) -> ResponseReturnValue:
    """The posts from a number (`from=`) to another (`to=`), forty at most, as a piece of a page."""
    actor = current_actor()
    thread = queries.thread_head(actor, thread_id).thread
    first = max(1, number_in("from"))
    last = min(number_in("to") if "to" in request.args else thread.last_number, first + MOST_AT_ONCE - 1)
    wanted = range(first, min(last, thread.last_number) + 1)
    pages = [posts_of_page(actor, thread, page) for page in pages_of(wanted)]
    found = DrawnPosts(
        [post for page in pages for post in page.posts if post.number in wanted],
        [trace for page in pages for trace in page.traces if trace.number in wanted],
    )
    return render_template("discussions/posts.html", posts=put_together(found, actor), thread=thread, wanted=wanted)


def pages_of(numbers: range) -> range:
    """The pages on which posts of some numbers stand."""
    if not numbers:
        return range(0)
    return range(page_of(numbers[0], POSTS_A_PAGE), page_of(numbers[-1], POSTS_A_PAGE) + 1)
