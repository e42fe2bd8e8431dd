"""Pinning, locking, renaming, filing, slowing, opening a post to all, writing notes; and undoing each."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import update

from forum.accounts.models import Person
from forum.core.errors import Conflict, Invalid
from forum.core.models import now
from forum.core.transactions import transaction
from forum.discussions.models import Post, Space, Thread
from forum.discussions.services import (
    file_thread,
    lock_thread,
    merge_threads,
    open_to_all,
    pin_thread,
    rename_thread,
    slow_thread,
    undo_act,
)
from forum.discussions.services.holding.ending import end_what_is_over
from forum.extensions import db
from tests.browsing import Browser
from tests.discussions.factories import make_reply, make_thread
from tests.discussions.holding.factories import acts_on
from tests.factories import actor

Open = Callable[..., Browser]


def address(thread: Thread) -> str:
    return f"/threads/{thread.id}-{thread.slug}"


def test_a_holder_finds_their_tools_beside_the_thread_and_others_find_none(
    browser: Open, thread: Thread, holder: Person, claire: Person
) -> None:
    assert "Tenir la discussion" in browser(holder).get(address(thread)).texts(".side h2")
    assert "Tenir la discussion" not in browser(claire).get(address(thread)).text
    assert "Tenir la discussion" not in browser().get(address(thread)).text


def test_what_a_holder_may_do_with_a_post_is_drawn_for_holders_alone(
    browser: Open, thread: Thread, holder: Person, claire: Person, yann: Person
) -> None:
    make_reply(claire, thread)

    for person, finds in ((yann, False), (holder, True), (yann, False), (claire, False), (holder, True)):
        found = browser(person).get(address(thread)).texts("#post-2 .post-actions a")
        assert ("Réassigner" in found) is finds


def test_a_pin_ends_with_its_day(browser: Open, space: Space, thread: Thread, yann: Person, holder: Person) -> None:
    make_thread(yann, space, "Plus récente")
    page = browser(holder)
    tomorrow = now().date() + timedelta(days=1)
    page.submit(page.get(f"/threads/{thread.id}/pin"), with_field="until", until=tomorrow.isoformat())
    assert page.get(f"/spaces/{space.slug}").texts(".row h3")[0] == thread.title

    with transaction():
        db.session.execute(update(Thread).where(Thread.id == thread.id).values(pinned_until=now()))
    end_what_is_over()

    assert page.get(f"/spaces/{space.slug}").texts(".row h3")[0] == "Plus récente"


def test_a_pin_that_would_be_over_is_refused_beside_its_field(browser: Open, thread: Thread, holder: Person) -> None:
    page = browser(holder)

    answer = page.submit(page.get(f"/threads/{thread.id}/pin"), with_field="until", until="2020-01-01", reason="Vu")

    assert answer.status == 422
    assert answer.texts("#until-error") == ["Ce jour est passé : choisissez-en un à venir, ou laissez vide."]
    assert answer.select("#reason")[0]["value"] == "Vu"


def test_a_lock_says_why_and_wants_to_know_it(browser: Open, thread: Thread, holder: Person, claire: Person) -> None:
    page = browser(holder)
    refused = page.submit(page.get(f"/threads/{thread.id}/lock"), with_field="reason", reason=" ")
    assert refused.status == 422
    assert "Donnez le motif" in refused.texts("#reason-error")[0]

    page.submit(refused, with_field="reason", reason="Tout est dit.")

    assert "Tout est dit." in browser(claire).get(address(thread)).main
    assert browser(claire).post(f"/threads/{thread.id}/reply", {"body": "encore"}).status == 403


def test_a_thread_that_was_renamed_is_found_under_its_old_address(
    browser: Open, visitor: Browser, thread: Thread, holder: Person
) -> None:
    old = address(thread)
    page = browser(holder)

    page.submit(
        page.get(f"/threads/{thread.id}/rename"),
        with_field="title",
        title="Préparer le retour d’un élève",
        kind="question",
        tags="retour, familles",
    )

    answer = visitor.get(old, follow=False)
    assert answer.status == 301
    assert answer.response.headers["Location"].endswith(f"/threads/{thread.id}-preparer-le-retour-d-un-eleve")
    found = visitor.get(old)
    assert found.texts("h1") == ["Préparer le retour d’un élève"]
    assert found.texts(".thread-head .tag") == ["familles", "retour"]
    assert [act.act for act in acts_on(thread)] == ["rename", "file"]


def test_a_title_that_can_not_be_accepted_changes_neither_title_nor_tags(
    browser: Open, thread: Thread, holder: Person
) -> None:
    page = browser(holder)

    answer = page.submit(page.get(f"/threads/{thread.id}/rename"), with_field="title", title="t" * 201, tags="a")

    assert answer.status == 422
    assert answer.select("#title")[0]["value"] == "t" * 201
    assert acts_on(thread) == []


def test_more_tags_than_a_thread_takes_undo_its_new_title_too(browser: Open, thread: Thread, holder: Person) -> None:
    page = browser(holder)

    answer = page.submit(
        page.get(f"/threads/{thread.id}/rename"), with_field="title", title="Autre titre", tags="a,b,c,d,e,f"
    )

    assert answer.texts("#tags-error") == ["Cinq mots-clés au plus."]
    assert acts_on(thread) == []
    assert thread.title == "Comment préparer un retour ?"


def test_in_a_slow_thread_one_waits_and_the_text_is_kept(
    browser: Open, thread: Thread, holder: Person, claire: Person
) -> None:
    page = browser(holder)
    page.submit(page.get(f"/threads/{thread.id}/slow"), with_field="minutes", minutes="5")
    make_reply(claire, thread, "Première.")

    member = browser(claire)
    answer = member.submit(member.get(address(thread)), "/reply", body="Aussitôt après.")

    assert answer.status == 429
    assert "Aussitôt après." in answer.select("textarea")[0].get_text()
    make_reply(holder, thread, "Je tiens.")
    assert make_reply(holder, thread, "Et je continue.").number == 4


def test_a_rhythm_that_is_not_offered_is_refused(thread: Thread, holder: Person) -> None:
    with pytest.raises(Invalid):
        slow_thread(actor(holder), thread.id, 7)


def test_a_post_opened_to_all_is_completed_by_others_until_it_is_no_longer(
    browser: Open, thread: Thread, holder: Person, claire: Person, yann: Person
) -> None:
    post = make_reply(yann, thread, "Une liste à compléter.")
    page = browser(holder)
    assert browser(claire).get(f"/posts/{post.id}/edit").status == 403

    page.post(f"/posts/{post.id}/wiki")
    other = browser(claire)
    other.submit(other.get(f"/posts/{post.id}/edit"), with_field="body", body="Une liste complétée.")

    assert "Une liste complétée." in other.get(address(thread)).main
    page.post(f"/posts/{post.id}/wiki", {"undo": "1"})
    assert other.get(f"/posts/{post.id}/edit").status == 403


def test_a_note_is_written_at_the_foot_of_a_locked_thread_and_once(
    browser: Open, thread: Thread, holder: Person, claire: Person
) -> None:
    lock_thread(actor(holder), thread.id, "Fin.")
    page = browser(holder)
    sheet = page.get(address(thread))

    for _ in range(2):
        page.submit(sheet, "/note", **{"note-body": "Deux questions restent ouvertes."})

    notes = db.session.query(Post).filter_by(thread_id=thread.id, kind="note").all()
    assert [note.source for note in notes] == ["Deux questions restent ouvertes."]
    shown = browser(claire).get(address(thread))
    assert "Note sur la discussion" in shown.texts("#post-2 .note-name")
    assert not shown.select(".note-writing")


def test_an_empty_note_is_refused_on_its_own_page(browser: Open, thread: Thread, holder: Person) -> None:
    page = browser(holder)

    answer = page.submit(page.get(f"/threads/{thread.id}/note"), "/note", **{"note-body": "  "})

    assert answer.status == 422
    assert "Écrivez quelque chose avant d’envoyer." in answer.texts(".error-summary li")


def test_the_log_tells_who_did_what_and_why_and_undoes_it(
    browser: Open, thread: Thread, holder: Person, mediator: Person
) -> None:
    pin_thread(actor(holder), thread.id, reason="À lire d’abord")
    page = browser(mediator)

    log = page.get(f"/threads/{thread.id}/acts")
    assert log.texts(".act > p:first-child") == ["Nadia Haddad a épinglé la discussion."]
    assert "Motif : À lire d’abord" in log.main
    after = page.submit(log, "/undo")

    assert db.session.get_one(Thread, thread.id, populate_existing=True).pinned_at is None
    assert "Annulé par Hélène Garrec" in after.main
    assert not after.select(".act form")


def test_undoing_twice_is_undoing_once(thread: Thread, holder: Person) -> None:
    pin_thread(actor(holder), thread.id)
    (act,) = acts_on(thread)

    first = undo_act(actor(holder), act.id).undone_at
    pin_thread(actor(holder), thread.id)

    assert undo_act(actor(holder), act.id).undone_at == first
    assert db.session.get_one(Thread, thread.id, populate_existing=True).pinned_at is not None


def test_everything_about_how_a_thread_stands_can_be_put_back(thread: Thread, holder: Person) -> None:
    by = actor(holder)
    names = ("title", "slug", "kind", "pinned_at", "pinned_until", "locked_at", "lock_reason", "slow_seconds")
    before = {name: getattr(thread, name) for name in names}
    post = make_reply(holder, thread)
    pin_thread(by, thread.id, now() + timedelta(days=2))
    lock_thread(by, thread.id, "Fin.")
    rename_thread(by, thread.id, "Autre")
    file_thread(by, thread.id, "experience", ["un", "deux"])
    slow_thread(by, thread.id, 15)
    open_to_all(by, post.id, is_wiki=True)

    for act in reversed(acts_on(thread)):
        undo_act(by, act.id)

    db.session.expire_all()
    assert {name: getattr(thread, name) for name in names} == before
    assert post.is_wiki is False


def test_an_act_that_a_later_one_changed_says_so_and_stays(browser: Open, thread: Thread, holder: Person) -> None:
    rename_thread(actor(holder), thread.id, "Deuxième titre")
    rename_thread(actor(holder), thread.id, "Troisième titre")
    first, second = acts_on(thread)

    with pytest.raises(Conflict, match="plus récent"):
        undo_act(actor(holder), first.id)
    page = browser(holder)
    log = page.get(f"/threads/{thread.id}/acts")
    assert "Ne s’annule plus tel quel" in log.texts(f"#act-{first.id}")[0]
    answer = page.post(f"/acts/{first.id}/undo")
    assert "annulez-le d’abord" in answer.text
    undo_act(actor(holder), second.id)
    undo_act(actor(holder), first.id)
    assert db.session.get_one(Thread, thread.id, populate_existing=True).title == "Comment préparer un retour ?"


def test_a_thread_that_was_merged_is_not_pinned_any_more(
    space: Space, thread: Thread, holder: Person, yann: Person
) -> None:
    merge_threads(actor(holder), thread.id, make_thread(yann, space, "L’autre").id)

    with pytest.raises(Conflict):
        pin_thread(actor(holder), thread.id)


def test_the_log_of_a_thread_goes_on_by_cursor(browser: Open, thread: Thread, holder: Person) -> None:
    for number in range(52):
        rename_thread(actor(holder), thread.id, f"Titre {number}")
    page = browser(holder)

    first = page.get(f"/threads/{thread.id}/acts")
    second = page.get(first.links()["Actes plus anciens"])

    assert len(first.select(".act")) == 50
    assert len(second.select(".act")) == 2
