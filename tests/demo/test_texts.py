"""What the demonstration says can be read by the loader, and is written as French is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from forum.accounts.models import Profession, Role
from forum.core.models import now
from forum.demo.texts import DATA, conversations, discussions, letters, table
from forum.discussions.models import ReactionKind, ThreadKind

FRENCH = sorted(path for path in DATA.rglob("*") if path.suffix in (".md", ".txt", ".toml") and ".en." not in path.name)
STRAIGHT_APOSTROPHE = re.compile(r"\w'\w")
PLAIN_SPACE = re.compile(r"«[^\u00a0]|[^\u00a0]»|(?<=\S) [;:?!](?:\s|$)|[^\s\u00a0!?][?!](?=\s|$)")


def french_words(path: Path) -> str:
    """A file without its comments, which are in English."""
    text = re.sub(r"<!--.*?-->", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    return "\n".join(line for line in text.split("\n") if path.suffix != ".toml" or not line.startswith("# "))


@pytest.mark.parametrize("path", FRENCH, ids=lambda path: path.name)
def test_apostrophes_are_typographic(path: Path) -> None:
    assert STRAIGHT_APOSTROPHE.findall(french_words(path)) == []


@pytest.mark.parametrize("path", FRENCH, ids=lambda path: path.name)
def test_double_signs_and_guillemets_have_their_no_break_spaces(path: Path) -> None:
    assert PLAIN_SPACE.findall(french_words(path)) == []


def test_people_have_known_professions_and_roles_and_each_role_has_somebody() -> None:
    people = table("people.toml")

    assert {facts["profession"] for facts in people.values()} <= set(Profession)
    assert {facts["role"] for facts in people.values() if "role" in facts} == set(Role)
    assert len({facts["email"] for facts in people.values()}) == len(people)
    assert all(facts["email"].endswith("@demo.example") for facts in people.values())


def test_a_discussion_is_written_by_known_people_one_post_after_the_other() -> None:
    people = table("people.toml")
    for discussion in discussions():
        moments = [words.at for words in discussion.posts]
        assert moments == sorted(set(moments)), discussion.key
        assert moments[-1] < now(), discussion.key
        assert {words.author for words in discussion.posts} <= set(people), discussion.key
        assert discussion.facts["kind"] in set(ThreadKind), discussion.key
        assert all(words.body for words in discussion.posts), discussion.key
        for words in discussion.posts:
            kinds, reactors = {kind for kind, _ in words.reactions}, {who for _, who in words.reactions}
            assert kinds <= set(ReactionKind), discussion.key
            assert reactors <= set(people) - {words.author}, discussion.key
            assert len(set(words.reactions)) == len(words.reactions), discussion.key


def test_discussions_are_as_long_as_people_make_them_and_one_has_several_pages() -> None:
    lengths = sorted(len(discussion.posts) for discussion in discussions())

    assert len(lengths) >= 12
    assert lengths[-1] > 60
    assert lengths[-2] <= 16


def test_rooms_have_a_past_in_order_said_by_those_who_belong_there() -> None:
    people = table("people.toml")
    for conversation in conversations():
        place = "schools" if conversation.kind == "school" else "communities"
        moments = [words.at for words in conversation.messages]
        assert moments == sorted(moments), conversation.of
        for words in conversation.messages:
            assert conversation.of in people[words.author].get(place, ()), (conversation.of, words.author)


def test_a_conversation_is_held_by_those_who_are_in_it_one_message_after_the_other() -> None:
    people = table("people.toml")
    for conversation in letters():
        moments = [words.at for words in conversation.messages]
        assert moments == sorted(set(moments)), conversation.subject
        assert moments[-1] < now(), conversation.subject
        assert {words.author for words in conversation.messages} <= set(conversation.people) <= set(people)
        assert conversation.messages[0].author == conversation.people[0], conversation.subject


def test_what_is_said_in_a_closed_place_is_said_by_its_members() -> None:
    people = table("people.toml")
    for discussion in discussions():
        for place, key in (("schools", "school"), ("communities", "community")):
            if key in discussion.facts:
                authors = {words.author for words in discussion.posts}
                authors |= {who for words in discussion.posts for _, who in words.reactions}
                outside = {author for author in authors if discussion.facts[key] not in people[author].get(place, ())}
                assert outside == set(), discussion.key
