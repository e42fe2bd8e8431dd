"""Whatever is typed in the box or stands in the address, the results' page answers."""

from collections.abc import Callable

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forum.accounts.models import Person
from forum.discussions.models import Space
from tests.browsing import Browser
from tests.discussions.factories import make_space, make_thread
from tests.factories import make_person
from tests.search.reading import ask, titles
from tests.search.test_query import PIECES

Deliver = Callable[[], int]

STRANGE = [
    "",
    '"',
    '"exclusion',
    'exclusion" définitive "',
    "-",
    "- -",
    "-exclusion",
    "le la les de du",
    "\ud800",
    "exclusion " * 1_000,
    "x" * 10_000,
    '"' * 10_000,
    "😀 exclusion 👩‍🏫",
    "שלום עולם",
    "\u202eexclusion",
    "e\u0301" * 50,
    "after:hier",
    "after:9999-12-31 before:0001-01-01",
    "before:0001-01-01",
    "tag:",
    "tag:😀",
    "kind:*",
    "author:",
    "in:../../etc",
    "exclusion AND (NOT OR",
    "title:exclusion^1000",
    "*",
    "?",
    "[a TO b]",
    "<script>",
    "' OR 1=1 --",
    "%",
    "日本語 中文",
]


@pytest.mark.parametrize("typed", STRANGE, ids=lambda typed: repr(typed[:20]))
def test_whatever_is_typed_is_answered(site: Browser, typed: str) -> None:
    assert ask(site, typed.encode("utf-8", "replace").decode()).status == 200


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(typed=st.text(max_size=80) | st.lists(PIECES, min_size=1, max_size=20).map("".join), kind=st.text(max_size=10))
def test_nothing_that_can_be_typed_fails(site: Browser, typed: str, kind: str) -> None:
    readable = [each.encode("utf-8", "replace").decode().replace("\0", "") for each in (typed, kind)]

    assert ask(site, readable[0], kind=readable[1]).status == 200


def test_a_byte_that_no_box_can_hold_is_no_failure(site: Browser) -> None:
    assert ask(site, "exclusion\0").status < 500


@pytest.mark.parametrize("cursor", ["0", "-1", "%00", "9" * 400, "²", "eyJ4", "a" * 5_000, "", " ", "\ud83d\ude00"])
def test_a_cursor_that_is_none_begins_at_the_start(site: Browser, cursor: str) -> None:
    page = ask(site, "exclusion", after=cursor.encode("utf-16", "surrogatepass").decode("utf-16"))

    assert page.status == 200
    assert titles(page)


@pytest.fixture
def claire(app: Flask) -> Person:
    return make_person("Claire Morvan")


@pytest.fixture
def space(app: Flask) -> Space:
    return make_space("Climat scolaire")


@pytest.fixture
def site(visitor: Browser, space: Space, claire: Person, deliver: Deliver) -> Browser:
    """A visitor's browser on a site with something to be found."""
    make_thread(claire, space, "Une exclusion", "Un élève, l’école, <script>.", tags=["Climat"])
    deliver()
    return visitor
