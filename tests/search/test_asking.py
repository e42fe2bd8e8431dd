"""What an index answers: filters, order, counts, and nothing that the reader may not open."""

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings

from forum.core import audience
from forum.search.engine import Question
from forum.search.grammar import parse
from tests.search.factories import Shelf, document
from tests.search.test_query import TYPED

OF_SCHOOL, OF_COMMUNITY = audience.of_school(1), audience.of_community(1)


def test_all_the_words_have_to_be_there_wherever_they_stand(shelf: Shelf) -> None:
    both = document("Le climat", title="Une exclusion")
    shelf.put(both, document("Le climat"), document("Une exclusion"))

    assert shelf.find("climat exclusion") == [both.id]


def test_where_no_text_holds_all_the_words_any_is_enough_and_it_is_said(shelf: Shelf) -> None:
    post = document("Le climat")
    shelf.put(post)

    found = shelf.ask("climat cornemuse")

    assert [hit.id for hit in found.hits] == [post.id]
    assert found.is_loose


def test_a_phrase_is_found_side_by_side_and_in_order(shelf: Shelf) -> None:
    together = document("une exclusion définitive hier")
    shelf.put(together, document("une définitive exclusion"), document("une exclusion très définitive"))

    assert shelf.find('"exclusion définitive"') == [together.id]
    assert shelf.find("« l’exclusion définitive »") == [together.id]


def test_a_phrase_is_found_wherever_in_the_text_it_stands(shelf: Shelf) -> None:
    posts = [document(f"{'mot ' * before}cornemuse biniou") for before in range(300)]
    shelf.rows = {(each.kind, each.id): each for each in posts}
    shelf.rebuild()

    assert shelf.ask('"cornemuse biniou"').total == 300


def test_a_phrase_does_not_run_from_the_title_into_the_text(shelf: Shelf) -> None:
    shelf.put(document("définitive, je crois", title="Une exclusion"))

    assert shelf.find('"exclusion définitive"') == []


def test_what_must_not_be_there_is_left_out(shelf: Shelf) -> None:
    kept = document("Une exclusion évitée")
    sanction = document("Une exclusion, une sanction")
    dry = document("Une exclusion, un renvoi sec", tags=("Renvois",))
    shelf.put(kept, sanction, dry)

    assert sorted(shelf.find("exclusion -sanction")) == [kept.id, dry.id]
    assert sorted(shelf.find('exclusion -"renvoi sec"')) == [kept.id, sanction.id]
    assert sorted(shelf.find('exclusion -"sec renvoi"')) == [kept.id, sanction.id, dry.id]
    assert sorted(shelf.find("exclusion -tag:renvois")) == [kept.id, sanction.id]


def test_filters_narrow_what_is_found(shelf: Shelf) -> None:
    wanted = document(
        "Une exclusion",
        kind="thread",
        tags=("Climat scolaire", "Familles"),
        author="Claire Morvan",
        place="vie-scolaire",
        written_at=datetime(2025, 2, 1, tzinfo=UTC),
    )
    other = document("Une exclusion", tags=("Climat",), author="Yann Berthou", place="entraide")
    shelf.put(wanted, other)

    for typed in (
        'tag:"climat scolaire"',
        "tag:climat-scolaire",
        "tag:familles tag:climat-scolaire",
        "author:morvan",
        'author:"Claire Morvan"',
        "in:vie-scolaire",
        "before:2025-03",
        "after:2025-02-01 before:2025-02-02",
    ):
        assert shelf.find(f"exclusion {typed}") == [wanted.id], typed
        assert shelf.find(typed) == [wanted.id], typed
    assert shelf.find("exclusion", kind="thread") == [wanted.id]
    assert shelf.find("exclusion after:2025-02-02") == [other.id]
    assert shelf.find("exclusion before:2025-02-01") == []
    assert shelf.find("after:2026 before:2025") == []
    assert shelf.find("exclusion author:morvan in:entraide") == []
    assert sorted(shelf.find("exclusion author:morvan,berthou")) == [wanted.id, other.id]
    assert shelf.find("exclusion -author:morvan") == [other.id]
    assert shelf.find("exclusion -in:entraide") == [wanted.id]


def test_an_author_is_found_by_name(shelf: Shelf) -> None:
    post = document("Bonjour", author="Hélène Garrec")
    shelf.put(post)

    assert shelf.find("helene garrec") == [post.id]


