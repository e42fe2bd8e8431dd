"""Asking for an account and confirming its address."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts.links import Purpose
from forum.accounts.models import Person
from forum.extensions import db
from tests.accounts.factories import GOOD, link, link_in, mails, old_link, words
from tests.browsing import Browser, Page
from tests.factories import PASSWORD, make_person

HOUR = 3600


def test_someone_registers_confirms_by_mail_and_logs_in(visitor: Browser, deliver: Callable[[], int]) -> None:
    page = register(visitor, email="Rose.Martin@College.Example ")
    assert page.status == 200
    assert page.url == "/account/sent"

    deliver()
    [mail] = mails()
    assert mail["To"] == "rose.martin@college.example"
    assert mail["Subject"] == "Confirmez votre adresse"
    page = visitor.get(link_in(mail, "/account/confirm/"))
    assert "rose.martin@college.example" in page.main
    page = visitor.submit(page, page.url, password=GOOD)
    assert page.url == "/"
    assert "Votre adresse est confirmée" in page.text

    visitor.post("/logout")
    page = visitor.submit(
        visitor.get("/login?next=/account"), "/login", email="rose.martin@college.example", password=GOOD
    )
    assert page.url == "/account"
    assert "Rose Martin" in page.text


def test_who_registers_anothers_address_gets_nothing_of_its_holders_link(
    browser: Callable[..., Browser], deliver: Callable[[], int]
) -> None:
    holder, stranger = browser(), browser()
    register(holder)
    register(stranger, password="la phrase de quelqu’un d’autre")
    deliver()

    address = link_in(mails()[-1], "/account/confirm/")
    page = holder.submit(holder.get(address), address, password=GOOD)

    assert page.status == 422
    assert "Ce n’est pas le mot de passe choisi à l’inscription." in page.main
    assert person_at("rose@college.example").confirmed_at is None


def test_what_was_registered_is_kept_as_it_was_typed(visitor: Browser) -> None:
    register(visitor, name="  Élise   Le Goff\u202e ", profession="cpe")

    person = person_at("rose@college.example")
    assert person.name == "Élise Le Goff"
    assert person.sort_name == "elise le goff"
    assert person.profession == "cpe"
    assert person.language == "fr"
    assert person.password_hash.startswith("$argon2id$")
    assert person.confirmed_at is None


def test_an_english_browser_gets_an_english_account_and_mail(
    browser: Callable[..., Browser], deliver: Callable[[], int]
) -> None:
    register(browser(**{"Accept-Language": "en"}))
    deliver()

    assert person_at("rose@college.example").language == "en"
    assert "/account/confirm/" in words(mails()[0])


def test_a_mail_holds_the_same_link_in_text_and_html(visitor: Browser, deliver: Callable[[], int]) -> None:
    register(visitor)
    deliver()
    [mail] = mails()

    path = link_in(mail, "/account/confirm/")
    assert f'href="http://127.0.0.1:5000{path}"' in words(mail, "html")
    assert 'style="' in words(mail, "html")
    assert "Bonjour Rose Martin" in words(mail)


def test_opening_the_link_confirms_nothing_until_the_button_is_pressed(visitor: Browser) -> None:
    person = make_person(confirmed_at=None)
    address = link(Purpose.CONFIRM, person)

    assert visitor.get(address).status == 200
    assert reread(person).confirmed_at is None
    visitor.submit(visitor.get(address), address, password=PASSWORD)
    assert reread(person).confirmed_at is not None


def test_a_confirming_link_serves_once(visitor: Browser) -> None:
    address = link(Purpose.CONFIRM, make_person(confirmed_at=None))
    visitor.submit(visitor.get(address), address, password=PASSWORD)

    for page in (visitor.get(address), visitor.post(address)):
        assert page.status == 410
        assert "Ce lien a expiré. Demandez-en un nouveau." in page.main
        assert page.links()["Demander un nouveau lien"] == "/account/resend"


def test_a_confirming_link_grows_old(visitor: Browser) -> None:
    person = make_person(confirmed_at=None)

    assert visitor.get(old_link(Purpose.CONFIRM, person, 48 * HOUR - 60)).status == 200
    late = old_link(Purpose.CONFIRM, person, 48 * HOUR + 60)
    assert visitor.get(late).status == 410
    assert visitor.post(late).status == 410
    assert reread(person).confirmed_at is None


@pytest.mark.parametrize("token", ["x", "a.b.c", "W10.aaaa.bbbb", "%00", "é" * 50, "1" * 3000])
def test_a_forged_link_is_answered_as_one_that_expired(visitor: Browser, token: str) -> None:
    assert visitor.get(f"/account/confirm/{token}").status == 410
    assert visitor.get(f"/account/reset/{token}").status == 410


def test_a_link_of_one_purpose_is_worth_nothing_for_the_other(visitor: Browser) -> None:
    person = make_person(confirmed_at=None)
    token = link(Purpose.CONFIRM, person).rsplit("/", 1)[1]

    assert visitor.get(f"/account/reset/{token}").status == 410


def test_registering_again_before_confirming_replaces_what_was_asked(
    visitor: Browser, deliver: Callable[[], int]
) -> None:
    register(visitor, name="Quelqu’un d’autre", password="un autre mot de passe")
    deliver()
    first = link_in(mails()[0], "/account/confirm/")
    register(visitor)
    deliver()
    second = link_in(mails()[1], "/account/confirm/")

    assert visitor.get(first).status == 410
    assert visitor.get(second).status == 200
    assert person_at("rose@college.example").name == "Rose Martin"


def test_registering_a_known_address_changes_nothing_and_tells_its_holder(
    visitor: Browser, deliver: Callable[[], int]
) -> None:
    person = make_person("Rose Ancienne", email="rose@college.example")
    page = register(visitor)
    deliver()
    [mail] = mails()

    assert page.url == "/account/sent"
    assert reread(person).name == "Rose Ancienne"
    assert mail["Subject"] == "Vous avez déjà un compte"
    assert "/login" in words(mail)
    assert "/account/reset" in words(mail)


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("name", "", "Ce champ est à remplir."),
        ("name", "   \u2003 ", "Ce champ est à remplir."),
        ("name", "\x00\u202e", "Ce champ est à remplir."),
        ("name", "x" * 201, "Ce texte est trop long : 120 caractères au plus."),
        ("email", "", "Ce champ est à remplir."),
        ("email", "rose", "Cette adresse n’est pas complète."),
        ("email", "rose@@college.example", "Cette adresse n’est pas complète."),
        ("email", "rosé@college.example", "Cette adresse n’est pas complète."),
        ("email", "rose@college.example, paul@college.example", "Cette adresse n’est pas complète."),
        ("email", f"{'r' * 300}@college.example", "Cette adresse n’est pas complète."),
        ("password", "", "Ce champ est à remplir."),
        ("password", "trop court", None),
        ("password", "tropcourt", "10 caractères au moins."),
        ("password", "x1y2" * 51, "200 caractères au plus."),
        ("password", "MotDePasse123", "trop facile à deviner"),
        ("password", "azertyuiop", "trop facile à deviner"),
        ("password", "ababababababab", "trop facile à deviner"),
        ("password", "Rose@College.example", "trop facile à deviner"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(visitor: Browser, field: str, typed: str, message: str | None) -> None:
    page = register(visitor, **{field: typed})

    if message is None:
        assert page.url == "/account/sent"
        return
    assert page.status == 422
    assert message in " ".join(page.texts(f"#{field}-error"))
    assert db.session.scalar(select(Person.id)) is None


def test_what_was_typed_is_kept_but_the_password(visitor: Browser) -> None:
    page = register(visitor, name="Rose Martin", email="rose", profession="nurse", password="secret secret 9")

    values = page.values(page.form("/register"))
    assert values["name"] == "Rose Martin"
    assert values["email"] == "rose"
    assert values["profession"] == "nurse"
    assert values["password"] == ""
    assert "secret secret 9" not in page.html


def test_a_profession_that_is_not_offered_is_refused(visitor: Browser) -> None:
    assert register(visitor, profession="pirate").status == 422


def test_a_form_with_a_wrong_token_changes_nothing(visitor: Browser) -> None:
    page = register(visitor, csrf_token="not-the-token")

    assert page.status == 400
    assert db.session.scalar(select(Person.id)) is None


def test_no_more_than_five_mails_an_hour_go_to_one_address(visitor: Browser, deliver: Callable[[], int]) -> None:
    for _ in range(5):
        assert register(visitor).status == 200
    page = register(visitor)
    deliver()

    assert page.status == 429
    assert "Attendez une heure." in page.main
    assert len(mails()) <= 5


def test_registering_one_address_many_times_at_once_makes_one_account(app: Flask) -> None:
    forms = [browser_with_form(app) for _ in range(4)]
    db.session.rollback()
    barrier = Barrier(len(forms))

    def send(browser: FlaskClient, data: dict[str, str]) -> int:
        barrier.wait()
        return browser.post("/register", data=data).status_code

    with ThreadPoolExecutor(len(forms)) as threads:
        statuses = list(threads.map(lambda form: send(*form), forms))

    assert statuses == [303] * 4
    assert len(list(db.session.scalars(select(Person.id)))) == 1


def test_who_is_logged_in_is_led_away_from_the_form(browser: Callable[..., Browser]) -> None:
    page = browser(make_person()).get("/register", follow=False)

    assert page.status == 303


def register(browser: Browser, **fields: str) -> Page:
    typed = {"name": "Rose Martin", "email": "rose@college.example", "profession": "teacher", "password": GOOD}
    return browser.submit(browser.get("/register"), "/register", **{**typed, **fields})


def browser_with_form(app: Flask) -> tuple[FlaskClient, dict[str, str]]:
    browser = Browser(app)
    page = browser.get("/register")
    typed = {"name": "Rose", "email": "rose@college.example", "profession": "teacher", "password": GOOD}
    return browser.client, {**page.values(page.form("/register")), **typed}


def person_at(address: str) -> Person:
    return db.session.scalars(select(Person).where(Person.email == address)).one()


def reread(person: Person) -> Person:
    db.session.expire_all()
    return db.session.get_one(Person, person.id)
