"""From a discussion to a sheet: posts are chosen and placed, everyone quoted is asked, and what they say holds."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from io import BytesIO
from typing import Any, TypeVar

import pytest
from flask import current_app
from flask_babel import force_locale
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader
from sqlalchemy import select, update

from forum.accounts.models import Person, Role
from forum.core import audience
from forum.core.events import record
from forum.core.i18n import day
from forum.core.models import now
from forum.core.transactions import transaction
from forum.discussions.models import Post, Space, Thread
from forum.discussions.services import delete_post, edit_post, hide_post, restore_post
from forum.extensions import db
from forum.practices.events import SheetPublished
from forum.practices.models import Consent, Quotation, Sheet, SheetVersion
from forum.practices.queries.pdf import pdf_folder
from forum.practices.quoting import ShownQuotation, html_with, in_text, is_said_in, new_marker, source_with
from forum.practices.services import archive_sheet, publish_at_once, save_sheet, submit_sheet
from forum.practices.services.answer_quotation import answer_quotations
from forum.practices.services.expire_quotations import expire_quotations
from forum.practices.services.formalise import DRAFTS_A_MINUTE, Placement, formalise
from forum.practices.services.make_pdf import make_next_pdf
from forum.practices.tasks_quotations import leave_out_the_unanswered
from forum.schools.models import School
from forum.schools.services import admit_member
from tests.accounts.factories import mails, words
from tests.browsing import Browser, Page
from tests.discussions.factories import lengthen, make_reply, make_space, make_thread
from tests.factories import actor, make_person
from tests.practices.factories import make_draft
from tests.practices.handed_out import ask, read
from tests.schools.factories import ask as ask_to_join
from tests.schools.factories import make_referent, make_school

Open = Callable[..., Browser]
Made = TypeVar("Made")
YANN_SAID = "Nous accueillons chaque élève exclu, **le matin même**, avec un adulte."
CLAIRE_SAID = "Chez nous, les parents viennent aussi."


# Choosing and placing


def test_a_thread_offers_to_make_a_sheet_of_it_to_members_only(browser: Open, thread: Thread, claire: Person) -> None:
    assert "En faire une fiche" in browser(claire).get(f"/threads/{thread.id}").text
    assert "En faire une fiche" not in browser().get(f"/threads/{thread.id}").text


def test_a_member_makes_a_draft_of_posts_without_scripts(browser: Open, thread: Thread, claire: Person) -> None:
    mine = browser(claire)
    page = mine.get(mine.get(f"/threads/{thread.id}").links()["En faire une fiche"])
    assert page.texts(".choose-posts label")[1].endswith(today())
    page = mine.get(f"/practices/formalise/{thread.id}/place?post=1&post=2")
    assert page.values(page.form("/place"))["title"] == thread.title

    page = place(mine, page, title="L’accueil du matin", field=["results", "actions"])

    assert page.url.endswith("/quotations")
    assert "Chaque personne citée est prévenue" in page.text
    sheet = the_sheet()
    assert sheet.title == "L’accueil du matin"
    assert (sheet.owner_id, sheet.published_version) == (claire.id, None)
    assert [quotation.consent for quotation in quotations()] == ["asked", "agreed"]


def test_posts_are_chosen_over_several_pages_of_a_long_thread(browser: Open, thread: Thread, claire: Person) -> None:
    lengthen(thread, claire, 45)
    mine = browser(claire)
    page = mine.get(f"/practices/formalise/{thread.id}?page=2&post=3&post=25")
    form = page.select("form.formalise")[0]

    hidden = [field["value"] for field in form.select("input[type=hidden][name=post]")]
    ticked = [field["value"] for field in form.select("input[type=checkbox][checked]")]
    assert (hidden, ticked) == (["3"], ["25"])
    assert [button["value"] for button in form.select("button[name=page]")] == ["1", "3"]
    assert form.select("button")[0]["formaction"].endswith("/place"), "« Entrée » leads on, not to another page"


def test_the_pages_of_a_long_thread_cost_the_same_at_its_end(
    browser: Open, thread: Thread, claire: Person, statements: list[str]
) -> None:
    lengthen(thread, claire, 5_000)
    mine = browser(claire)
    mine.get(f"/practices/formalise/{thread.id}")
    counts = []
    for page in (1, 250):
        statements.clear()
        assert mine.get(f"/practices/formalise/{thread.id}?page={page}&post=1").status == 200
        counts.append(len(statements))
    statements.clear()
    assert mine.get(f"/practices/formalise/{thread.id}/place?post=1&post=4999").status == 200

    assert counts[0] == counts[1] <= 8
    assert len(statements) <= 8


def test_a_page_that_does_not_exist_and_numbers_that_are_none_are_no_error(
    browser: Open, thread: Thread, claire: Person
) -> None:
    mine = browser(claire)

    assert mine.get(f"/practices/formalise/{thread.id}?page=9").status == 404
    assert mine.get(f"/practices/formalise/{thread.id}?page=x&post=-1&post=99999999999&post=a").status == 200
    assert "Choisissez d’abord des messages" in mine.get(f"/practices/formalise/{thread.id}/place").text


def test_only_posts_that_can_be_read_are_offered_and_taken(
    browser: Open, thread: Thread, claire: Person, yann: Person, mediator: Person
) -> None:
    gone = make_reply(yann, thread, "Ce que je regrette.")
    delete_post(actor(yann), gone.id)
    hidden = make_reply(yann, thread, "Ce qui fut masqué.")
    hide_post(actor(mediator), hidden.id, "Hors charte")
    mine = browser(yann)

    page = mine.get(f"/practices/formalise/{thread.id}")
    placing = mine.get(f"/practices/formalise/{thread.id}/place?post=1&post={gone.number}&post={hidden.number}")

    assert "regrette" not in page.text and "masqué" not in page.text
    assert [field["value"] for field in placing.select("input[name=post]")] == ["1"]
    sent = {"title": "T", "language": "fr", "post": [str(gone.number)], "field": ["actions"], "words": ["Ce que je"]}
    assert mine.post(f"/practices/formalise/{thread.id}/place", sent).status == 422
    assert not quotations()


def test_a_post_can_be_placed_in_two_fields(browser: Open, thread: Thread, claire: Person) -> None:
    mine = browser(claire)
    page = mine.get(f"/practices/formalise/{thread.id}/place?post=1")
    page = place(mine, page, again="0", title="L’accueil", field=["actions"], words=["Nous accueillons"])
    assert page.status == 200 and not quotations()
    assert [field.get_text().strip() for field in page.select("textarea")] == ["Nous accueillons", YANN_SAID]

    place(mine, page, title="L’accueil", field=["actions", "results"], words=["Nous accueillons", "avec un adulte."])

    assert [(one.field, one.words) for one in quotations()] == [
        ("actions", "Nous accueillons"),
        ("results", "avec un adulte."),
    ]
    assert len(mails()) == 0


def test_what_a_post_quotes_of_another_is_neither_offered_nor_taken(
    browser: Open, thread: Thread, claire: Person, yann: Person
) -> None:
    first = db.session.query(Post).filter_by(thread_id=thread.id, number=1).one()
    post = make_reply(yann, thread, f"> [x](/posts/{first.id}) :\n> Les mots d’un autre.\n\nLes miens.")
    mine = browser(claire)

    page = mine.get(f"/practices/formalise/{thread.id}/place?post={post.number}")
    refused = place(mine, page, title="Une fiche", field=["results"], words=["Les mots d’un autre."])

    assert page.texts("textarea[name=words]") == ["Les miens."]
    assert refused.status == 422
    assert "Ce ne sont pas les mots du message." in refused.main


def test_words_that_the_post_does_not_say_are_refused_and_what_was_typed_is_kept(
    browser: Open, thread: Thread, claire: Person
) -> None:
    mine = browser(claire)
    page = mine.get(f"/practices/formalise/{thread.id}/place?post=1&post=2")

    page = place(mine, page, title="Mon titre", field=["actions", "results"], words=["Nous excluons", CLAIRE_SAID])

    assert page.status == 422
    assert "Ce ne sont pas les mots du message" in page.texts("#words-0-error")[0]
    assert page.select("#words-0")[0].get_text().strip() == "Nous excluons"
    assert page.select("#words-0")[0]["aria-describedby"] == "words-0-error"
    assert page.links()[page.texts(".error-summary a")[0]] == "#words-0"
    assert page.values(page.form("/place"))["title"] == "Mon titre"
    assert not quotations() and not the_sheets()


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"title": " "}, "Donnez un titre à la fiche."),
        ({"title": "T" * 301}, "Ce texte est trop long : 300 caractères au plus."),
        ({"field": ["", ""]}, "Placez au moins un message dans un champ."),
        ({"field": ["title", ""]}, "Choisissez un champ de la fiche."),
        ({"field": ["summary", ""]}, "Choisissez un champ de la fiche."),
        ({"words": ["", ""]}, "Ce ne sont pas les mots du message"),
        ({"words": ["[…]", ""]}, "Ce ne sont pas les mots du message"),
        ({"words": ["mot " * 2_000, ""]}, "Ce texte est trop long : 5000 caractères au plus."),
    ],
)
def test_what_cannot_be_taken_is_said_beside_it(
    browser: Open, thread: Thread, claire: Person, fields: dict[str, Any], message: str
) -> None:
    mine = browser(claire)
    page = mine.get(f"/practices/formalise/{thread.id}/place?post=1&post=2")

    page = place(mine, page, **{"title": "Titre", "field": ["actions", ""], **fields})

    assert page.status == 422
    assert message in page.text
    assert not the_sheets()


def test_fields_that_do_not_pair_up_are_no_error(browser: Open, thread: Thread, claire: Person) -> None:
    sent: dict[str, Any] = {"title": "T", "language": "fr", "field": ["actions"] * 40, "words": ["zzz"], "post": ["1"]}

    assert browser(claire).post(f"/practices/formalise/{thread.id}/place", sent).status == 422


def test_passages_with_a_cut_between_them_are_the_posts_own_words() -> None:
    said = "Le matin, nous parlons.\n\nLe soir, nous écrivons, puis nous relisons."

    assert is_said_in("Le matin […] nous relisons.", said)
    assert is_said_in("nous parlons.\nLe soir (...) puis", said)
    assert not is_said_in("Le soir […] Le matin", said)
    assert not is_said_in("Le matin, nous […] dansons.", said)
    assert not is_said_in("[…]", said)


@given(st.lists(st.text("abcé’.,", min_size=1, max_size=6), min_size=1, max_size=20), st.data())
def test_any_passages_of_a_text_in_their_order_are_said_in_it(said: list[str], data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(0, len(said)), min_size=2, max_size=6)))
    taken = [" ".join(said[first:last]) for first, last in zip(cuts[::2], cuts[1::2], strict=False)]

    assert is_said_in(" […] ".join(taken), "\n".join(said))
    assert not is_said_in(" […] ".join([*taken, "z"]), "\n".join(said))


def test_the_same_form_sent_twice_makes_one_draft(browser: Open, thread: Thread, claire: Person) -> None:
    mine = browser(claire)
    page = mine.get(f"/practices/formalise/{thread.id}/place?post=1")

    first = place(mine, page, title="Une", field=["actions"])
    second = place(mine, page, title="Une", field=["actions"])

    assert first.url == second.url
    assert (len(the_sheets()), len(quotations())) == (1, 1)


def test_two_presses_at_once_make_one_draft_and_ask_once(
    browser: Open, thread: Thread, claire: Person, yann: Person, deliver: Callable[[], int]
) -> None:
    who, thread_id = actor(claire), thread.id

    def press() -> int:
        placement = Placement(1, "actions", "Nous accueillons")
        return formalise(who, thread_id, "Une", [placement], submission="0" * 32).id

    made = in_threads(DRAFTS_A_MINUTE, press)

    assert made == [made[0]] * DRAFTS_A_MINUTE
    assert len(quotations()) == 1
    deliver()
    assert len(asking_mails()) == 1


def test_only_so_many_drafts_are_made_in_a_minute(browser: Open, thread: Thread, claire: Person) -> None:
    for _ in range(DRAFTS_A_MINUTE):
        quote(claire, thread, {1: "actions"})
    mine = browser(claire)

    page = place(mine, mine.get(f"/practices/formalise/{thread.id}/place?post=1"), title="Une", field=["actions"])

    assert page.status == 429
    assert page.select("textarea[name=words]")[0].get_text().strip() == YANN_SAID


def test_a_visitor_is_led_to_log_in(browser: Open, thread: Thread) -> None:
    page = browser().get(f"/practices/formalise/{thread.id}", follow=False)

    assert page.status == 303 and "/login" in page.response.headers["Location"]


# Asking and answering


def asking_mails() -> list[EmailMessage]:
    """The mails that ask to quote somebody: those of the thread's answers stand aside."""
    return [mail for mail in mails() if "/cited" in words(mail)]