def test_a_title_a_keyword_and_words_that_stand_together_come_first(shelf: Shelf) -> None:
    filling = "la classe se retrouve au conseil pour parler de ce qui va et de ce qui ne va pas cette semaine"
    apart = document(f"Une exclusion, puis {filling}, rien de définitif.")
    together = document(f"Une exclusion définitive, puis {filling}, rien de plus.")
    tagged = document(f"Exclusion {filling} définitive", tags=("exclusion",))
    titled = document(f"Puis {filling} définitive", title="Exclusion")
    shelf.put(apart, together, tagged, titled)

    order = shelf.find("exclusion définitive")

    assert sorted(order) == [apart.id, together.id, tagged.id, titled.id]
    assert order[-1] == apart.id


def test_a_question_of_filters_alone_gives_the_latest_first(shelf: Shelf) -> None:
    days = [document("x", tags=("a",), written_at=datetime(2025, 1, day, tzinfo=UTC)) for day in (2, 3, 1)]
    shelf.put(*days)

    assert shelf.find("tag:a") == [days[1].id, days[0].id, days[2].id]


def test_a_reader_finds_and_counts_what_is_theirs_and_nothing_else(shelf: Shelf) -> None:
    public = document("cornemuse")
    members = document("cornemuse", audience=audience.MEMBERS)
    school = document("cornemuse", audience=OF_SCHOOL, kind="thread")
    community = document("cornemuse", audience=OF_COMMUNITY)
    shelf.put(public, members, school, community)

    visitor = shelf.ask("cornemuse")
    assert ([hit.id for hit in visitor.hits], visitor.total, visitor.counts["kind"]) == ([public.id], 1, {"post": 1})
    member = shelf.ask("cornemuse", audience.PUBLIC, audience.MEMBERS)
    assert (member.total, member.counts["kind"]) == (2, {"post": 2})
    teacher = shelf.ask("cornemuse", audience.PUBLIC, audience.MEMBERS, OF_SCHOOL)
    assert (teacher.total, teacher.counts["kind"]) == (3, {"post": 2, "thread": 1})


@pytest.mark.parametrize("audiences", [(audience.of_school(11),), ("school:", "school:*", "school-referent:1"), ()])
def test_who_is_in_no_audience_of_a_thing_learns_nothing_of_it(shelf: Shelf, audiences: tuple[str, ...]) -> None:
    shelf.put(document("cornemuse", audience=OF_SCHOOL, title="Salle", tags=("a",), author="Claire", place="salle"))

    for typed in (
        "cornemuse",
        '"cornemuse"',
        "tag:a",
        "author:claire",
        "in:salle",
        "kind:post",
        "after:2000",
        "salle -x",
    ):
        found = shelf.engine.search(Question(parse(typed), frozenset(audiences), counted=("kind", "tag", "place")))
        learnt = (list(found.hits), found.total, [values for values in found.counts.values() if values])
        assert learnt == ([], 0, []), typed


def test_an_answer_that_was_kept_for_one_reader_is_not_given_to_another(shelf: Shelf) -> None:
    shelf.put(document("cornemuse", audience=OF_SCHOOL))

    assert shelf.find("cornemuse", audience.PUBLIC, OF_SCHOOL)
    assert shelf.find("cornemuse", audience.PUBLIC) == []
    assert shelf.find("cornemuse", audience.PUBLIC, OF_SCHOOL)


def test_what_changes_hands_is_found_by_the_new_audience_alone(shelf: Shelf) -> None:
    post = document("cornemuse", audience=OF_SCHOOL)
    shelf.put(post)
    shelf.put(document("cornemuse", id=post.id, audience=OF_COMMUNITY))

    assert shelf.find("cornemuse", OF_SCHOOL) == []
    assert shelf.find("cornemuse", OF_COMMUNITY) == [post.id]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(TYPED)
def test_whatever_is_asked_is_answered(shelf: Shelf, typed: str) -> None:
    if not shelf.counts():
        shelf.put(document("Une exclusion, l’école, un élève 2025", tags=("a",)))
    query = parse(typed)

    if not query.is_empty:
        assert shelf.engine.search(Question(query, frozenset({audience.PUBLIC}))).total in (0, 1)
