"""What is written in a case is sealed: the database alone tells nobody what it says, and nothing without its key."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import select, update

from config import Settings, SettingsRefused, read_settings
from forum.accounts.models import Person
from forum.core.errors import NotAllowed
from forum.core.models import now
from forum.core.transactions import transaction
from forum.extensions import db
from forum.mediation import services
from forum.mediation.models import Entry, EntryAnswer, EntryKind, MediationCase
from forum.mediation.queries import case_page
from forum.mediation.sealing import Seal, SealBroken, new_seal, open_seal
from forum.mediation.stages import Outcome, Stage
from tests.browsing import Browser
from tests.factories import actor
from tests.mediation.factories import ask, bring_to, case, say

OpenBrowser = Callable[[Person], Browser]
Deliver = Callable[[], int]

SECRETS = (
    "requete-scellee",
    "recit-scelle",
    "aparte-scelle",
    "reformulation-scellee",
    "correction-scellee",
    "piste-scellee",
    "accord-scelle",
    "nouvelles-scellees",
)


@pytest.fixture
def told(anne: Person, bruno: Person, maud: Person) -> int:
    """A case in which each kind of thing was written, a secret in each."""
    request, account, aside, again, correction, option, agreement, news = SECRETS
    case_id = ask(anne, bruno, words=request, link=f"/threads/{request}")
    services.take_case(actor(maud), case_id)
    services.invite_parties(actor(maud), case_id)
    for party in (anne, bruno):
        services.consent(actor(party), case_id)
    bring_to(Stage.ACCOUNTS, case_id, maud, (anne, bruno))
    say(anne, case_id, account, maud)
    services.speak_aside(actor(bruno), case_id, bruno.id, aside)
    entry = services.reformulate(actor(maud), case_id, again, about_id=anne.id)
    services.correct_reformulation(actor(anne), entry.id, correction)
    bring_to(Stage.OPTIONS, case_id, maud, (anne, bruno))
    services.give_turn(actor(maud), case_id, bruno.id)
    services.list_option(actor(bruno), case_id, option)
    bring_to(Stage.AGREEMENT, case_id, maud, (anne, bruno))
    services.give_turn(actor(maud), case_id, anne.id)
    version = services.write_version(actor(anne), case_id, agreement, 0)
    services.accept_version(actor(bruno), version.id)
    services.close_case(actor(maud), case_id, Outcome.AGREEMENT, (now() + timedelta(days=9)).date())
    with transaction():
        db.session.execute(update(MediationCase).values(follow_up_on=now().date()))
    services.ask_due()
    services.say_how_it_goes(actor(bruno), case_id, news)
    return case_id


def dump() -> str:
    """All that the tables of the whole site hold, the outbox among them."""
    with db.engine.connect() as connection:
        return "\n".join(
            str(tuple(row)) for table in db.metadata.sorted_tables for row in connection.execute(table.select())
        )


def files(folder: Path) -> Iterator[bytes]:
    yield from (path.read_bytes() for path in folder.rglob("*") if path.is_file())


@pytest.mark.usefixtures("told")
def test_no_table_no_file_and_no_mail_holds_a_word(settings: Settings, deliver: Deliver) -> None:
    before = dump()
    deliver()
    after = dump()

    for secret in SECRETS:
        assert secret not in before
        assert secret not in after
        assert not [True for held in files(settings.data_dir) if secret.encode() in held]
        assert base64.b64encode(secret.encode()).decode()[:12] not in before


def test_those_inside_read_it_again_after_the_end(
    browser: OpenBrowser, told: int, anne: Person, bruno: Person, maud: Person
) -> None:
    request, account, aside, again, correction, option, agreement, news = SECRETS
    for reader, private in ((anne, [request]), (bruno, [aside, news]), (maud, [request, aside, news])):
        page = browser(reader).get(f"/mediation/{told}")
        apart = [browser(reader).get(link).html for words, link in page.links().items() if "À part" in words]
        read = page.html + "".join(apart)
        assert [secret for secret in SECRETS if secret in read] == [
            secret
            for secret in SECRETS
            if secret in (account, again, correction, option, agreement) or secret in private
        ]


def test_what_is_moved_elsewhere_no_longer_opens(anne: Person, bruno: Person, maud: Person, told: int) -> None:
    with transaction():
        db.session.execute(update(Entry).where(Entry.kind == EntryKind.ASIDE.value).values(private_to=None))

    with pytest.raises(SealBroken):
        case_page(actor(anne), told)


def test_the_key_of_one_case_opens_no_other(anne: Person, bruno: Person) -> None:
    one, other = case(ask(anne, bruno)), case(ask(bruno, anne))

    with pytest.raises(SealBroken):
        open_seal(other.id, one.wrapped_key)
    sealed = open_seal(one.id, one.wrapped_key).close("Un mot.", "statement:1:0")
    with pytest.raises(SealBroken):
        open_seal(other.id, other.wrapped_key).open(sealed, "statement:1:0")
    assert "key" not in repr(open_seal(one.id, one.wrapped_key))


def test_the_same_words_are_never_sealed_alike(app: Flask) -> None:
    seal = Seal(1, secrets.token_bytes(32))

    assert seal.close("Bonjour.", "a") != seal.close("Bonjour.", "a")
    assert seal.open(seal.close("Bonjour.", "a"), "a") == "Bonjour."


def key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


@pytest.fixture
def with_keys(app: Flask, settings: Settings) -> Iterator[Callable[..., None]]:
    """Sets CASE_KEYS for the rest of the test."""

    def use(*keys: str, app_env: str = "test") -> None:
        changed = {"case_keys": " ".join(keys), "app_env": app_env}
        app.config["SETTINGS"] = settings.model_copy(update=changed)

    yield use
    app.config["SETTINGS"] = settings


def test_keys_are_rotated_and_the_old_one_can_go(
    command: FlaskCliRunner, with_keys: Callable[..., None], told: int, bruno: Person
) -> None:
    old, new = key(), key()
    wrapped = case(told).wrapped_key
    sealed = set(db.session.scalars(select(Entry.sealed)))
    with_keys(new)
    refused = command.invoke(args=["mediation", "rotate-keys"])
    assert refused.exit_code == 1
    assert "CASE_KEYS" in refused.output

    with_keys()  # the key made of the one that signs
    services.rotate_keys()
    with_keys(old)
    with pytest.raises(SealBroken):
        case_page(actor(bruno), told)
    with_keys()
    assert case_page(actor(bruno), told).agreement is not None
    assert case(told).wrapped_key != wrapped
    assert set(db.session.scalars(select(Entry.sealed))) == sealed


def test_a_case_opens_under_an_older_key_until_it_is_rotated(
    command: FlaskCliRunner, with_keys: Callable[..., None], anne: Person, bruno: Person
) -> None:
    old, new = key(), key()
    with_keys(old)
    case_id = ask(anne, bruno)
    with_keys(new, old)
    open_seal(case_id, case(case_id).wrapped_key)

    done = command.invoke(args=["mediation", "rotate-keys"])
    assert done.exit_code == 0
    assert "1 cases" in done.output

    with_keys(new)
    open_seal(case_id, case(case_id).wrapped_key)
    with_keys(old)
    with pytest.raises(SealBroken):
        open_seal(case_id, case(case_id).wrapped_key)


def test_production_opens_no_case_before_it_has_a_key(
    browser: OpenBrowser, with_keys: Callable[..., None], anne: Person, bruno: Person
) -> None:
    with_keys(app_env="production")
    with pytest.raises(NotAllowed):
        new_seal(1)
    reader = browser(anne)
    page = reader.submit(reader.get(f"/mediation/ask?with={bruno.id}"), "/mediation/ask", words="Un différend.")

    assert page.status == 403
    assert "l’administration doit d’abord poser une clé" in page.text
    assert page.values(page.form("/mediation/ask"))["words"].strip() == "Un différend."
    assert not db.session.scalars(select(MediationCase)).all()

    with_keys(key(), app_env="production")
    assert ask(anne, bruno)


def test_a_key_that_is_none_stops_the_start_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    for wrong in ("abc", "é", base64.b64encode(b"court").decode(), f"{key()} abc"):
        monkeypatch.setenv("CASE_KEYS", wrong)
        with pytest.raises(SettingsRefused, match="CASE_KEYS"):
            read_settings()
    monkeypatch.setenv("CASE_KEYS", f"{key()} {base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()}")
    assert read_settings().case_keys


def test_once_erased_nothing_is_left_but_the_fact_and_the_outcome(
    browser: OpenBrowser, command: FlaskCliRunner, told: int, anne: Person, maud: Person, admin: Person
) -> None:
    wrapped = case(told).wrapped_key
    with transaction():
        db.session.execute(update(MediationCase).values(closed_at=now() - timedelta(days=182)))
    assert command.invoke(args=["mediation", "erase"]).output == "0 cases erased.\n"
    with transaction():
        db.session.execute(update(MediationCase).values(closed_at=now() - timedelta(days=184)))

    assert command.invoke(args=["mediation", "erase"]).output == "1 cases erased.\n"
    assert command.invoke(args=["mediation", "erase"]).output == "0 cases erased.\n"

    assert wrapped not in dump()
    assert not db.session.scalars(select(Entry)).all()
    assert not db.session.scalars(select(EntryAnswer)).all()
    with pytest.raises(SealBroken):
        open_seal(told, case(told).wrapped_key)
    for person in (anne, maud):
        assert browser(person).get(f"/mediation/{told}").status == 404
    line = browser(admin).get("/mediation/register").texts("tbody tr")
    assert len(line) == 1
    assert "Par un accord" in line[0]