def test_everyone_quoted_is_asked_once_by_notice_and_mail_in_their_language(
    browser: Open, thread: Thread, claire: Person, emily: Person, deliver: Callable[[], int]
) -> None:
    make_reply(emily, thread, "We greet them at the gate.")
    quote(claire, thread, {1: "actions", 3: "results", 2: "results"}, title="L’accueil")
    deliver()

    sent = {mail["To"]: mail for mail in asking_mails()}
    assert len(sent) == 2, "Claire is not asked about her own words"
    french, english = words(sent["yann@example.org"]), words(sent["emily@example.org"])
    assert "Claire Morvan aimerait citer l’un de vos messages" in " ".join(french.split())
    assert f"/practices/{the_sheet().id}/cited" in french
    assert "14" in english and "aimerait" not in english
    assert "aimerait citer" in browser(person_named("Yann Berthou")).get("/notices").text


def test_who_is_quoted_reads_their_words_and_where_they_stand_and_nothing_else_of_the_draft(
    browser: Open, thread: Thread, claire: Person, yann: Person
) -> None:
    sheet = quote(claire, thread, {1: "actions", 2: "results"}, title="L’accueil du matin")
    add_text(claire, sheet, "budget", "Un secret de rédaction")

    page = browser(yann).get(f"/practices/{sheet.id}/cited")

    assert "Nous accueillons chaque élève exclu" in page.text
    assert "Sous « Actions mises en œuvre »" in page.text
    assert "L’accueil du matin" in page.text and "Claire Morvan" in page.text
    assert CLAIRE_SAID not in page.text and "secret" not in page.text
    assert browser(yann).get(f"/practices/{sheet.id}").status == 404


