"""Opening a community: mediators and administrators do, on its page or by `flask communities open`."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskCliRunner
from sqlalchemy import func, select

from forum.accounts.models import Person, Role
from forum.communities.models import Community
from forum.core.errors import Invalid
from forum.extensions import db
from tests.browsing import Browser
from tests.communities.factories import make_community
from tests.factories import actor, make_person

Open = Callable[..., Browser]


@pytest.mark.parametrize("role", [Role.MEDIATOR, Role.ADMINISTRATOR])
def test_a_mediator_or_an_administrator_opens_a_community_and_is_its_first_member(browser: Open, role: Role) -> None:
    opener = make_person("Hélène Garrec", role=role)
    desk = browser(opener)
    form = desk.get(desk.get("/communities").links()["Ouvrir une communauté"])

    page = desk.submit(
        form,
        with_field="about",
        name="  Co-éducation   avec les familles ",
        about="Ce qui rapproche.",
        read_first="Commencez **ici**.",
        charter="- écouter\n- ne pas juger",
    )

    assert (page.status, page.url) == (200, "/communities/co-education-avec-les-familles")
    assert page.texts("h1") == ["Co-éducation avec les familles"]
    assert "La communauté est ouverte." in page.text
    assert page.texts(".prose li") == ["écouter", "ne pas juger"]
    assert "1 membre" in page.main
    assert "Vous êtes dans cette communauté." in page.text


@pytest.mark.parametrize("role", [None, Role.EDITOR])
def test_nobody_else_opens_one(browser: Open, role: Role | None) -> None:
    member = browser(make_person(role=role))

    assert "Ouvrir une communauté" not in member.get("/communities").links()
    assert member.get("/communities/new").status == 403
    assert member.post("/communities/new", {"name": "La mienne", "about": "Rien."}).status == 403
    assert how_many() == 0


def test_a_visitor_is_led_to_the_login_page(visitor: Browser) -> None:
    assert visitor.get("/communities/new").url == "/login"
    assert "Ouvrir une communauté" not in visitor.get("/communities").links()


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"name": ""}, "name", "Donnez un nom à la communauté."),
        ({"name": " \u200d\t "}, "name", "Donnez un nom à la communauté."),
        ({"name": "n" * 121}, "name", "120 caractères au plus"),
        ({"name": "exclure – AUTREMENT !"}, "name", "Une communauté porte déjà ce nom."),
        ({"about": "\x00\n"}, "about", "Ce champ est à remplir."),
        ({"about": "a" * 501}, "about", "500 caractères au plus"),
        ({"read_first": "r" * 10_001}, "read_first", "10000 caractères au plus"),
        ({"charter": "c" * 10_001}, "charter", "10000 caractères au plus"),
    ],
)
def test_what_is_refused_is_said_beside_its_field_and_what_was_typed_is_kept(
    browser: Open, community: Community, mediator: Person, changed: dict[str, str], field: str, words: str
) -> None:
    desk = browser(mediator)
    typed = {"name": "Nouvelle", "about": "Deux phrases.", "read_first": "Lisez.", "charter": "Écouter.", **changed}

    page = desk.submit(desk.get("/communities/new"), with_field="about", **typed)

    assert page.status == 422
    assert words in page.texts(f"#{field}-error")[0]
    assert page.select(f'.error-summary a[href="#{field}"]')
    for name in ("about", "read_first", "charter"):
        kept = page.select(f"#{name}")[0].get_text().removeprefix("\n").strip()
        assert kept == typed[name].replace("\x00", "").strip()
    assert how_many() == 1


def test_a_form_sent_twice_is_one_community_and_no_error(browser: Open, mediator: Person) -> None:
    desk = browser(mediator)
    form = desk.get("/communities/new")

    pages = [desk.submit(form, with_field="about", name="Une fois", about="Une fois.") for _ in range(2)]

    assert [(page.status, page.url) for page in pages] == [(200, "/communities/une-fois")] * 2
    assert how_many() == 1
    assert "1 membre" in pages[1].main


def test_a_form_without_the_token_of_its_page_is_refused(browser: Open, mediator: Person) -> None:
    page = browser(mediator).request("POST", "/communities/new", data={"name": "A", "about": "B", "csrf_token": "x"})

    assert page.status == 400
    assert how_many() == 0


@pytest.mark.parametrize("name", ["New", "ここで話す", "!!! 123 ???", "n" * 120, "مجتمع", "<script>alert(1)</script>"])
def test_any_name_has_an_address_of_its_own(browser: Open, mediator: Person, name: str) -> None:
    desk = browser(mediator)

    page = desk.submit(desk.get("/communities/new"), with_field="about", name=name, about="Essai.")

    assert page.status == 200
    assert page.texts("h1") == [name]
    assert page.url != "/communities/new"
    assert "<script>alert" not in page.html


def test_names_without_a_latin_letter_are_told_apart(mediator: Person) -> None:
    one, other = make_community("ここで話す", mediator), make_community("家族と", mediator)

    assert one.slug != other.slug
    with pytest.raises(Invalid):
        make_community("家族と")


def test_texts_can_hold_no_script(browser: Open, mediator: Person) -> None:
    bad = "<script>alert(1)</script>\n\n[lien](javascript:alert(2)) <img src=x onerror=alert(3)>"
    community = make_community("Essai", mediator, about=bad, charter=bad, read_first=bad)

    for reader in (None, mediator):
        page = browser(reader).get(f"/communities/{community.slug}")
        assert "<script>alert" not in page.html
        assert not page.select("main img")
        assert not page.select('a[href^="javascript"]')


def test_a_community_is_opened_by_a_command(command: FlaskCliRunner, visitor: Browser) -> None:
    make_person(email="helene@college.example", role=Role.MEDIATOR)

    arguments = [
        "communities",
        "open",
        "Co-éducation",
        "--about",
        "Avec les familles.",
        "--by",
        " Helene@College.example",
    ]
    done = command.invoke(args=arguments)

    assert (done.exit_code, done.stdout) == (0, "/communities/co-education\n")
    assert "Avec les familles." in visitor.get("/communities/co-education").main


@pytest.mark.parametrize(
    ("name", "address", "words"),
    [
        ("Une autre", "nobody@college.example", "nobody has the address nobody@college.example"),
        ("Une autre", "rose@college.example", "Rose is neither mediator nor administrator"),
        ("", "helene@college.example", "name: "),
        ("n" * 121, "helene@college.example", "name: "),
        ("Déjà là", "helene@college.example", "name: "),
    ],
)
def test_a_command_that_cannot_be_done_says_why(command: FlaskCliRunner, name: str, address: str, words: str) -> None:
    helene = make_person(email="helene@college.example", role=Role.MEDIATOR)
    make_person("Rose", email="rose@college.example")
    make_community("Déjà là", helene, about="Autre chose.")

    done = command.invoke(args=["communities", "open", name, "--by", address])

    assert done.exit_code == 1
    assert done.stderr.startswith(f"Error: {words}")
    assert how_many() == 1


def test_who_opened_it_is_whom_to_ask_even_after_leaving(browser: Open, community: Community, mediator: Person) -> None:
    browser(mediator).post(f"/communities/{community.id}/leave")

    assert "Hélène Garrec" in browser().get(f"/communities/{community.slug}").text
    assert actor(mediator).claims == frozenset()


def how_many() -> int:
    return db.session.scalars(select(func.count()).select_from(Community)).one()
