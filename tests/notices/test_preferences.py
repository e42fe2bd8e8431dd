"""How people say what reaches them, how soon, and when not: a page that any of them understands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from config import Settings
from forum.accounts.models import Person
from forum.core.models import now
from forum.extensions import db
from forum.notices.delivery.categories import BY_NAME, CATEGORIES
from forum.notices.delivery.readers import readers
from forum.notices.models import NoticePreference, QuietHours, Rhythm
from forum.notices.words import kinds
from tests.accounts.factories import mails, words
from tests.browsing import Browser, Page
from tests.notices.reaching import Deliver, hours_pass, in_peace, mails_to, the_notice, told_of, wishes

Open = Callable[..., Browser]
PAGE = "/account/notices"


def chosen(page: Page) -> dict[str, Any]:
    """What the form of the page holds."""
    return page.values(page.form(PAGE))


def hours(person: Person) -> QuietHours:
    found = db.session.get(QuietHours, person.id, populate_existing=True)
    assert found is not None
    return found


def test_the_page_shows_what_holds_where_nothing_was_chosen(claire: Person, browser: Open) -> None:
    page = browser(claire).get(PAGE)
    form = chosen(page)

    assert {name: form[f"mail_{name}"] for name in ("mentions", "answers", "conversations", "watched", "library")} == {
        "mentions": "at_once",
        "answers": "at_once",
        "conversations": "at_once",
        "watched": "weekly",
        "library": "at_once",
    }
    assert "push_mentions" in form
    assert "push_watched" not in form
    assert (form["begins"], form["ends"], form["weekends"]) == ("19:00", "07:30", "y")
    assert [len(row.select("input[type=radio]")) for row in page.select(".wishes tbody tr")] == [4] * len(CATEGORIES)


def test_every_choice_is_read_out_with_what_it_is_of(claire: Person, browser: Open) -> None:
    page = browser(claire).get(PAGE)
    said = set()
    for choice in page.select(".wishes input"):
        parts = [page.soup.find(id=part) for part in str(choice["aria-labelledby"]).split()]
        assert all(parts)
        said.add(" ".join(part.get_text() for part in parts if part))

    assert "Mentions et citations Aussitôt" in said
    assert "Ce que vous suivez Notification" in said
    assert len(said) == 5 * len(CATEGORIES)


def test_what_one_chooses_is_kept_and_shown_again(claire: Person, browser: Open) -> None:
    member = browser(claire)
    page = member.submit(
        member.get(PAGE),
        PAGE,
        mail_mentions="daily",
        mail_watched="never",
        push_watched="y",
        is_on="y",
        begins="18:15",
        ends="8:00",
        holiday_zone="B",
    )
    form = chosen(page)

    assert "Vos réglages sont enregistrés." in page.text
    assert (form["mail_mentions"], form["mail_watched"], form["push_watched"]) == ("daily", "never", "y")
    assert (form["begins"], form["ends"], form["holiday_zone"]) == ("18:15", "08:00", "B")
    reader = readers({claire.id})[claire.id]
    assert reader.rhythm(BY_NAME["mentions"], by_mail=False) is Rhythm.DAILY
    assert f"{reader.quiet.begins:%H:%M}" == "18:15"
    assert len(reader.quiet.holidays) > 200


def test_a_box_that_is_left_empty_is_a_choice_too(claire: Person, browser: Open) -> None:
    member = browser(claire)
    form = chosen(member.get(PAGE))
    del form["weekends"], form["push_mentions"]
    form.pop("is_on", None)
    member.post(PAGE, form)

    assert (hours(claire).is_on, hours(claire).weekends) == (False, False)
    assert not readers({claire.id})[claire.id].wish(BY_NAME["mentions"]).push


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("begins", "tard", "Une heure s’écrit comme 19:00."),
        ("ends", "25:00", "Une heure s’écrit comme 19:00."),
        ("ends", "19:00", "Les deux heures sont les mêmes"),
        ("ends", "", "Une heure s’écrit comme 19:00."),
        ("mail_mentions", "hourly", ""),
        ("holiday_zone", "Z", ""),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field_and_the_rest_is_kept(
    claire: Person, browser: Open, field: str, value: str, words: str
) -> None:
    member = browser(claire)
    page = member.submit(member.get(PAGE), PAGE, **{"mail_watched": "daily", field: value})

    assert page.status == 422
    assert words in page.main
    assert chosen(page)["mail_watched"] == "daily"
    assert db.session.get(NoticePreference, (claire.id, "watched")) is None


def test_an_hour_typed_as_the_french_write_it_is_understood(claire: Person, browser: Open) -> None:
    member = browser(claire)
    member.submit(member.get(PAGE), PAGE, begins="18h30", ends="7h15")

    assert (hours(claire).begins, hours(claire).ends) == ("18:30", "07:15")


def test_nobody_sees_or_changes_the_wishes_of_another(claire: Person, yann: Person, browser: Open) -> None:
    wishes(claire, "mentions", Rhythm.NEVER)
    member = browser(yann)
    page = member.get(PAGE)
    assert chosen(page)["mail_mentions"] == "at_once"
    member.submit(page, PAGE, mail_mentions="weekly")

    assert readers({claire.id})[claire.id].wish(BY_NAME["mentions"]).rhythm is Rhythm.NEVER


def test_a_visitor_is_led_to_log_in(visitor: Browser) -> None:
    assert visitor.get(PAGE).url == "/login"
    assert visitor.post(PAGE).url == "/login"
    assert visitor.post(f"{PAGE}/mail-again").url == "/login"


def test_the_page_takes_few_statements(claire: Person, browser: Open, statements: list[str]) -> None:
    for category in CATEGORIES:
        wishes(claire, category.name, Rhythm.DAILY)
    member = browser(claire)
    statements.clear()
    member.get(PAGE)

    assert len(statements) <= 8


def test_what_waits_follows_the_new_wishes(claire: Person, browser: Open, deliver: Deliver) -> None:
    in_peace(claire)
    mention = told_of(claire)
    watched = told_of(claire, reason="watch-space", thread=2)
    deliver()
    member = browser(claire)
    form = chosen(member.get(PAGE))
    form.pop("is_on", None)
    member.post(PAGE, {**form, "mail_watched": "at_once", "mail_mentions": "never"})
    deliver()
    [mail] = mails()

    assert f"/posts/{watched[5:]}" in words(mail)
    assert the_notice(mention).mail_due_at is None


def test_hours_that_end_sooner_let_what_waits_leave_sooner(claire: Person, browser: Open, deliver: Deliver) -> None:
    in_peace(claire, left=timedelta(hours=5))
    about = told_of(claire)
    deliver()
    member = browser(claire)
    member.submit(member.get(PAGE), PAGE, ends=f"{now() + timedelta(hours=2):%H:%M}")
    waiting = the_notice(about).mail_due_at

    assert waiting is not None
    assert timedelta(minutes=118) < waiting - now() <= timedelta(hours=2)


def test_a_digest_goes_back_to_mail_at_once_for_what_calls_for_it_alone(claire: Person, deliver: Deliver) -> None:
    wishes(claire, "library", Rhythm.WEEKLY)
    reader = readers({claire.id})[claire.id]
    library = BY_NAME["library"]

    assert reader.rhythm(library, by_mail=True) is Rhythm.WEEKLY
    wishes(claire, "library", Rhythm.AT_ONCE)
    reader = readers({claire.id})[claire.id]
    assert reader.rhythm(library, by_mail=True) is Rhythm.AT_ONCE
    assert reader.rhythm(library, by_mail=False) is Rhythm.WEEKLY


def test_what_calls_for_nothing_need_not_come_by_digest_either(claire: Person, browser: Open) -> None:
    member = browser(claire)
    form = chosen(member.get(PAGE))
    assert form.pop("rest") == "y"
    member.post(PAGE, form)
    reader, library = readers({claire.id})[claire.id], BY_NAME["library"]

    assert "rest" not in chosen(member.get(PAGE))
    assert reader.rhythm(library, by_mail=False) is Rhythm.NEVER
    assert reader.rhythm(library, by_mail=True) is Rhythm.AT_ONCE
    member.submit(member.get(PAGE), PAGE, rest="y")
    assert readers({claire.id})[claire.id].rhythm(library, by_mail=False) is Rhythm.WEEKLY


def test_those_who_chose_nothing_are_left_in_peace_by_the_sites_own_hours(
    claire: Person, app: Flask, settings: Settings
) -> None:
    app.config["SETTINGS"] = settings.model_copy(update={"quiet_hours": True})
    try:
        quiet = readers({claire.id})[claire.id].quiet
    finally:
        app.config["SETTINGS"] = settings

    assert (quiet.is_on, f"{quiet.begins:%H:%M}", f"{quiet.ends:%H:%M}", quiet.weekends) == (
        True,
        "19:00",
        "07:30",
        True,
    )
    assert not readers({claire.id})[claire.id].quiet.is_on


def test_every_kind_of_notice_stands_in_a_category(app: Flask) -> None:
    without = sorted(
        kind for kind, category in kinds().items() if category not in BY_NAME and not kind.startswith("tests.")
    )

    assert without == []


def test_the_account_leads_to_the_page(claire: Person, browser: Open) -> None:
    assert browser(claire).get("/account").links()["Comment vous prévenir"] == PAGE


def test_what_became_due_in_quiet_hours_leaves_once_when_they_end(claire: Person, deliver: Deliver) -> None:
    in_peace(claire)
    told_of(claire)
    deliver()
    in_peace(claire, begun=timedelta(hours=3), left=timedelta(hours=-2))
    hours_pass()
    deliver()
    deliver()

    assert len(mails_to(claire)) == 1