def test_nobody_answers_for_another(browser: Open, thread: Thread, claire: Person, yann: Person) -> None:
    sheet = quote(claire, thread, {1: "actions"})
    other, kept = make_person(), quotations()[0]

    assert browser(other).get(f"/practices/{sheet.id}/cited").status == 404
    for person in (other, claire):
        sent = browser(person).post(f"/practices/{sheet.id}/cited", {f"answer-{kept.id}": "agreed"})
        assert sent.status == 404
    assert browser().get(f"/practices/{sheet.id}/cited", follow=False).status == 303
    assert consents() == ["asked"]


def test_an_answer_to_a_quotation_of_another_sheet_is_refused(
    browser: Open, thread: Thread, claire: Person, yann: Person
) -> None:
    first, second = quote(claire, thread, {1: "actions"}), quote(claire, thread, {1: "results"})
    of_second = quotations()[1]

    page = browser(yann).post(f"/practices/{first.id}/cited", {f"answer-{of_second.id}": "agreed"})

    assert page.status == 404
    assert second.id and consents() == ["asked", "asked"]


@pytest.mark.parametrize("answers", [{}, {"answer-{id}": "maybe"}, {"answer-{id}": "asked"}, {"answer-x": "agreed"}])
def test_an_answer_that_is_none_is_said(
    browser: Open, thread: Thread, claire: Person, yann: Person, answers: dict[str, str]
) -> None:
    sheet = quote(claire, thread, {1: "actions"})
    sent = {name.format(id=quotations()[0].id): given for name, given in answers.items()}

    page = browser(yann).post(f"/practices/{sheet.id}/cited", sent)

    assert page.status == 422
    assert "Choisissez une réponse." in page.text
    assert consents() == ["asked"]


def test_who_writes_is_told_the_answer(
    browser: Open, thread: Thread, claire: Person, yann: Person, deliver: Callable[[], int]
) -> None:
    sheet = quote(claire, thread, {1: "actions"}, title="L’accueil")
    reply = browser(yann)
    page = reply.get(f"/practices/{sheet.id}/cited")

    page = reply.submit(page, "/cited", **{f"answer-{quotations()[0].id}": "unnamed"})

    assert "Votre réponse est enregistrée." in page.text
    mine = browser(claire)
    assert "Yann Berthou vous laisse citer ses mots dans « L’accueil », sans son nom." in mine.get("/notices").text
    assert "D’accord, sans son nom" in mine.get(f"/practices/{sheet.id}/quotations").text


