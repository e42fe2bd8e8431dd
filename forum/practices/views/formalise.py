"""Making a sheet of a discussion, in two pages that work without scripts: choosing posts, placing them in fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from forum.core import audience
from forum.core.actor import current_actor
from forum.core.errors import Invalid, TooMany
from forum.core.forms import Filled, Form, LineField, SubmissionField, at_most, choice
from forum.core.paging import Page
from forum.core.policy import requires
from forum.core.text import tidy
from forum.discussions.queries import POSTS_A_PAGE, PostRow, ThreadHead
from forum.practices.fields import BY_KEY, GROUPS, LANGUAGES
from forum.practices.forms import number_in
from forum.practices.notices_quotations import DAYS
from forum.practices.queries import formalising as queries
from forum.practices.services.formalise import MOST_QUOTATIONS, QUOTABLE, Placement, formalise
from forum.practices.views import bp
from forum.writing.quotes import own_words


class FormaliseForm(Form):
    """Beginning a sheet from a discussion; what is placed where comes beside it, as many times as it takes."""

    title = LineField(
        _l("Titre de la fiche"), [Filled(_l("Donnez un titre à la fiche.")), at_most(BY_KEY["title"].longest)]
    )
    language = SelectField(_l("Langue de la fiche"), choices=[choice(value, words) for value, words in LANGUAGES])
    submission = SubmissionField()


@dataclass
class PlacedPost:
    """A post with the field it goes to, as the form shows it."""

    index: int
    row: PostRow
    key: str = ""
    words: str = ""
    errors: dict[str, str] = field(default_factory=dict)


@bp.get("/practices/formalise/<int:thread_id>")
@requires("thread.formalise")
def choose_posts(thread_id: int) -> ResponseReturnValue:
    """Choosing posts of a thread; those chosen on other pages are carried along in the address."""
    head = queries.head_to_formalise(current_actor(), thread_id)
    number = max(1, number_in(request.args.get("page", "1")))
    chosen = chosen_numbers(head)
    page = Page(number, head.thread.last_number, POSTS_A_PAGE, lambda to: page_address(head, chosen, to))
    posts = queries.quotable_posts(head, number)
    here = range(page.first_item, page.last_item + 1)
    return render_template(
        "practices/formalise_choose.html",
        head=head,
        thread=head.thread,
        posts=posts,
        page=page,
        chosen=chosen,
        elsewhere=[one for one in chosen if one not in here],
        most=MOST_QUOTATIONS,
        days=DAYS,
    )


def page_address(head: ThreadHead, chosen: Sequence[int], page: int) -> str:
    return url_for(".choose_posts", thread_id=head.thread.id, page=page if page > 1 else None, post=chosen)


def chosen_numbers(head: ThreadHead) -> list[int]:
    """The posts that the address names: numbers of the thread, each once."""
    numbers = {number_in(given) for given in request.args.getlist("post")}
    return sorted(number for number in numbers if 1 <= number <= head.thread.last_number)


@bp.route("/practices/formalise/<int:thread_id>/place", methods=["GET", "POST"])
@requires("thread.formalise")
def place_posts(thread_id: int) -> ResponseReturnValue:
    """Placing the chosen posts, whole or some of their words, in the fields of a new draft."""
    head = queries.head_to_formalise(current_actor(), thread_id)
    is_public = head.thread.audience == audience.PUBLIC
    # The title of a discussion that not everyone may read is no title to begin a public sheet with.
    form = FormaliseForm(title=head.thread.title if is_public else "")
    if not form.is_submitted():
        return show_chosen(head, form)
    placed = sent_placements(head)
    again = request.form.get("again", "")
    if again:
        return show_placements(head, form, with_one_more(placed, again), 200)
    if not form.validate():
        return show_placements(head, form, placed, 422)
    return make_draft(head, form, placed)


def show_chosen(head: ThreadHead, form: FormaliseForm) -> ResponseReturnValue:
    chosen = chosen_numbers(head)
    if not chosen or len(chosen) > MOST_QUOTATIONS:
        words = _("Choisissez d’abord des messages.") if not chosen else too_many()
        flash(words, "error")
        return redirect(page_address(head, chosen[:MOST_QUOTATIONS], 1), 303)
    rows = queries.chosen_posts(head, chosen)
    placed = [PlacedPost(index, row, words=own_words(row.post.source)) for index, row in enumerate(rows)]
    return show_placements(head, form, placed, 200)


def too_many() -> str:
    return _("C’est trop à la fois : %(max)d messages au plus.", max=MOST_QUOTATIONS)


def sent_placements(head: ThreadHead) -> list[PlacedPost]:
    """What the form sent, post by post; what cannot be read any more is left out."""
    sent = request.form
    triples = list(zip_longest(sent.getlist("post"), sent.getlist("field"), sent.getlist("words"), fillvalue=""))
    triples = triples[: MOST_QUOTATIONS + 1]
    rows = {row.post.number: row for row in queries.chosen_posts(head, [number_in(one[0]) for one in triples])}
    readable = [triple for triple in triples if number_in(triple[0]) in rows]
    return [
        PlacedPost(index, rows[number_in(number)], key, tidy(words))
        for index, (number, key, words) in enumerate(readable)
    ]


def with_one_more(placed: list[PlacedPost], again: str) -> list[PlacedPost]:
    """The same with one post twice, so that other words of it go to another field."""
    more = []
    for one in placed:
        more.append(one)
        if again == str(one.index) and len(placed) < MOST_QUOTATIONS:
            more.append(PlacedPost(0, one.row, words=own_words(one.row.post.source)))
    for index, one in enumerate(more):
        one.index = index
    return more


def make_draft(head: ThreadHead, form: FormaliseForm, placed: list[PlacedPost]) -> ResponseReturnValue:
    kept = [one for one in placed if one.key]  # a post without a field is one that its reader thought better of
    placements = [Placement(one.row.post.number, one.key, one.words) for one in kept]
    try:
        sheet = formalise(
            current_actor(),
            head.thread.id,
            form.title.data,
            placements,
            language=form.language.data,
            submission=form.submission.data,
        )
    except Invalid as error:
        refuse(form, kept, error)
        return show_placements(head, form, placed, error.status)
    except TooMany as error:
        form.refuse(Invalid("", error.message))
        return show_placements(head, form, placed, error.status)
    flash(_("Le brouillon est prêt. Chaque personne citée est prévenue et peut accepter ou refuser."), "success")
    return redirect(url_for(".quotations", sheet_id=sheet.id), 303)


def refuse(form: FormaliseForm, kept: list[PlacedPost], error: Invalid) -> None:
    """Puts what was refused beside the post it concerns."""
    name, _dash, index = error.field.partition("-")
    if name in ("words", "field") and index:
        kept[int(index)].errors[name] = error.message
    else:
        form.refuse(error)


def show_placements(
    head: ThreadHead, form: FormaliseForm, placed: list[PlacedPost], status: int
) -> ResponseReturnValue:
    groups = [
        (words, [one for one in QUOTABLE if one.group == key])
        for key, words in GROUPS.items()
        if any(one.group == key for one in QUOTABLE)
    ]
    html = render_template(
        "practices/formalise_place.html",
        head=head,
        thread=head.thread,
        form=form,
        placed=placed,
        groups=groups,
        back=page_address(head, sorted({one.row.post.number for one in placed}), 1),
        is_restricted=head.thread.audience != audience.PUBLIC,
    )
    return html, status
