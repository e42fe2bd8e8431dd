"""Web push: sealed for one browser, signed, to the services that are listed and to no other address."""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import http_ece
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from flask import Flask
from py_vapid import jwt
from sqlalchemy import func, select, update

from config import ROOT, Settings, SettingsRefused, read_settings
from forum.accounts.models import Person
from forum.core.models import now
from forum.core.transactions import transaction
from forum.extensions import db
from forum.notices.delivery.push import keys
from forum.notices.delivery.push.keys import from_unpadded, point_of, public_key, read_key, unpadded
from forum.notices.delivery.push.sealing import seal
from forum.notices.delivery.push.services import Service, address_of, service_of
from forum.notices.models import PushSubscription, Rhythm
from forum.notices.services import mark_read, tell
from tests.browsing import Browser, Page
from tests.factories import PASSWORD
from tests.notices.factories import leave_school, make_school_space
from tests.notices.reaching import TITLE, Deliver, hours_pass, in_peace, the_notice, told_of, wishes

Open = Callable[..., Browser]


@dataclass
class PushService:
    """A push service of a few lines on this machine, which opens and checks what it is handed."""

    answers: list[int] = field(default_factory=list)
    """What it answers, one after the other; 201 when there is none left."""
    taken: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    location: str = ""

    def start(self) -> None:
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                service.taken.append((self.path, dict(self.headers), body))
                self.send_response(service.answers.pop(0) if service.answers else 201)
                if service.location:
                    self.send_header("Location", service.location)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


class PushBrowser:
    """What a browser keeps of its own to open what is pushed to it, as another's library does."""

    def __init__(self, endpoint: str) -> None:
        self.endpoint = endpoint
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.secret = os.urandom(16)

    @property
    def facts(self) -> dict[str, Any]:
        """What `PushSubscription.toJSON()` says."""
        p256dh = unpadded(point_of(self.private.public_key()))
        return {"endpoint": self.endpoint, "keys": {"p256dh": p256dh, "auth": unpadded(self.secret)}}

    def opened(self, body: bytes) -> dict[str, str]:
        plain = http_ece.decrypt(body, private_key=self.private, auth_secret=self.secret, version="aes128gcm")
        return dict(json.loads(plain))


@pytest.fixture
def service(app: Flask, settings: Settings) -> Iterator[PushService]:
    """A push service that the site knows."""
    found = PushService()
    found.start()
    app.config["SETTINGS"] = settings.model_copy(update={"push_hosts": f"push.example {found.origin}"})
    yield found
    app.config["SETTINGS"] = settings
    found.close()


def subscribe(member: Browser, facts: object) -> Page:
    """Sends what the browser's script sends."""
    headers = {"X-CSRFToken": member.token(), "Accept": "application/json"}
    return member.request("POST", "/push/subscriptions", json=facts, headers=headers)


def add(browser: Open, person: Person, service: PushService, name: str = "one") -> PushBrowser:
    """Has a browser of a person's take push."""
    found = PushBrowser(f"{service.origin}/send/{name}?v=1")
    assert subscribe(browser(person), found.facts).status == 201
    return found


def subscriptions() -> list[PushSubscription]:
    return list(db.session.scalars(select(PushSubscription).execution_options(populate_existing=True)))


def test_a_mention_is_pushed_sealed_and_signed(
    claire: Person, browser: Open, service: PushService, deliver: Deliver
) -> None:
    mine = add(browser, claire, service)
    about = told_of(claire)
    deliver()
    [(path, headers, body)] = service.taken

    assert path == "/send/one?v=1"
    assert TITLE.encode() not in body
    said = mine.opened(body)
    assert (said["title"], said["url"]) == (TITLE, f"/posts/{about[5:]}")
    assert said["body"].replace("\u00a0", " ") == f"Rose Petit a écrit dans « {TITLE} »."
    assert headers["Content-Encoding"] == "aes128gcm"
    assert int(headers["TTL"]) > 0
    assert len(headers["Topic"]) <= 32
    claims = signed_claims(headers["Authorization"])
    assert claims["aud"] == service.origin
    assert claims["sub"] == "mailto:ne-pas-repondre@mediane.example"
    assert time.time() < claims["exp"] <= time.time() + 24 * 3600


