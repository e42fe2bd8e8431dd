"""Tags: each reader counts what they see; words of the same meaning lead to one tag."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select

from forum.accounts.models import Person, Role
from forum.core import audience
from forum.discussions.models import Space, Tag, TagSynonym
from forum.extensions import db
from forum.notices.models import WatchLevel
from forum.notices.watching import level_of, watch
from tests.browsing import Browser
from tests.discussions.factories import make_space, make_thread
from tests.factories import make_person
from tests.schools.factories import make_referent, make_school

Open = Callable[..., Browser]


def tag_of(slug: str) -> Tag | None:
    return db.session.scalar(select(Tag).where(Tag.slug == slug))


def test_all_tags_are_listed_with_what_the_reader_finds_there(
    browser: Open, visitor: Browser, space: Space, yann: Person, claire: Person
) -> None:
    make_thread(yann, space, tags=["climat", "familles"])
    make_thread(yann, make_space("Entre membres", audience.MEMBERS), tags=["climat", "équipe"])

    assert visitor.get("/tags").texts(".tag-list li") == ["climat 1 discussion", "familles 1 discussion"]
    assert browser(claire).get("/tags").texts(".tag-list li") == [
        "climat 2 discussions",
        "équipe 1 discussion",
        "familles 1 discussion",
    ]


def test_a_tag_of_what_one_may_not_see_is_as_if_it_were_not(browser: Open, visitor: Browser, claire: Person) -> None:
    school = make_school()
    referent = make_referent(school)
    make_thread(referent, make_space("Clos", audience.of_school(school.id)), tags=["affaire"])

    for reader in (visitor, browser(claire)):
        assert reader.get("/tags/affaire").status == 404
        assert "affaire" not in reader.get("/tags").text
    assert browser(referent).get("/tags/affaire").status == 200


def test_a_synonym_leads_to_its_tag(
    browser: Open, visitor: Browser, space: Space, yann: Person, mediator: Person
) -> None:
    make_thread(yann, space, "Sous le mot-clé", tags=["familles"])
    keeper = browser(mediator)

    page = keeper.submit(keeper.get("/tags/familles/synonyms"), with_field="word", word="parents d’élèves")

    assert page.status == 200
    assert "parents d’élèves" in page.texts(".rows li b")
    answer = visitor.get("/tags/parents-d-eleves", follow=False)
    assert (answer.status, answer.response.headers["Location"]) == (302, "/tags/familles")


def test_what_is_filed_under_a_synonym_is_filed_under_the_tag(
    browser: Open, space: Space, yann: Person, mediator: Person
) -> None:
    make_thread(yann, space, "La première", tags=["familles"])
    keeper = browser(mediator)
    keeper.submit(keeper.get("/tags/familles/synonyms"), with_field="word", word="parents")

    make_thread(yann, space, "La seconde", tags=["Parents", "familles"])

    assert browser().get("/tags/familles").texts(".row h3") == ["La seconde", "La première"]
    assert tag_of("parents") is None


def test_a_tag_becomes_the_synonym_of_another_with_its_threads_and_followers(
    browser: Open, space: Space, yann: Person, claire: Person, mediator: Person, deliver: Callable[[], int]
) -> None:
    make_thread(yann, space, "Des deux", tags=["famille", "familles"])
    make_thread(yann, space, "D’un seul", tags=["famille"])
    one, other = tag_of("familles"), tag_of("famille")
    assert one is not None and other is not None
    other_id = other.id
    watch(claire.id, "tag", other.id, WatchLevel.ALL)
    watch(yann.id, "tag", other.id, WatchLevel.ALL)
    watch(yann.id, "tag", one.id, WatchLevel.MUTED)
    keeper = browser(mediator)

    keeper.submit(keeper.get("/tags/familles/synonyms"), with_field="word", word="famille")
    deliver()

    assert sorted(browser(claire).get("/tags/familles").texts(".row h3")) == ["Des deux", "D’un seul"]
    assert tag_of("famille") is None
    assert level_of(claire.id, "tag", one.id) == WatchLevel.ALL
    assert level_of(yann.id, "tag", one.id) == WatchLevel.MUTED
    assert level_of(claire.id, "tag", other_id) == ""
    assert "D’un seul" in browser(claire).get("/search?q=tag:familles").main


def test_a_synonym_is_taken_away(browser: Open, space: Space, yann: Person, mediator: Person) -> None:
    make_thread(yann, space, tags=["familles"])
    keeper = browser(mediator)
    page = keeper.submit(keeper.get("/tags/familles/synonyms"), with_field="word", word="parents")

    keeper.post("/tags/familles/synonyms", {"remove": page.select('button[name="remove"]')[0]["value"]})

    assert db.session.scalars(select(TagSynonym)).all() == []
    assert browser().get("/tags/parents").status == 404


def test_a_word_that_can_not_stand_for_the_tag_is_refused_beside_its_field(
    browser: Open, space: Space, yann: Person, mediator: Person
) -> None:
    make_thread(yann, space, tags=["familles", "équipe"])
    keeper = browser(mediator)
    keeper.submit(keeper.get("/tags/familles/synonyms"), with_field="word", word="parents")
    wrong = {
        "": "Donnez le mot qui a le même sens.",
        "#": "Donnez le mot qui a le même sens.",
        "Familles": "C’est le mot-clé lui-même.",
    }
    for word, message in wrong.items():
        page = keeper.post("/tags/familles/synonyms", {"word": word})
        assert (page.status, page.texts(".field-error")) == (422, [message])
    page = keeper.post("/tags/equipe/synonyms", {"word": "parents"})
    assert page.texts(".field-error") == ["Ce mot est déjà le synonyme d’un autre mot-clé."]
    assert page.select('[name="word"]')[0]["value"] == "parents"


def test_only_mediators_and_administrators_say_what_words_mean(
    browser: Open, space: Space, yann: Person, claire: Person
) -> None:
    make_thread(yann, space, tags=["familles"])
    administrator = make_person(role=Role.ADMINISTRATOR)

    assert browser(claire).get("/tags/familles/synonyms").status == 403
    assert browser(claire).post("/tags/familles/synonyms", {"word": "parents"}).status == 403
    assert "Synonymes" not in browser(claire).get("/tags/familles").main
    assert browser(administrator).get("/tags/familles/synonyms").status == 200


def test_a_long_tag_goes_on_by_cursor(browser: Open, space: Space, yann: Person, statements: list[str]) -> None:
    for number in range(32):
        make_thread(yann, space, f"Discussion {number}", tags=["climat"])
    reader = browser(yann)
    first = reader.get("/tags/climat")
    statements.clear()

    second = reader.get(first.links()["Discussions plus anciennes"])

    assert second.texts(".row h3") == ["Discussion 1", "Discussion 0"]
    assert len(statements) <= 8
