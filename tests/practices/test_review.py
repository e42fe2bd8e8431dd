"""Judging a sheet: opinions, the quorum, changes asked and what changed since; the published version meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from flask import Flask

from config import Settings
from forum.accounts.models import Person
from forum.core.errors import Conflict, NotAllowed
from forum.core.i18n import day, in_language
from forum.core.models import now
from forum.extensions import db
from forum.notices.words import words_of
from forum.practices.fields import opinion_words
from forum.practices.models import Opinion, Review, Sheet, SheetEvent, SheetState, SheetVersion
from forum.practices.services import (
    ask_changes,
    give_opinion,
    publish_at_once,
    release_review,
    save_sheet,
    start_sheet,
    withdraw_sheet,
)
from tests.browsing import Browser, apart
from tests.factories import actor, make_person
from tests.practices.factories import EVERY_FIELD, make_draft
from tests.practices.reviewing import (
    REASONS,
    fresh,
    judged,
    make_coauthor,
    make_editor,
    notices,
    published_by_committee,
    review_of,
    sent_back,
    submitted,
    taken,
)

Open = Callable[..., Browser]


def test_a_sheet_is_published_when_a_quorum_retains_it_with_the_most_reserved_of_their_opinions(
    browser: Open, visitor: Browser, draft: Sheet, editor: Person, second: Person
) -> None:
    submitted(draft)
    taken(draft, editor)
    first, last = browser(editor), browser(second)

    page = first.submit(first.get("/review/1"), "/opinion", opinion="generalise", reasons=REASONS)
    assert "Votre avis est donné." in page.text
    assert visitor.get("/practices/1").status == 404
    page = last.submit(last.get("/review/1"), "/opinion", opinion="discuss", reasons="Les nombres manquent.")

    assert "la fiche est publiée" in page.text
    sheet = fresh(draft)
    assert (sheet.state, sheet.opinion, sheet.published_version) == (SheetState.PUBLISHED, "discuss", 2)
    with in_language("fr"):
        today = day(now())
    read = visitor.get("/practices/1-le-tutorat-du-soir")
    assert "Avis du comité : À discuter" in read.main
    assert f"relue le {today}" in read.main
    assert "Les nombres manquent." not in read.html
    assert visitor.get("/practices").texts(".sheet-card h2") == ["Le tutorat du soir"]


def test_what_was_reviewed_stays_as_it_was_and_the_opinion_is_a_version_of_its_own(
    draft: Sheet, editor: Person, second: Person
) -> None:
    published_by_committee(draft, editor, second, opinion="follow")

    reviewed, published = db.session.query(SheetVersion).order_by(SheetVersion.number)
    assert reviewed.content == EVERY_FIELD
    with in_language("fr"):
        assert published.content == {**EVERY_FIELD, "opinion": "follow", "proofread_on": day(now())}
    assert published.html == reviewed.html


def test_the_day_is_written_in_the_language_of_the_sheet(editor: Person, second: Person, claire: Person) -> None:
    sheet = make_draft(claire, language="en")

    published_by_committee(sheet, editor, second)

    with in_language("en"):
        assert version(sheet).content["proofread_on"] == day(now())


def test_one_opinion_publishes_nothing(browser: Open, visitor: Browser, draft: Sheet, editor: Person) -> None:
    submitted(draft)
    taken(draft, editor)
    judged(draft, editor, "generalise")

    assert fresh(draft).state == SheetState.IN_REVIEW
    assert fresh(draft).published_version is None
    assert visitor.get("/practices/1").status == 404
    assert draft.title not in visitor.get("/practices").html


def test_a_quorum_that_does_not_retain_it_ends_the_review_without_publication(
    browser: Open, visitor: Browser, draft: Sheet, editor: Person, second: Person, claire: Person
) -> None:
    submitted(draft)
    taken(draft, editor)
    judged(draft, editor, "not_retained")

    last = browser(second)
    page = last.submit(last.get("/review/1"), "/opinion", opinion="not_retained", reasons="Rien n’est vérifiable.")

    assert "la fiche n’est pas retenue" in page.text
    assert (fresh(draft).state, fresh(draft).published_version) == (SheetState.DRAFT, None)
    assert review_of(draft).outcome == "not_retained"
    assert visitor.get("/practices/1").status == 404
    assert "Rien n’est vérifiable." in browser(claire).get("/review/1").text
    save_sheet(actor(claire), draft.id, 1, {**EVERY_FIELD, "results": "Vérifiés."})
    submitted(draft)


def test_where_opinions_part_another_member_settles_it(draft: Sheet, editor: Person, second: Person) -> None:
    submitted(draft)
    taken(draft, editor)
    judged(draft, editor, "generalise")
    judged(draft, second, "not_retained")
    assert fresh(draft).state == SheetState.IN_REVIEW

    judged(draft, make_editor(), "follow")

    assert (fresh(draft).state, fresh(draft).opinion) == (SheetState.PUBLISHED, "follow")


@pytest.mark.parametrize("quorum", [1, 3])
def test_how_many_must_agree_is_a_setting(quorum_of: Callable[[int], None], draft: Sheet, quorum: int) -> None:
    quorum_of(quorum)
    editors = [make_editor() for _ in range(quorum)]
    submitted(draft)
    taken(draft, editors[0])

    for number, each in enumerate(editors):
        assert fresh(draft).state == SheetState.IN_REVIEW, number
        judged(draft, each, "generalise")

    assert fresh(draft).state == SheetState.PUBLISHED


def test_an_opinion_waits_until_somebody_takes_the_sheet(browser: Open, draft: Sheet, editor: Person) -> None:
    submitted(draft)
    desk = browser(editor)

    assert not desk.get("/review/1").select('form[action$="/opinion"]')
    page = desk.post("/review/1/opinion", {"review": "1", "opinion": "follow", "reasons": REASONS})

    assert page.status == 409
    assert "Personne ne suit encore cette fiche." in page.main
    assert db.session.query(Opinion).count() == 0


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"reasons": REASONS}, "Choisissez un avis."),
        ({"opinion": "", "reasons": REASONS}, "Choisissez un avis."),
        ({"opinion": "excellent", "reasons": REASONS}, "Choisissez un avis."),
        ({"opinion": "follow", "reasons": " \n\u200b"}, "Ce champ est à remplir."),
        ({"opinion": "follow", "reasons": "x" * 5_001}, "Ce texte est trop long : 5000 caractères au plus."),
    ],
)
def test_an_opinion_says_which_and_why(
    browser: Open, draft: Sheet, editor: Person, sent: dict[str, str], message: str
) -> None:
    submitted(draft)
    taken(draft, editor)

    page = browser(editor).post("/review/1/opinion", {"review": "1", **sent})

    assert page.status == 422
    assert message in page.texts(".field-error")[0]
    assert page.values(page.form("/opinion"))["reasons"].strip() == sent["reasons"].strip()
    assert page.values(page.form("/opinion")).get("opinion") == (
        sent.get("opinion") if sent.get("opinion") == "follow" else None
    )
    assert db.session.query(Opinion).count() == 0


def test_the_same_opinion_sent_twice_is_given_once(draft: Sheet, editor: Person, second: Person) -> None:
    submitted(draft)
    taken(draft, editor)
    for _ in range(2):
        judged(draft, editor, "follow")
    assert fresh(draft).state == SheetState.IN_REVIEW

    for _ in range(2):
        judged(draft, second, "follow")

    assert kinds(draft) == ["submitted", "taken", "opinion", "opinion", "published"]
    assert db.session.query(SheetVersion).count() == 2


def test_two_opinions_at_once_are_two_and_publish_once(app: Flask, draft: Sheet, editor: Person) -> None:
    submitted(draft)
    sheet_id, number = draft.id, taken(draft, editor).id
    editors = [actor(one) for one in (editor, make_editor())]

    def press(who: int) -> None:
        with app.app_context():
            give_opinion(editors[who % 2], sheet_id, number, "follow", REASONS)

    with ThreadPoolExecutor(4) as presses:
        apart(lambda: list(presses.map(press, range(4))))

    assert fresh(draft).state == SheetState.PUBLISHED
    assert sorted(kinds(draft)) == ["opinion", "opinion", "published", "submitted", "taken"]
    assert db.session.query(SheetVersion).count() == 2


def test_one_may_change_ones_mind_while_the_review_is_open(browser: Open, draft: Sheet, editor: Person) -> None:
    submitted(draft)
    taken(draft, editor)
    judged(draft, editor, "not_retained", "Au premier abord.")
    desk = browser(editor)
    shown = desk.get("/review/1")
    assert shown.values(shown.form("/opinion"))["opinion"] == "not_retained"

    desk.submit(shown, "/opinion", opinion="follow", reasons="Après relecture.")

    given = db.session.query(Opinion).one()
    assert (given.opinion, given.reasons) == ("follow", "Après relecture.")


def test_the_others_opinions_are_read_once_ones_own_is_given_and_by_authors_once_it_is_over(
    browser: Open, draft: Sheet, editor: Person, second: Person, claire: Person
) -> None:
    submitted(draft)
    taken(draft, editor)
    judged(draft, editor, "generalise", "Une pratique à suivre de près.")
    words = "Une pratique à suivre de près."

    assert words in browser(editor).get("/review/1").text
    for reader in (second, claire):
        page = browser(reader).get("/review/1")
        assert words not in page.html
        assert "1 avis est donné." in page.text
        assert words not in browser(reader).get("/practices/1/history").html

    judged(draft, second, "follow", "Refaite chez nous.")
    assert words in browser(second).get("/review/1").text
    for said in (words, "Refaite chez nous.", "Relecture close : publiée"):
        assert said in browser(claire).get("/review/1").text


def test_an_opinion_on_a_review_that_is_over_is_refused_and_what_was_typed_is_kept(
    browser: Open, draft: Sheet, editor: Person, claire: Person
) -> None:
    submitted(draft)
    taken(draft, editor)
    desk = browser(editor)
    shown = desk.get("/review/1")
    withdraw_sheet(actor(claire), draft.id)

    page = desk.submit(shown, "/opinion", opinion="follow", reasons="Ce que j’avais écrit.")

    assert page.status == 409
    assert "Cette fiche n’est plus devant le comité telle que vous l’avez lue." in page.main
    assert "Ce que j’avais écrit." in page.text


def test_an_opinion_on_what_was_submitted_again_since_is_refused(
    browser: Open, draft: Sheet, editor: Person, claire: Person
) -> None:
    submitted(draft)
    taken(draft, editor)
    desk = browser(editor)
    shown = desk.get("/review/1")
    withdraw_sheet(actor(claire), draft.id)
    save_sheet(actor(claire), draft.id, 1, {**EVERY_FIELD, "results": "Tout autre chose."})
    submitted(draft)
    taken(draft, editor)

    page = desk.submit(shown, "/opinion", opinion="follow", reasons="Ce que j’avais écrit.")

    assert page.status == 409
    assert page.values(page.form("/opinion"))["reasons"].strip() == "Ce que j’avais écrit."
    assert page.values(page.form("/opinion"))["review"] == str(review_of(draft).id)
    assert db.session.query(Opinion).count() == 0


def test_authors_write_no_opinion_of_the_committee(browser: Open, draft: Sheet, claire: Person) -> None:
    member = browser(claire)
    page = member.get("/practices/1/edit")
    assert not page.select('[name="opinion"], [name="proofread_on"]')

    member.submit(page, with_field="title", place="Cancale", opinion="discuss", proofread_on="01/01/2001")

    kept = version(draft).content
    assert (kept["place"], kept.get("opinion"), kept.get("proofread_on")) == (
        "Cancale",
        EVERY_FIELD["opinion"],
        EVERY_FIELD["proofread_on"],
    )


def test_no_page_publishes_without_the_committee(browser: Open, draft: Sheet, editor: Person, claire: Person) -> None:
    for person in (editor, claire):
        assert browser(person).post("/practices/1/publish").status in (403, 404, 405)
        assert "Publier" not in browser(person).get("/practices/1").text
    with pytest.raises(NotAllowed):
        publish_at_once(actor(claire), draft.id)
    assert fresh(draft).state == SheetState.DRAFT


def test_the_site_publishes_at_once_but_nothing_that_is_before_the_committee(
    draft: Sheet, editor: Person, claire: Person
) -> None:
    other = start_sheet(actor(claire), {"title": "Une autre"})
    publish_at_once(actor(editor), other.id)
    submitted(draft)

    with pytest.raises(Conflict):
        publish_at_once(actor(editor), draft.id)

    assert kinds(other) == ["published_at_once"]
    assert fresh(draft).state == SheetState.SUBMITTED


def test_what_is_before_the_committee_stays_as_it_was_submitted(
    browser: Open, draft: Sheet, claire: Person, editor: Person
) -> None:
    member = browser(claire)
    shown = member.get("/practices/1/edit")
    submitted(draft)

    for _ in range(2):
        page = member.submit(shown, with_field="title", place="Cancale")
        assert page.status == 409
        assert version(draft).content["place"] == "Redon"
        taken(draft, editor)


def test_authors_take_it_back_to_write_again_and_who_followed_it_is_told(
    browser: Open, draft: Sheet, claire: Person, editor: Person, deliver: Callable[[], int]
) -> None:
    submitted(draft)
    taken(draft, editor)
    member = browser(claire)

    page = member.submit(member.get("/review/1"), "/withdraw")
    deliver()

    assert page.url == "/practices/1/edit"
    assert fresh(draft).state == SheetState.DRAFT
    assert review_of(draft).outcome == "withdrawn"
    assert told(editor)[-1] == "Claire Morvan a retiré « Le tutorat du soir » du comité de lecture."
    assert browser(editor).get("/review?show=mine").texts("ul.rows h3") == []
    assert member.post("/practices/1/withdraw").status == 409


def test_changes_are_asked_by_who_follows_it_with_words_for_the_authors(
    browser: Open, draft: Sheet, claire: Person, editor: Person, second: Person, deliver: Callable[[], int]
) -> None:
    submitted(draft)
    taken(draft, editor)
    sent = {"review": "1", "words": "Précisez les *résultats*."}
    assert not browser(second).get("/review/1").select('form[action$="/changes"]')
    assert browser(second).post("/review/1/changes", sent).status == 403

    desk = browser(editor)
    page = desk.submit(desk.get("/review/1"), "/changes", words=sent["words"])
    deliver()

    assert page.url == "/review"
    assert fresh(draft).state == SheetState.CHANGES_ASKED
    assert told(claire)[-1] == (
        "Le comité de lecture demande des modifications à « Le tutorat du soir » : Précisez les résultats."
    )
    member = browser(claire)
    assert "Le comité demande des modifications" in member.get("/review/1").main
    assert "Précisez les *résultats*." in member.get("/practices/1/history").text
    assert member.get("/practices/1/edit").status == 200


@pytest.mark.parametrize("words", ["", " \n ", "x" * 5_001])
def test_asking_for_changes_says_which(browser: Open, draft: Sheet, editor: Person, words: str) -> None:
    submitted(draft)
    taken(draft, editor)

    page = browser(editor).post("/review/1/changes", {"review": "1", "words": words})

    assert page.status == 422
    assert page.select("#changes[aria-invalid]")
    assert page.values(page.form("/changes"))["words"].strip() == words.strip()
    assert fresh(draft).state == SheetState.IN_REVIEW


def test_asking_for_changes_twice_is_asking_once(draft: Sheet, editor: Person) -> None:
    submitted(draft)
    number = taken(draft, editor).id

    for _ in range(2):
        ask_changes(actor(editor), draft.id, number, "Dites-en plus.")

    assert kinds(draft) == ["submitted", "taken", "changes_asked"]


def test_what_is_submitted_again_shows_what_changed_since_word_by_word_and_nothing_else(
    browser: Open, draft: Sheet, claire: Person, editor: Person
) -> None:
    submitted(draft)
    taken(draft, editor)
    sent_back(draft, editor)
    changed = {**EVERY_FIELD, "results": "Les retards ont diminué de moitié.", "budget": ""}
    save_sheet(actor(claire), draft.id, 1, changed)
    submitted(draft)
    desk = browser(editor)

    page = desk.get("/review/1")

    assert "Ce qui a changé depuis la version 1" in page.main
    assert page.texts(".review-field[id^=field-] h3") == ["Budget", "Résultats"]
    assert page.texts(".diff ins") == ["de moitié"]
    assert page.texts(".diff del") == ["350 euros de goûters"]
    assert "[ajouté : de moitié ]" in page.texts("#field-results .diff")[0]
    assert "[retiré : 350 euros de goûters ]" in page.texts("#field-budget .diff")[0]
    assert "Déjà lue, à revoir" in desk.get("/review").main

    whole = desk.get(page.links()["Lire la fiche entière"])
    assert "Le car de 17 h est le dernier." in whole.main
    assert not whole.select(".diff")
    assert "Résultats modifié" in whole.texts(".review-field h3")


def test_a_first_submission_shows_the_whole_sheet(browser: Open, draft: Sheet, editor: Person) -> None:
    submitted(draft)

    page = browser(editor).get("/review/1")

    assert "Ce qui a changé" not in page.main
    for key in ("background", "results", "organisation", "domains", "other"):
        assert page.select(f"#field-{key}"), key
    assert not page.select("#field-opinion, #field-proofread_on")


def test_what_is_submitted_again_is_compared_with_what_the_committee_answered_not_with_what_was_withdrawn(
    draft: Sheet, claire: Person, editor: Person
) -> None:
    submitted(draft)
    taken(draft, editor)
    sent_back(draft, editor)
    for number in (1, 2):
        save_sheet(actor(claire), draft.id, number, {**EVERY_FIELD, "results": f"Essai {number}."})
        submitted(draft)
        if number == 1:
            withdraw_sheet(actor(claire), draft.id)

    assert [(one.version, one.previous_version) for one in db.session.query(Review).order_by(Review.id)] == [
        (1, None),
        (2, 1),
        (3, 1),
    ]


def test_new_opinions_are_needed_for_what_is_submitted_again(draft: Sheet, claire: Person, editor: Person) -> None:
    submitted(draft)
    taken(draft, editor)
    judged(draft, editor, "follow")
    sent_back(draft, editor)
    save_sheet(actor(claire), draft.id, 1, {**EVERY_FIELD, "results": "Autre chose."})
    submitted(draft)
    second = make_editor()
    taken(draft, second)

    judged(draft, second, "follow")

    assert fresh(draft).state == SheetState.IN_REVIEW


def test_the_published_version_stays_up_while_its_revision_goes_all_the_way(
    browser: Open, visitor: Browser, draft: Sheet, claire: Person, editor: Person, second: Person
) -> None:
    published_by_committee(draft, editor, second)
    old = "/practices/1-le-tutorat-du-soir"

    def readers_see(title: str) -> None:
        assert visitor.get("/practices").texts(".sheet-card h2") == [title]
        assert visitor.get(old).texts("h1") == [title]

    save_sheet(actor(claire), draft.id, 2, {**version(draft).content, "title": "Le tutorat du matin"})
    assert fresh(draft).state == SheetState.DRAFT
    readers_see("Le tutorat du soir")
    submitted(draft)
    readers_see("Le tutorat du soir")
    taken(draft, editor)
    judged(draft, editor, "generalise")
    readers_see("Le tutorat du soir")
    assert "Ce qui a changé depuis la version 2" in browser(editor).get("/review/1").main
    judged(draft, second, "generalise")

    readers_see("Le tutorat du matin")
    assert visitor.get(old, follow=False).status == 301
    assert fresh(draft).published_version == 4


def test_a_revision_that_is_not_retained_leaves_what_readers_see(
    visitor: Browser, draft: Sheet, claire: Person, editor: Person, second: Person
) -> None:
    published_by_committee(draft, editor, second)
    save_sheet(actor(claire), draft.id, 2, {**version(draft).content, "title": "Moins bien"})
    submitted(draft)
    taken(draft, editor)
    for one in (editor, second):
        judged(draft, one, "not_retained")

    assert visitor.get("/practices/1").texts("h1") == ["Le tutorat du soir"]
    assert (fresh(draft).state, fresh(draft).published_version) == (SheetState.DRAFT, 2)


def test_every_step_is_in_the_history_with_who_took_it(
    browser: Open, draft: Sheet, claire: Person, editor: Person, second: Person
) -> None:
    submitted(draft)
    taken(draft, editor)
    release_review(actor(editor), draft.id)
    taken(draft, second)
    sent_back(draft, second, "Précisez les résultats.")
    save_sheet(actor(claire), draft.id, 1, {**EVERY_FIELD, "results": "Précis."})
    submitted(draft)
    taken(draft, editor)
    judged(draft, editor, "generalise")
    judged(draft, second, "follow")

    lines = [line.split(" · ")[0] for line in browser(claire).get("/practices/1/history").texts(".history .line p")]

    assert lines == [
        "Le comité de lecture a publié la version 3, avec l’avis « À suivre »",
        f"{second.name} a donné son avis (2, pour un accord de 2)",
        "Françoise Leroy a donné son avis (1, pour un accord de 2)",
        "Françoise Leroy a pris la fiche, au nom du comité de lecture",
        "Claire Morvan a soumis la version 2 au comité de lecture",
        f"{second.name} a demandé des modifications",
        f"{second.name} a pris la fiche, au nom du comité de lecture",
        "Françoise Leroy a rendu la fiche au comité de lecture",
        "Françoise Leroy a pris la fiche, au nom du comité de lecture",
        "Claire Morvan a soumis la version 1 au comité de lecture",
    ]


def test_authors_are_told_of_each_step_in_the_site_and_by_mail_each_in_their_language(
    settings: Settings, draft: Sheet, claire: Person, editor: Person, second: Person, deliver: Callable[[], int]
) -> None:
    english = make_coauthor(draft, make_person("Jane Reader", language="en"))
    left = make_coauthor(draft, make_person(), ended_at=now())
    invited = make_coauthor(draft, make_person(), accepted_at=None)
    published_by_committee(draft, editor, second, opinion="generalise")
    for _ in range(2):
        deliver()

    assert told(claire) == [
        "Françoise Leroy, du comité de lecture, a commencé à lire « Le tutorat du soir ».",
        "Un avis de plus sur « Le tutorat du soir » : le comité de lecture en a reçu 1, et se prononce quand 2 "
        "s’accordent.",
        "« Le tutorat du soir » est publiée. Avis du comité de lecture : À généraliser.",
    ]
    assert [one.kind for one in notices(english)] == [
        "sheet.submitted",
        "sheet.taken",
        "sheet.opinion",
        "sheet.published",
    ]
    assert notices(claire)[-1].url == "/practices/1-le-tutorat-du-soir"
    assert notices(claire)[0].url == "/review/1"
    assert notices(left) == notices(invited) == []
    assert [mail["Subject"] for mail in mails(settings, claire)] == told(claire)
    english_opinion = words_in("en", "sheet.published", notices(english)[-1].facts)
    assert mails(settings, english)[-1]["Subject"] == english_opinion
    with in_language("en"):
        assert opinion_words("generalise") in english_opinion


def test_each_notice_reads_in_both_languages(app: Flask) -> None:
    facts = {
        "title": "Le tutorat",
        "who": "Claire",
        "words": "Parce que.",
        "opinion": "generalise",
        "field": "results",
        "given": 1,
        "quorum": 2,
    }
    for kind in (
        "review.waiting",
        "sheet.submitted",
        "sheet.withdrawn",
        "sheet.taken",
        "sheet.released",
        "sheet.changes_asked",
        "sheet.opinion",
        "sheet.published",
        "sheet.not_retained",
        "sheet.archived",
        "sheet.reinstated",
        "sheet.comment",
        "sheet.reply",
    ):
        for language in ("fr", "en"):
            assert "Le tutorat" in words_in(language, kind, facts), kind


def test_the_committee_is_told_that_a_sheet_waits_but_for_those_who_may_not_judge_it(
    draft: Sheet, claire: Person, editor: Person, second: Person, deliver: Callable[[], int]
) -> None:
    author = make_coauthor(draft, make_editor())
    submitted(draft)
    deliver()

    for one in (editor, second):
        assert told(one) == ["Une fiche attend le comité de lecture : « Le tutorat du soir »."]
        assert notices(one)[0].url == "/review/1"
    assert [one.kind for one in notices(author)] == ["sheet.submitted"]
    assert notices(claire) == []


def test_who_follows_a_sheet_is_told_of_the_opinions_of_others(
    draft: Sheet, editor: Person, second: Person, deliver: Callable[[], int]
) -> None:
    submitted(draft)
    taken(draft, editor)
    judged(draft, second, "follow")
    deliver()

    assert [one.kind for one in notices(editor)] == ["review.waiting", "sheet.opinion"]
    assert [one.kind for one in notices(second)] == ["review.waiting"]


def test_reasons_and_titles_are_shown_as_typed(
    browser: Open, claire: Person, editor: Person, second: Person, deliver: Callable[[], int]
) -> None:
    bad = "<script>alert(1)</script>"
    sheet = make_draft(claire, title=bad, place=bad, summary=bad)
    submitted(sheet)
    taken(sheet, editor)
    judged(sheet, editor, "follow", bad)
    sent_back(sheet, editor, bad)
    save_sheet(actor(claire), sheet.id, 1, {**EVERY_FIELD, "title": f"{bad} encore", "place": "Ici"})
    submitted(sheet)
    deliver()

    for reader in (claire, editor):
        for address in ("/review/1", "/review/1?whole=1", "/practices/1/history?a=1&b=2", "/notices"):
            page = browser(reader).get(address)
            assert page.status == 200
            assert bad not in page.html, address
            assert "alert(1)" in page.text, address


def kinds(sheet: Sheet) -> list[str]:
    """The lines of a sheet's history, oldest first."""
    return [line.kind for line in db.session.query(SheetEvent).filter_by(sheet_id=sheet.id).order_by(SheetEvent.id)]


