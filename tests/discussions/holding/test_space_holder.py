"""Handing a space over to a person until a day."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from forum.accounts.models import Person, Role
from forum.core import audience
from forum.core.models import now
from forum.discussions.models import Space
from forum.discussions.services.holding.ending import end_what_is_over
from forum.extensions import db
from tests.browsing import Browser
from tests.discussions.factories import make_space
from tests.discussions.holding.factories import hand_over
from tests.factories import make_person
from tests.schools.factories import make_referent, make_school

Open = Callable[..., Browser]


def in_a_month() -> str:
    return (now().date() + timedelta(days=30)).isoformat()


@pytest.mark.parametrize("role", [Role.MEDIATOR, Role.ADMINISTRATOR])
def test_a_space_is_handed_over_shown_and_told(
    browser: Open, visitor: Browser, space: Space, claire: Person, role: Role
) -> None:
    desk = browser(make_person(role=role))
    page = desk.get(desk.get(f"/spaces/{space.slug}").links()["Confier l’espace"])

    desk.submit(page, with_field="handle", handle=f"@{claire.handle}", until=in_a_month())

    assert "Claire Morvan, jusqu’au" in visitor.get(f"/spaces/{space.slug}").text
    assert "Vous tenez l’espace « Climat scolaire » jusqu’au" in browser(claire).get("/notices").main
    assert db.session.get_one(Space, space.id, populate_existing=True).holder_id == claire.id


def test_it_is_taken_back(browser: Open, visitor: Browser, space: Space, holder: Person, mediator: Person) -> None:
    desk = browser(mediator)

    desk.post(f"/spaces/{space.slug}/holder", {"undo": "1"})

    assert holder.name not in visitor.get(f"/spaces/{space.slug}").text
    assert db.session.get_one(Space, space.id, populate_existing=True).holder_id is None


@pytest.mark.parametrize(
    ("handle", "until", "field"),
    [
        ("@nul-ne-sait", None, "handle"),
        ("", None, "handle"),
        (None, "2020-01-01", "until"),
        (None, "2099-01-01", "until"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_kept(
    browser: Open, space: Space, claire: Person, mediator: Person, handle: str | None, until: str | None, field: str
) -> None:
    desk = browser(mediator)
    sent = {"handle": f"@{claire.handle}" if handle is None else handle, "until": until or in_a_month()}

    answer = desk.submit(desk.get(f"/spaces/{space.slug}/holder"), with_field="handle", **sent)

    assert answer.status == 422
    assert answer.texts(f"#{field}-error")
    assert {name: answer.select(f"#{name}")[0]["value"] for name in sent} == sent
    assert db.session.get_one(Space, space.id, populate_existing=True).holder_id is None


def test_nobody_holds_what_they_do_not_see(browser: Open, claire: Person) -> None:
    school = make_school()
    referent = make_referent(school, role=Role.MEDIATOR)
    space = make_space("Dedans", audience.of_school(school.id))
    desk = browser(referent)

    answer = desk.submit(
        desk.get(f"/spaces/{space.slug}/holder"), with_field="handle", handle=f"@{claire.handle}", until=in_a_month()
    )

    assert "Personne de ce nom ne lit cet espace." in answer.texts("#handle-error")[0]


def test_members_do_not_hand_spaces_over(browser: Open, visitor: Browser, space: Space, claire: Person) -> None:
    member = browser(claire)

    assert member.get(f"/spaces/{space.slug}/holder").status == 403
    assert member.post(f"/spaces/{space.slug}/holder", {"undo": "1"}).status == 403
    assert visitor.get(f"/spaces/{space.slug}/holder", follow=False).status == 303
    assert "Confier l’espace" not in member.get(f"/spaces/{space.slug}").text


def test_a_term_that_is_over_leaves_the_page(visitor: Browser, space: Space, holder: Person) -> None:
    assert holder.name in visitor.get(f"/spaces/{space.slug}").text
    hand_over(space, holder, now())

    end_what_is_over()

    assert holder.name not in visitor.get(f"/spaces/{space.slug}").text
