"""People named in a text, and the picker that offers them: never anyone who may not see the place."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from forum.accounts.models import Person, Role
from forum.core.text import render_markdown
from forum.discussions.models import Thread
from forum.writing import views
from forum.writing.mentions import mentioned_handles, people_named
from tests.browsing import Browser
from tests.discussions.factories import make_reply
from tests.factories import make_person
from tests.writing.asking import ask

Open = Callable[..., Browser]


def picked(member: Browser, asked: str, place: str) -> list[str]:
    answer = ask(member, f"/mentions?q={asked}&place={place}")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return [person["handle"] for person in answer.get_json()["people"]]


def test_a_mention_leads_to_the_persons_page(browser: Open, thread: Thread, claire: Person, yann: Person) -> None:
    make_reply(claire, thread, "Merci @Yann-Berthou, et @personne-de-tel.")

    page = browser(yann).get(f"/threads/{thread.id}-{thread.slug}")

    link = page.select("#post-2 .prose a")
    assert [(one.get_text(), one["class"]) for one in link] == [("@Yann-Berthou", ["mention"])]
    assert "Yann Berthou" in page.__class__(browser(yann).get(str(link[0]["href"])).response).main


@pytest.mark.parametrize(
    "source",
    [
        "`@yann-berthou`",
        "```\n@yann-berthou\n```",
        "    @yann-berthou",
        "ecrire@yann-berthou",
        "prenom@yann-berthou.example",
        "@yann-berthou@ailleurs.example",
        "https://ailleurs.example/@yann-berthou",
        "@yann-berthou_x",
        "[@yann-berthou](https://ailleurs.example)",
    ],
)
def test_code_and_addresses_name_nobody(app: object, yann: Person, source: str) -> None:
    assert 'class="mention"' not in render_markdown(source, mentions=people_named([source]))


def test_a_preview_shows_a_mention_as_it_will_be_read(browser: Open, claire: Person, yann: Person) -> None:
    page = browser(claire).post("/preview", {"source": "Merci @yann-berthou"})

    assert page.select("a.mention")[0]["href"] == f"/people/{yann.id}-yann-berthou"


def test_whom_a_text_calls_is_neither_in_code_nor_quoted() -> None:
    source = (
        "Bonjour @un et @deux-2, @un encore.\n\n> @cite a dit\nla suite @cite-encore\n\n- > @cite-en-liste\n\n"
        "`@code` et ``a ` @code2``\n\n```\n@bloc\n```\n\n@trois\n\n    @indente\n"
    )

    assert mentioned_handles(source) == ["un", "deux-2", "trois"]


def test_ten_thousand_mentions_cost_one_statement(
    browser: Open, thread: Thread, claire: Person, yann: Person, statements: list[str]
) -> None:
    body = "@yann-berthou " + " ".join(f"@p{number}" for number in range(10_000))[:49_000]
    statements.clear()

    post = make_reply(claire, thread, body)

    assert len([one for one in statements if "people.handle" in one]) == 1
    assert post.html.count('class="mention"') == 1


@pytest.mark.timeout(10)
@pytest.mark.parametrize("piece", ["@", "@a", "@a ", "@a-", "@a@", "a@a ", "@-", "> @a\n", "`@a", "@" + "a-" * 300])
def test_mentions_made_to_keep_the_server_busy_are_read_in_a_moment(app: object, piece: str) -> None:
    source = (piece * 50_000)[:50_000]

    assert len(mentioned_handles(source)) <= 200
    assert render_markdown(source, mentions={"a": (1, "A")})


def test_the_picker_offers_people_by_the_beginning_of_any_of_their_names_or_of_their_handle(
    browser: Open, thread: Thread, claire: Person, yann: Person
) -> None:
    make_person("Élodie Yvon")
    make_person("Pas Confirmée", confirmed_at=None)
    member, place = browser(claire), f"thread:{thread.id}"

    assert picked(member, "yan", place) == ["yann-berthou"]
    assert picked(member, "bert", place) == ["yann-berthou"]
    assert picked(member, "elo", place) == ["elodie-yvon"]
    assert picked(member, "ÉLO", place) == ["elodie-yvon"]
    assert picked(member, "yann-b", place) == ["yann-berthou"]
    assert picked(member, "thou", place) == []
    assert picked(member, "pas", place) == []
    assert picked(member, "%25", place) == []
    assert picked(member, "claire", place) == [], "nobody names themselves"


def test_the_picker_offers_eight_people_at_most_by_one_statement(
    browser: Open, thread: Thread, claire: Person, statements: list[str]
) -> None:
    for number in range(10):
        make_person(f"Marie {number}")
    member = browser(claire)
    statements.clear()

    assert len(picked(member, "marie", f"thread:{thread.id}")) == 8
    assert len(statements) <= 6, statements


def test_the_picker_offers_nobody_from_outside_a_closed_place(
    browser: Open, visitor: Browser, closed: Thread, insider: Person, referent: Person, yann: Person
) -> None:
    for place in (f"thread:{closed.id}", f"space:{closed.space_id}", "post:1"):
        assert picked(browser(insider), "r", place) == ["remi-referent"]
        assert picked(browser(insider), "yann", place) == []
        assert ask(browser(yann), f"/mentions?q=r&place={place}").status_code == 404
    assert ask(visitor, f"/mentions?q=r&place=thread:{closed.id}").status_code == 403
    assert ask(browser(yann), "/mentions?q=r&place=nowhere:1").status_code == 404


def test_groups_are_offered_to_those_who_hold_the_place(
    browser: Open, thread: Thread, closed: Thread, insider: Person, referent: Person
) -> None:
    def groups(person: Person, place: str, asked: str = "") -> list[str]:
        answer = ask(browser(person), f"/mentions?q={asked}&place={place}")
        return [group["handle"] for group in answer.get_json()["groups"]]

    assert groups(insider, f"thread:{closed.id}") == []
    assert groups(referent, f"thread:{closed.id}") == ["membres", "mediation", "comite"]
    assert groups(referent, f"thread:{closed.id}", "mem") == ["membres"]
    assert groups(referent, f"thread:{thread.id}") == []
    assert groups(make_person(role=Role.MEDIATOR), f"thread:{thread.id}") == ["mediation", "comite"]


def test_the_picker_is_limited_in_pace(
    browser: Open, thread: Thread, claire: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "PICKS_PER_MINUTE", 2)
    member = browser(claire)

    statuses = [ask(member, f"/mentions?q=a&place=thread:{thread.id}").status_code for _ in range(3)]

    assert statuses == [200, 200, 429]
