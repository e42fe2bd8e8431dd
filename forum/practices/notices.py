"""What the committee's work tells people: authors at each step, and the committee what waits for it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from forum.accounts.models import Role, SiteRole
from forum.accounts.queries import names_of
from forum.core.events import on
from forum.core.text import excerpt
from forum.extensions import db
from forum.notices.services import tell
from forum.notices.words import notice_words
from forum.practices.authors import Authors, authors_of
from forum.practices.events import SheetNoted
from forum.practices.fields import opinion_words
from forum.practices.history_words import field_words
from forum.practices.models import Opinion, Review, Sheet, SheetEvent
from forum.schools.models import MembershipState, SchoolMembership

STEPS = (
    "submitted",
    "withdrawn",
    "taken",
    "released",
    "changes_asked",
    "opinion",
    "published",
    "not_retained",
    "archived",
    "reinstated",
)
"""The lines of the history that authors are told of, by notice and by mail."""
REMARKS = ("comment", "reply")
"""Those they are told of by notice alone: one sits down for the remarks on a sheet, not for each of them."""
LONGEST_WORDS = 300


@on(SheetNoted, "committee-notices")
def tell_of_lines(events: Sequence[SheetNoted]) -> None:
    """Tells those concerned by new lines of sheets' histories, but for who did it."""
    for noted in events:
        line = db.session.get(SheetEvent, noted.line_id)
        sheet = db.session.get(Sheet, line.sheet_id) if line is not None else None
        if line is None or sheet is None or line.kind not in (*STEPS, *REMARKS) or line.facts.get("settles"):
            continue  # the opinion that settles it is told with what the committee decided
        authors = authors_of([sheet.id])[sheet.id]
        facts = facts_of(line, sheet)
        tell_each(authors.people, line, f"sheet.{line.kind}", facts, path_for_authors(line, sheet))
        tell_committee(line, authors, facts)


def tell_each(people: Collection[int], line: SheetEvent, kind: str, facts: Mapping[str, Any], path: str) -> None:
    for person_id in sorted(set(people) - {line.actor_id}):
        tell(person_id, kind, f"sheet-line:{line.id}", facts, path, by_mail=line.kind in STEPS)


def tell_committee(line: SheetEvent, authors: Authors, facts: Mapping[str, Any]) -> None:
    """Tells those who may judge that a sheet waits, and those who follow one what happens to it."""
    path = f"/review/{line.sheet_id}"
    if line.kind == "submitted":
        for person_id in sorted(set(those_who_may_judge(authors)) - {line.actor_id}):
            tell(person_id, "review.waiting", f"sheet-line:{line.id}", facts, path)
    elif line.kind in ("withdrawn", "released", "opinion", "archived", *REMARKS):
        followed_by = set(followers_of(line)) - authors.people - {line.actor_id}
        for person_id in sorted(followed_by):
            tell(person_id, f"sheet.{line.kind}", f"sheet-line:{line.id}", facts, path)


def those_who_may_judge(authors: Authors) -> Sequence[int]:
    """Editors whom nothing ties to the authors, as the rule "review.take" says of each."""
    of_their_schools = select(SchoolMembership.person_id).where(
        SchoolMembership.school_id.in_(authors.schools), SchoolMembership.state == MembershipState.ADMITTED.value
    )
    editors = select(SiteRole.person_id).where(
        SiteRole.role == Role.EDITOR.value,
        SiteRole.person_id.not_in(authors.people),
        SiteRole.person_id.not_in(of_their_schools),
    )
    return list(db.session.scalars(editors))


def followers_of(line: SheetEvent) -> Sequence[int]:
    """Who of the committee follows the sheet: who holds or held it, who gave an opinion, whose remark is answered."""
    last = db.session.scalar(select(Review).where(Review.sheet_id == line.sheet_id).order_by(Review.id.desc()).limit(1))
    followers = {line.facts.get("taken_by"), line.facts.get("answers"), last.taken_by if last else None}
    if last is not None and line.kind != "opinion":
        followers |= set(db.session.scalars(select(Opinion.editor_id).where(Opinion.review_id == last.id)))
    return [person_id for person_id in followers if person_id is not None]