def signed_claims(header: str) -> dict[str, Any]:
    """What a request claims, once its signature is checked by the key that the site gives to browsers (RFC 8292)."""
    schema, _, rest = header.partition(" ")
    said = dict(part.strip().split("=", 1) for part in rest.split(","))
    assert (schema, said["k"]) == ("vapid", public_key())
    return dict(jwt.decode(said["t"], said["k"]))


def test_what_rfc_8291_seals_in_its_example_is_what_we_seal() -> None:
    """Appendix A of the standard."""
    receiver = from_unpadded("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4")
    sender = ec.derive_private_key(
        int.from_bytes(from_unpadded("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"), "big"), ec.SECP256R1()
    )
    sealed = seal(
        b"When I grow up, I want to be a watermelon",
        receiver,
        from_unpadded("BTBZMqHH6r4Tts7J_aSIgg"),
        own=sender,
        salt=from_unpadded("DGv6ra1nlYgDCS1FRnbzlw"),
    )

    assert unpadded(sealed) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A"
        "_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


def test_each_browser_of_a_person_is_told(
    claire: Person, yann: Person, browser: Open, service: PushService, deliver: Deliver
) -> None:
    for name in ("desk", "phone"):
        add(browser, claire, service, name)
    add(browser, yann, service, "other")
    told_of(claire)
    deliver()

    assert sorted(path for path, _, _ in service.taken) == ["/send/desk?v=1", "/send/phone?v=1"]


def test_a_conversation_is_pushed_without_a_word_of_it(
    claire: Person, browser: Open, service: PushService, deliver: Deliver
) -> None:
    mine = add(browser, claire, service)
    facts = {"who": "Omar Haddad", "secret": "le mot de passe", "title": "le mot de passe"}
    tell(claire.id, "tests.private", "it:1", facts, "/conversations/4", topic="conversation:4")
    deliver()
    [(_, _, body)] = service.taken
    said = mine.opened(body)

    assert (said["title"], said["body"]) == ("Médiane", "Un nouveau message")
    assert "Omar" not in str(said)


def test_what_one_did_not_ask_to_be_pushed_is_not(
    claire: Person, yann: Person, browser: Open, service: PushService, deliver: Deliver
) -> None:
    for person in (claire, yann):
        add(browser, person, service, person.handle)
    wishes(claire, "mentions", Rhythm.AT_ONCE, push=False)
    for person in (claire, yann):
        told_of(person)
        told_of(person, reason="watch-space", thread=2)
    deliver()

    assert [path for path, _, _ in service.taken] == [f"/send/{yann.handle}?v=1"]


def test_quiet_time_holds_push_and_what_waited_on_one_thread_comes_as_one(
    claire: Person, browser: Open, service: PushService, deliver: Deliver
) -> None:
    mine = add(browser, claire, service)
    in_peace(claire)
    for who in ("Rose", "Omar", "Ève"):
        told_of(claire, who)
    deliver()
    assert service.taken == []
    in_peace(claire, begun=timedelta(hours=3), left=timedelta(hours=-2))
    hours_pass()
    deliver()
    [(_, _, body)] = service.taken

    assert mine.opened(body)["body"].replace("\u00a0", " ") == f"{TITLE} (3 nouveautés)"


def test_what_was_read_or_went_out_of_sight_is_not_pushed(
    claire: Person, yann: Person, browser: Open, service: PushService, deliver: Deliver
) -> None:
    space = make_school_space(claire, yann)
    add(browser, claire, service)
    in_peace(claire)
    read = told_of(claire)
    told_of(claire, thread=2, audience=space.audience)
    deliver()
    mark_read(claire.id, [read])
    leave_school(claire, space)
    in_peace(claire, begun=timedelta(hours=3), left=timedelta(hours=-2))
    hours_pass()
    deliver()

    assert service.taken == []


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_forgotten(
    claire: Person, browser: Open, service: PushService, deliver: Deliver, status: int
) -> None:
    add(browser, claire, service)
    service.answers = [status]
    told_of(claire)
    told_of(claire, thread=2)
    deliver()

    assert len(service.taken) == 1
    assert subscriptions() == []


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_service_that_is_busy_is_asked_again_later(
    claire: Person, browser: Open, service: PushService, deliver: Deliver, status: int
) -> None:
    add(browser, claire, service)
    service.answers = [status]
    about = told_of(claire)
    deliver()
    deliver()
    assert len(service.taken) == 1
    waiting = the_notice(about)
    assert (waiting.pushed_at, waiting.push_tries) == (None, 1)
    assert waiting.push_due_at is not None
    assert [row.failures for row in subscriptions()] == [1]
    hours_pass()
    deliver()

    assert len(service.taken) == 2
    assert the_notice(about).pushed_at is not None
    assert [row.failures for row in subscriptions()] == [0]


