"""Belonging to a school: asked for, admitted or declined by its referents alone, ended by leaving; history is kept."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from forum.accounts.models import Person
from forum.core.actor import VISITOR
from forum.core.policy import can, visible
from forum.extensions import db
from forum.schools.models import School, SchoolMembership
from forum.schools.services import admit_member
from tests.browsing import Browser, at_once
from tests.factories import actor, make_person
from tests.schools.factories import ask, close, history, make_member, make_referent, make_school, member_count

Open = Callable[..., Browser]
ADDRESS = "/schools/0359001A"


def test_a_member_of_mediane_asks_to_join_and_may_say_who_they_are(
    browser: Open, school: School, claire: Person
) -> None:
    member = browser(claire)

    page = member.submit(member.get(ADDRESS), "/join", words="J’enseigne le français en 6e B.")

    assert page.url == ADDRESS
    assert "Votre demande est envoyée aux référents de l’établissement." in page.text
    assert "Votre demande est en attente" in page.main
    assert history(school, claire) == ["asked"]
    assert db.session.scalars(select(SchoolMembership.words)).one() == "J’enseigne le français en 6e B."


def test_a_form_sent_twice_is_one_request(browser: Open, school: School, claire: Person) -> None:
    member = browser(claire)
    page = member.get(ADDRESS)

    answers = [member.submit(page, "/join", words="Une fois."), member.submit(page, "/join", words="Deux fois.")]

    assert [answer.status for answer in answers] == [200, 200]
    assert history(school, claire) == ["asked"]


def test_a_button_pressed_many_times_at_once_is_one_request(
    browser: Open, school: School, referent: Person, claire: Person
) -> None:
    statuses = at_once(4, browser, claire, f"/schools/{school.id}/join")

    assert set(statuses) == {303}
    assert history(school, claire) == ["asked"]


def test_words_that_are_too_long_are_refused_beside_their_field_and_kept(
    browser: Open, school: School, claire: Person
) -> None:
    member = browser(claire)
    long = "é" * 501

    page = member.submit(member.get(ADDRESS), "/join", words=long)

    assert page.status == 422
    assert "500 caractères au plus" in page.texts("#words-error")[0]
    assert page.select("textarea")[0].get_text().strip() == long
    assert history(school, claire) == []


def test_words_are_tidied_before_they_are_kept(browser: Open, school: School, claire: Person) -> None:
    browser(claire).post(f"/schools/{school.id}/join", {"words": "\x00 Bonjour \u202e\r\n" + "e" + "\u0301" * 40})

    assert db.session.scalars(select(SchoolMembership.words)).one().startswith("Bonjour \né")


def test_a_request_without_the_token_of_its_page_is_refused(browser: Open, school: School, claire: Person) -> None:
    page = browser(claire).request("POST", f"/schools/{school.id}/join", data={"csrf_token": "faux"})

    assert page.status == 400
    assert history(school, claire) == []


def test_a_closed_school_cannot_be_joined(browser: Open, school: School, claire: Person) -> None:
    close(school)

    assert browser(claire).post(f"/schools/{school.id}/join").status == 403
    assert history(school, claire) == []


def test_who_asked_before_a_school_closed_is_declined_and_not_admitted(
    browser: Open, school: School, referent: Person, claire: Person
) -> None:
    ask(school, claire)
    close(school)
    desk = browser(referent)

    assert not desk.get(ADDRESS).select('form[action$="/admit"]')
    assert desk.post(f"/schools/{school.id}/members/{claire.id}/admit").status == 409
    assert desk.submit(desk.get(ADDRESS), "/decline").status == 200
    assert history(school, claire) == ["declined"]


def test_whoever_belongs_to_it_does_not_ask_again(browser: Open, school: School, yann: Person) -> None:
    member = browser(yann)

    assert not member.get(ADDRESS).select('form[action$="/join"]')
    assert member.post(f"/schools/{school.id}/join").status == 403
    assert history(school, yann) == ["admitted"]


def test_a_request_is_withdrawn_and_can_be_made_again(
    browser: Open, school: School, referent: Person, claire: Person
) -> None:
    member = browser(claire)
    member.submit(member.get(ADDRESS), "/join")

    page = member.submit(member.get(ADDRESS), "/withdraw")

    assert "Votre demande est retirée." in page.text
    assert not browser(referent).get(ADDRESS).select("#requests")
    assert history(school, claire) == ["ended"]
    member.post(f"/schools/{school.id}/withdraw")
    member.submit(member.get(ADDRESS), "/join")
    assert history(school, claire) == ["ended", "asked"]


def test_withdrawing_does_not_end_a_belonging(browser: Open, school: School, yann: Person) -> None:
    browser(yann).post(f"/schools/{school.id}/withdraw")

    assert history(school, yann) == ["admitted"]


def test_a_referent_admits_and_the_person_belongs_from_the_next_request_on(
    browser: Open, school: School, referent: Person, claire: Person
) -> None:
    member, desk = browser(claire), browser(referent)
    member.submit(member.get(ADDRESS), "/join")
    assert "membres" not in member.get(ADDRESS).main

    page = desk.submit(desk.get(ADDRESS), f"/members/{claire.id}/admit")

    assert "La personne est admise" in page.text
    assert not page.select("#requests")
    assert "2 membres" in member.get(ADDRESS).main
    assert f"school:{school.id}" in actor(claire).claims
    assert f"school-referent:{school.id}" not in actor(claire).claims
    assert decided_by(claire) == referent.id


def test_admitting_twice_counts_once(browser: Open, school: School, referent: Person, claire: Person) -> None:
    ask(school, claire)
    desk = browser(referent)
    page = desk.get(ADDRESS)

    statuses = [desk.submit(page, f"/members/{claire.id}/admit").status for _ in range(2)]

    assert statuses == [200, 200]
    assert member_count(school) == 2


def test_referents_who_admit_at_the_same_moment_count_once(
    browser: Open, school: School, referent: Person, claire: Person
) -> None:
    ask(school, claire)

    statuses = at_once(4, browser, referent, f"/schools/{school.id}/members/{claire.id}/admit")

    assert set(statuses) == {303}
    assert member_count(school) == 2


def test_a_referent_declines_and_the_person_may_ask_again(
    browser: Open, school: School, referent: Person, claire: Person
) -> None:
    member, desk = browser(claire), browser(referent)
    member.submit(member.get(ADDRESS), "/join", words="Première demande.")

    page = desk.submit(desk.get(ADDRESS), f"/members/{claire.id}/decline")

    assert "La demande est déclinée" in page.text
    assert actor(claire).claims == frozenset()
    assert "Rejoindre cet établissement" in member.get(ADDRESS).main
    assert decided_by(claire) == referent.id
    member.submit(member.get(ADDRESS), "/join", words="Seconde demande.")
    assert history(school, claire) == ["declined", "asked"]
    assert "Seconde demande." in desk.get(ADDRESS).main
    assert "Première demande." not in desk.get(ADDRESS).main


def test_a_request_that_was_answered_already_says_so(
    browser: Open, school: School, referent: Person, claire: Person
) -> None:
    ask(school, claire)
    desk = browser(referent)
    page = desk.get(ADDRESS)
    desk.submit(page, f"/members/{claire.id}/decline")

    for verb in ("admit", "decline"):
        late = desk.submit(page, f"/members/{claire.id}/{verb}")
        assert late.status == 409
        assert "quelqu’un y a déjà répondu" in late.main
    assert history(school, claire) == ["declined"]


def test_who_was_admitted_is_not_declined(browser: Open, school: School, referent: Person, yann: Person) -> None:
    page = browser(referent).post(f"/schools/{school.id}/members/{yann.id}/decline")

    assert page.status == 409
    assert history(school, yann) == ["admitted"]


@pytest.mark.parametrize("verb", ["admit", "decline"])
def test_only_its_own_referents_answer_a_request(
    browser: Open, school: School, yann: Person, outsider: Person, claire: Person, verb: str
) -> None:
    ask(school, claire)
    address = f"/schools/{school.id}/members/{claire.id}/{verb}"

    for reader in (claire, yann, outsider):
        assert browser(reader).post(address).status == 403
    assert browser().post(address).url == "/login"
    assert history(school, claire) == ["asked"]


@pytest.mark.parametrize("verb", ["admit", "decline"])
def test_a_referent_answers_no_request_that_was_made_elsewhere_or_never(
    browser: Open, school: School, referent: Person, claire: Person, verb: str
) -> None:
    elsewhere = make_school("Lycée Zola")
    ask(elsewhere, claire)
    desk = browser(referent)

    assert desk.post(f"/schools/{school.id}/members/{claire.id}/{verb}").status == 404
    assert desk.post(f"/schools/{elsewhere.id}/members/{claire.id}/{verb}").status == 403
    for nobody in (0, 999_999, 2**31, 10**30):
        assert desk.post(f"/schools/{school.id}/members/{nobody}/{verb}").status == 404
    assert (history(school, claire), history(elsewhere, claire)) == ([], ["asked"])


@pytest.mark.parametrize("verb", ["join", "withdraw", "leave", "members/1/admit", "members/1/decline"])
@pytest.mark.parametrize("number", [0, 999_999, 2**31, 10**30])
def test_nothing_is_asked_of_a_school_that_is_none(browser: Open, claire: Person, verb: str, number: int) -> None:
    assert browser(claire).post(f"/schools/{number}/{verb}").status == 404


@pytest.mark.parametrize("verb", ["join", "withdraw", "leave"])
def test_a_visitor_is_led_to_the_login_page(visitor: Browser, school: School, verb: str) -> None:
    assert visitor.post(f"/schools/{school.id}/{verb}").url == "/login"
    assert visitor.get(f"/schools/{school.id}/{verb}").status == 405


def test_who_leaves_belongs_no_more_from_the_next_request_on_and_is_kept_as_history(
    browser: Open, school: School, yann: Person
) -> None:
    member = browser(yann)

    page = member.submit(member.get(ADDRESS), "/leave")

    assert "Vous avez quitté l’établissement." in page.text
    assert "membres" not in page.main
    assert "Rejoindre cet établissement" in page.main
    assert actor(yann).claims == frozenset()
    assert history(school, yann) == ["ended"]
    assert member_count(school) == 1
    kept = db.session.scalars(select(SchoolMembership).where(SchoolMembership.person_id == yann.id)).one()
    assert kept.asked_at <= (kept.admitted_at or kept.asked_at) <= (kept.ended_at or kept.asked_at)
    assert kept.ended_at is not None


def test_leaving_twice_counts_once(browser: Open, school: School, yann: Person) -> None:
    member = browser(yann)
    page = member.get(ADDRESS)

    assert [member.submit(page, "/leave").status for _ in range(2)] == [200, 200]
    assert member_count(school) == 1


def test_leaving_many_times_at_once_counts_once(browser: Open, school: School, yann: Person) -> None:
    statuses = at_once(4, browser, yann, f"/schools/{school.id}/leave")

    assert set(statuses) == {303}
    assert member_count(school) == 1


def test_who_never_belonged_does_not_leave(browser: Open, school: School, claire: Person, outsider: Person) -> None:
    ask(school, claire)
    for reader in (claire, outsider):
        assert browser(reader).post(f"/schools/{school.id}/leave").status == 403
    assert history(school, claire) == ["asked"]


def test_who_left_may_come_back_and_all_of_it_is_kept(
    browser: Open, school: School, referent: Person, yann: Person
) -> None:
    member, desk = browser(yann), browser(referent)
    member.submit(member.get(ADDRESS), "/leave")
    member.submit(member.get(ADDRESS), "/join")

    desk.submit(desk.get(ADDRESS), f"/members/{yann.id}/admit")

    assert history(school, yann) == ["ended", "admitted"]
    assert member_count(school) == 2
    assert "Yann Berthou" in member.get(ADDRESS).main


def test_a_referent_who_leaves_admits_nobody_any_more(
    browser: Open, school: School, referent: Person, claire: Person
) -> None:
    ask(school, claire)
    desk = browser(referent)
    page = desk.get(ADDRESS)
    desk.submit(page, "/leave")

    assert desk.submit(page, f"/members/{claire.id}/admit").status == 403
    assert actor(referent).claims == frozenset()


def test_one_person_belongs_to_several_schools(school: School, referent: Person, yann: Person) -> None:
    other = make_school("Lycée Zola")
    ask(other, yann)
    assert actor(yann).claims == {f"school:{school.id}"}

    admit_member(actor(make_referent(other)), other.id, yann.id)

    assert actor(yann).claims == {f"school:{school.id}", f"school:{other.id}"}


def test_what_a_school_opens_closes_with_the_request_after_leaving(
    browser: Open, school: School, yann: Person, deliver: Callable[[], int]
) -> None:
    deliver()
    member = browser(yann)
    inside = [url for url in member.get(ADDRESS).links().values() if url.startswith(("/rooms/", "/spaces/"))]
    assert inside
    assert {member.get(url).status for url in inside} == {200}

    member.submit(member.get(ADDRESS), "/leave")

    assert {member.get(url).status for url in inside} == {404}


def test_the_rule_and_the_filter_say_the_same(school: School, yann: Person, claire: Person) -> None:
    close(make_school("Lycée Zola"))
    schools = list(db.session.scalars(select(School)))

    for reader in (VISITOR, actor(claire), actor(yann)):
        shown = set(db.session.scalars(select(School.id).where(visible(reader, School))))
        assert shown == {one.id for one in schools if can(reader, "school.see", one)}


def test_the_count_is_that_of_those_who_belong(school: School, referent: Person) -> None:
    for name in ("Un", "Deux", "Trois"):
        make_member(school, referent, name)
    ask(school, make_person())

    assert member_count(school) == 4
    admitted = select(func.count()).select_from(SchoolMembership).where(SchoolMembership.state == "admitted")
    assert db.session.scalars(admitted).one() == 4


def decided_by(person: Person) -> int | None:
    db.session.expire_all()
    return db.session.scalars(select(SchoolMembership.decided_by).where(SchoolMembership.person_id == person.id)).one()
