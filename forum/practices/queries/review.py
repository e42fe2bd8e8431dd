"""A sheet before the committee: what was submitted, what changed since, remarks and opinions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import aliased

from forum.accounts.models import Person
from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.policy import require, visible
from forum.extensions import db
from forum.practices.authors import authors_of
from forum.practices.committee import Interest, Passage, interest_of
from forum.practices.comparing import FieldChange, compare
from forum.practices.models import Opinion, Review, Sheet, SheetComment, SheetVersion
from forum.practices.policy import EDITOR
from forum.practices.queries.quotations import shown_in, texts_of, with_quotations

MOST_REMARKS = 500


@dataclass(frozen=True)
class GivenOpinion:
    """An opinion, with who gave it."""

    editor_id: int
    editor: str
    opinion: str
    reasons: str
    given_at: datetime


@dataclass(frozen=True)
class PassageRow:
    """One passage before the committee, with the names of who took part in it."""

    review: Review
    by: str
    holder: str
    opinions: Sequence[GivenOpinion]

    @property
    def is_open(self) -> bool:
        return self.review.closed_at is None


@dataclass
class Remark:
    """A remark with the answers to it."""

    id: int
    field: str
    author: str
    html: str
    written_at: datetime
    version: int
    is_settled: bool
    answers: list[Remark] = dataclass_field(default_factory=list)


@dataclass(frozen=True)
class ReviewPage:
    """A sheet before the committee, as a reader of that page sees it.

    Args:
        passages: the newest first; there is one at least.
        version: what was submitted last.
        changes: what is new in it since the committee, or readers, saw the sheet last; nothing where it is all new.
        remarks: those that begin, by the key of the field, "" for the whole; the oldest first.
        interest: what ties the reader, as an editor, to the authors.
    """

    passage: Passage
    passages: Sequence[PassageRow]
    version: SheetVersion
    changes: Sequence[FieldChange] | None
    remarks: Mapping[str, Sequence[Remark]]
    interest: Interest | None

    @property
    def sheet(self) -> Sheet:
        return self.passage.sheet

    @property
    def current(self) -> PassageRow:
        return self.passages[0]

    @property
    def open_remarks(self) -> int:
        return sum(not remark.is_settled for remarks in self.remarks.values() for remark in remarks)

    def opinion_by(self, person_id: int | None) -> GivenOpinion | None:
        """What a person said of the passage at hand."""
        return next((given for given in self.current.opinions if given.editor_id == person_id), None)

    def shows_opinions(self, actor: Actor, passage: PassageRow) -> bool:
        """Whether the reader reads the opinions on a passage: once it is over; before, for who gave theirs."""
        return not passage.is_open or any(given.editor_id == actor.id for given in passage.opinions)


def review_page(actor: Actor, sheet_id: int) -> ReviewPage:
    """A sheet before the committee, by four statements, and one more where something is quoted in it.

    Raises:
        NotFound, NotAllowed: see the rule "review.read"; or it was never submitted.
    """
    sheet, passages = passages_of(actor, sheet_id)
    require(actor, "review.read", sheet)
    if not passages:
        raise NotFound
    last = passages[0].review
    authors = authors_of([sheet.id])[sheet.id]
    before, version = versions_read_by(actor, sheet, [last.previous_version, last.version])
    if version is None:
        raise NotFound
    changes = compare(before.content, version.content) if before is not None else None
    passage = Passage(sheet, authors, last if last.closed_at is None else None)
    interest = interest_of(actor, authors) if actor.has_role(EDITOR) else None
    return ReviewPage(passage, passages, version, changes, remarks_on(sheet.id), interest)


def passages_of(actor: Actor, sheet_id: int) -> tuple[Sheet, list[PassageRow]]:
    submitter, holder, editor = aliased(Person), aliased(Person), aliased(Person)
    query = (
        select(Sheet, Review, submitter.name, holder.name, Opinion, editor.name)
        .outerjoin(Review, Review.sheet_id == Sheet.id)
        .outerjoin(submitter, submitter.id == Review.submitted_by)
        .outerjoin(holder, holder.id == Review.taken_by)
        .outerjoin(Opinion, Opinion.review_id == Review.id)
        .outerjoin(editor, editor.id == Opinion.editor_id)
        .where(Sheet.id == sheet_id, visible(actor, Sheet))
        .order_by(Review.id.desc(), Opinion.given_at, Opinion.id)
    )
    found = list(db.session.execute(query))
    if not found:
        raise NotFound
    rows: dict[int, tuple[Review, str, str, list[GivenOpinion]]] = {}
    for _sheet, review, by, held_by, opinion, name in found:
        if review is None:
            continue
        row = rows.setdefault(review.id, (review, by, held_by or "", []))
        if opinion is not None:
            row[3].append(GivenOpinion(opinion.editor_id, name, opinion.opinion, opinion.reasons, opinion.given_at))
    return found[0][0], [PassageRow(*row) for row in rows.values()]


def versions_read_by(actor: Actor, sheet: Sheet, numbers: Sequence[int | None]) -> list[SheetVersion | None]:
    """Some versions of a sheet in the order asked for, with the quotations in them as an author or editor sees them.

    None stands where there is no such version.
    """
    wanted = [number for number in numbers if number is not None]
    query = select(SheetVersion).where(SheetVersion.sheet_id == sheet.id, SheetVersion.number.in_(wanted))
    found = {version.number: version for version in db.session.scalars(query)}
    texts = [text for version in found.values() for text in texts_of(version)]
    shown = shown_in(texts, [sheet.id], actor, to_authors=True).get(sheet.id, {})
    read = {number: with_quotations(version, shown) for number, version in found.items()}
    return [read.get(number) if number is not None else None for number in numbers]


def remarks_on(sheet_id: int) -> Mapping[str, Sequence[Remark]]:
    """The remarks on a sheet by the field they are about, each with its answers, by one statement."""
    query = (
        select(SheetComment, Person.name)
        .join(Person, Person.id == SheetComment.author_id)
        .where(SheetComment.sheet_id == sheet_id)
        .order_by(SheetComment.id)
        .limit(MOST_REMARKS)
    )
    began: dict[int, Remark] = {}
    by_field: dict[str, list[Remark]] = defaultdict(list)
    for comment, name in db.session.execute(query):
        remark = Remark(
            comment.id,
            comment.field,
            name,
            comment.html,
            comment.written_at,
            comment.version,
            comment.resolved_at is not None,
        )
        if comment.parent_id in began:
            began[comment.parent_id].answers.append(remark)
        else:
            began[comment.id] = remark
            by_field[comment.field].append(remark)
    return by_field