def test_a_member_finds_the_sheets_that_quote_them(browser: Open, thread: Thread, claire: Person, yann: Person) -> None:
    quote(claire, thread, {1: "actions"}, title="L’accueil")

    assert "L’accueil" in browser(yann).get("/practices/cited").main
    assert "L’accueil" not in browser(claire).get("/practices/cited").main
    assert browser().get("/practices/cited", follow=False).status == 303


# What readers see


@pytest.mark.parametrize(
    ("answer", "shown"),
    [
        (None, set()),
        (Consent.REFUSED, set()),
        (Consent.UNNAMED, {"words"}),
        (Consent.AGREED, {"words", "name", "link"}),
    ],
)
def test_readers_see_what_was_agreed_to_and_no_more(
    browser: Open, thread: Thread, claire: Person, yann: Person, editor: Person, answer: Consent | None, shown: set[str]
) -> None:
    sheet = quote(claire, thread, {1: "actions"})
    add_text(claire, sheet, "results", "Ce que nous avons vu.")
    if answer:
        say(yann, answer)
    publish(editor, sheet)

    for reader in (None, make_person(), yann, claire, editor):
        page = browser(reader).get(f"/practices/{sheet.id}")
        assert traces(str(page.soup.main)) == shown, reader
        assert "Ce que nous avons vu." in page.text
        assert "quote:" not in page.html
        assert ("Actions mises en œuvre" in page.text) == bool(shown), "an empty place says nothing"


def test_the_publication_does_not_wait_for_answers_and_an_answer_shows_at_once(
    browser: Open, thread: Thread, claire: Person, yann: Person, editor: Person
) -> None:
    sheet = publish(editor, quote(claire, thread, {1: "actions"}))
    reader = browser()
    assert traces(reader.get(f"/practices/{sheet.id}").html) == set()

    say(yann, Consent.AGREED)
    assert traces(reader.get(f"/practices/{sheet.id}").html) == {"words", "name", "link"}
    say(yann, Consent.UNNAMED)
    assert traces(reader.get(f"/practices/{sheet.id}").html) == {"words"}
    say(yann, Consent.REFUSED)
    assert traces(reader.get(f"/practices/{sheet.id}").html) == set()


def test_ones_own_words_need_no_asking(browser: Open, thread: Thread, claire: Person, editor: Person) -> None:
    sheet = publish(editor, quote(claire, thread, {2: "actions"}))

    page = browser().get(f"/practices/{sheet.id}")

    assert CLAIRE_SAID in page.text
    assert f"Claire Morvan, le {today()}" in page.text


def test_what_the_author_writes_around_leaves_words_and_credit_as_they_are(
    browser: Open, thread: Thread, claire: Person, yann: Person, editor: Person
) -> None:
    sheet = quote(claire, thread, {1: "actions"})
    say(yann, Consent.AGREED)
    marker = in_text(quotations()[0].marker)
    add_text(claire, sheet, "actions", f"Avant.\n\n{marker}\n\n- Après, comme dit {marker}")
    publish(editor, sheet)

    page = browser().get(f"/practices/{sheet.id}")

    assert page.texts("div.quotation blockquote") == [
        "Nous accueillons chaque élève exclu, le matin même , avec un adulte."
    ]
    assert page.texts("div.quotation .credit a") == [f"Yann Berthou, le {today()}"]
    assert page.select("div.quotation .credit a")[0]["href"] == f"/posts/{the_post(1).id}"
    assert (
        "« Nous accueillons chaque élève exclu, le matin même, avec un adulte. » ( Yann Berthou"
        in page.texts(".sheet li")[0]
    )


def test_a_marker_moved_to_another_field_stays_a_quotation_and_one_taken_out_is_gone(
    browser: Open, thread: Thread, claire: Person, yann: Person, editor: Person
) -> None:
    sheet = quote(claire, thread, {1: "actions"})
    say(yann, Consent.AGREED)
    marker = in_text(quotations()[0].marker)
    add_text(claire, sheet, "actions", "")
    add_text(claire, sheet, "results", marker)
    assert "Sous « Résultats »" in browser(yann).get(f"/practices/{sheet.id}/cited").text
    add_text(claire, sheet, "results", "Rien de cité.")
    publish(editor, sheet)

    page = browser().get(f"/practices/{sheet.id}")

    assert traces(page.html) == set()
    assert "Le repère n’est plus dans le texte." in browser(claire).get(f"/practices/{sheet.id}/quotations").text


def test_a_marker_copied_into_another_sheet_quotes_nothing_there(
    browser: Open, thread: Thread, claire: Person, yann: Person, editor: Person
) -> None:
    quote(claire, thread, {1: "actions"})
    say(yann, Consent.AGREED)
    other = make_draft(claire, actions=f"Voici : {in_text(quotations()[0].marker)}")
    publish(editor, other)

    assert traces(browser().get(f"/practices/{other.id}").html) == set()
    assert traces(browser(claire).get(f"/practices/{other.id}?version=latest").html) == set()


