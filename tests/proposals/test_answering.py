"""Answering: how, until when, who may, and who reads what was answered."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from forum.accounts.models import Person
from forum.core import audience
from forum.core.models import now
from forum.core.transactions import transaction
from forum.discussions.models import Space, Thread
from forum.discussions.services import lock_thread
from forum.extensions import db
from forum.proposals.models import ConsentAnswer, Proposal, ProposalChoice
from forum.proposals.services import answer_consent, answer_poll, close_proposal
from forum.schools.services import leave_school
from tests.browsing import Browser, Page, at_once
from tests.discussions.factories import make_space, make_thread
from tests.factories import actor, make_person
from tests.proposals.factories import answer_by_many, let_its_date_come, make_consent, make_poll, options
from tests.schools.factories import make_member, make_referent, make_school

Open = Callable[..., Browser]


def address(thread: Thread) -> str:
    return f"/threads/{thread.id}-{thread.slug}"


def chosen(proposal: Proposal, person: Person) -> set[int]:
    """What a person chose."""
    db.session.expire_all()
    query = db.session.query(ProposalChoice.option_id).filter_by(proposal_id=proposal.id, person_id=person.id)
    return {option_id for (option_id,) in query}


def figures(page: Page) -> list[str]:
    """The numbers beside the bars."""
    return page.texts(".figures td")


def test_one_answers_on_the_page_of_the_thread_and_stays_there(
    browser: Open, thread: Thread, poll: Proposal, claire: Person
) -> None:
    member = browser(claire)

    page = member.submit(member.get(address(thread)), f"/proposals/{poll.id}/answer", option=str(options(poll)[1]))

    assert page.url == address(thread)
    assert figures(page) == ["0", "1"]
    assert page.texts(".figures .mine th") == ["Jeudi (votre réponse)"]
    assert page.select("input[name=option][checked]")[0]["value"] == str(options(poll)[1])


def test_an_answer_is_changed_and_taken_back_until_it_closes(browser: Open, poll: Proposal, claire: Person) -> None:
    member = browser(claire)
    first, second = options(poll)

    for option in (first, second):
        member.submit(member.get(f"/proposals/{poll.id}"), "/answer", option=str(option))
        assert chosen(poll, claire) == {option}
    page = member.submit(member.get(f"/proposals/{poll.id}"), "/take-back")

    assert chosen(poll, claire) == set()
    assert figures(page) == ["0", "0"]


def test_several_choices_are_taken_where_several_may_be_made(
    browser: Open, thread: Thread, dates: Proposal, poll: Proposal, claire: Person
) -> None:
    member = browser(claire)
    for proposal, status in ((dates, 200), (poll, 422)):
        page = member.post(f"/proposals/{proposal.id}/answer", {"option": [str(one) for one in options(proposal)]})
        assert page.status == status

    assert chosen(dates, claire) == set(options(dates))
    assert chosen(poll, claire) == set()


@pytest.mark.parametrize("given", [[], ["abc"], ["-1"], ["9" * 30], ["²"], ["of another"]])
def test_what_is_not_offered_there_is_refused(
    browser: Open, thread: Thread, poll: Proposal, claire: Person, given: list[str]
) -> None:
    other = make_poll(claire, thread, "Une autre ?")
    sent = [str(options(other)[0]) if one == "of another" else one for one in given]

    page = browser(claire).post(f"/proposals/{poll.id}/answer", {"option": sent})

    assert page.status == 422
    assert page.texts(".field-error")
    assert db.session.query(ProposalChoice).count() == 0


def test_a_choice_that_was_edited_away_is_refused(browser: Open, poll: Proposal, yann: Person, claire: Person) -> None:
    member, author = browser(claire), browser(yann)
    stale = member.get(f"/proposals/{poll.id}")
    author.submit(author.get(f"/proposals/{poll.id}/edit"), with_field="question", choices="Mardi\nMercredi")

    page = member.submit(stale, "/answer", option=stale.select("input[name=option]")[0]["value"])

    assert page.status == 409
    assert "La proposition vient d’être modifiée." in page.main
    assert page.texts(".choice label") == ["Mardi", "Mercredi"]
    assert not page.select("input[checked]"), "a number may stand for another choice now"
    assert db.session.query(ProposalChoice).count() == 0
    assert member.submit(page, "/answer", option=page.select("input[name=option]")[0]["value"]).status == 200


@pytest.mark.parametrize("stance", ["agree", "abstain"])
def test_to_agree_or_abstain_calls_for_no_reason(browser: Open, consent: Proposal, claire: Person, stance: str) -> None:
    member = browser(claire)

    member.submit(member.get(f"/proposals/{consent.id}"), "/answer", stance=stance)

    assert db.session.query(ConsentAnswer).one().stance == stance


@pytest.mark.parametrize("stance", ["reserve", "object"])
@pytest.mark.parametrize("reason", ["", "  \n ", "\u200b"])
def test_a_reserve_or_an_objection_does(
    browser: Open, consent: Proposal, claire: Person, stance: str, reason: str
) -> None:
    member = browser(claire)

    page = member.submit(member.get(f"/proposals/{consent.id}"), "/answer", stance=stance, reason=reason)

    assert page.status == 422
    assert "Donnez votre raison" in page.texts(".field-error")[0]
    assert page.select("input[name=stance][checked]")[0]["value"] == stance
    assert db.session.query(ConsentAnswer).count() == 0


def test_a_reason_that_is_too_long_is_refused_and_kept(browser: Open, consent: Proposal, claire: Person) -> None:
    member = browser(claire)

    page = member.submit(member.get(f"/proposals/{consent.id}"), "/answer", stance="object", reason="r" * 2001)

    assert page.status == 422
    assert "2000 caractères au plus" in page.texts(".field-error")[0]
    assert page.select("textarea")[0].get_text().strip() == "r" * 2001


@pytest.mark.parametrize("sent", [{}, {"stance": "zzz"}, {"option": "1"}])
def test_what_is_no_stance_is_refused(browser: Open, consent: Proposal, claire: Person, sent: dict[str, str]) -> None:
    page = browser(claire).post(f"/proposals/{consent.id}/answer", sent)

    assert page.status == 422
    assert "Dites si vous êtes d’accord." in page.main


def test_objections_come_first_each_with_its_reason(browser: Open, consent: Proposal) -> None:
    for name, stance, reason in (
        ("Ana Accord", "agree", ""),
        ("Rim Réserve", "reserve", "Pas avant mars."),
        ("Olga Objection", "object", "Les familles <b>ne peuvent pas</b> venir le soir."),
        ("Abel Abstention", "abstain", ""),
    ):
        answer_consent(actor(make_person(name)), consent.id, stance, reason)

    page = browser(make_person()).get(f"/proposals/{consent.id}")

    assert page.texts(".reasons h3") == ["1 objection", "1 réserve", "1 abstention", "1 accord"]
    assert page.texts(".reasons .as-typed") == ["Les familles <b>ne peuvent pas</b> venir le soir.", "Pas avant mars."]
    assert not page.select("details .reasons, .reasons details, .reasons [hidden]")
    assert page.texts(".figures th[scope=row]") == ["Objection", "Réserve", "Abstention", "D’accord"]


def test_names_and_reasons_are_for_members_figures_for_all(
    browser: Open, visitor: Browser, thread: Thread, poll: Proposal, consent: Proposal, claire: Person
) -> None:
    answer_poll(actor(claire), poll.id, options(poll)[:1])
    answer_consent(actor(claire), consent.id, "object", "Trop tôt dans l’année.")

    for proposal in (poll, consent):
        assert "Claire Morvan" in browser(make_person()).get(f"/proposals/{proposal.id}").main
        seen = visitor.get(f"/proposals/{proposal.id}")
        assert "1 personne a répondu" in seen.main
        assert "Claire Morvan" not in seen.html
        assert "Trop tôt" not in seen.html
        assert not seen.select("main form")
    shown = visitor.get(address(thread))
    assert "Claire Morvan" not in shown.html and "Trop tôt" not in shown.html


def test_what_visitors_read_follows_the_answers(
    visitor: Browser, thread: Thread, poll: Proposal, claire: Person
) -> None:
    assert figures(visitor.get(address(thread))) == ["0", "0"]

    answer_poll(actor(claire), poll.id, options(poll)[:1])

    assert figures(visitor.get(address(thread))) == ["1", "0"]


@pytest.mark.parametrize("how", ["by hand", "by its date"])
def test_closed_meanwhile_is_said_and_what_was_typed_is_kept(
    browser: Open, consent: Proposal, yann: Person, claire: Person, how: str
) -> None:
    member = browser(claire)
    page = member.get(f"/proposals/{consent.id}")
    if how == "by hand":
        close_proposal(actor(yann), consent.id)
    else:
        let_its_date_come(consent)

    late = member.submit(page, "/answer", stance="object", reason="Écrit trop lentement.")

    assert late.status == 409
    assert "Cette proposition est close" in late.texts(".alert")[0]
    assert "Écrit trop lentement." in late.texts(".alert")[0]
    assert "Objection" in late.texts(".alert")[0]
    assert db.session.query(ConsentAnswer).count() == 0
    assert member.post(f"/proposals/{consent.id}/take-back").status == 409


def test_locked_meanwhile_likewise(
    browser: Open, thread: Thread, poll: Proposal, claire: Person, mediator: Person
) -> None:
    member = browser(claire)
    page = member.get(f"/proposals/{poll.id}")
    lock_thread(actor(mediator), thread.id, "Le sujet est clos.")

    late = member.submit(page, "/answer", option=str(options(poll)[0]))

    assert late.status == 403
    assert "On ne répond plus dans cette discussion." in late.texts(".alert")[0]
    assert "Lundi" in late.texts(".alert")[0]
    assert not member.get(address(thread)).select(".answering")
    assert db.session.query(ProposalChoice).count() == 0


def test_a_space_that_closed_takes_no_answer(browser: Open, space: Space, poll: Proposal, claire: Person) -> None:
    with transaction():
        db.session.get_one(Space, space.id).closed_at = now()

    assert browser(claire).post(f"/proposals/{poll.id}/answer", {"option": str(options(poll)[0])}).status == 403
    assert db.session.query(ProposalChoice).count() == 0


def test_pressing_twice_at_once_is_one_answer(browser: Open, consent: Proposal, claire: Person) -> None:
    answer_consent(actor(claire), consent.id, "agree")

    assert at_once(4, browser, claire, f"/proposals/{consent.id}/take-back") == [303] * 4

    assert db.session.query(ConsentAnswer).count() == 0


def test_who_left_sees_nothing_of_it_and_answers_no_more(browser: Open) -> None:
    school = make_school()
    stays = make_referent(school, "Sofia Reste")
    leaves = make_member(school, stays, "Luc Parti")
    thread = make_thread(stays, make_space("Entre nous", audience.of_school(school.id)))
    poll = make_poll(stays, thread, "Le secret de la maison ?")
    outsiders = [browser(), browser(make_person())]
    leave_school(actor(leaves), school.id)
    outsiders.append(browser(leaves))

    for outsider in outsiders:
        page = outsider.get(f"/proposals/{poll.id}")
        assert page.status == 404
        assert "secret" not in page.html
        assert outsider.get(f"/threads/{thread.id}/proposals").status == 404
    for outsider in outsiders[1:]:
        for verb in ("answer", "take-back", "withdraw", "close", "outcome", "edit"):
            assert outsider.post(f"/proposals/{poll.id}/{verb}", {"option": "1"}).status == 404
    assert browser(stays).get(f"/proposals/{poll.id}").status == 200


def test_five_hundred_answers_cost_what_one_does(
    browser: Open, thread: Thread, claire: Person, yann: Person, statements: list[str]
) -> None:
    member = browser(claire)
    poll, consent = make_poll(yann, thread), make_consent(yann, thread)
    counts = []
    for number in (1, 500):
        for proposal in (poll, consent):
            answer_by_many(proposal, number)
            for page in (f"/proposals/{proposal.id}", address(thread)):
                member.get(page)
                statements.clear()
                shown = member.get(page)
                counts.append(len(statements))
                assert shown.status == 200

    assert counts[:4] == counts[4:]
    assert max(counts) <= 8
    assert "501 personnes ont répondu" in member.get(f"/proposals/{poll.id}").main
    assert len(member.get(f"/proposals/{consent.id}").select(".reasons li")) == 501