def version(sheet: Sheet) -> SheetVersion:
    """The latest version."""
    number = fresh(sheet).latest_version
    return db.session.query(SheetVersion).filter_by(sheet_id=sheet.id, number=number).one()


def told(person: Person) -> list[str]:
    """What a person was told, as it reads in French."""
    return [words_in("fr", one.kind, one.facts) for one in notices(person)]


def words_in(language: str, kind: str, facts: dict[str, object]) -> str:
    with in_language(language):
        return words_of(kind, facts).replace("\u00a0", " ")


def mails(settings: Settings, person: Person) -> list[dict[str, str]]:
    """The mails that a person got, oldest first."""
    found = []
    for path in sorted(Path(settings.data_dir / "mail").glob("*.eml")):
        mail = message_from_bytes(path.read_bytes(), policy=policy.default)
        if mail["To"] == person.email:
            found.append({"Subject": str(mail["Subject"]).replace("\u00a0", " ")})
    return found


@pytest.fixture
def second(app: object) -> Person:
    return make_editor("Alain Second")


@pytest.fixture
def quorum_of(app: Flask, settings: Settings) -> Iterator[Callable[[int], None]]:
    """Sets how many must agree, for one test."""

    def change(quorum: int) -> None:
        app.config["SETTINGS"] = settings.model_copy(update={"review_quorum": quorum})

    yield change
    app.config["SETTINGS"] = settings