def test_a_post_that_is_deleted_or_hidden_takes_its_quotation_with_it(
    browser: Open,
    thread: Thread,
    claire: Person,
    yann: Person,
    editor: Person,
    mediator: Person,
    deliver: Callable[[], int],
) -> None:
    sheet = quote(claire, thread, {1: "actions"})
    say(yann, Consent.AGREED)
    publish(editor, sheet)
    reader = browser()
    assert traces(reader.get(f"/practices/{sheet.id}").html)

    hide_post(actor(mediator), the_post(1).id, "Hors charte")
    deliver()
    assert traces(reader.get(f"/practices/{sheet.id}").html) == set()
    restore_post(actor(mediator), the_post(1).id)
    deliver()
    assert traces(reader.get(f"/practices/{sheet.id}").html)
    delete_post(actor(yann), the_post(1).id)
    deliver()
    assert traces(reader.get(f"/practices/{sheet.id}").html) == set()
    assert "Message retiré de la discussion" in browser(claire).get(f"/practices/{sheet.id}/quotations").text


def test_a_post_edited_later_is_quoted_as_it_was_agreed_to(
    browser: Open, thread: Thread, claire: Person, yann: Person, editor: Person
) -> None:
    sheet = quote(claire, thread, {1: "actions"})
    say(yann, Consent.AGREED)
    edit_post(actor(yann), the_post(1).id, "Tout autre chose.")
    publish(editor, sheet)

    page = browser().get(f"/practices/{sheet.id}")

    assert "Nous accueillons" in page.text and "Tout autre chose" not in page.text


@pytest.mark.parametrize("answer", [None, Consent.REFUSED])
@pytest.mark.parametrize(
    "door",
    [
        "/practices/{id}",
        "/practices/{id}-x.json",
        "/practices/{id}-x.md",
        "/practices/{id}-x.jsonld",
        "/practices/{id}-x.bib",
        "/practices/{id}-x.ris",
        "/practices/{id}-x.csl.json",
        "/practices.json",
        "/practices.csv",
        "/feeds/practices.atom",
        "/oai?verb=ListRecords&metadataPrefix=oai_dc",
        "/search?q=accueillons",
        "/practices",
        "/",
    ],
)
def test_no_door_lets_out_words_that_were_not_agreed_to(
    browser: Open,
    thread: Thread,
    claire: Person,
    yann: Person,
    editor: Person,
    deliver: Callable[[], int],
    answer: Consent | None,
    door: str,
) -> None:
    make_restricted(thread)  # so that no door tells of the post itself
    sheet = quote(claire, thread, {1: "actions", 2: "results"}, title="L’accueil du matin")
    say(yann, Consent.AGREED)
    publish(editor, sheet)
    deliver()
    with transaction():
        db.session.execute(update(Quotation).where(Quotation.person_id == yann.id).values(consent="asked"))
    if answer:
        say(yann, answer)
    db.session.execute(select(Sheet))
    republish(sheet)
    deliver()

    said = read(door.format(id=sheet.id))

    assert "accueillons chaque" not in said and "Yann" not in said
    assert "quote:" not in said


def test_a_pdf_says_no_more_than_who_is_quoted_allows(
    thread: Thread, claire: Person, yann: Person, editor: Person, deliver: Callable[[], int]
) -> None:
    sheet = quote(claire, thread, {1: "actions"})
    say(yann, Consent.AGREED)
    publish(editor, sheet)
    assert {"words", "name"} <= traces(words_of_pdf(sheet, deliver))

    say(yann, Consent.REFUSED)
    assert ask(f"/practices/{sheet.id}-{sheet.slug}.pdf").content_type != "application/pdf", "before it is made anew"

    assert traces(words_of_pdf(sheet, deliver)) == set()
    assert len(list(pdf_folder().glob(f"{sheet.id}-*"))) == 1, "what holds withdrawn words lies nowhere"


def test_withdrawn_words_leave_the_index_and_agreed_ones_are_found(
    browser: Open, thread: Thread, claire: Person, yann: Person, editor: Person, deliver: Callable[[], int]
) -> None:
    make_restricted(thread)
    sheet = quote(claire, thread, {1: "actions"}, title="L’accueil du matin")
    publish(editor, sheet)
    deliver()
    reader = browser()
    assert "L’accueil du matin" not in reader.get("/search?q=accueillons").main

    say(yann, Consent.AGREED)
    deliver()
    assert "L’accueil du matin" in reader.get("/search?q=accueillons").main
    say(yann, Consent.REFUSED)
    deliver()
    assert "L’accueil du matin" not in reader.get("/search?q=accueillons").main


def test_what_is_handed_out_quotes_with_credit(
    browser: Open, thread: Thread, claire: Person, yann: Person, editor: Person
) -> None:
    sheet = quote(claire, thread, {1: "actions"})
    say(yann, Consent.AGREED)
    publish(editor, sheet)

    text = browser().get(f"/practices/{sheet.id}-{sheet.slug}.md").html

    assert f"> {YANN_SAID}\n>\n> — [Yann Berthou, le {today()}](http" in text
    assert json.loads(read("/practices.json"))["sheets"][0]["contributors"] == ["Yann Berthou"]


def test_who_gave_their_words_is_named_beside_the_sheet(
    browser: Open, thread: Thread, claire: Person, yann: Person, emily: Person, editor: Person
) -> None:
    make_reply(emily, thread, "We greet them at the gate.")
    sheet = quote(claire, thread, {1: "actions", 2: "actions", 3: "results"})
    say(yann, Consent.AGREED)
    say(emily, Consent.UNNAMED)
    publish(editor, sheet)

    page = browser().get(f"/practices/{sheet.id}")

    assert "Yann Berthou, Claire Morvan et une personne qui préfère ne pas être nommée" in page.text
    assert "Emily" not in page.html
    assert browser(yann).get(f"/practices/{sheet.id}").links()["Changer ma réponse"] == f"/practices/{sheet.id}/cited"
    assert "Changer ma réponse" not in page.links()


