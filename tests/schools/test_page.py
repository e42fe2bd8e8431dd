"""A school's page: one address, what the directory says, and of its people what each reader may know."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from forum.accounts.models import Person
from forum.core.models import now
from forum.core.transactions import transaction
from forum.discussions.models import Space
from forum.discussions.services import open_thread
from forum.extensions import db
from forum.schools.models import MembershipState, School, SchoolMembership
from tests.browsing import Browser
from tests.factories import actor, make_person
from tests.schools.factories import ask, close, make_member, make_school

Open = Callable[..., Browser]
ADDRESS = "/schools/0359001A"


@pytest.mark.parametrize("key", ["college-aime-cesaire-rennes-0359001a", "0359001a"])
def test_the_slug_and_a_code_in_small_letters_lead_to_the_code(visitor: Browser, school: School, key: str) -> None:
    page = visitor.get(f"/schools/{key}", follow=False)

    assert page.status == 301
    assert page.response.headers["Location"] == ADDRESS


def test_a_school_without_a_code_is_found_under_its_slug(visitor: Browser) -> None:
    with transaction():
        db.session.add(School(slug="lycee-de-lisbonne", name="Lycée de Lisbonne", kind="lycee", country="Portugal"))

    page = visitor.get("/schools/lycee-de-lisbonne", follow=False)

    assert (page.status, page.texts("h1")) == (200, ["Lycée de Lisbonne"])


@pytest.mark.parametrize("key", ["0000000X", "inconnu", "%00", "é", "%EF%BF%BF", "x" * 3000, "0359001A%20"])
def test_a_school_that_is_none_is_not_found(browser: Open, school: School, claire: Person, key: str) -> None:
    assert browser().get(f"/schools/{key}").status == 404
    assert browser(claire).get(f"/schools/{key}").status == 404


def test_the_page_says_what_the_directory_says(visitor: Browser) -> None:
    make_school("Lycée Zola", uai="0359009J", kind="lycee", is_public=False, pupils=1204, phone="0299000001")

    page = visitor.get("/schools/0359009J")

    for words in ("Lycée · Rennes", "0359009J", "privé", "1 204", "0299000001"):
        assert words in page.text


def test_what_the_directory_says_can_hold_no_script(visitor: Browser) -> None:
    make_school("<script>alert(1)</script>", uai="0359009J", city="<img src=x>", website="https://x.example/'><script>")

    for page in (visitor.get("/schools/0359009J"), visitor.get("/schools")):
        assert page.status == 200
        assert "<script>alert" not in page.html
        assert not page.select("img")


def test_a_visitor_is_shown_nobody_and_the_way_in(visitor: Browser, school: School, yann: Person) -> None:
    page = visitor.get(ADDRESS)

    assert "Yann Berthou" not in page.html
    assert "Nadia Le Bihan" not in page.html
    assert page.links()["Se connecter"] == f"/login?next={ADDRESS}"


def test_whoever_is_signed_in_is_shown_the_referents_and_no_other_member(
    browser: Open, school: School, yann: Person, claire: Person, outsider: Person
) -> None:
    ask(school, make_person("Inès Postulante"))
    for reader in (claire, outsider):
        page = browser(reader).get(ADDRESS)

        assert "Nadia Le Bihan" in page.text
        assert "Yann Berthou" not in page.html
        assert "Inès Postulante" not in page.html


def test_a_member_is_shown_the_members_and_not_who_asks(browser: Open, school: School, yann: Person) -> None:
    ask(school, make_person("Inès Postulante"), "Je suis AESH.")

    page = browser(yann).get(ADDRESS)

    assert "2 membres" in page.main
    assert "Yann Berthou" in page.main
    assert "Nadia Le Bihan" in page.main
    assert "Inès Postulante" not in page.html
    assert "Je suis AESH." not in page.html


def test_a_referent_is_shown_who_asks_and_what_they_say(browser: Open, school: School, referent: Person) -> None:
    ask(school, make_person("Inès Postulante"), "Je suis AESH.\n<b>6e B</b>")

    page = browser(referent).get(ADDRESS)

    assert page.texts("#requests .name") == ["Inès Postulante"]
    assert "Je suis AESH. <b>6e B</b>" in page.main


def test_a_school_with_more_people_than_a_page_shows_still_shows_who_asks_and_oneself(
    browser: Open, school: School, referent: Person
) -> None:
    crowd(school, 320)
    late = make_member(school, referent, "Zoé Dernière")
    ask(school, make_person("Inès Postulante"))

    desk = browser(referent).get(ADDRESS)
    mine = browser(late).get(ADDRESS)

    assert desk.texts("#requests .name") == ["Inès Postulante"]
    assert "322 membres" in mine.main
    assert "n’en montre que 300" in mine.main
    assert "Zoé Dernière" in mine.main
    assert "Quitter l’établissement" in mine.main


def test_the_space_and_the_room_are_shown_to_members_only(
    browser: Open, school: School, yann: Person, claire: Person, outsider: Person, deliver: Callable[[], int]
) -> None:
    deliver()
    space = space_of(browser(yann))
    open_thread(actor(yann), space, "Préparer la rentrée", "Entre nous.")
    member = browser(yann).get(ADDRESS)
    within = [url for url in member.links().values() if url.startswith(("/spaces/", "/rooms/"))]

    assert "Préparer la rentrée" in member.main
    assert any(url.startswith("/rooms/") for url in within)
    for reader in (browser(), browser(claire), browser(outsider)):
        page = reader.get(ADDRESS)
        assert "Préparer la rentrée" not in page.html
        assert not set(within) & set(page.links().values())


def test_a_request_that_waits_opens_nothing(
    browser: Open, school: School, yann: Person, claire: Person, deliver: Callable[[], int]
) -> None:
    ask(school, claire)
    deliver()

    page = browser(claire).get(ADDRESS)

    assert "Votre demande est en attente" in page.main
    assert not page.select("#requests")
    assert "Yann Berthou" not in page.html
    assert not [url for url in page.links().values() if url.startswith("/rooms/")]


def test_a_closed_school_says_so_and_cannot_be_asked(browser: Open, school: School, claire: Person) -> None:
    close(school)

    page = browser(claire).get(ADDRESS)

    assert "dit cet établissement fermé" in page.main
    assert not page.select(f'form[action="/schools/{school.id}/join"]')


def test_a_members_page_costs_eight_statements_at_most_however_many_they_are(
    browser: Open, school: School, yann: Person, referent: Person, deliver: Callable[[], int], statements: list[str]
) -> None:
    deliver()
    open_thread(actor(yann), space_of(browser(yann)), "Préparer la rentrée", "Entre nous.")
    costs = []
    for more in (0, 60):
        crowd(school, more)
        for reader in (yann, referent):
            member = browser(reader)
            statements.clear()
            assert member.get(ADDRESS).status == 200
            costs.append(len(statements))

    assert max(costs) <= 8, statements
    assert len(set(costs)) == 1


def test_a_kept_page_costs_a_visitor_one_statement_and_follows_the_directory(
    visitor: Browser, school: School, statements: list[str]
) -> None:
    visitor.get(ADDRESS)
    statements.clear()
    visitor.get(ADDRESS)
    assert len(statements) == 1

    make_school("Collège Nelson-Mandela", uai="0359001A")

    assert visitor.get(ADDRESS).texts("h1") == ["Collège Nelson-Mandela"]


def crowd(school: School, size: int) -> None:
    """Fills a school with members, at once."""
    with transaction():
        people = [make_person() for _ in range(size)]
        db.session.add_all(
            SchoolMembership(
                school_id=school.id,
                person_id=person.id,
                state=MembershipState.ADMITTED.value,
                admitted_at=now(),
            )
            for person in people
        )
        db.session.get_one(School, school.id, populate_existing=True).member_count += size


def space_of(member: Browser) -> int:
    """The id of the space of the school that a member is in, as their page leads to it."""
    address = next(url for url in member.get(ADDRESS).links().values() if url.startswith("/spaces/"))
    return db.session.scalars(select(Space.id).where(Space.slug == address.split("/")[2])).one()
