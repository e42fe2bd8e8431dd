"""The script that receives web push: a browser keeps it under our content policy, and shows what is pushed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.browser.conftest import Open

pytestmark = pytest.mark.browser
KEEP = """async () => {
  const place = document.querySelector("[data-push]");
  await navigator.serviceWorker.register(place.dataset.worker, { scope: "/" });
  return (await navigator.serviceWorker.ready).scope;
}"""
SHOWN = """async () => {
  const registration = await navigator.serviceWorker.ready;
  return (await registration.getNotifications()).map((each) => [each.title, each.body, each.data.url]);
}"""


def test_what_is_pushed_is_shown_and_what_cannot_be_read_is_announced(open_as: Open) -> None:
    reader = open_as("teacher", permissions=["notifications"])
    page = reader.go("/account/notices")
    assert page.locator("[data-push-state=ask]").is_visible()
    assert page.locator("[data-push-state=unable]").is_hidden()
    devtools = reader.context.new_cdp_session(page)
    kept: list[dict[str, Any]] = []
    devtools.on("ServiceWorker.workerRegistrationUpdated", lambda event: kept.extend(event["registrations"]))
    devtools.send("ServiceWorker.enable")

    assert page.evaluate(KEEP) == f"{reader.address}/"
    message = {"title": "Accueillir un élève", "body": "Rose Petit a répondu.", "url": "/about", "tag": "x"}
    for data in (json.dumps(message), "not what we seal"):
        pushed = {"origin": reader.address, "registrationId": kept[-1]["registrationId"], "data": data}
        devtools.send("ServiceWorker.deliverPushMessage", pushed)
    page.wait_for_function(f"async () => (await ({SHOWN})()).length === 2")
    shown = page.evaluate(SHOWN)

    assert ["Accueillir un élève", "Rose Petit a répondu.", "/about"] in shown
    assert ["Médiane", "", "/notices"] in shown
    assert reader.said == []


def test_the_form_is_filled_in_and_sent_by_keyboard_alone(open_as: Open) -> None:
    page = open_as("teacher", viewport={"width": 320, "height": 700}).go("/account/notices")
    page.locator("[name=mail_watched]:checked").focus()
    page.keyboard.press("ArrowLeft")
    page.locator("main form button.btn", has_text="Enregistrer").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert page.locator("[name=mail_watched]:checked").get_attribute("value") == "daily"
    assert page.evaluate("document.documentElement.scrollWidth") == 320