def test_a_service_that_stays_away_is_given_up_for_this_notice(
    claire: Person, browser: Open, service: PushService, deliver: Deliver
) -> None:
    add(browser, claire, service)
    service.answers = [503] * 20
    about = told_of(claire)
    for _ in range(8):
        deliver()
        hours_pass()

    assert len(service.taken) == 6
    assert the_notice(about).push_due_at is None


def test_a_service_that_refuses_is_not_asked_again_and_a_browser_refused_for_long_is_forgotten(
    claire: Person, browser: Open, service: PushService, deliver: Deliver
) -> None:
    add(browser, claire, service)
    service.answers = [400]
    about = told_of(claire)
    deliver()
    hours_pass()
    deliver()
    assert len(service.taken) == 1
    assert the_notice(about).push_due_at is None
    with transaction():
        db.session.execute(update(PushSubscription).values(failures=20))
    service.answers = [400]
    told_of(claire)
    deliver()

    assert subscriptions() == []


def test_one_browser_that_took_it_is_enough(
    claire: Person, browser: Open, service: PushService, deliver: Deliver
) -> None:
    for name in ("desk", "phone"):
        add(browser, claire, service, name)
    service.answers = [503, 201]
    told_of(claire)
    deliver()
    hours_pass()
    deliver()

    assert len(service.taken) == 2


def test_a_redirect_is_not_followed(claire: Person, browser: Open, service: PushService, deliver: Deliver) -> None:
    add(browser, claire, service)
    service.location, service.answers = f"{service.origin}/inside", [307]
    told_of(claire)
    deliver()

    assert [path for path, _, _ in service.taken] == ["/send/one?v=1"]


@pytest.mark.usefixtures("service")
@pytest.mark.parametrize(
    "endpoint",
    [
        "https://127.0.0.1/x",
        "https://[::1]/x",
        "https://169.254.169.254/latest",
        "https://localhost/x",
        "https://evil.example/x",
        "https://push.example.evil.example/x",
        "https://evilpush.example/x",
        "http://push.example/x",
        "https://push.example:8443/x",
        "https://push.example@evil.example/x",
        "https://me:secret@push.example/x",
        "http://127.0.0.1:1/x",
        "https://push.example/x y",
        "https://push.example/\r\nHost: evil",
        "https://push.example/é",
        "https://push.example:99999999/x",
        "ftp://push.example/x",
        "//push.example/x",
        "https://push.example/" + "x" * 1000,
        "",
    ],
)
def test_an_endpoint_that_is_not_a_listed_service_is_refused(claire: Person, browser: Open, endpoint: str) -> None:
    assert service_of(endpoint) is None
    assert subscribe(browser(claire), PushBrowser(endpoint).facts).status == 422
    assert subscriptions() == []


def test_services_are_listed_by_name_or_by_domain(app: Flask) -> None:
    assert service_of("https://fcm.googleapis.com/fcm/send/x?y=1") == Service(
        "https://fcm.googleapis.com", "fcm.googleapis.com", 443, "/fcm/send/x?y=1"
    )
    assert service_of("https://db5p.notify.windows.com/w/?token=x") is not None
    assert service_of("https://notify.windows.com/w/") is None
    assert service_of("https://x.fcm.googleapis.com/") is None


def test_a_listed_name_that_leads_into_a_private_network_is_not_asked() -> None:
    with pytest.raises(OSError, match="private"):
        address_of(Service("https://localhost", "localhost", 443, "/"))


def test_a_service_that_is_listed_no_more_is_asked_no_more(
    app: Flask, claire: Person, browser: Open, service: PushService, deliver: Deliver
) -> None:
    add(browser, claire, service)
    app.config["SETTINGS"] = app.config["SETTINGS"].model_copy(update={"push_hosts": "push.example"})
    told_of(claire)
    deliver()

    assert service.taken == []
    assert subscriptions() == []


