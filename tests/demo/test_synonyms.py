"""The demonstration's synonyms: such as an administrator could have typed."""

from __future__ import annotations

from flask import Flask

from forum.accounts.models import Role
from forum.demo.texts import DATA
from forum.search.grammar import parse
from forum.search.query import Words
from forum.search.services.synonyms import add_synonyms, all_synonyms
from forum.search.synonyms import with_synonyms
from tests.factories import actor, make_person


def test_each_group_could_have_been_typed(app: Flask) -> None:
    keeper = actor(make_person(role=Role.ADMINISTRATOR))
    lines = (DATA / "synonyms.txt").read_text(encoding="utf-8").splitlines()

    for line in lines:
        add_synonyms(keeper, line)

    assert [group.wordings for group in all_synonyms()] == lines
    assert Words(("cvc",)) in with_synonyms(parse("conseil de la vie collégienne")).wanted[0].choices
    assert Words(("peer", "mediation")) in with_synonyms(parse("médiation entre élèves")).wanted[0].choices
