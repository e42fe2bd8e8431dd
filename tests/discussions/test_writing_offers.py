"""What is offered to who opens a thread: templates and tags of the space, and what was already said."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from forum.accounts.models import Person, Role
from forum.core import audience
from forum.core.transactions import transaction
from forum.discussions.models import Space, SpaceTag, SpaceTemplate, Tag, TagSynonym, Thread
from forum.discussions.services.describe_space import describe_space
from forum.discussions.services.space_templates import add_template
from forum.discussions.views import writing
from forum.extensions import db
from forum.practices.models import Sheet
from forum.schools.models import School
from tests.browsing import Browser
from tests.discussions.factories import make_space, make_thread
from tests.factories import actor, make_person
from tests.practices.factories import make_sheet
from tests.schools.factories import make_member, make_referent, make_school
from tests.writing.asking import ask, keep

Open = Callable[..., Browser]


@pytest.fixture
def school(app: object) -> School:
    return make_school()


@pytest.fixture
def referent(school: School) -> Person:
    return make_referent(school, "Rémi Référent")


@pytest.fixture
def insider(school: School, referent: Person) -> Person:
    return make_member(school, referent, "Inès Dedans")


@pytest.fixture
def closed(school: School, referent: Person) -> Space:
    return make_space("Salle des profs", audience.of_school(school.id))


def tags_suggested(member: Browser, asked: str, space: Space | None = None) -> list[str]:
    answer = ask(member, f"/tags/suggest?q={asked}&space={space.id if space else ''}")
    assert answer.status_code == 200
    return [tag["name"] for tag in answer.get_json()["tags"]]


def test_a_holder_describes_the_space_and_its_tags_are_offered(
    browser: Open, space: Space, claire: Person, mediator: Person
) -> None:
    holder = browser(mediator)
    page = holder.submit(
        holder.get(f"/spaces/{space.slug}/settings"),
        "/settings",
        about="Tout ce qui touche au climat.",
        tags="Familles, conseil de classe; familles",
    )
    assert page.select("[name=tags]")[0]["value"] == "Familles, conseil de classe"
    member = browser(claire)

    opened = member.submit(
        member.get(f"/spaces/{space.slug}/new"),
        with_field="body",
        title="T",
        body="B",
        suggested=["Familles"],
        tags="x",
    )

    assert "Tout ce qui touche au climat." in member.get(f"/spaces/{space.slug}").main
    assert opened.texts(".thread-head .tag") == ["Familles", "x"]


def test_a_template_gives_a_thread_its_form_and_its_beginning(
    browser: Open, space: Space, claire: Person, mediator: Person
) -> None:
    holder = browser(mediator)
    listed = holder.submit(
        holder.get(f"/spaces/{space.slug}/templates/new"),
        with_field="body",
        name="Présenter une expérience",
        kind="experience",
        body="## Le contexte\n\n## Ce que nous avons essayé",
    )
    assert "Présenter une expérience" in listed.main
    member = browser(claire)

    page = member.get(member.get(f"/spaces/{space.slug}/new").links()["Présenter une expérience"])

    assert page.select("textarea")[0].get_text().strip() == "## Le contexte\n\n## Ce que nous avons essayé"
    assert page.select("[name=kind][checked]")[0]["value"] == "experience"
    keep(member, f"space:{space.id}", body="Déjà commencé", title="Titre")
    again = member.get(f"/spaces/{space.slug}/new?template=1").select("textarea")[0].get_text()
    assert again.strip() == "Déjà commencé\n\n## Le contexte\n\n## Ce que nous avons essayé"


def test_a_template_is_changed_and_taken_away(browser: Open, space: Space, mediator: Person) -> None:
    add_template(actor(mediator), space.id, "Un", "question", "Texte")
    add_template(actor(mediator), space.id, "Un", "question", "Texte")
    holder = browser(mediator)

    page = holder.submit(holder.get(f"/spaces/{space.slug}/templates/1"), with_field="body", name="Autre nom")

    assert page.texts(".row h3") == ["Autre nom"]
    assert not holder.submit(page, "/remove").texts(".row h3")
    assert holder.get(f"/spaces/{space.slug}/templates/1").status == 404


def test_each_kind_of_thread_says_what_it_is_for(browser: Open, space: Space, claire: Person) -> None:
    page = browser(claire).get(f"/spaces/{space.slug}/new")

    helps = {radio["value"]: radio["aria-describedby"] for radio in page.select("[name=kind]")}
    assert set(helps) == {"discussion", "question", "experience"}
    assert all(page.texts(f"#{words}")[0].endswith(".") for words in helps.values())


@pytest.mark.parametrize(
    "fields", [{"name": ""}, {"name": "n" * 81}, {"body": " "}, {"body": "b" * 5_001}, {"kind": "x"}]
)
def test_a_template_that_can_not_be_taken_is_kept_in_the_form(
    browser: Open, space: Space, mediator: Person, fields: dict[str, str]
) -> None:
    holder = browser(mediator)
    sent = {"name": "Nom", "kind": "question", "body": "Texte gardé", **fields}

    page = holder.submit(holder.get(f"/spaces/{space.slug}/templates/new"), with_field="body", **sent)

    assert page.status == 422
    assert page.select(".error-summary")
    assert page.select("textarea")[0].get_text().removeprefix("\r").strip() == sent["body"].strip()
    assert not db.session.query(SpaceTemplate).count()


def test_a_space_has_a_bounded_number_of_templates_and_tags(browser: Open, space: Space, mediator: Person) -> None:
    for number in range(10):
        add_template(actor(mediator), space.id, f"Modèle {number}", "question", "Texte")
    holder = browser(mediator)

    page = holder.submit(
        holder.get(f"/spaces/{space.slug}/templates/new"), with_field="body", name="N", kind="question", body="T"
    )
    words = ", ".join(f"mot {number}" for number in range(13))
    tags = holder.submit(holder.get(f"/spaces/{space.slug}/settings"), "/settings", tags=words)

    assert (page.status, tags.status) == (409, 422)
    assert "10 modèles au plus" in page.main
    assert "12 mots-clés au plus" in tags.main
    assert not db.session.query(SpaceTag).count()


def test_only_holders_settle_what_a_space_offers(
    browser: Open, visitor: Browser, space: Space, closed: Space, claire: Person, mediator: Person, referent: Person
) -> None:
    add_template(actor(mediator), space.id, "Un", "question", "Texte")
    member = browser(claire)
    sent = {"name": "N", "kind": "question", "body": "T", "about": "pris", "tags": ""}

    for end in ("settings", "templates/new", "templates/1"):
        assert member.get(f"/spaces/{space.slug}/{end}").status == 403
        assert member.post(f"/spaces/{space.slug}/{end}", sent).status == 403
        assert member.get(f"/spaces/{closed.slug}/{end}").status == 404
        assert visitor.get(f"/spaces/{space.slug}/{end}", follow=False).status == 303
    assert member.post(f"/spaces/{space.slug}/templates/1/remove").status == 403
    assert browser(referent).get(f"/spaces/{closed.slug}/settings").status == 200
    assert browser(referent).get(f"/spaces/{closed.slug}/templates/1").status == 404, "of another space"
    assert db.session.query(SpaceTemplate).count() == 1


def test_tags_are_suggested_by_their_beginning_and_by_other_words_for_them(
    browser: Open, space: Space, claire: Person, yann: Person, mediator: Person
) -> None:
    make_thread(yann, space, tags=["familles", "fatigue", "école"])
    with transaction():
        tag = db.session.query(Tag).filter_by(slug="familles").one()
        db.session.add(TagSynonym(slug="parents", name="parents", tag_id=tag.id))
    describe_space(actor(mediator), space.id, "", ["fatigue", "faim"])
    member = browser(claire)

    assert tags_suggested(member, "fa") == ["faim", "familles", "fatigue"]
    assert tags_suggested(member, "fa", space) == ["faim", "fatigue", "familles"]
    assert tags_suggested(member, "PAR") == ["familles"]
    assert tags_suggested(member, "Éc") == ["école"]
    assert tags_suggested(member, "%25") == []
    assert tags_suggested(member, "") == []


def test_no_tag_of_a_closed_place_is_suggested_outside(
    browser: Open, visitor: Browser, closed: Space, insider: Person, referent: Person, claire: Person
) -> None:
    make_thread(insider, closed, tags=["affaire Untel"])
    describe_space(actor(referent), closed.id, "", ["affichage"])

    assert tags_suggested(browser(insider), "aff") == ["affaire Untel", "affichage"]
    assert tags_suggested(browser(claire), "aff", closed) == []
    assert ask(visitor, "/tags/suggest?q=aff").status_code == 403


def test_what_was_already_said_is_shown_while_the_title_is_typed(
    browser: Open, space: Space, claire: Person, yann: Person, deliver: Callable[[], int]
) -> None:
    for number in range(6):
        make_thread(yann, space, f"Préparer un retour d’exclusion {number}")
    sheet: Sheet = make_sheet(make_person(role=Role.EDITOR), title="Le retour d’exclusion préparé")
    deliver()

    page = browser(claire).get("/threads/similar?title=retour+d'une+exclusion+%3F")

    titles = page.texts("li a")
    assert len(titles) == 5
    assert sheet.title in titles
    assert browser(claire).get("/threads/similar?title=le").html == ""
    assert browser(claire).get('/threads/similar?title=kind:sheet "-(').status == 200


def test_what_a_reader_may_not_see_is_never_similar(
    browser: Open, visitor: Browser, closed: Space, insider: Person, claire: Person, deliver: Callable[[], int]
) -> None:
    make_thread(insider, closed, "Le conseil de discipline de mardi")
    deliver()
    asked = "/threads/similar?title=conseil+de+discipline"

    assert "mardi" in browser(insider).get(asked).html
    assert browser(claire).get(asked).html == ""
    assert visitor.get(asked, follow=False).status == 303


def test_looking_for_what_is_similar_is_limited_in_pace(
    browser: Open, claire: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "SEARCHES_PER_MINUTE", 2)
    member = browser(claire)

    assert [member.get("/threads/similar?title=retour").status for _ in range(3)] == [200, 200, 429]


def test_without_scripts_a_refused_thread_shows_what_is_similar(
    browser: Open, space: Space, claire: Person, yann: Person, deliver: Callable[[], int]
) -> None:
    thread: Thread = make_thread(yann, space, "Préparer un retour d’exclusion")
    deliver()
    member = browser(claire)

    page = member.submit(
        member.get(f"/spaces/{space.slug}/new"), with_field="body", title="Un retour d’exclusion", body=""
    )

    assert page.status == 422
    assert page.texts(".similar-rows li a") == [thread.title]


def test_the_page_of_a_new_thread_takes_a_fixed_number_of_statements(
    browser: Open, space: Space, claire: Person, mediator: Person, statements: list[str]
) -> None:
    describe_space(actor(mediator), space.id, "", ["un", "deux"])
    add_template(actor(mediator), space.id, "Un", "question", "Texte")
    member = browser(claire)
    keep(member, f"space:{space.id}", body="x")
    statements.clear()

    member.get(f"/spaces/{space.slug}/new")

    assert len(statements) <= 8, statements
