"""Forms that a script sends: it is told where they lead, and goes there itself."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import func, select

from forum.accounts.models import Person
from forum.discussions.models import Post
from forum.extensions import db
from tests.browsing import Browser
from tests.discussions.factories import make_space, make_thread
from tests.factories import make_person

TOLD = {"X-Redirects": "told"}
Open = Callable[..., Browser]


def test_a_script_is_told_where_a_form_leads(browser: Open) -> None:
    claire = make_person("Claire Morvan")
    thread = make_thread(make_person("Yann Berthou"), make_space())

    told = browser(claire).post(f"/threads/{thread.id}/reply", {"body": "Oui."}, headers=TOLD, follow=False)

    last = db.session.scalars(select(Post).order_by(Post.id.desc())).first()
    assert last is not None and last.source == "Oui."
    assert (told.status, told.html) == (204, "")
    assert told.response.headers["X-Location"].endswith(f"/posts/{last.id}")
    assert "Location" not in told.response.headers


def test_a_form_that_is_refused_comes_back_to_a_script_as_a_page(browser: Open) -> None:
    claire = make_person("Claire Morvan")
    thread = make_thread(make_person("Yann Berthou"), make_space())

    refused = browser(claire).post(f"/threads/{thread.id}/reply", {"body": " "}, headers=TOLD)

    assert refused.status == 422
    assert "Écrivez quelque chose avant d’envoyer." in refused.main


def test_a_script_whose_session_ended_is_not_told_that_its_form_was_sent(browser: Open) -> None:
    thread = make_thread(make_person("Yann Berthou"), make_space())

    refused = browser().post(f"/threads/{thread.id}/reply", {"body": "Oui."}, headers=TOLD)

    assert refused.status == 403
    assert "X-Location" not in refused.response.headers
    assert db.session.scalar(select(func.count()).select_from(Post)) == 1


def test_a_browser_without_scripts_is_led_there(browser: Open) -> None:
    claire: Person = make_person("Claire Morvan")
    thread = make_thread(make_person("Yann Berthou"), make_space())

    led = browser(claire).post(f"/threads/{thread.id}/reply", {"body": "Oui."}, follow=False)

    assert led.status == 303
    assert "X-Location" not in led.response.headers
