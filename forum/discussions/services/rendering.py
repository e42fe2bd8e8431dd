"""Rendering the text of posts: with the people it names, and without the quotations that its readers may not read."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import delete, insert, select

from forum.core import audience
from forum.core.text import render_markdown
from forum.discussions.models import Post, PostQuote, Thread
from forum.extensions import db
from forum.writing.mentions import people_named
from forum.writing.quotes import quoted_posts, without_withheld

Readers = Mapping[int, str]
"""By the id of a post: the audience of its thread, empty where the post itself can't be read."""


def readers_of(post_ids: Collection[int]) -> Readers:
    """Who may read some posts, by one statement; by none for no post. Those that never were are left out."""
    if not post_ids:
        return {}
    query = select(Post, Thread.audience).join(Thread, Thread.id == Post.thread_id).where(Post.id.in_(post_ids))
    return {post.id: token if post.is_readable else "" for post, token in db.session.execute(query)}


def withheld(source: str, token: str, readers: Readers) -> set[int]:
    """The posts that a text quotes and that its readers may not all read.

    Args:
        source: Markdown.
        token: the audience of the text.
        readers: of all that it quotes.
    """
    known = (post_id for post_id in quoted_posts(source) if post_id in readers)
    return {post_id for post_id in known if not audience.covers(readers[post_id], token)}


def shown_sources(token: str, sources: Sequence[str], *, to_edit: bool = False) -> list[str]:
    """Texts of an audience as they may be read: by one statement, by none where they quote nothing."""
    readers = readers_of({quoted for source in sources for quoted in quoted_posts(source)})
    return [without_withheld(source, withheld(source, token, readers), to_edit=to_edit) for source in sources]


def shown_source(post: Post, thread: Thread, *, to_edit: bool = False) -> str:
    """What a post says, in Markdown, as the readers of its thread may read it."""
    return shown_sources(thread.audience, [post.source], to_edit=to_edit)[0]


def shown_summary(thread: Thread) -> str:
    """The summary of a thread as HTML, as its readers may read it: by no statement where it quotes nothing."""
    if not quoted_posts(thread.summary):
        return thread.summary_html
    return render_markdown(shown_sources(thread.audience, [thread.summary])[0], "summary")


def html_of(source: str, number: int, token: str) -> str:
    """What a text says, as HTML.

    Args:
        source: Markdown.
        number: of its post, which keeps its footnotes apart.
        token: the audience of its thread.
    """
    shown = shown_sources(token, [source])[0]
    return render_markdown(shown, f"p{number}", mentions=people_named([shown]))


def render_all_again(posts: Sequence[Post]) -> list[Post]:
    """Renders posts anew from their sources, as who may read their threads now may read them: by three statements.

    Returns:
        those that read otherwise than before.
    """
    threads = select(Thread.id, Thread.audience).where(Thread.id.in_({post.thread_id for post in posts}))
    tokens = {row[0]: row[1] for row in db.session.execute(threads)}
    quoted = {post.id: quoted_posts(post.source) for post in posts}
    readers = readers_of({post_id for ids in quoted.values() for post_id in ids})
    mentions = people_named([post.source for post in posts])
    changed = []
    for post in posts:
        source = without_withheld(post.source, withheld(post.source, tokens[post.thread_id], readers))
        html = render_markdown(source, f"p{post.number}", mentions=mentions)
        if html != post.html:
            post.html = html
            changed.append(post)
    return changed


def keep_quotes(post: Post, *, is_new: bool = False) -> None:
    """Writes down whom a post quotes, in the transaction at hand."""
    if not is_new:
        db.session.execute(delete(PostQuote).where(PostQuote.post_id == post.id))
    quoted = quoted_posts(post.source)
    if not quoted:
        return
    known = select(Post.id).where(Post.id.in_(quoted), Post.id != post.id)
    rows = [{"post_id": post.id, "quoted_id": quoted_id} for quoted_id in db.session.scalars(known)]
    if rows:
        db.session.execute(insert(PostQuote), rows)
