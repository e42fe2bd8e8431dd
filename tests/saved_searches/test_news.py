"""What saved searches tell: what is new, once, at the rhythm of one's choice, and nothing that one may not open."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select

from config import Settings
from forum.accounts.models import Person
from forum.core.transactions import transaction
from forum.discussions.models import Space
from forum.discussions.services import delete_post, edit_post
from forum.extensions import db
from forum.notices.models import Notice
from forum.saved_searches.models import SavedSearch
from forum.saved_searches.services import ask_due
from forum.search.services import rebuild
from tests.accounts.factories import link_in, mails, words
from tests.browsing import Browser
from tests.conftest import forget_index
from tests.discussions.factories import make_reply, make_thread
from tests.factories import actor, make_person
from tests.notices.factories import leave_school, make_school_space, told
from tests.saved_searches.conftest import Ask
from tests.saved_searches.test_keeping import keep, kept

Open = Callable[..., Browser]
Deliver = Callable[[], int]


def sentences(person: Person) -> list[str]:
    return [sentence for sentence, _reason in told(person)]


ONE = "1 nouveau résultat pour votre recherche « climat »."
TWO = "2 nouveaux résultats pour votre recherche « climat »."


def test_what_is_new_is_told_once(
    browser: Open, claire: Person, yann: Person, space: Space, deliver: Deliver, ask_again: Ask
) -> None:
    make_thread(yann, space, title="Le climat d’avant")
    deliver()
    keep(browser(claire), "q=climat", rhythm="at_once")
    ask_again()
    assert told(claire) == []

    make_thread(yann, space, title="Le climat de la cour")
    make_thread(yann, space, title="La cantine")
    ask_again()
    ask_again()
    assert told(claire) == [(ONE, "saved-search")]

    thread = make_thread(yann, space, title="Récréation")
    make_reply(yann, thread, "Le climat y gagne.")
    make_thread(yann, space, title="Climats d’ailleurs")
    ask_again()
    assert sentences(claire) == [ONE, TWO]


def test_the_notice_leads_to_the_results_and_is_then_read(
    browser: Open, claire: Person, yann: Person, space: Space, ask_again: Ask
) -> None:
    reader = browser(claire)
    keep(reader, "q=climat", rhythm="daily")
    make_thread(yann, space, title="Le climat de la cour")
    ask_again()
    inbox = reader.get("/notices")
    page = reader.get(inbox.links()[ONE])

    assert "Parce que vous avez enregistré cette recherche" in inbox.main
    assert "Le climat de la cour" in page.main
    assert db.session.scalar(select(Notice.read_at)) is not None
    assert "1 nouveau résultat le" in reader.get("/search/saved").main


def test_neither_ones_own_words_nor_an_edit_of_old_ones_are_news(
    browser: Open, claire: Person, yann: Person, space: Space, deliver: Deliver, ask_again: Ask
) -> None:
    keep(browser(claire), "q=climat", rhythm="at_once")
    thread = make_thread(yann, space, title="Récréation")
    reply = make_reply(yann, thread, "Le climat y gagne.")
    make_thread(claire, space, title="Mon climat")
    ask_again()
    assert sentences(claire) == [ONE]

    edit_post(actor(yann), reply.id, "Le climat y gagne beaucoup.")
    ask_again()
    assert sentences(claire) == [ONE]


def test_what_holds_only_some_of_the_words_is_no_news(
    browser: Open, claire: Person, yann: Person, space: Space, ask_again: Ask
) -> None:
    keep(browser(claire), "q=climat+cantine", rhythm="at_once")
    make_thread(yann, space, title="Le climat de la cour")
    ask_again()

    assert told(claire) == []


def test_a_search_that_tells_nothing_is_not_asked(
    browser: Open, claire: Person, yann: Person, space: Space, ask_again: Ask
) -> None:
    keep(browser(claire), "q=climat", rhythm="never", by_mail="y")
    make_thread(yann, space, title="Le climat de la cour")
    ask_again()

    assert told(claire) == []
    assert [search.by_mail for search in kept(claire)] == [False]


def test_an_index_that_is_lost_and_made_anew_brings_no_old_news(
    browser: Open, claire: Person, yann: Person, space: Space, settings: Settings, deliver: Deliver, ask_again: Ask
) -> None:
    make_thread(yann, space, title="Le climat d’avant")
    deliver()
    keep(browser(claire), "q=climat", rhythm="at_once")
    forget_index(settings)
    rebuild()
    ask_again()

    assert told(claire) == []


def test_mail_names_what_was_found_and_where(
    browser: Open, claire: Person, yann: Person, space: Space, ask_again: Ask
) -> None:
    keep(browser(claire), "q=climat", rhythm="at_once", by_mail="y")
    thread = make_thread(yann, space, title="Le climat de la cour")
    ask_again()
    [mail] = mails()

    assert mail["Subject"].replace("\u00a0", " ") == ONE
    for kind in ("plain", "html"):
        assert "Le climat de la cour" in words(mail, kind)
        assert f"/threads/{thread.id}" in words(mail, kind)


def test_without_mail_the_digest_of_the_week_recalls_it(
    browser: Open, claire: Person, yann: Person, space: Space, ask_again: Ask
) -> None:
    keep(browser(claire), "q=climat", rhythm="at_once")
    make_thread(yann, space, title="Le climat de la cour")
    ask_again()

    assert mails() == []
    assert db.session.scalars(select(Notice.mail_rhythm)).all() == ["weekly"]


def test_the_link_of_the_mail_ends_that_search_alone(
    browser: Open, claire: Person, yann: Person, space: Space, ask_again: Ask
) -> None:
    keep(browser(claire), "q=climat", rhythm="at_once", by_mail="y")
    keep(browser(claire), "q=cantine", rhythm="at_once", by_mail="y")
    make_thread(yann, space, title="Le climat de la cour")
    ask_again()
    visitor = browser()
    page = visitor.get(link_in(mails()[0], "/unsubscribe/"))
    done = visitor.submit(page)

    assert "Ne plus me prévenir pour cette recherche" in page.main
    assert "Cette recherche ne vous préviendra plus." in done.main
    assert [search.rhythm for search in kept(claire)] == ["never", "at_once"]
    make_thread(yann, space, title="Le climat du préau")
    ask_again()
    assert len(mails()) == 1


def test_whoever_left_a_school_is_told_nothing_of_it(
    browser: Open, claire: Person, yann: Person, ask_again: Ask
) -> None:
    inside = make_school_space(claire, yann)
    keep(browser(claire), "q=climat", rhythm="at_once", by_mail="y")
    make_thread(yann, inside, title="Le climat du collège")
    ask_again()
    assert sentences(claire) == [ONE]

    leave_school(claire, inside)
    make_thread(yann, inside, title="Le climat, suite")
    ask_again()
    assert sentences(claire) == [ONE]
    assert len(mails()) == 1


def test_an_outsider_is_told_nothing_of_a_closed_space(browser: Open, yann: Person, ask_again: Ask) -> None:
    outsider = make_person("Omar Lenoir")
    keep(browser(outsider), "q=climat", rhythm="at_once", by_mail="y")
    inside = make_school_space(yann)
    thread = make_thread(yann, inside, title="Le climat du collège")
    make_reply(yann, thread, "Le climat.")
    ask_again()

    assert told(outsider) == []
    assert [search.told for search in kept(outsider)] == [[]]
    assert mails() == []


def test_mail_says_nothing_of_what_went_out_of_sight_before_it_left(
    browser: Open, claire: Person, yann: Person, space: Space, deliver: Deliver
) -> None:
    inside = make_school_space(claire, yann)
    keep(browser(claire), "q=climat", rhythm="at_once", by_mail="y")
    make_thread(yann, inside, title="Le climat du collège")
    reply = make_reply(yann, make_thread(yann, space, title="Récréation"), "Le climat y gagne.")
    deliver()
    with transaction():
        [search] = kept(claire)
        search.due_at = search.saved_at
    ask_due(60)
    leave_school(claire, inside)
    deliver()
    [mail] = mails()
    assert "Récréation" in words(mail)
    assert "collège" not in words(mail)

    with transaction():
        db.session.execute(Notice.__table__.update().values(mailed_at=None, mail_due_at=search.saved_at))
    delete_post(actor(yann), reply.id)
    deliver()
    assert len(mails()) == 1, "nothing is left to tell"


def test_a_search_due_in_two_processes_is_asked_once(
    browser: Open, claire: Person, yann: Person, space: Space, ask_again: Ask
) -> None:
    from forum.saved_searches.services.ask import take

    keep(browser(claire), "q=climat", rhythm="at_once")
    [search] = kept(claire)
    number, due_at = search.id, search.due_at

    assert take(number, due_at)
    assert not take(number, due_at)
    make_thread(yann, space, title="Le climat de la cour")
    ask_again()
    assert db.session.scalars(select(SavedSearch.news)).all() == [1]