# Authors, and discussions that not everyone may read


def test_authors_see_what_waits_in_the_draft_and_readers_of_the_published_version_do_not(
    browser: Open, thread: Thread, claire: Person, editor: Person
) -> None:
    sheet = quote(claire, thread, {1: "actions"})
    for reader in (claire, editor):
        page = browser(reader).get(f"/practices/{sheet.id}?version=latest")
        assert traces(page.html) == {"words", "name", "link"}
        assert "en attente d’accord" in page.text
    publish(editor, sheet)

    assert traces(browser(claire).get(f"/practices/{sheet.id}").html) == set()


def test_a_refused_quotation_leaves_the_draft_too(browser: Open, thread: Thread, claire: Person, yann: Person) -> None:
    sheet = quote(claire, thread, {1: "actions"})
    say(yann, Consent.REFUSED)

    for address in (f"/practices/{sheet.id}?version=latest", f"/practices/{sheet.id}/quotations"):
        assert "accueillons" not in browser(claire).get(address).html


def test_the_editor_keeps_the_marker_and_never_the_words(browser: Open, thread: Thread, claire: Person) -> None:
    sheet = quote(claire, thread, {1: "actions"})

    page = browser(claire).get(f"/practices/{sheet.id}/edit")

    assert page.select("textarea[name=actions]")[0].get_text().strip() == in_text(quotations()[0].marker)
    assert "accueillons" not in str(db.session.scalars(select(SheetVersion.content)).all())


def test_the_editor_says_what_each_marker_stands_for(
    browser: Open, restricted: Thread, claire: Person, yann: Person, editor: Person
) -> None:
    sheet = quote(claire, restricted, {1: "actions"})
    told = browser(claire).get(f"/practices/{sheet.id}/edit").texts("details.markers li")[0]
    assert told.startswith(f"{in_text(quotations()[0].marker)} Yann Berthou : Nous accueillons")
    assert "Yann" not in str(browser(editor).get(f"/practices/{sheet.id}/edit").select("details.markers"))

    say(yann, Consent.REFUSED)

    told = browser(claire).get(f"/practices/{sheet.id}/edit").texts("details.markers li")[0]
    assert "accueillons" not in told and "sans accord" in told


def test_a_preview_shows_the_quotations_of_ones_own_sheet_alone(
    browser: Open, thread: Thread, claire: Person, yann: Person
) -> None:
    quote(claire, thread, {1: "actions"})
    sent = {"title": "T", "language": "fr", "actions": f"Voici.\n\n{in_text(quotations()[0].marker)}"}

    mine = browser(claire).post("/practices/preview", sent)
    anothers = browser(make_person()).post("/practices/preview", sent)

    assert traces(mine.html) == {"words", "name", "link"}
    assert traces(anothers.html) == set() and "Voici." in anothers.text and "quote:" not in anothers.html


def test_who_may_not_see_a_thread_cannot_make_a_sheet_of_it(
    browser: Open, restricted: Thread, claire: Person, outsider: Person
) -> None:
    for address in (f"/practices/formalise/{restricted.id}", f"/practices/formalise/{restricted.id}/place?post=1"):
        assert browser(claire).get(address).status == 200
        assert browser(outsider).get(address).status == 404
    sent = {"title": "T", "language": "fr", "post": "1", "field": "actions", "words": "Nous accueillons"}
    assert browser(outsider).post(f"/practices/formalise/{restricted.id}/place", sent).status == 404


def test_the_title_of_a_restricted_thread_is_not_offered_for_a_public_sheet(
    browser: Open, restricted: Thread, claire: Person
) -> None:
    page = browser(claire).get(f"/practices/formalise/{restricted.id}/place?post=1")

    assert page.values(page.form("/place"))["title"] == ""
    assert "Discussion réservée" in page.text


def test_the_committee_reads_nothing_of_a_restricted_thread_before_consent(
    browser: Open, restricted: Thread, claire: Person, yann: Person, editor: Person
) -> None:
    sheet = quote(claire, restricted, {1: "actions"})

    seen = browser(editor).get(f"/practices/{sheet.id}?version=latest")
    listed = browser(editor).get(f"/practices/{sheet.id}/quotations")

    assert traces(seen.html) == traces(listed.html) == set()
    assert "Une citation attend l’accord de la personne citée." in seen.text
    assert restricted.title not in seen.html + listed.html
    assert traces(browser(claire).get(f"/practices/{sheet.id}?version=latest").html) == {"words", "name", "link"}


def test_neither_the_desk_nor_the_history_lets_the_committee_read_it(
    browser: Open, restricted: Thread, claire: Person, editor: Person
) -> None:
    sheet = quote(claire, restricted, {1: "actions"})
    add_text(claire, sheet, "results", "Ce que nous avons vu.")
    submit_sheet(actor(claire), sheet.id, seen_version=2)

    for address in (f"/review/{sheet.id}", f"/practices/{sheet.id}/history", f"/practices/{sheet.id}/history?a=1&b=2"):
        page = browser(editor).get(address)
        assert page.status == 200, address
        assert traces(page.html) == set(), address
    assert "Ce que nous avons vu." in browser(editor).get(f"/review/{sheet.id}").text


def test_a_quotation_from_a_restricted_thread_is_shown_to_all_and_linked_for_those_who_may_see_it(
    browser: Open, restricted: Thread, claire: Person, yann: Person, editor: Person
) -> None:
    sheet = quote(claire, restricted, {1: "actions"})
    say(yann, Consent.AGREED)
    publish(editor, sheet)

    assert traces(browser().get(f"/practices/{sheet.id}").html) == {"words", "name"}
    assert traces(browser(editor).get(f"/practices/{sheet.id}").html) == {"words", "name"}
    assert traces(browser(claire).get(f"/practices/{sheet.id}").html) == {"words", "name", "link"}
    assert f"/posts/{the_post(1).id}" not in read("/practices.json")


