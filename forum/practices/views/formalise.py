"""Making a sheet of a discussion, in two pages that work without scripts: choosing posts, placing them in fields.

Messages of rooms are chosen in their room, and placed here in the same way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from forum.core import audience
from forum.core.actor import current_actor
from forum.core.errors import Invalid, NotFound, TooMany
from forum.core.forms import Filled, Form, LineField, SubmissionField, at_most, choice
from forum.core.paging import Page
from forum.core.policy import requires
from forum.core.text import tidy
from forum.discussions.models import Thread
from forum.discussions.queries import POSTS_A_PAGE, ThreadHead
from forum.practices.fields import BY_KEY, GROUPS, LANGUAGES
from forum.practices.forms import number_in
from forum.practices.notices_quotations import DAYS
from forum.practices.queries import formalising as queries
from forum.practices.queries.formalising import OF_MESSAGE, Quotable
from forum.practices.services.formalise import MOST_QUOTATIONS, QUOTABLE, Placement, formalise
from forum.practices.views import bp
from forum.writing.quotables import Taker, register_taker

MOST_SHOWN = 3 * MOST_QUOTATIONS
"""Things to place on one page: posts bring the messages along that they took up from rooms."""


class FormaliseForm(Form):
    """Beginning a sheet with quotations; what is placed where comes beside it, as many times as it takes."""

    sheet = SelectField(_l("Fiche où placer ces mots"), choices=[], coerce=int, default=0)
    title = LineField(
        _l("Titre de la fiche"), [Filled(_l("Donnez un titre à la fiche.")), at_most(BY_KEY["title"].longest)]
    )
    language = SelectField(_l("Langue de la fiche"), choices=[choice(value, words) for value, words in LANGUAGES])
    submission = SubmissionField()


@dataclass(frozen=True)
class Origin:
    """Where what is quoted was said.

    Args:
        url: of the page on which it is placed.
        back: where other messages are chosen, given the numbers of posts.
        thread: the discussion; None of a room.
        title: to begin the sheet with.
    """

    url: str
    back: Callable[[Sequence[int]], str]
    thread: Thread | None = None
    title: str = ""

    @property
    def thread_id(self) -> int | None:
        return self.thread.id if self.thread is not None else None

    @property
    def is_restricted(self) -> bool:
        return self.thread is None or self.thread.audience != audience.PUBLIC


@dataclass
class Placed:
    """Something to quote with the field it goes to, as the form shows it."""

    index: int
    quotable: Quotable
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
    """Placing the chosen posts, whole or some of their words, in the fields of a draft; and the messages of rooms that
    they took up, each as words of who said it."""
    head = queries.head_to_formalise(current_actor(), thread_id)
    is_public = head.thread.audience == audience.PUBLIC
    origin = Origin(
        url_for(".place_posts", thread_id=thread_id),
        lambda numbers: page_address(head, numbers, 1),
        head.thread,
        # The title of a discussion that not everyone may read is no title to begin a public sheet with.
        head.thread.title if is_public else "",
    )
    if request.method == "POST":
        return place_sent(origin)
    chosen = chosen_numbers(head)
    if not chosen or len(chosen) > MOST_QUOTATIONS:
        words = _("Choisissez d’abord des messages.") if not chosen else too_many()
        flash(words, "error")
        return redirect(page_address(head, chosen[:MOST_QUOTATIONS], 1), 303)
    return show_chosen(origin, queries.quotables_of_posts(current_actor(), thread_id, chosen))


@bp.route("/practices/formalise/messages", methods=["GET", "POST"])
@requires("sheet.draft")
def place_messages() -> ResponseReturnValue:
    """Placing messages of a room (`?message=12&message=15`), whole or some of their words, in the fields of a draft."""
    given = request.args.getlist("message")[:MOST_QUOTATIONS]
    seen = queries.seen_messages(current_actor(), [number_in(one) for one in given])
    if not seen:
        raise NotFound
    ids = [one.id for one in seen]
    origin = Origin(url_for(".place_messages", message=ids), lambda _numbers: seen[0].choosing_url)
    if request.method == "POST":
        return place_sent(origin)
    return show_chosen(origin, queries.quotables_of_messages(current_actor(), ids))


register_taker(
    Taker(
        lambda: _("Préparer une fiche pratique"),
        lambda ids: url_for("practices.place_messages", message=ids),
    )
)


def too_many() -> str:
    return _("C’est trop à la fois : %(max)d messages au plus.", max=MOST_QUOTATIONS)


def form_of(origin: Origin) -> FormaliseForm:
    """The form, which offers the drafts of whoever fills it in."""
    form = FormaliseForm(title=origin.title)
    drafts = {draft.id: draft.title for draft in queries.own_drafts(current_actor())}
    form.sheet.choices = [choice("0", _("Une nouvelle fiche")), *(choice(str(key), drafts[key]) for key in drafts)]
    if form.is_submitted() and form.sheet.data in drafts and not form.title.data:
        form.title.data = drafts[form.sheet.data]  # asked of a new sheet alone
    return form


def show_chosen(origin: Origin, quotables: Sequence[Quotable]) -> ResponseReturnValue:
    placed = [Placed(index, one, words=one.words) for index, one in enumerate(quotables[:MOST_SHOWN])]
    return show_placements(origin, form_of(origin), placed, 200)


def place_sent(origin: Origin) -> ResponseReturnValue:
    """What is done with what the form sent."""
    form = form_of(origin)
    placed = sent_placements(origin)
    again = request.form.get("again", "")
    if again:
        return show_placements(origin, form, with_one_more(placed, again), 200)
    if not form.validate():
        return show_placements(origin, form, placed, 422)
    return make_draft(origin, form, placed)


def sent_placements(origin: Origin) -> list[Placed]:
    """What the form sent, one by one; what cannot be read any more is left out."""
    sent = request.form
    triples = list(zip_longest(sent.getlist("post"), sent.getlist("field"), sent.getlist("words"), fillvalue=""))
    triples = triples[: MOST_SHOWN + 1]
    keys = [one[0] for one in triples]
    messages = [number_in(key.removeprefix(OF_MESSAGE)) for key in keys if key.startswith(OF_MESSAGE)]
    found = queries.quotables(current_actor(), origin.thread_id, [number_in(key) for key in keys], messages)
    readable = [triple for triple in triples if triple[0] in found]
    return [Placed(index, found[key], field, tidy(words)) for index, (key, field, words) in enumerate(readable)]


def with_one_more(placed: list[Placed], again: str) -> list[Placed]:
    """The same with one of them twice, so that other words of it go to another field."""
    more = []
    for one in placed:
        more.append(one)
        if again == str(one.index) and len(placed) < MOST_SHOWN:
            more.append(Placed(0, one.quotable, words=one.quotable.words))
    for index, one in enumerate(more):
        one.index = index
    return more


def make_draft(origin: Origin, form: FormaliseForm, placed: list[Placed]) -> ResponseReturnValue:
    kept = [one for one in placed if one.key]  # what is given no field is what its reader thought better of
    try:
        sheet = formalise(
            current_actor(),
            origin.thread_id,
            form.title.data,
            [Placement(one.quotable.number, one.key, one.words, one.quotable.message_id) for one in kept],
            language=form.language.data,
            submission=form.submission.data,
            into=form.sheet.data or None,
        )
    except Invalid as error:
        refuse(form, kept, error)
        return show_placements(origin, form, placed, error.status)
    except TooMany as error:
        form.refuse(Invalid("", error.message))
        return show_placements(origin, form, placed, error.status)
    flash(_("Le brouillon est prêt. Chaque personne citée est prévenue et peut accepter ou refuser."), "success")
    return redirect(url_for(".quotations", sheet_id=sheet.id), 303)


def refuse(form: FormaliseForm, kept: list[Placed], error: Invalid) -> None:
    """Puts what was refused beside what it concerns."""
    name, _dash, index = error.field.partition("-")
    if name in ("words", "field") and index:
        kept[int(index)].errors[name] = error.message
    else:
        form.refuse(error)


def show_placements(origin: Origin, form: FormaliseForm, placed: list[Placed], status: int) -> ResponseReturnValue:
    groups = [
        (words, [one for one in QUOTABLE if one.group == key])
        for key, words in GROUPS.items()
        if any(one.group == key for one in QUOTABLE)
    ]
    numbers = sorted({one.quotable.number for one in placed if one.quotable.number is not None})
    html = render_template(
        "practices/formalise_place.html",
        origin=origin,
        thread=origin.thread,
        form=form,
        placed=placed,
        groups=groups,
        back=origin.back(numbers),
    )
    return html, status
