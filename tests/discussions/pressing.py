"""Pressing buttons: one that stands outside of its form, as a browser without scripts does; several at once."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from forum.extensions import db
from tests.browsing import Browser, Page


def press(browser: Browser, page: Page, selector: str) -> Page:
    """Presses a button that names its form (`form=`) and where it goes (`formaction=`)."""
    (button,) = page.select(selector)
    (form,) = page.select(f"form#{button['form']}")
    assert str(form["method"]).lower() == "post"
    data = {**page.values(form), str(button["name"]): str(button["value"])}
    return browser.request("POST", str(button["formaction"]), data=data)


def post_at_once(browsers: Sequence[Browser], address: str, data: dict[str, str]) -> list[int]:
    """Posts the same from several browsers at the same moment; gives the status of each answer."""
    sent = [(one, {"csrf_token": one.token(), **data}) for one in browsers]
    statuses: list[int] = []
    start = threading.Barrier(len(sent))

    def send(one: Browser, fields: dict[str, str]) -> None:
        start.wait()
        statuses.append(one.client.post(address, data=fields, headers=one.headers).status_code)

    threads = [threading.Thread(target=send, args=pair) for pair in sent]
    db.session.rollback()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.expire_all()
    return statuses
