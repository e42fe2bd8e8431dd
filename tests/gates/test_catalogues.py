"""Every word a person reads is in French, the language of the source, and in English."""

from __future__ import annotations

import io
import re

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from deploy.translations import CATALOGUE, messages_of_code

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
BEFORE_SIGN = re.compile(r"[ ][;:!?»]|«[ ]")


@pytest.fixture(scope="module")
def sources() -> Catalog:
    """Every message that code and templates hold."""
    return messages_of_code()


@pytest.fixture(scope="module")
def english() -> Catalog:
    return read_po(io.BytesIO(CATALOGUE.read_bytes()), locale="en")


def plain(text: object) -> list[str]:
    return [text] if isinstance(text, str) else list(text)  # type: ignore[call-overload]


def test_every_message_is_translated_into_english(sources: Catalog, english: Catalog) -> None:
    missing = []
    for message in sources:
        translated = english.get(message.id) if message.id else None
        if message.id and (translated is None or not all(plain(translated.string))):
            missing.append(message.id)

    assert missing == []


def test_no_translation_is_fuzzy_or_of_a_message_that_is_gone(sources: Catalog, english: Catalog) -> None:
    known = {str(message.id) for message in sources}

    assert [message.id for message in english if message.fuzzy and message.id] == []
    assert [message.id for message in english if message.id and str(message.id) not in known] == []


def test_translations_keep_the_placeholders(english: Catalog) -> None:
    for message in english:
        wanted = set(PLACEHOLDER.findall(" ".join(plain(message.id))))
        for text in plain(message.string):
            assert set(PLACEHOLDER.findall(text)) <= wanted, message.id


def test_french_messages_follow_its_typography(sources: Catalog) -> None:
    """No-break spaces before double signs and inside guillemets, typographic apostrophes."""
    straight = re.compile(r"\w'\w")
    wrong = [
        text
        for message in sources
        for text in plain(message.id)
        if BEFORE_SIGN.search(text) or straight.search(text) or "..." in text
    ]

    assert wrong == []
