"""What a word processor leaves in a pasted section: a clean text comes of it, and Markdown stays as it was typed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.accounts.models import Person
from forum.extensions import db
from forum.practices.models import SheetVersion
from forum.practices.pasting import as_pasted, without_traces
from tests.browsing import Browser

Open = Callable[..., Browser]
PASTED = (
    "Ce que nous avons fait\u00a0:\r\n"
    "\uf0b7\tUn accueil le matin, de 8\u00a0h à 8\u00a0h\u00a030\r\n"
    "o\tpar un adulte\u00a0volon\u00adtaire\r\n"
    "o\ttoujours le même\r\n"
    "\uf0a7\tle lundi aussi\r\n"
    "•\tUn “carnet” d’observation\u00a0; une page par semaine\r\n"
    "Puis un bilan, «\u00a0à chaud\u00a0»."
)
CLEAN = (
    "Ce que nous avons fait\u00a0:\n"
    "\n"
    "- Un accueil le matin, de 8\u00a0h à 8\u00a0h\u00a030\n"
    "    - par un adulte volontaire\n"
    "    - toujours le même\n"
    "        - le lundi aussi\n"
    "- Un “carnet” d’observation\u00a0; une page par semaine\n"
    "\n"
    "Puis un bilan, «\u00a0à chaud\u00a0»."
)


def test_a_section_pasted_from_a_word_processor_is_clean_and_its_lists_are_lists(browser: Open, claire: Person) -> None:
    member = browser(claire)

    member.submit(member.get("/practices/new"), with_field="title", title="Le\u00adcarnet", actions=PASTED)

    version = db.session.query(SheetVersion).one()
    assert version.content["actions"] == CLEAN
    assert version.content["title"] == "Lecarnet"
    page = member.get("/practices/1-lecarnet")
    assert page.texts(".sheet ul > li > ul > li > ul > li") == ["le lundi aussi"]
    assert len(page.select(".sheet :not(li) > ul > li")) == 2


@pytest.mark.parametrize(
    ("pasted", "clean"),
    [
        ("\x93Bonjour\x94, dit\x92elle", "“Bonjour”, dit’elle"),
        ("a\u00a0b", "a b"),
        ("3\u00a0000\u00a0€", "3\u00a0000\u00a0€"),
        ("Combien\u202f?", "Combien\u202f?"),
        ("mot\u00adcoupé", "motcoupé"),
        ("–\tun\n–\tdeux", "- un\n- deux"),
        ("▪ un\n▪ deux", "- un\n- deux"),
        ("•\tun\n\n•\tdeux", "- un\n\n- deux"),
        ("• un\n    • dedans", "- un\n    - dedans"),
    ],
)
def test_traces_are_taken_out(pasted: str, clean: str) -> None:
    assert as_pasted(pasted) == clean


@pytest.mark.parametrize(
    "markdown",
    [
        "- un\n- deux\n    - trois",
        "* un\n* deux",
        "1. un\n2. deux",
        "— Bonjour, dit-il.\n— Bonjour.",
        "```\n    du code\n```",
        "| a | b |\n| --- | --- |\n| 1 | 2 |",
        "> une citation\n> sur deux lignes",
        "Une ligne  \net sa suite",
        "o temps, suspends ton vol",
        "un 👩‍🏫 et un mot",
    ],
)
def test_what_is_markdown_already_stays_as_it_was_typed(markdown: str) -> None:
    assert as_pasted(markdown) == markdown


@given(st.text(alphabet="•◦▪o–-* \t\n\u00a0\u00ad«»:a1", max_size=80))
def test_a_clean_text_is_not_changed_again(text: str) -> None:
    once = as_pasted(text)

    assert as_pasted(once) == once


@given(st.text(alphabet="•◦▪o–-* \t\u00a0\u00adabc", max_size=80))
def test_no_word_is_lost(text: str) -> None:
    kept = [letter for letter in as_pasted(text) if letter in "abc"]

    assert kept == [letter for letter in text if letter in "abc"]


@given(st.text(alphabet="\uf0b7o\t\u00a0\u00ad a\n", max_size=80))
def test_lines_stay_the_lines_they_are(text: str) -> None:
    assert without_traces(text).count("\n") == text.count("\n")
