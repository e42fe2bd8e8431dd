"""Following: chosen on the page of the thing, changed where all of it is listed, and for what one sees alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from forum.accounts.models import Person
from forum.core import audience
from forum.discussions.models import Tag
from forum.extensions import db
from forum.notices.models import Watch
from forum.notices.watching import level_of, unwatch, watch, watch_many, watchers
from tests.browsing import Browser, Page
from tests.discussions.factories import make_space, make_thread
from tests.notices.factories import leave_school, make_school_space

Open = Callable[..., Browser]


def chosen(page: Page, kind: str) -> str:
    """What the choice of a page says at this moment."""
    for form in page.soup.select("form.watch"):
        if page.values(form)["kind"] == kind:
            return str(form.select_one("option[selected]")["value"])  # type: ignore[index]
    raise AssertionError(f"no choice for {kind} on {page.url}")


def test_a_choice_is_made_on_the_page_and_shown_there(browser: Open, claire: Person, yann: Person) -> None:
    thread = make_thread(yann, make_space("Climat scolaire"), tags=["tutorat"])
    tag = db.session.scalars(select(Tag)).one()
    member = browser(claire)
    for address, kind, object_id, level in (
        (f"/threads/{thread.id}-{thread.slug}", "thread", thread.id, "all"),
        ("/spaces/climat-scolaire", "space", thread.space_id, "first"),
        ("/tags/tutorat", "tag", tag.id, "muted"),
    ):
        page = member.get(address)
        form = next(form for form in page.soup.select("form.watch") if page.values(form)["kind"] == kind)
        answer = member.request("POST", "/watch", data={**page.values(form), "level": level})

        assert answer.url == address
        assert "C’est noté pour" in answer.text
        assert level_of(claire.id, kind, object_id) == level
        assert chosen(answer, kind) == level


def test_nothing_is_chosen_for_who_said_nothing(browser: Open, claire: Person, yann: Person) -> None:
    thread = make_thread(yann, make_space("Climat scolaire"))

    assert chosen(browser(claire).get(f"/threads/{thread.id}-{thread.slug}"), "thread") == ""
    assert chosen(browser(claire).get("/spaces/climat-scolaire"), "space") == "mentions"


def test_a_visitor_follows_nothing(visitor: Browser, yann: Person) -> None:
    thread = make_thread(yann, make_space())

    assert visitor.get(f"/threads/{thread.id}-{thread.slug}").select("form.watch") == []
    for answer in (
        visitor.post("/watch", {"kind": "thread", "id": thread.id, "level": "all"}),
        visitor.get("/notices/watching"),
        visitor.get(f"/notices/watching/thread/{thread.id}"),
    ):
        assert answer.url == "/login"
    assert db.session.scalars(select(Watch)).all() == []


@pytest.mark.parametrize("kind", ["thread", "space"])
def test_what_one_does_not_see_can_t_be_followed_and_is_as_if_it_were_not(
    browser: Open, claire: Person, yann: Person, kind: str
) -> None:
    thread = make_thread(yann, make_school_space(yann))
    object_id = thread.id if kind == "thread" else thread.space_id
    member = browser(claire)

    answers = [member.post("/watch", {"kind": kind, "id": known, "level": "all"}) for known in (object_id, 999_999)]
    answers += [member.get(f"/notices/watching/{kind}/{known}") for known in (object_id, 999_999)]

    assert [answer.status for answer in answers] == [404] * 4
    assert answers[0].texts("main h1") == answers[1].texts("main h1")
    assert db.session.scalars(select(Watch).where(Watch.person_id == claire.id)).all() == []


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        ({"kind": "odd"}, 404),
        ({"id": "x"}, 404),
        ({"id": "99999999999999"}, 404),
        ({"id": "-1"}, 404),
        ({"id": "²"}, 404),
        ({"level": "loud"}, 422),
        ({"level": "first"}, 422),
    ],
)
def test_what_makes_no_sense_is_refused(
    browser: Open, claire: Person, yann: Person, facts: dict[str, str], status: int
) -> None:
    thread = make_thread(yann, make_space())
    sent = {"kind": "thread", "id": str(thread.id), "level": "all", **facts}

    assert browser(claire).post("/watch", sent).status == status
    assert level_of(claire.id, "thread", thread.id) == ""


def test_a_choice_is_answered_without_a_page_where_a_script_asks(browser: Open, claire: Person, yann: Person) -> None:
    thread = make_thread(yann, make_space())
    facts = {"kind": "thread", "id": thread.id, "level": "muted"}

    answer = browser(claire).post("/watch", facts, headers={"Accept": "application/json"}, follow=False)

    assert (answer.status, answer.response.json) == (200, {"level": "muted"})


def test_a_choice_leads_nowhere_else(browser: Open, claire: Person, yann: Person) -> None:
    thread = make_thread(yann, make_space())
    facts = {"kind": "thread", "id": thread.id, "level": "all", "next": "https://elsewhere.example/"}

    answer = browser(claire).post("/watch", facts, follow=False)

    assert answer.response.headers["Location"] == f"/threads/{thread.id}-{thread.slug}"


def test_all_one_follows_is_listed_by_kind_and_can_be_ended(browser: Open, claire: Person, yann: Person) -> None:
    thread = make_thread(yann, make_space("Climat scolaire"), "Comment faire ?")
    watch(claire.id, "space", thread.space_id, "all")
    watch(claire.id, "thread", thread.id, "all", automatic=True)
    member = browser(claire)
    page = member.get("/notices/watching")
    assert page.texts(".tabs a") == ["Espaces", "Discussions"]
    assert page.texts("main .row h3") == ["Climat scolaire"]
    page = member.get(page.links()["Discussions"])
    assert page.texts("main .row h3") == ["Comment faire ?"]
    assert "Depuis que vous y avez écrit" in page.main
    form = next(form for form in page.soup.select("form") if "Ne plus suivre" in form.get_text())
    page = member.request("POST", "/watch", data=page.values(form))

    assert page.url == "/notices/watching"
    assert page.texts(".tabs a") == ["Espaces"]
    assert level_of(claire.id, "thread", thread.id) == ""


def test_who_follows_nothing_is_told_how(browser: Open, claire: Person) -> None:
    assert "Vous ne suivez rien pour l’instant." in browser(claire).get("/notices/watching").main


def test_the_list_names_nothing_that_one_no_longer_sees(browser: Open, claire: Person, yann: Person) -> None:
    space = make_school_space(claire, yann)
    watch(claire.id, "thread", make_thread(yann, space, "Entre nous").id, "all")
    assert "Entre nous" in browser(claire).get("/notices/watching").main
    leave_school(claire, space)

    page = browser(claire).get("/notices/watching")
    assert "Entre nous" not in page.text
    assert "Rien que vous puissiez voir" in page.main


def test_nobody_reads_what_another_follows(browser: Open, claire: Person, yann: Person) -> None:
    watch(yann.id, "thread", make_thread(yann, make_space(), "Comment faire ?").id, "all")

    assert "Comment faire ?" not in browser(claire).get("/notices/watching").text


def test_a_long_list_goes_on(browser: Open, claire: Person, yann: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("forum.notices.queries_watching.FOLLOWED_A_PAGE", 2)
    space = make_space()
    for number in range(5):
        watch(claire.id, "thread", make_thread(yann, space, f"Discussion {number}").id, "all")
    member, url, seen = browser(claire), "/notices/watching", []
    while url:
        page = member.get(url)
        seen += page.texts("main .row h3")
        url = page.links().get("Suite de la liste", "")

    assert seen == [f"Discussion {number}" for number in (4, 3, 2, 1, 0)]


def test_the_page_of_one_thing_shows_what_it_stands_in(browser: Open, claire: Person, yann: Person) -> None:
    thread = make_thread(yann, make_space("Climat scolaire"), "Comment faire ?", tags=["tutorat"])
    watch(claire.id, "space", thread.space_id, "all")
    page = browser(claire).get(f"/notices/watching/thread/{thread.id}")

    assert page.texts("main .row h2") == ["Comment faire ?", "Climat scolaire", "tutorat"]
    assert [chosen(page, kind) for kind in ("thread", "space", "tag")] == ["", "all", "mentions"]


def test_the_pages_run_few_statements(browser: Open, claire: Person, yann: Person, statements: list[str]) -> None:
    space = make_space("Climat scolaire", audience.MEMBERS)
    for number in range(10):
        thread = make_thread(yann, space, tags=[f"mot {number}", "tutorat"])
        watch(claire.id, "thread", thread.id, "all")
    watch(claire.id, "space", space.id, "all")
    member = browser(claire)
    for url, most in (("/notices/watching?kind=thread", 6), (f"/notices/watching/thread/{thread.id}", 7)):
        statements.clear()
        member.get(url)
        assert len(statements) <= most, url


def test_what_began_by_itself_changes_no_choice(claire: Person) -> None:
    watch(claire.id, "thread", 1, "muted")
    watch(claire.id, "thread", 1, "all", automatic=True)
    assert level_of(claire.id, "thread", 1) == "muted"
    watch(claire.id, "thread", 1, "all")
    assert level_of(claire.id, "thread", 1) == "all"
    unwatch(claire.id, "thread", 1)

    assert level_of(claire.id, "thread", 1) == ""


def test_watchers_are_found_by_level(claire: Person, yann: Person, ines: Person, statements: list[str]) -> None:
    statements.clear()
    watch_many([claire.id, yann.id], "space", 1, "all")
    assert len([one for one in statements if one.startswith("INSERT")]) == 1
    watch(yann.id, "space", 1, "first")
    watch(ines.id, "space", 2, "all")

    assert db.session.scalars(watchers("space", 1, ["all"])).all() == [claire.id]
    assert set(db.session.scalars(watchers("space", 1, ["all", "first"]))) == {claire.id, yann.id}