def test_the_quotations_of_a_draft_are_for_its_authors(
    browser: Open, thread: Thread, claire: Person, yann: Person
) -> None:
    sheet = quote(claire, thread, {1: "actions"})

    assert browser(claire).get(f"/practices/{sheet.id}/quotations").status == 200
    assert browser(yann).get(f"/practices/{sheet.id}/quotations").status == 404
    publish(make_person(role=Role.EDITOR), sheet)
    assert browser(yann).get(f"/practices/{sheet.id}/quotations").status == 403


def test_the_thread_links_to_the_published_sheet_only(
    browser: Open, thread: Thread, claire: Person, editor: Person, deliver: Callable[[], int]
) -> None:
    reader = browser()
    sheet = quote(claire, thread, {1: "actions"}, title="L’accueil du matin")
    assert "L’accueil du matin" not in reader.get(f"/threads/{thread.id}").text

    publish(editor, sheet)
    deliver()
    assert "L’accueil du matin" in reader.get(f"/threads/{thread.id}").links()
    archive_sheet(actor(editor), sheet.id, "Doublon")
    deliver()
    assert "L’accueil du matin" not in reader.get(f"/threads/{thread.id}").text


def test_a_thread_page_of_a_member_stays_within_its_statements(
    browser: Open, thread: Thread, claire: Person, editor: Person, statements: list[str]
) -> None:
    publish(editor, quote(claire, thread, {1: "actions"}))
    mine = browser(claire)
    mine.get(f"/threads/{thread.id}-{thread.slug}")
    statements.clear()

    mine.get(f"/threads/{thread.id}-{thread.slug}")

    assert len(statements) <= 8, "\n".join(statements)


def test_a_sheet_with_thirty_quotations_takes_as_many_statements_as_with_one(
    browser: Open, thread: Thread, claire: Person, editor: Person, statements: list[str]
) -> None:
    lengthen(thread, claire, 40)
    one = publish(editor, quote(claire, thread, {3: "actions"}))
    thirty = publish(editor, quote(claire, thread, dict.fromkeys(range(3, 33), "actions")))
    counts = []
    for sheet in (one, thirty):
        browser(editor).get(f"/practices/{sheet.id}")
        statements.clear()
        page = browser(editor).get(f"/practices/{sheet.id}-{sheet.slug}")
        counts.append(len(statements))

    assert len(page.select("div.quotation")) == 30
    assert counts[0] == counts[1]


# Time


def test_what_is_not_answered_in_fourteen_days_counts_as_without(
    browser: Open, thread: Thread, claire: Person, yann: Person, editor: Person
) -> None:
    sheet = publish(editor, quote(claire, thread, {1: "actions"}, title="L’accueil"))
    assert expire_quotations(now() + timedelta(days=13, hours=23)) == 0

    assert expire_quotations(now() + timedelta(days=14, minutes=1)) == 1

    assert consents() == ["unanswered"]
    assert traces(browser().get(f"/practices/{sheet.id}").html) == set()
    assert "Une citation de « L’accueil » est restée sans réponse" in browser(claire).get("/notices").text


def test_the_nights_job_twice_over_tells_once(browser: Open, thread: Thread, claire: Person) -> None:
    quote(claire, thread, {1: "actions"})
    with transaction():
        db.session.execute(update(Quotation).values(asked_at=now() - timedelta(days=15)))

    leave_out_the_unanswered()
    leave_out_the_unanswered()

    assert consents() == ["unanswered"]
    assert browser(claire).get("/notices").text.count("restée sans réponse") == 1


def test_an_answer_that_comes_late_counts_from_then_on(
    browser: Open, thread: Thread, claire: Person, yann: Person, editor: Person
) -> None:
    sheet = publish(editor, quote(claire, thread, {1: "actions"}))
    expire_quotations(now() + timedelta(days=15))
    assert "Vous pouvez encore accepter" in browser(yann).get(f"/practices/{sheet.id}/cited").text

    say(yann, Consent.AGREED)

    assert traces(browser().get(f"/practices/{sheet.id}").html) == {"words", "name", "link"}


def test_answers_from_several_windows_at_once_leave_one_of_them(thread: Thread, claire: Person, yann: Person) -> None:
    sheet = quote(claire, thread, {1: "actions"})
    kept, sheet_id, who = quotations()[0].id, sheet.id, actor(yann)
    answers = iter([Consent.AGREED, Consent.UNNAMED, Consent.REFUSED, Consent.AGREED])

    in_threads(4, lambda: answer_quotations(who, sheet_id, {kept: next(answers).value}))

    assert consents()[0] in ("agreed", "unnamed", "refused")
    assert quotations()[0].answered_at is not None


# In the text


def test_what_is_not_shown_leaves_nothing_behind() -> None:
    marker = in_text(new_marker())
    shown: dict[str, Any] = {}

    assert html_with(f"<p>{marker}</p>", shown) == ""
    assert html_with(f"<p>Avant.</p>\n<p>{marker}<br>\n{marker}</p>", shown) == "<p>Avant.</p>"
    assert html_with(f"<ul>\n<li>{marker}</li>\n</ul>", shown) == ""
    assert html_with(f"<blockquote>\n<p><em>{marker}</em></p>\n</blockquote>", shown) == ""
    assert source_with(f"- {marker}", shown, "") == ""
    assert source_with(f"Avant.\n\n{marker}\n\nAprès.", shown, "") == "Avant.\n\nAprès."


