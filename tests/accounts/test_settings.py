"""What people change about themselves."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from forum.accounts.models import Login, Person
from forum.accounts.passwords import verify_password
from forum.core.changes import versions
from forum.extensions import db
from tests.accounts.factories import GOOD
from tests.browsing import Browser, Page
from tests.factories import PASSWORD, make_person, open_session


def test_a_member_changes_what_the_others_read(browser: Callable[..., Browser]) -> None:
    person = make_person("Rose Martin")
    member = browser(person)
    page = change(
        member, name="Rose Durand", profession="nurse", about="**Écoute**", timezone="Indian/Reunion", language="fr"
    )
    assert page.url == "/account"
    assert "Vos réglages sont enregistrés." in page.text

    kept = reread(person)
    assert (kept.name, kept.sort_name, kept.profession) == ("Rose Durand", "rose durand", "nurse")
    assert (kept.about, kept.timezone) == ("**Écoute**", "Indian/Reunion")
    page = member.get(f"/people/{person.id}-rose-durand")
    assert "infirmière ou infirmier scolaire" in page.text
    assert page.texts(".prose strong") == ["Écoute"]


def test_a_new_name_makes_pages_that_show_it_new(browser: Callable[..., Browser]) -> None:
    person = make_person("Rose Martin")
    before = versions(["people"])
    change(browser(person), about="Bonjour")
    assert versions(["people"]) == before
    change(browser(person), name="Rose Durand")

    assert versions(["people"]) != before


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("name", "", "Ce champ est à remplir."),
        ("name", " \u00a0\t ", "Ce champ est à remplir."),
        ("name", "\x00", "Ce champ est à remplir."),
        ("name", "x" * 201, "120 caractères au plus"),
        ("about", "x" * 2001, "2000 caractères au plus"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_kept(
    browser: Callable[..., Browser], field: str, typed: str, message: str
) -> None:
    person = make_person("Rose Martin")
    page = change(browser(person), profession="cpe", **{field: typed})

    assert page.status == 422
    assert message in " ".join(page.texts(f"#{field}-error"))
    assert page.values(page.form("/account"))["profession"] == "cpe"
    assert reread(person).name == "Rose Martin"


@pytest.mark.parametrize("field", ["profession", "language", "timezone"])
def test_a_choice_that_is_not_offered_is_refused(browser: Callable[..., Browser], field: str) -> None:
    person = make_person()
    page = change(browser(person), **{field: "nowhere"})

    assert page.status == 422
    assert page.select(f"#{field}-error")


def test_a_time_zone_that_is_not_of_the_list_is_kept(browser: Callable[..., Browser]) -> None:
    person = make_person(timezone="Asia/Kathmandu")
    change(browser(person), about="Bonjour")

    assert reread(person).timezone == "Asia/Kathmandu"


def test_direction_overrides_and_nul_bytes_are_taken_out_of_a_name(browser: Callable[..., Browser]) -> None:
    person = make_person()
    change(browser(person), name="\u202eRose\x00 Martin\u2066")

    assert reread(person).name == "Rose Martin"


def test_the_profile_is_not_changed_without_a_token(browser: Callable[..., Browser]) -> None:
    person = make_person("Rose Martin")

    assert change(browser(person), name="Autre", csrf_token="wrong").status == 400
    assert reread(person).name == "Rose Martin"


def test_a_new_password_ends_the_sessions_elsewhere_and_keeps_this_one(browser: Callable[..., Browser]) -> None:
    person = make_person()
    here, elsewhere = browser(person), browser(person)
    page = change_password(here, PASSWORD, GOOD)
    assert page.url == "/account"
    assert "Vos connexions sur d’autres appareils sont terminées." in page.text

    assert elsewhere.get("/account").url == "/login"
    assert here.get("/account").url == "/account"
    assert verify_password(reread(person).password_hash, GOOD)


@pytest.mark.parametrize(
    ("present", "chosen", "field", "message"),
    [
        ("faux", GOOD, "present", "Ce n’est pas votre mot de passe actuel."),
        ("", GOOD, "present", "Ce champ est à remplir."),
        (PASSWORD, "", "chosen", "Ce champ est à remplir."),
        (PASSWORD, "court", "chosen", "10 caractères au moins"),
        (PASSWORD, "motdepasse123", "chosen", "trop facile à deviner"),
        (PASSWORD, "x1y2" * 51, "chosen", "200 caractères au plus"),
    ],
)
def test_a_password_is_not_changed_by_what_is_wrong(
    browser: Callable[..., Browser], present: str, chosen: str, field: str, message: str
) -> None:
    person = make_person()
    page = change_password(browser(person), present, chosen)

    assert page.status == 422
    assert message in " ".join(page.texts(f"#{field}-error"))
    assert verify_password(reread(person).password_hash, PASSWORD)


def test_logins_are_listed_and_each_can_be_ended(browser: Callable[..., Browser]) -> None:
    person = make_person()
    here, elsewhere = browser(person), browser(person)
    page = here.get("/account")
    assert len(page.select('form[action$="/logins/end"]')) == 1
    page = here.submit(page, "/account/logins/end")

    assert "Cette connexion est terminée." in page.text
    assert elsewhere.get("/account").url == "/login"
    assert here.get("/account").url == "/account"


@pytest.mark.parametrize(
    ("called", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox sur Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari sur iPhone"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36", "Chrome sur Android"),
        ("<script>alert(1)</script>\x00", "Navigateur inconnu"),
        ("x" * 500, "Navigateur inconnu"),
    ],
)
def test_a_login_is_known_by_its_browser(browser: Callable[..., Browser], called: str, words: str) -> None:
    person = make_person()
    visitor = browser(**{"User-Agent": called.replace("\x00", "")})
    visitor.submit(visitor.get("/login"), "/login", email=person.email, password=PASSWORD, follow=False)

    assert f"{words} ici" in visitor.get("/account").main


def test_the_login_of_another_person_cannot_be_ended(browser: Callable[..., Browser]) -> None:
    open_session(make_person())
    theirs = db.session.scalars(select(Login.token_hash)).one()
    page = browser(make_person()).post("/account/logins/end", {"login": theirs})

    assert page.status == 200
    assert db.session.get(Login, theirs) is not None


def test_a_member_logs_out_everywhere(browser: Callable[..., Browser]) -> None:
    person = make_person()
    here, elsewhere = browser(person), browser(person)
    page = here.submit(here.get("/account"), "/account/logins/end-all")

    assert page.url == "/login"
    assert "Toutes vos connexions sont terminées." in page.text
    assert elsewhere.get("/account").url == "/login"
    assert db.session.scalar(select(func.count()).select_from(Login)) == 0


@pytest.mark.parametrize("url", ["/account/password", "/account/logins/end", "/account/logins/end-all"])
def test_nothing_of_an_account_is_changed_without_a_token(browser: Callable[..., Browser], url: str) -> None:
    person = make_person()
    member = browser(person)

    assert member.post(url, {"csrf_token": "wrong", "present": PASSWORD, "chosen": GOOD}).status == 400
    assert member.get("/account").url == "/account"
    assert verify_password(reread(person).password_hash, PASSWORD)


@pytest.mark.parametrize("url", ["/account/password", "/account/logins/end", "/account/logins/end-all"])
def test_a_visitor_changes_nothing(visitor: Browser, url: str) -> None:
    assert visitor.post(url).url == "/login"


def test_settings_run_few_statements_whatever_they_show(browser: Callable[..., Browser], statements: list[str]) -> None:
    person = make_person()
    member = browser(person)
    for _ in range(20):
        open_session(person)
    statements.clear()
    member.get("/account")

    assert len(statements) <= 8


def change(browser: Browser, **fields: str) -> Page:
    return browser.submit(browser.get("/account"), "/account", **fields)


def change_password(browser: Browser, present: str, chosen: str) -> Page:
    return browser.submit(browser.get("/account"), "/account/password", present=present, chosen=chosen)


def reread(person: Person) -> Person:
    db.session.expire_all()
    return db.session.get_one(Person, person.id)