def facts_of(line: SheetEvent, sheet: Sheet) -> dict[str, Any]:
    """What the words of a notice need: the facts of the line, the sheet's title, the name of who did it."""
    names = names_of([line.actor_id] if line.actor_id is not None else [])
    who = names[line.actor_id].name if line.actor_id in names else ""
    told = {key: fact for key, fact in line.facts.items() if key in ("opinion", "field", "given", "quorum")}
    words = str(line.facts.get("words") or line.facts.get("reason") or "")
    return {"title": sheet.title, "who": who, "words": excerpt(words, LONGEST_WORDS), **told}


def path_for_authors(line: SheetEvent, sheet: Sheet) -> str:
    match line.kind:
        case "published" | "reinstated":
            return f"/practices/{sheet.id}-{sheet.slug}"
        case "archived":
            return f"/practices/{sheet.id}/history"
    anchor = f"#remark-{line.facts['comment']}" if line.kind in REMARKS else ""
    return f"/review/{sheet.id}{anchor}"


@notice_words("review.waiting", "library")
def waiting(facts: Mapping[str, Any]) -> str:
    return _("Une fiche attend le comité de lecture : « %(title)s ».", title=facts["title"])


@notice_words("sheet.submitted", "library")
def submitted(facts: Mapping[str, Any]) -> str:
    return _("%(who)s a soumis « %(title)s » au comité de lecture.", who=facts["who"], title=facts["title"])


@notice_words("sheet.withdrawn", "library")
def withdrawn(facts: Mapping[str, Any]) -> str:
    return _("%(who)s a retiré « %(title)s » du comité de lecture.", who=facts["who"], title=facts["title"])


@notice_words("sheet.taken", "library")
def taken(facts: Mapping[str, Any]) -> str:
    return _("%(who)s, du comité de lecture, a commencé à lire « %(title)s ».", who=facts["who"], title=facts["title"])


@notice_words("sheet.released", "library")
def released(facts: Mapping[str, Any]) -> str:
    return _("« %(title)s » attend de nouveau d’être suivie par le comité de lecture.", title=facts["title"])


@notice_words("sheet.changes_asked", "library")
def changes_asked(facts: Mapping[str, Any]) -> str:
    return _(
        "Le comité de lecture demande des modifications à « %(title)s » : %(words)s",
        title=facts["title"],
        words=facts["words"],
    )


@notice_words("sheet.opinion", "library")
def opinion(facts: Mapping[str, Any]) -> str:
    return _(
        "Un avis de plus sur « %(title)s » : le comité de lecture en a reçu %(given)s, et se prononce quand "
        "%(quorum)s s’accordent.",
        given=facts["given"],
        title=facts["title"],
        quorum=facts["quorum"],
    )


@notice_words("sheet.published", "library")
def published(facts: Mapping[str, Any]) -> str:
    return _(
        "« %(title)s » est publiée. Avis du comité de lecture : %(opinion)s.",
        title=facts["title"],
        opinion=opinion_words(str(facts["opinion"])),
    )


@notice_words("sheet.not_retained", "library")
def not_retained(facts: Mapping[str, Any]) -> str:
    return _(
        "Le comité de lecture n’a pas retenu « %(title)s ». Ses raisons sont sur la page de relecture ; "
        "la fiche est de nouveau votre brouillon.",
        title=facts["title"],
    )


@notice_words("sheet.archived", "library")
def archived(facts: Mapping[str, Any]) -> str:
    return _("« %(title)s » a quitté la bibliothèque. Motif : %(words)s", title=facts["title"], words=facts["words"])


@notice_words("sheet.reinstated", "library")
def reinstated(facts: Mapping[str, Any]) -> str:
    return _(
        "« %(title)s » est de retour dans la bibliothèque. Motif : %(words)s",
        title=facts["title"],
        words=facts["words"],
    )


@notice_words("sheet.comment", "library")
def comment(facts: Mapping[str, Any]) -> str:
    return _(
        "%(who)s a laissé une remarque sur « %(title)s » (%(field)s).",
        who=facts["who"],
        title=facts["title"],
        field=field_words(str(facts.get("field", ""))),
    )


@notice_words("sheet.reply", "library")
def reply(facts: Mapping[str, Any]) -> str:
    return _(
        "%(who)s a répondu à une remarque sur « %(title)s » (%(field)s).",
        who=facts["who"],
        title=facts["title"],
        field=field_words(str(facts.get("field", ""))),
    )