@pytest.mark.parametrize(
    "keys",
    [
        None,
        {},
        {"p256dh": "x", "auth": "y"},
        {"p256dh": unpadded(b"\x04" + b"\x01" * 64), "auth": unpadded(b"x" * 16)},
        {"p256dh": 3, "auth": []},
        [],
    ],
)
def test_a_browser_for_which_nothing_can_be_sealed_is_refused(
    claire: Person, browser: Open, service: PushService, keys: object
) -> None:
    facts = {"endpoint": f"{service.origin}/x", "keys": keys}

    assert subscribe(browser(claire), facts).status == 422
    good = PushBrowser(f"{service.origin}/x").facts
    short = {**good, "keys": {**good["keys"], "auth": unpadded(b"x" * 15)}}
    assert subscribe(browser(claire), short).status == 422
    assert subscribe(browser(claire), [1]).status == 422
    assert subscriptions() == []


def test_a_browser_is_added_with_the_token_of_its_page_alone(
    claire: Person, browser: Open, visitor: Browser, service: PushService
) -> None:
    facts = PushBrowser(f"{service.origin}/x").facts

    assert browser(claire).request("POST", "/push/subscriptions", json=facts).status == 400
    assert subscribe(visitor, facts).status == 403
    assert subscriptions() == []


def test_a_browser_that_two_people_use_belongs_to_who_added_it_last(
    claire: Person, yann: Person, browser: Open, service: PushService, deliver: Deliver
) -> None:
    shared = PushBrowser(f"{service.origin}/shared")
    for person in (claire, claire, yann):
        assert subscribe(browser(person), shared.facts).status == 201
    told_of(claire)
    deliver()

    assert [row.person_id for row in subscriptions()] == [yann.id]
    assert service.taken == []


def test_a_person_sees_their_browsers_and_stops_one(
    claire: Person, yann: Person, browser: Open, service: PushService
) -> None:
    for person in (claire, yann):
        add(browser, person, service, person.handle)
    member = browser(claire)
    page = member.get("/account/notices")
    assert [row["data-endpoint"] for row in page.select("[data-endpoint]")] == [
        f"{service.origin}/send/{claire.handle}?v=1"
    ]
    [others] = [row.id for row in subscriptions() if row.person_id == yann.id]
    member.post("/push/subscriptions/remove", {"subscription": str(others)})
    for odd in ("x", "", "9" * 30):
        assert member.post("/push/subscriptions/remove", {"subscription": odd}).status == 200
    assert len(subscriptions()) == 2
    page = member.submit(page, "/push/subscriptions/remove")

    assert page.select("[data-endpoint]") == []
    assert [row.person_id for row in subscriptions()] == [yann.id]


def test_logging_out_ends_the_push_of_that_browser_alone(
    claire: Person, yann: Person, browser: Open, service: PushService, deliver: Deliver
) -> None:
    desk, phone = browser(claire), browser(claire)
    for member, name in ((desk, "desk"), (phone, "phone"), (browser(yann), "yann")):
        assert subscribe(member, PushBrowser(f"{service.origin}/{name}").facts).status == 201

    desk.submit(desk.get("/"), "/logout")
    told_of(claire)
    deliver()

    assert [path for path, _, _ in service.taken] == ["/phone"]
    assert pushed_to(service) == ["phone", "yann"]
    desk.submit(desk.get("/login"), "/login", email=claire.email, password=PASSWORD)
    known = [row["data-endpoint"] for row in desk.get("/account/notices").select("[data-endpoint]")]
    assert known == [f"{service.origin}/phone"], "who logs in there again is asked anew"


def test_ending_a_session_from_elsewhere_ends_its_push(claire: Person, browser: Open, service: PushService) -> None:
    here, elsewhere = browser(claire), browser(claire)
    for member, name in ((here, "here"), (elsewhere, "elsewhere")):
        subscribe(member, PushBrowser(f"{service.origin}/{name}").facts)

    here.submit(here.get("/account"), "/account/logins/end")
    assert pushed_to(service) == ["here"]
    here.submit(here.get("/account"), "/account/logins/end-all")
    assert pushed_to(service) == []


