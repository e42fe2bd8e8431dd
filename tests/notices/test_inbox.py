"""The page of what one was told, and the mail that goes with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from forum.accounts.models import Person
from forum.core.actor import VISITOR
from forum.core.models import now
from forum.core.policy import can, visible
from forum.core.transactions import transaction
from forum.extensions import db
from forum.notices.models import Notice
from forum.notices.queries import latest_unread
from forum.notices.services import tell
from forum.notices.words import notice_words
from tests.accounts.factories import mails, words
from tests.browsing import Browser
from tests.discussions.factories import make_space, make_thread
from tests.factories import actor, make_person


@notice_words("tests.greeting")
def greeting(facts: object) -> str:
    return f"{facts['who']} vous salue."  # type: ignore[index]


def test_notices_are_listed_newest_first_with_the_unread_marked(browser: Callable[..., Browser]) -> None:
    person = make_person()
    greet(person, "Rose", 3, read=True)
    greet(person, "Omar", 2)
    greet(person, "Ève", 1)
    page = browser(person).get("/notices")

    assert page.texts("main .row h3 a") == ["Ève vous salue.", "Omar vous salue.", "Rose vous salue."]
    assert page.texts("main .row.unread h3 a") == ["Ève vous salue.", "Omar vous salue."]
    assert page.links()["Ève vous salue."] == "/about"


def test_nobody_reads_the_notices_of_another(browser: Callable[..., Browser]) -> None:
    greet(make_person(), "Rose", 1)
    page = browser(make_person()).get("/notices")

    assert "Rose" not in page.main
    assert "Aucun avis pour le moment." in page.main


def test_a_visitor_is_led_to_log_in(visitor: Browser) -> None:
    assert visitor.get("/notices").url == "/login"
    assert visitor.post("/notices/read").url == "/login"


def test_the_rule_and_the_filter_say_the_same(app: object) -> None:
    rose, omar = make_person(), make_person()
    greet(rose, "Omar", 1)
    greet(omar, "Rose", 1)
    every = list(db.session.scalars(select(Notice)))

    for who in (VISITOR, actor(rose), actor(omar)):
        shown = set(db.session.scalars(select(Notice.id).where(visible(who, Notice))))
        assert shown == {notice.id for notice in every if can(who, "notice.see", notice)}


def test_everything_is_marked_as_read_by_the_button_alone(browser: Callable[..., Browser]) -> None:
    person, other = make_person(), make_person()
    greet(person, "Rose", 1)
    greet(other, "Rose", 1)
    member = browser(person)
    page = member.get("/notices")
    assert unread() == 2
    assert member.post("/notices/read", {"csrf_token": "wrong"}).status == 400
    assert unread() == 2
    page = member.submit(page, "/notices/read")

    assert page.url == "/notices"
    assert page.select("main .row.unread") == []
    assert not page.select('form[action$="/notices/read"]')
    assert unread() == 1


def test_the_list_goes_on_from_where_a_page_ended(browser: Callable[..., Browser]) -> None:
    person = make_person()
    moment = now()
    for number in range(65):
        greet(person, f"Rose {number:02}", 0, moment=moment - timedelta(minutes=number // 3))
    member = browser(person)
    url: str | None = "/notices"
    seen: list[str] = []
    while url:
        page = member.get(url)
        seen += page.texts("main .row h3 a")
        url = page.links().get("Avis plus anciens")

    assert len(seen) == len(set(seen)) == 65


@pytest.mark.parametrize("cursor", ["x", "%00", "é", "=" * 9])
def test_a_cursor_that_was_tampered_with_begins_at_the_start(browser: Callable[..., Browser], cursor: str) -> None:
    person = make_person()
    greet(person, "Rose", 1)

    page = browser(person).get("/notices", query_string={"after": cursor})
    assert page.texts("main .row h3 a") == ["Rose vous salue."]


def test_a_kind_that_nobody_speaks_for_any_more_is_left_out(browser: Callable[..., Browser]) -> None:
    person = make_person()
    with transaction():
        tell(person.id, "tests.gone", "gone:1", {}, "/about")
    page = browser(person).get("/notices")

    assert page.status == 200
    assert page.select("main .row") == []


def test_the_list_runs_few_statements(browser: Callable[..., Browser], statements: list[str]) -> None:
    person = make_person()
    for number in range(30):
        greet(person, f"Rose {number}", number)
    member = browser(person)
    statements.clear()
    member.get("/notices")

    assert len(statements) <= 5


def test_being_told_the_same_twice_is_one_notice(app: object) -> None:
    person = make_person()
    for _ in range(2):
        tell(person.id, "tests.greeting", "greeting:1", {"who": "Rose"}, "/about")

    assert unread() == 1


def test_a_notice_goes_by_mail_with_a_greeting_and_a_whole_address(app: object, deliver: Callable[[], int]) -> None:
    person = make_person("Ève Durand", email="eve@college.example")
    tell(person.id, "tests.greeting", "greeting:1", {"who": "Rose <b>"}, "/about", by_mail=True)
    tell(person.id, "tests.greeting", "greeting:2", {"who": "Omar"}, "/about")
    deliver()
    [mail] = mails()

    assert (mail["To"], mail["Subject"]) == ("eve@college.example", "Rose <b> vous salue.")
    for text in (words(mail), words(mail, "html")):
        assert "Bonjour Ève Durand," in text
        assert "http://127.0.0.1:5000/about" in text
    assert "Rose <b> vous salue." in words(mail)
    assert "Rose &lt;b&gt; vous salue." in words(mail, "html")


def test_a_notice_that_is_gone_or_unspoken_is_not_mailed(app: object, deliver: Callable[[], int]) -> None:
    person = make_person()
    tell(person.id, "tests.gone", "gone:1", {}, "/about", by_mail=True)
    deliver()

    assert mails() == []


def test_what_belongs_together_stands_together(browser: Callable[..., Browser]) -> None:
    person = make_person()
    for number in range(1, 13):
        greet_in("thread:1", person, number, reason="mention" if number == 5 else "")
    greet_in("thread:2", person, 13)
    greet(person, "Rose", 30, read=True)
    page = browser(person).get("/notices")

    assert page.texts("main .row h3 a") == ["Omar 13 vous salue.", "Omar 12 vous salue.", "Rose vous salue."]
    assert page.texts("main .notices-more summary") == ["12 avis non lus"]
    assert page.texts("main .notices-more li a") == [f"Omar {number} vous salue." for number in range(12, 2, -1)]
    assert "2 avis plus anciens" in page.main
    assert len(page.select(".notices-more a[href]")) == 10


def test_one_topic_is_marked_as_read_by_itself(browser: Callable[..., Browser]) -> None:
    person, other = make_person(), make_person()
    for reader in (person, other):
        greet_in("thread:1", reader, 1)
        greet_in("thread:2", reader, 2)
    greet(person, "Rose", 30)
    member = browser(person)
    page = member.submit(member.get("/notices"), "/notices/read", with_field="topic")
    assert page.url == "/notices"
    assert page.texts("main .row.unread h3 a") == ["Omar 1 vous salue.", "Rose vous salue."]
    form = page.select('main .row form:has(input[value^="notice:"])')[0]
    page = member.request("POST", "/notices/read", data=page.values(form))

    assert page.texts("main .row.unread h3 a") == ["Omar 1 vous salue."]
    assert unread() == 3


def test_the_tabs_keep_what_is_unread_and_what_calls_one_by_name(browser: Callable[..., Browser]) -> None:
    person = make_person()
    greet_in("thread:1", person, 1, reason="mention")
    greet_in("thread:1", person, 2)
    greet_in("thread:2", person, 3, reason="quote", read=True)
    member = browser(person)

    assert member.get("/notices?show=unread").texts("main .row h3 a") == ["Omar 2 vous salue."]
    assert member.get("/notices?show=mentions").texts("main .row h3 a") == ["Omar 3 vous salue.", "Omar 1 vous salue."]
    assert len(member.get("/notices?show=odd").select("main .rows > .row")) == 2
    assert "Vous avez tout lu." in browser(make_person()).get("/notices?show=unread").main
    assert "Aucune mention" in browser(make_person()).get("/notices?show=mentions").main


def test_a_tab_goes_on_within_itself(browser: Callable[..., Browser], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("forum.notices.queries.GROUPS_A_PAGE", 2)
    person = make_person()
    for number in range(1, 8):
        greet_in(f"thread:{number % 5}", person, number, read=number == 5)
    member, url, seen = browser(person), "/notices?show=unread", []
    while url:
        page = member.get(url)
        seen += page.texts("main .row h3 a")
        url = page.links().get("Avis plus anciens", "")

    assert seen == [f"Omar {number} vous salue." for number in (7, 6, 4, 3)]


def test_each_says_why_and_where_that_is_changed(browser: Callable[..., Browser]) -> None:
    person = make_person()
    thread = make_thread(make_person(), make_space())
    greet_in(f"thread:{thread.id}", person, 1, reason="watch-thread")
    greet_in("odd:1", person, 2, reason="nobody-knows")
    page = browser(person).get("/notices")

    assert "Parce que vous suivez cette discussion" in page.main
    assert page.links()["Changer"] == f"/notices/watching/thread/{thread.id}"
    assert [a.get_text() for a in page.select("main a")].count("Changer") == 1


def test_the_home_page_shows_one_line_a_topic(browser: Callable[..., Browser]) -> None:
    person = make_person()
    for number in range(1, 9):
        greet_in("thread:1" if number < 7 else "thread:2", person, number)
    rows = latest_unread(actor(person), 5)

    assert [(row.words, row.others) for row in rows] == [("Omar 8 vous salue.", 1), ("Omar 6 vous salue.", 5)]
    assert "Omar 6 vous salue." in browser(person).get("/").main


def greet_in(topic: str, person: Person, number: int, *, reason: str = "", read: bool = False) -> None:
    """Has Omar greet somebody, later with each number."""
    told_at = now() - timedelta(hours=24 - number)
    with transaction():
        db.session.add(
            Notice(
                person_id=person.id,
                kind="tests.greeting",
                key=f"{topic}:{number}",
                facts={"who": f"Omar {number}"},
                url=f"/somewhere/{number}",
                topic=topic,
                reason=reason,
                told_at=told_at,
                read_at=now() if read else None,
            )
        )


def greet(person: Person, who: str, hours_ago: int, *, read: bool = False, moment: object = None) -> None:
    told_at = moment or now() - timedelta(hours=hours_ago)
    with transaction():
        number = db.session.scalar(select(func.count()).select_from(Notice)) or 0
        db.session.add(
            Notice(
                person_id=person.id,
                kind="tests.greeting",
                key=f"greeting:{number}",
                facts={"who": who},
                url="/about",
                told_at=told_at,
                read_at=now() if read else None,
            )
        )


def unread() -> int:
    db.session.expire_all()
    return db.session.scalar(select(func.count()).select_from(Notice).where(Notice.read_at.is_(None))) or 0
