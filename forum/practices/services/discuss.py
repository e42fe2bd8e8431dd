"""Speaking of a sheet or of a transposition: its thread is opened by who has the first word."""

from __future__ import annotations

import re
from collections.abc import Callable

from flask import current_app, url_for
from flask_babel import gettext as _
from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError

from forum.core import audience
from forum.core.actor import Actor
from forum.core.changes import touch
from forum.core.i18n import in_language
from forum.core.policy import require
from forum.core.text import slug
from forum.core.transactions import transaction
from forum.discussions.models import Space, Thread
from forum.discussions.queries import standing_thread_id
from forum.discussions.services import open_space, open_thread, reply
from forum.discussions.services.open_thread import LONGEST_TITLE
from forum.extensions import db
from forum.practices.models import SheetDiscussion
from forum.practices.services.content import find_sheet
from forum.practices.services.transposing import find_transposition
from forum.schools.models import School

MARKS = re.compile(r"[\[\]\\*_`#]")


def discuss_sheet(actor: Actor, sheet_id: int, body: str, *, submission: str | None = None) -> int:
    """Says something of a sheet: the first words open its thread, in the library's space.

    Args:
        actor: who speaks.
        sheet_id: of a sheet in the library.
        body: Markdown.
        submission: what tells the same form sent twice.

    Returns:
        the id of its thread.

    Raises:
        NotFound, NotAllowed: see the rule "sheet.discuss"; the thread is locked.
        Invalid: there is nothing to read in the text, or too much of it.
        TooMany: too many posts in a minute.
    """
    return once_more(lambda: write_of_sheet(actor, sheet_id, body, submission))


def write_of_sheet(actor: Actor, sheet_id: int, body: str, submission: str | None) -> int:
    with transaction():
        sheet = find_sheet(sheet_id)  # held: of two who speak first at once, the second replies
        require(actor, "sheet.discuss", sheet)
        known = db.session.get(SheetDiscussion, sheet_id, populate_existing=True)
        if known is not None:
            thread_id = standing_thread_id(known.thread_id)
            reply(actor, thread_id, body, submission=submission)
            touch(f"sheet:{sheet_id}")
            return thread_id
        address = url_for("practices.sheet", sheet_id=sheet.id, slug=sheet.slug)
        with in_language(sheet.language):
            title = _("Fiche « %(title)s »", title=sheet.title)
            above = linked(_("La fiche"), address, sheet.title)
        thread = open_about(actor, title, above, body, submission)
        db.session.add(SheetDiscussion(sheet_id=sheet_id, thread_id=thread.id))
        touch(f"sheet:{sheet_id}")
    return thread.id


def discuss_transposition(
    actor: Actor, sheet_id: int, transposition_id: int, body: str, *, submission: str | None = None
) -> int:
    """Says something of a transposition: the first words open its thread, in the library's space.

    Args, returns and raises as `discuss_sheet`; see the rule "transposition.discuss".
    """
    return once_more(lambda: write_of_transposition(actor, sheet_id, transposition_id, body, submission))


def write_of_transposition(
    actor: Actor, sheet_id: int, transposition_id: int, body: str, submission: str | None
) -> int:
    with transaction():
        one = find_transposition(actor, sheet_id, transposition_id)
        require(actor, "transposition.discuss", one)
        transposition = one.transposition
        if transposition.thread_id is not None:
            thread_id = standing_thread_id(transposition.thread_id)
            reply(actor, thread_id, body, submission=submission)
            return thread_id
        place = db.session.get_one(School, transposition.school_id).name
        address = url_for("practices.transposition", sheet_id=sheet_id, transposition_id=transposition_id)
        with in_language(one.sheet.language):
            title = _("%(school)s : « %(title)s »", school=place, title=one.sheet.title)
            above = linked(_("La transposition"), address, f"{place}, {one.sheet.title}")
        thread = open_about(actor, title, above, body, submission)
        transposition.thread_id = thread.id
    return thread.id


def once_more(speak: Callable[[], int]) -> int:
    """Does it again where two who speak first, of two sheets, opened the library's space at once."""
    try:
        return speak()
    except IntegrityError:
        return speak()


def open_about(actor: Actor, title: str, above: str, body: str, submission: str | None) -> Thread:
    title = title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1].rstrip() + "…"
    text = f"{above}\n\n{body}" if body.strip() else body  # nothing said is refused by the verb, not made up for
    return open_thread(actor, library_space().id, title, text, submission=submission)


def linked(words: str, address: str, title: str) -> str:
    """A line of Markdown that leads to what is spoken of."""
    plain = MARKS.sub(r"\\\g<0>", title)
    return _("%(what)s : [%(title)s](%(address)s)", what=words, title=plain, address=address)


def library_space() -> Space:
    """The public space in which sheets are discussed, opened where there is none yet."""
    with in_language(current_app.config["SETTINGS"].default_language):
        name = _("La bibliothèque en questions")
        about = _("Questions sur les fiches pratiques et sur ce qu’elles deviennent.")
    wanted = slug(name)
    known = db.session.scalar(
        select(Space)
        .where(
            or_(Space.slug == wanted, Space.slug.startswith(f"{wanted}-", autoescape=True)),
            Space.audience == audience.PUBLIC,
            Space.school_id.is_(None),
            Space.community_id.is_(None),
        )
        .order_by(Space.id)
        .limit(1)
    )
    if known is not None:
        return known
    return open_space(name, audience.PUBLIC, about)