def test_a_new_password_ends_push_elsewhere_and_keeps_it_here(
    claire: Person, browser: Open, service: PushService
) -> None:
    here, elsewhere = browser(claire), browser(claire)
    for member, name in ((here, "here"), (elsewhere, "elsewhere")):
        subscribe(member, PushBrowser(f"{service.origin}/{name}").facts)
    copied = str(here.client.get_cookie("session").value)  # type: ignore[union-attr]

    here.submit(here.get("/account"), "/account/password", present=PASSWORD, chosen="une autre phrase de passe, longue")

    assert pushed_to(service) == ["here"]
    assert here.get("/account").url == "/account"
    elsewhere.client.set_cookie("session", copied)
    assert elsewhere.get("/account").url == "/login", "a copy of the cookie is worth nothing"
    here.submit(here.get("/account"), "/logout")
    assert pushed_to(service) == []


def pushed_to(service: PushService) -> list[str]:
    """The browsers that take push, by the end of their address."""
    return sorted(row.endpoint.removeprefix(f"{service.origin}/") for row in subscriptions())


def test_the_eleventh_browser_takes_the_place_of_the_first(claire: Person, browser: Open, service: PushService) -> None:
    member = browser(claire)
    for number in range(11):
        subscribe(member, PushBrowser(f"{service.origin}/{number}").facts)

    assert sorted(int(row.endpoint.rpartition("/")[2]) for row in subscriptions()) == list(range(1, 11))


def test_the_script_stands_at_the_root_of_the_site(visitor: Browser) -> None:
    page = visitor.get("/push-worker.js")
    if not (ROOT / "static" / "dist" / "manifest.json").exists():
        assert page.status == 404
        return
    headers = page.response.headers

    assert page.status == 200
    assert headers["Content-Type"].startswith(("text/javascript", "application/javascript"))
    assert headers["Service-Worker-Allowed"] == "/"
    assert headers["Cache-Control"] == "no-cache"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "showNotification" in page.html


def test_the_page_gives_browsers_the_key_that_pushes_are_signed_with(claire: Person, browser: Open) -> None:
    [place] = browser(claire).get("/account/notices").select("[data-push]")

    assert place["data-push"] == public_key()
    assert len(from_unpadded(public_key())) == 65


def test_the_key_is_made_once_and_read_by_its_owner_alone(settings: Settings, tmp_path: Path) -> None:
    here = settings.model_copy(update={"data_dir": tmp_path})
    made, again = read_key(here), read_key(here)
    kept = tmp_path / keys.FILE

    assert made.private_numbers() == again.private_numbers()
    assert kept.stat().st_mode & 0o077 == 0
    other = settings.model_copy(update={"push_key": kept.read_text()})
    assert read_key(other).private_numbers() == made.private_numbers()


def pem_of(curve: ec.EllipticCurve) -> str:
    made = ec.generate_private_key(curve)
    return made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


@pytest.mark.parametrize(
    "key",
    ["not a key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", pem_of(ec.SECP384R1())],
    ids=["words", "nothing", "another curve"],
)
def test_a_key_that_cannot_be_used_stops_the_start_by_its_name(monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    monkeypatch.setenv("PUSH_KEY", key)
    with pytest.raises(SettingsRefused, match="PUSH_KEY"):
        read_settings()
    monkeypatch.setenv("PUSH_KEY", pem_of(ec.SECP256R1()))
    assert read_settings().push_key


def test_production_refuses_a_service_without_tls(monkeypatch: pytest.MonkeyPatch) -> None:
    given = {
        "APP_ENV": "production",
        "SECRET_KEY": "x" * 32,
        "BASE_URL": "https://mediane.example",
        "MAIL_SERVER": "smtp.example",
        "PUSH_HOSTS": "http://127.0.0.1:8080",
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsRefused, match="PUSH_HOSTS"):
        read_settings()


def test_mail_and_push_of_one_notice_both_leave_once(
    claire: Person, browser: Open, service: PushService, deliver: Deliver
) -> None:
    add(browser, claire, service)
    about = told_of(claire)
    for _ in range(3):
        deliver()
    told = the_notice(about)

    assert len(service.taken) == 1
    assert told.mailed_at is not None
    assert told.pushed_at is not None
    assert now() - told.pushed_at < timedelta(minutes=1)
    assert db.session.scalar(select(func.count()).select_from(PushSubscription)) == 1
