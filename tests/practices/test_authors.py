"""Writing a sheet together: invitations, rights, leaving; and what those who are not on it may not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from forum.accounts.models import Person
from forum.extensions import db
from forum.notices.models import Notice
from forum.notices.words import words_of
from forum.practices.models import Sheet, SheetAuthor, SheetEvent, SheetState, SheetVersion
from forum.practices.services import submit_sheet
from forum.practices.services.authors import answer_invitation, invite_author, leave_sheet, take_back_author
from tests.browsing import Browser, Page
from tests.factories import actor, make_person

Open = Callable[..., Browser]


@pytest.mark.parametrize("who", ["Yann Berthou", "  yann BERTHOU ", "yann@exemple.fr", "Yann@Exemple.FR"])
def test_a_member_is_invited_by_name_or_address_told_and_accepts(
    browser: Open, draft: Sheet, claire: Person, who: str
) -> None:
    yann = make_person("Yann Berthou", email="yann@exemple.fr")
    member, guest = browser(claire), browser(yann)

    page = invited(member, who)
    notice = db.session.query(Notice).filter_by(person_id=yann.id).one()
    shown = guest.get(notice.url)

    assert "L’invitation est envoyée." in page.text
    assert page.texts(".row .badge") == ["A commencé la fiche", "Invitation en attente"]
    assert words_of(notice.kind, notice.facts).replace("\u00a0", " ") == (
        "Claire Morvan vous invite à écrire une fiche : « Le tutorat du soir »."
    )
    assert shown.texts("h1") == ["Claire Morvan vous invite à écrire une fiche"]
    accepted = guest.submit(shown, "/invitation", answer="accept")
    assert accepted.url == "/practices/1/edit"
    saved = guest.submit(accepted, with_field="title", place="Cancale")
    assert saved.status == 200
    assert db.session.query(SheetVersion).filter_by(author_id=yann.id).one().content["place"] == "Cancale"
    assert told(claire) == ["Yann Berthou écrit avec vous « Le tutorat du soir »."]


def test_an_invitation_is_mailed(
    browser: Open, draft: Sheet, claire: Person, yann: Person, deliver: Callable[[], int], settings: object
) -> None:
    invited(browser(claire), "Yann Berthou")

    deliver()

    mails = list(settings.data_dir.glob("mail/*.eml"))  # type: ignore[attr-defined]
    assert len(mails) == 1
    assert yann.email in mails[0].read_text(encoding="utf-8")


def test_a_draft_is_seen_by_who_accepted_and_by_nobody_who_was_merely_invited(
    browser: Open, draft: Sheet, claire: Person, yann: Person
) -> None:
    invite_author(actor(claire), 1, yann.id, may_submit=True)
    guest = browser(yann)

    for url in (
        "/practices/1-le-tutorat-du-soir",
        "/practices/1/edit",
        "/practices/1/authors",
        "/practices/1/checklist",
    ):
        assert guest.get(url).status == 404, url
    page = guest.get("/practices/1/invitation")
    assert "17 h" not in page.text
    assert guest.get("/practices/drafts").links()["Le tutorat du soir"] == "/practices/1/invitation"
    answer_invitation(actor(yann), 1, accepts=True)
    assert guest.get("/practices/1-le-tutorat-du-soir").status == 200
    assert guest.get("/practices/drafts").texts(".row h3") == ["Le tutorat du soir"]
    assert "avec Claire Morvan" in guest.get("/practices/drafts").texts(".row p")[0]


def test_who_declines_sees_nothing_more_and_can_be_invited_again(
    browser: Open, draft: Sheet, claire: Person, yann: Person
) -> None:
    invite_author(actor(claire), 1, yann.id, may_submit=False)
    guest = browser(yann)

    guest.submit(guest.get("/practices/1/invitation"), "/invitation", answer="decline")

    assert guest.get("/practices/1/invitation").status == 404
    assert guest.get("/practices/drafts").texts("#invitations li") == []
    assert told(claire) == ["Yann Berthou ne souhaite pas écrire « Le tutorat du soir »."]
    assert invited(browser(claire), "Yann Berthou").status == 200
    assert guest.get("/practices/1/invitation").status == 200


def test_an_invitation_that_was_answered_or_taken_back_cannot_be_answered(
    browser: Open, draft: Sheet, claire: Person, yann: Person
) -> None:
    guest = browser(yann)
    assert guest.post("/practices/1/invitation", {"answer": "accept"}).status == 404
    invite_author(actor(claire), 1, yann.id, may_submit=False)
    page = guest.get("/practices/1/invitation")
    take_back_author(actor(claire), 1, yann.id)

    assert guest.submit(page, "/invitation", answer="accept").status == 404
    assert guest.get("/practices/1-le-tutorat-du-soir").status == 404


def test_pressing_accept_twice_is_accepting_once(browser: Open, draft: Sheet, claire: Person, yann: Person) -> None:
    invite_author(actor(claire), 1, yann.id, may_submit=False)
    guest = browser(yann)
    page = guest.get("/practices/1/invitation")

    statuses = [guest.submit(page, "/invitation", answer="accept").status for _ in range(2)]

    assert statuses == [200, 200]
    assert guest.post("/practices/1/invitation", {"answer": "decline"}).status == 409
    assert kinds() == ["invited", "joined"]


def test_a_co_author_without_the_right_writes_and_does_not_submit(
    browser: Open, draft: Sheet, claire: Person, yann: Person
) -> None:
    written_with(claire, yann, may_submit=False)
    guest = browser(yann)

    page = guest.get("/practices/1/edit")

    assert not page.select("[value=checklist]")
    assert guest.get("/practices/1/checklist").status == 403
    assert guest.post("/practices/1/checklist", {"nobody": "y", "seen_version": "1"}).status == 403
    owner = browser(claire)
    owner.submit(owner.get("/practices/1/authors"), "/rights")
    assert guest.get("/practices/1/edit").select("[value=checklist]")
    assert guest.get("/practices/1/checklist").status == 200
    assert submit_sheet(actor(yann), 1, seen_version=1).state == SheetState.SUBMITTED


def test_a_co_author_invites_nobody_and_removes_nobody(
    browser: Open, draft: Sheet, claire: Person, yann: Person
) -> None:
    third = make_person("Maël Le Goff")
    written_with(claire, yann, may_submit=True)
    invite_author(actor(claire), 1, third.id, may_submit=False)
    guest = browser(yann)

    page = guest.get("/practices/1/authors")

    assert not page.select("#invite, form[action$='/remove'], form[action$='/rights']")
    assert guest.post("/practices/1/authors", {"who": "Maël Le Goff"}).status == 403
    assert guest.post(f"/practices/1/authors/{third.id}/remove").status == 403
    assert guest.post(f"/practices/1/authors/{yann.id}/rights", {"may_submit": "yes"}).status == 403


def test_an_editor_reads_and_changes_nothing_of_who_writes(
    browser: Open, draft: Sheet, claire: Person, yann: Person, editor: Person
) -> None:
    desk = browser(editor)

    assert desk.get("/practices/1/authors").status == 403
    assert desk.post("/practices/1/authors", {"who": "Yann Berthou"}).status == 403


def test_who_leaves_sees_the_draft_no_more_and_what_they_wrote_stays(
    browser: Open, draft: Sheet, claire: Person, yann: Person
) -> None:
    written_with(claire, yann, may_submit=True)
    guest = browser(yann)
    guest.submit(guest.get("/practices/1/edit"), with_field="title", place="Cancale")

    page = guest.submit(guest.get("/practices/1/authors"), "/leave")

    assert page.url == "/practices/drafts"
    assert guest.get("/practices/1-le-tutorat-du-soir").status == 404
    assert guest.post("/practices/1/leave").status == 404
    assert told(claire)[0] == "Yann Berthou n’écrit plus « Le tutorat du soir »."
    assert db.session.query(SheetVersion).count() == 2


def test_the_owner_cannot_leave_but_takes_others_back(
    browser: Open, draft: Sheet, claire: Person, yann: Person
) -> None:
    written_with(claire, yann, may_submit=True)
    owner = browser(claire)

    assert owner.post("/practices/1/leave").status == 404
    page = owner.submit(owner.get("/practices/1/authors"), "/remove")

    assert page.texts(".row .badge") == ["A commencé la fiche"]
    assert browser(yann).get("/practices/1/edit").status == 404
    assert told(yann)[0] == "Claire Morvan écrit désormais « Le tutorat du soir » sans vous."
    assert owner.post(f"/practices/1/authors/{yann.id}/remove").status == 200
    assert owner.post("/practices/1/authors/999/remove").status == 404
    assert owner.post("/practices/1/authors/999/rights").status == 404
    assert kinds() == ["invited", "joined", "author_removed"]


@pytest.mark.parametrize(
    ("who", "message"),
    [
        ("", "Écrivez un nom ou une adresse."),
        ("   ", "Écrivez un nom ou une adresse."),
        ("Personne de ce nom", "Aucun membre n’a ce nom ou cette adresse."),
        ("absent@exemple.fr", "Aucun membre n’a ce nom ou cette adresse."),
        ("En Attente", "Aucun membre n’a ce nom ou cette adresse."),
        ("%", "Aucun membre n’a ce nom ou cette adresse."),
        ("Claire Morvan", "Vous êtes déjà l’auteur de cette fiche."),
        ("Yann Berthou", "Yann Berthou est déjà sur cette fiche."),
        ("x" * 255, "Ce texte est trop long : 254 caractères au plus."),
    ],
)
def test_an_invitation_that_cannot_be_is_refused_beside_the_field_and_kept(
    browser: Open, draft: Sheet, claire: Person, yann: Person, who: str, message: str
) -> None:
    make_person("En Attente", confirmed_at=None)
    invite_author(actor(claire), 1, yann.id, may_submit=False)

    page = invited(browser(claire), who)

    assert page.status == 422
    assert page.texts("#who-error") == [message]
    assert page.select("#who")[0]["value"] == " ".join(who.split())
    assert db.session.query(SheetAuthor).count() == 1


def test_among_people_of_one_name_one_chooses(browser: Open, draft: Sheet, claire: Person, yann: Person) -> None:
    other = make_person("Yann Berthou", profession="school_nurse")
    owner = browser(claire)

    page = invited(owner, "Yann Berthou")
    chosen = owner.submit(page, with_field="who", person=str(other.id))

    assert page.status == 422
    assert len(page.select("[name=person]")) == 2
    assert "Plusieurs personnes ont ce nom." in page.main
    assert chosen.status == 200
    assert db.session.query(SheetAuthor).one().person_id == other.id
    assert owner.post("/practices/1/authors", {"who": "Yann Berthou", "person": str(claire.id)}).status == 422


def test_twenty_co_authors_are_enough(draft: Sheet, browser: Open, claire: Person, yann: Person) -> None:
    for _ in range(20):
        invite_author(actor(claire), 1, make_person().id, may_submit=False)

    page = invited(browser(claire), "Yann Berthou")

    assert page.texts("#who-error") == ["Une fiche a 20 coauteurs au plus."]


def test_inviting_over_and_over_is_slowed_down(draft: Sheet, browser: Open, claire: Person) -> None:
    owner = browser(claire)

    statuses = [owner.post("/practices/1/authors", {"who": "Personne de ce nom"}).status for _ in range(11)]

    assert statuses == [422] * 10 + [429]


def test_a_stranger_and_a_visitor_see_nothing_of_who_writes(
    browser: Open, visitor: Browser, draft: Sheet, yann: Person
) -> None:
    stranger = browser(yann)

    assert stranger.get("/practices/1/authors").status == 404
    assert stranger.post("/practices/1/authors", {"who": "Yann Berthou"}).status == 404
    for end in ("authors", "invitation"):
        answer = visitor.get(f"/practices/1/{end}", follow=False)
        assert answer.response.headers["Location"].startswith("/login")


def test_the_history_tells_who_came_and_left(browser: Open, draft: Sheet, claire: Person, yann: Person) -> None:
    written_with(claire, yann, may_submit=False)
    leave_sheet(actor(yann), 1)

    page = browser(claire).get("/practices/1/history")

    assert "a invité quelqu’un à écrire la fiche" in page.main
    assert "n’écrit plus la fiche" in page.main


def invited(owner: Browser, who: str) -> Page:
    return owner.submit(owner.get("/practices/1/authors"), with_field="who", who=who)


def written_with(owner: Person, guest: Person, *, may_submit: bool) -> None:
    invite_author(actor(owner), 1, guest.id, may_submit=may_submit)
    answer_invitation(actor(guest), 1, accepts=True)


def told(person: Person) -> list[str]:
    """What a person was told, latest first."""
    notices = db.session.query(Notice).filter_by(person_id=person.id).order_by(Notice.id.desc())
    return [words_of(notice.kind, notice.facts).replace("\u00a0", " ") for notice in notices]


def kinds() -> list[str]:
    return [line.kind for line in db.session.query(SheetEvent).order_by(SheetEvent.id)]
