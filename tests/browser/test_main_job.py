"""The main job, from one end to the other, as people do it in their browsers."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open

pytestmark = pytest.mark.browser
SCHOOL = "0351847T"
PASSWORD = "quatre mots bien choisis"
FOUNDING = re.compile("Osez la médiation")


@pytest.mark.parametrize("words", ["exclusion définitive", "intelligence relationnelle", "relational intelligence"])
def test_a_visitor_finds_the_founding_sheet_among_the_first_results(open_as: Open, words: str) -> None:
    page = open_as().go("/")

    page.fill("#find", words)
    page.press("#find", "Enter")
    page.wait_for_url("**/search?*")

    titles = page.locator("main h3").all_inner_texts()
    assert any(FOUNDING.search(title) and "Réponse" not in title for title in titles[:5]), titles
    page.locator("main h3 a", has_text=re.compile("^Osez la médiation")).first.click()
    expect(page.locator("h1")).to_have_text(FOUNDING)


def test_a_teacher_registers_joins_her_school_replies_and_speaks_in_its_room(open_as: Open) -> None:
    maya = open_as()
    register(maya.page, "Maya Le Bihan", "maya@exemple.fr")
    maya.go(f"/schools/{SCHOOL}")
    maya.page.fill("[name=words]", "J’enseigne les SVT ici depuis septembre.")
    maya.page.get_by_role("button", name="Demander à rejoindre").click()
    expect(maya.page.locator("main")).to_contain_text("Votre demande est en attente")

    referent = open_as("referent").go(f"/schools/{SCHOOL}")
    asked = referent.locator("#requests li", has_text="J’enseigne les SVT")
    asked.get_by_role("button", name="Admettre").click()
    expect(referent.locator("[data-flashes]")).to_contain_text("admise")

    maya.go("/spaces/climat-scolaire")
    maya.page.get_by_role("link", name="Le retour d’exclusion").first.click()
    maya.page.fill(
        "#reply textarea", "Chez nous, **un adulte** attend l’élève.\n\n- à 8 h 10\n- ailleurs que dans le couloir"
    )
    maya.page.get_by_role("button", name="Répondre").click()
    post = maya.page.locator("article.post", has_text="Maya Le Bihan")
    expect(post.locator("strong")).to_have_text("un adulte")
    expect(post.locator("li")).to_have_count(2)

    colleague = open_as("colleague")
    colleague.go(f"/schools/{SCHOOL}").get_by_role("link", name="Entrer dans le salon").click()
    expect(colleague.page.locator("[data-connection]")).to_have_text("Connecté")
    maya.go(f"/schools/{SCHOOL}").get_by_role("link", name="Entrer dans le salon").click()
    expect(maya.page.locator("[data-connection]")).to_have_text("Connecté")
    maya.page.fill("[data-say] textarea", "Bonjour, je suis la nouvelle collègue de SVT.")
    maya.page.press("[data-say] textarea", "Enter")
    expect(colleague.page.locator("[data-messages]")).to_contain_text("nouvelle collègue de SVT", timeout=1_000)
    assert maya.said + colleague.said == []


def register(page: Page, name: str, email: str) -> None:
    page.goto("/register")
    page.fill("[name=name]", name)
    page.fill("[name=email]", email)
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Demander un compte").click()
    expect(page.locator("h1")).to_have_text("Regardez votre messagerie")
    for _ in range(40):  # the mail is written by a job, within a moment
        page.goto("/demo/mail")
        if page.get_by_text(email).count():
            break
        page.wait_for_timeout(100)
    page.locator("main li, main tr", has_text=email).first.get_by_role("link").first.click()
    page.locator("main a[href*='/account/confirm/']").click()
    page.fill("main [name=password]", PASSWORD)
    page.locator("main").get_by_role("button").click()
    expect(page.locator("h1")).to_have_text("Bonjour Maya")


def test_an_outsider_finds_nothing_of_that_school(open_as: Open) -> None:
    colleague = open_as("colleague").go(f"/schools/{SCHOOL}")
    room = colleague.get_by_role("link", name="Entrer dans le salon").get_attribute("href")
    space = colleague.get_by_role("link", name="Tout l’espace").get_attribute("href")
    thread = colleague.get_by_role("link", name="Préparer la journée banalisée").get_attribute("href")
    assert room and space and thread

    outsider = open_as("outsider")
    for address in (room.split("#")[0], f"{room.split('#')[0]}/history", space, thread, f"{space}/new", "/messages/1"):
        answer = outsider.page.goto(address)
        assert answer is not None and answer.status == 404, address
    assert "banalisée" not in outsider.go("/search?q=banalisée").locator("main ul").all_inner_texts()
    assert outsider.page.locator("main h3").count() == 0
    school = outsider.go(f"/schools/{SCHOOL}").locator("body").inner_text()
    assert "Karim Belhadj" not in school
    assert "banalisée" not in school


def test_the_author_of_a_hidden_post_sees_why(open_as: Open) -> None:
    teacher = open_as("teacher").go("/spaces/climat-scolaire")
    teacher.get_by_role("link", name="Un ballon pour trois cents").click()
    teacher.fill("#reply textarea", "Ce message va trop loin.")
    teacher.get_by_role("button", name="Répondre").click()
    address = teacher.locator("article.post", has_text="Ce message va trop loin").locator(".when").get_attribute("href")
    assert address is not None

    colleague = open_as("outsider").go(address)
    post = colleague.locator("article.post", has_text="Ce message va trop loin")
    post.get_by_role("link", name="Signaler").click()
    colleague.get_by_label("Blessant ou agressif").check()
    colleague.fill("[name=words]", "Il vise quelqu’un.")
    colleague.get_by_role("button", name="Envoyer à la médiation").click()

    mediator = open_as("mediator").go("/moderation")
    mediator.get_by_role("link", name="Ce message va trop loin").click()
    mediator.get_by_role("button", name="Prendre").click()
    mediator.get_by_label("Masquer ce message").check()
    mediator.fill("[name=reason]", "La charte demande de parler des situations, pas des personnes.")
    mediator.get_by_role("button", name="Décider").click()
    expect(mediator.locator("[data-flashes]")).not_to_be_empty()

    teacher.goto(address)
    mine = teacher.locator("article.post", has_text="Claire Morvan").last
    expect(mine).to_contain_text("Message masqué par la médiation.")
    expect(mine).to_contain_text("La charte demande de parler des situations")
    visitor = open_as().go(address)
    expect(visitor.locator("main")).not_to_contain_text("Ce message va trop loin")
    expect(visitor.locator("main")).not_to_contain_text("La charte demande")
