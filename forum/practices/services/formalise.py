"""Making a sheet of a discussion: words of its posts, placed in fields; everyone quoted is asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError, PendingRollbackError

from forum.core.actor import Actor
from forum.core.errors import Invalid, NotFound
from forum.core.models import now
from forum.core.policy import require
from forum.core.ratelimits import count_once
from forum.core.text import is_blank, render_markdown, tidy
from forum.core.transactions import transaction
from forum.discussions.models import Post, Thread
from forum.extensions import db
from forum.notices.services import tell
from forum.practices.fields import DEFAULT_LICENCE, FIELDS, Kind
from forum.practices.models import Consent, Quotation, Sheet
from forum.practices.notices_quotations import ASKED, page_of_cited
from forum.practices.quoting import in_text, is_said_in, new_marker
from forum.practices.services.start_sheet import sheet_sent_before, start_sheet
from forum.writing.quotes import own_words

QUOTABLE = tuple(
    field for field in FIELDS if field.kind == Kind.TEXT and field.group in ("story", "results", "lessons")
)
"""Where quotations can be placed: in what tells of the practice; never in the summary, which lists and mails show."""
MOST_QUOTATIONS = 30
LONGEST_QUOTATION = 5_000
DRAFTS_A_MINUTE = 3
"""Each asks up to MOST_QUOTATIONS people by mail."""


@dataclass(frozen=True)
class Placement:
    """Words of a post and the field they go to.

    Args:
        number: of the post in its thread.
        field: the key of one of QUOTABLE.
        words: Markdown: the post's own words, « […] » where some are left out.
    """

    number: int
    field: str
    words: str


def formalise(
    actor: Actor,
    thread_id: int,
    title: str,
    placements: Sequence[Placement],
    *,
    language: str = "fr",
    submission: str | None = None,
) -> Sheet:
    """Begins a draft with quotations from a thread, and asks everyone quoted; of one's own posts nobody is asked.

    Args:
        actor: the draft's owner.
        thread_id: where the posts stand.
        title: of the draft.
        placements: what is quoted, in the order in which each field shows it.
        language: of the sheet.
        submission: what tells the same form sent twice: the second time gives the draft that the first began.

    Raises:
        NotFound, NotAllowed: see the rule "thread.formalise".
        Invalid: of the field "title"; or of "words-2" or "field-2", for the third placement; or of "" as a whole.
        TooMany: the actor made several drafts of discussions in this minute.
    """
    try:
        with transaction():
            return quote_in_draft(actor, thread_id, title, placements, language, submission)
    except (IntegrityError, PendingRollbackError):
        twin = sheet_sent_before(actor.person_id, submission)  # two presses of the button at once
        if twin is None:
            raise
        return twin


def quote_in_draft(
    actor: Actor,
    thread_id: int,
    title: str,
    placements: Sequence[Placement],
    language: str,
    submission: str | None,
) -> Sheet:
    thread = db.session.get(Thread, thread_id, populate_existing=True)
    if thread is None:
        raise NotFound
    require(actor, "thread.formalise", thread)
    twin = sheet_sent_before(actor.person_id, submission)
    if twin is not None:
        return twin
    posts = posts_of(thread_id, placements)
    check(placements, posts)
    count_once("formalised", actor.person_id, DRAFTS_A_MINUTE)
    quotations = [quotation_of(actor, place, posts[place.number]) for place in placements]
    content = {"title": title, "language": language, "licence": DEFAULT_LICENCE, "authors": actor.name}
    sheet = start_sheet(actor, content | texts(quotations), submission=submission)
    for quotation in quotations:
        quotation.sheet_id = sheet.id
        db.session.add(quotation)
    db.session.flush()
    ask(actor, sheet, quotations)
    return sheet


def posts_of(thread_id: int, placements: Sequence[Placement]) -> Mapping[int, Post]:
    numbers = sorted({place.number for place in placements})
    query = select(Post).where(Post.thread_id == thread_id, Post.number.in_(numbers))
    found = db.session.scalars(query.execution_options(populate_existing=True))
    return {post.number: post for post in found if post.is_readable}


def check(placements: Sequence[Placement], posts: Mapping[int, Post]) -> None:
    if not placements:
        raise Invalid("", _("Placez au moins un message dans un champ."))
    if len(placements) > MOST_QUOTATIONS:
        raise Invalid("", _("C’est trop à la fois : %(max)d citations au plus.", max=MOST_QUOTATIONS))
    for index, place in enumerate(placements):
        post = posts.get(place.number)
        if post is None:
            raise Invalid(f"words-{index}", _("Ce message ne peut plus être lu : il ne peut pas être cité."))
        if place.field not in {field.key for field in QUOTABLE}:
            raise Invalid(f"field-{index}", _("Choisissez un champ de la fiche."))
        if len(place.words) > LONGEST_QUOTATION:
            longest = LONGEST_QUOTATION
            raise Invalid(f"words-{index}", _("Ce texte est trop long : %(max)d caractères au plus.", max=longest))
        if is_blank(place.words) or not is_said_in(place.words, own_words(post.source)):
            raise Invalid(
                f"words-{index}",
                _("Ce ne sont pas les mots du message. Gardez-en des passages tels quels ; « […] » remplace le reste."),
            )


def quotation_of(actor: Actor, place: Placement, post: Post) -> Quotation:
    marker, words = new_marker(), tidy(place.words).strip()
    mine = post.author_id == actor.id
    return Quotation(
        thread_id=post.thread_id,
        post_id=post.id,
        person_id=post.author_id,
        field=place.field,
        words=words,
        html=render_markdown(words, f"q{marker}"),
        marker=marker,
        consent=(Consent.AGREED if mine else Consent.ASKED).value,
        asked_at=now(),
        answered_at=now() if mine else None,
    )


def texts(quotations: Sequence[Quotation]) -> dict[str, str]:
    """The fields with the markers of what was placed there."""
    placed: dict[str, list[str]] = defaultdict(list)
    for quotation in quotations:
        placed[quotation.field].append(in_text(quotation.marker))
    return {key: "\n\n".join(markers) for key, markers in placed.items()}


def ask(actor: Actor, sheet: Sheet, quotations: Sequence[Quotation]) -> None:
    """Asks everyone quoted, each once for all that is quoted of them."""
    asked: dict[int, int] = defaultdict(int)
    for quotation in quotations:
        if quotation.consent == Consent.ASKED:
            asked[quotation.person_id] += 1
    for person_id, count in asked.items():
        facts = {"name": actor.name, "title": sheet.title, "count": count}
        tell(person_id, ASKED, f"sheet:{sheet.id}:quoted", facts, page_of_cited(sheet.id), by_mail=True)
