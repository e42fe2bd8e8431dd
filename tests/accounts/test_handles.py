"""What mentions call people by is theirs to choose, and what called them before still does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from forum.accounts.models import FormerHandle, Person
from forum.core.transactions import transaction
from forum.discussions.services import edit_post
from forum.extensions import db
from forum.notices.models import Notice
from tests.browsing import Browser, Page
from tests.discussions.factories import make_reply, make_space, make_thread
from tests.factories import actor, make_person

Open = Callable[..., Browser]


@pytest.fixture
def rose(app: Flask) -> Person:
    """Who was there before handles were."""
    return make_person("Rose Martin", handle="membre-12", about="Bonjour")


@pytest.mark.parametrize("typed", ["rose-m", "@rose-m", " Rose-M "])
def test_a_member_chooses_what_mentions_call_them(browser: Open, rose: Person, typed: str) -> None:
    member = browser(rose)
    page = choose(member, typed)

    assert page.url == "/account"
    assert page.values(page.form("/account"))["handle"] == "rose-m"
    assert "@rose-m" in member.get(f"/people/{rose.id}-rose-martin").text


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "-",
        "rose martin",
        "rose--martin",
        "-rose",
        "rose-",
        "rosé",
        "rose_m",
        "r\u043ese",
        "@@rose",
        "x" * 51,
        "<b>",
    ],
)
def test_a_handle_of_another_shape_is_refused_beside_its_field(browser: Open, rose: Person, typed: str) -> None:
    page = choose(browser(rose), typed, about="Autre chose")

    assert page.status == 422
    message = "Ce champ est à remplir." if not typed else "Des lettres sans accent, des chiffres et des tirets"
    assert message in " ".join(page.texts("#handle-error"))
    assert page.select("#handle")[0]["value"] == typed
    assert page.values(page.form("/account"))["about"].strip() == "Autre chose"
    kept = reread(rose)
    assert (kept.handle, kept.about) == ("membre-12", "Bonjour")


@pytest.mark.parametrize("typed", ["ines-roche", "INES-ROCHE", "membres", "mediation", "committee"])
def test_a_handle_that_is_another_s_or_a_group_s_is_refused(browser: Open, rose: Person, typed: str) -> None:
    make_person("Inès Roche", confirmed_at=None)
    page = choose(browser(rose), typed)

    assert page.status == 422
    assert "déjà pris" in " ".join(page.texts("#handle-error"))
    assert reread(rose).handle == "membre-12"


def test_what_is_left_as_it_is_is_no_change(browser: Open, rose: Person) -> None:
    long = "m" * 52
    with transaction():
        db.session.execute(update(Person).where(Person.id == rose.id).values(handle=long))

    assert choose(browser(rose), long, about="Autre chose").status == 200
    assert reread(rose).about == "Autre chose"
    assert db.session.scalars(select(FormerHandle)).all() == []


def test_a_handle_is_changed_once_in_thirty_days(browser: Open, rose: Person) -> None:
    member = browser(rose)
    choose(member, "rose-m")
    page = choose(member, "rosalie")
    assert page.status == 422
    assert "Vous pourrez le faire à nouveau le" in " ".join(page.texts("#handle-error"))
    assert reread(rose).handle == "rose-m"

    a_month_passes()
    assert choose(member, "rosalie").status == 200
    assert reread(rose).handle == "rosalie"


def test_a_handle_given_up_is_nobody_else_s_and_can_be_taken_back(browser: Open, rose: Person) -> None:
    choose(browser(rose), "rose-m")
    a_month_passes()
    choose(browser(rose), "rosalie")
    ines = make_person("Inès Roche")
    assert choose(browser(ines), "rose-m").status == 422
    assert make_person("Rose M").handle == "rose-m-2"

    a_month_passes()
    assert choose(browser(rose), "rose-m").status == 200
    assert reread(rose).handle == "rose-m"
    assert sorted(db.session.scalars(select(FormerHandle.handle))) == ["membre-12", "rosalie"]


def test_old_mentions_still_lead_to_the_person_and_new_ones_of_the_old_handle_too(
    browser: Open, rose: Person, deliver: Callable[[], int]
) -> None:
    ines = make_person("Inès Roche")
    thread = make_thread(ines, make_space())
    make_reply(ines, thread, "Merci @membre-12.")
    choose(browser(rose), "rose-m")
    again = make_reply(ines, thread, "Un mot")
    edit_post(actor(ines), again.id, "Merci encore @membre-12, ou @rose-m.")
    make_reply(ines, thread, "Et @membre-12 ?")
    deliver()

    links = browser(ines).get(f"/threads/{thread.id}-{thread.slug}").select("a.mention")
    assert [link.get_text() for link in links] == ["@membre-12", "@membre-12", "@rose-m", "@membre-12"]
    for link in links:
        assert browser(ines).get(str(link["href"])).url == f"/people/{rose.id}-rose-martin"
    told = db.session.scalars(select(Notice.person_id).where(Notice.kind == "post.mentioned"))
    assert set(told) == {rose.id}


def choose(member: Browser, typed: str, **fields: str) -> Page:
    return member.submit(member.get("/account"), "/account", handle=typed, **fields)


def a_month_passes() -> None:
    with transaction():
        for former in db.session.scalars(select(FormerHandle)):
            former.given_up_at -= timedelta(days=31)


def reread(person: Person) -> Person:
    db.session.expire_all()
    return db.session.get_one(Person, person.id)