def test_a_marker_in_a_link_is_never_filled() -> None:

    marker = new_marker()
    shown = {marker: ShownQuotation('<p>"><b>x</b></p>', "x", 'Ann"e')}

    filled = html_with(f'<p><a href="https://a.example/{in_text(marker)}">ici</a> {in_text(marker)}</p>', shown)

    assert filled == ('<p><a href="https://a.example/">ici</a> «\u00a0&#34;&gt;x\u00a0» (Ann&#34;e)</p>')


# Facts


def place(browser: Browser, page: Page, **fields: Any) -> Page:
    """Fills in the second page and sends it; lists stand for what each post was given."""
    form = page.form("/place")
    data = page.values(form)
    data["post"] = [field["value"] for field in form.select("input[name=post]")]
    data["words"] = [field.get_text().strip() for field in form.select("textarea[name=words]")]
    return browser.request("POST", str(form["action"]), data={**data, **fields})


def quote(owner: Person, thread: Thread, fields: dict[int, str], title: str = "De la discussion") -> Sheet:
    """A draft that quotes whole posts: for the number of each, the field it goes to."""
    posts = db.session.scalars(select(Post).where(Post.thread_id == thread.id, Post.number.in_(fields)))
    sources = {post.number: post.source for post in posts}
    placements = [Placement(number, field, sources[number]) for number, field in fields.items()]
    return formalise(actor(owner), thread.id, title, placements)


def say(person: Person, answer: Consent) -> None:
    """Answers for everything that is quoted of a person."""
    for kept in db.session.scalars(select(Quotation).where(Quotation.person_id == person.id)).all():
        answer_quotations(actor(person), kept.sheet_id, {kept.id: answer.value})


def publish(editor: Person, sheet: Sheet) -> Sheet:
    return publish_at_once(actor(editor), sheet.id)


def republish(sheet: Sheet) -> None:
    """Has everything that follows a publication happen again."""

    with transaction():
        record(SheetPublished(sheet.id))


def add_text(owner: Person, sheet: Sheet, key: str, text: str) -> None:
    db.session.expire_all()
    version = db.session.scalars(
        select(SheetVersion).where(SheetVersion.sheet_id == sheet.id, SheetVersion.number == sheet.latest_version)
    ).one()
    save_sheet(actor(owner), sheet.id, version.number, {**version.content, key: text})


def words_of_pdf(sheet: Sheet, deliver: Callable[[], int]) -> str:
    """What the PDF says, once the jobs made it."""
    deliver()
    while make_next_pdf():
        pass
    answered = ask(f"/practices/{sheet.id}-{sheet.slug}.pdf")
    if answered.content_type != "application/pdf":
        pytest.skip("no program here sets PDFs in type")
    pages = PdfReader(BytesIO(answered.data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def traces(html: str) -> set[str]:
    """What a page tells of Yann's post."""
    signs = {"words": "Nous accueillons chaque", "name": "Yann Berthou", "link": f'"/posts/{the_post(1).id}"'}
    return {name for name, sign in signs.items() if sign in html}


def make_restricted(thread: Thread) -> None:
    with transaction():
        db.session.execute(update(Thread).where(Thread.id == thread.id).values(audience=audience.MEMBERS))
    db.session.expire_all()


def quotations() -> list[Quotation]:
    db.session.expire_all()
    return list(db.session.scalars(select(Quotation).order_by(Quotation.id)))


def consents() -> list[str]:
    return [kept.consent for kept in quotations()]


def the_sheets() -> list[Sheet]:
    db.session.expire_all()
    return list(db.session.scalars(select(Sheet)))


def the_sheet() -> Sheet:
    (sheet,) = the_sheets()
    return sheet


def the_post(number: int) -> Post:
    return db.session.scalars(select(Post).where(Post.number == number).order_by(Post.id)).first()  # type: ignore[return-value]


def person_named(name: str) -> Person:
    return db.session.scalars(select(Person).where(Person.name == name)).one()


def today() -> str:

    with force_locale("fr"):
        return day(now())


def in_threads(times: int, do: Callable[[], Made]) -> list[Made]:
    """Does something in several threads at the same moment, each with a session of its own."""

    app = current_app._get_current_object()  # type: ignore[attr-defined]
    start, made = threading.Barrier(times), []

    def run() -> None:
        with app.app_context():
            start.wait()
            made.append(do())

    db.session.rollback()
    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.expire_all()
    return made


@pytest.fixture
def yann(app: object) -> Person:
    return make_person("Yann Berthou", email="yann@example.org", profession="cpe")


@pytest.fixture
def emily(app: object) -> Person:
    return make_person("Emily Clarke", email="emily@example.org", language="en")


@pytest.fixture
def thread(yann: Person, claire: Person, space: Space) -> Thread:
    """Yann's, with a reply of Claire's."""
    opened = make_thread(yann, space, "L’accueil après une exclusion", YANN_SAID)
    make_reply(claire, opened, CLAIRE_SAID)
    return opened


@pytest.fixture
def school(app: object) -> School:
    return make_school()


@pytest.fixture
def restricted(school: School, yann: Person, claire: Person) -> Thread:
    """In the space of a school where Yann and Claire work."""
    referent = make_referent(school)
    for person in (yann, claire):
        ask_to_join(school, person)
        admit_member(actor(referent), school.id, person.id)
    return make_thread(
        yann, make_space("Le collège", audience.of_school(school.id)), "Ce qui reste entre nous", YANN_SAID
    )


@pytest.fixture
def outsider(app: object) -> Person:
    return make_person("Paul Ailleurs")
