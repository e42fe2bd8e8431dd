"""Counts by facet, whichever engine keeps the index: true, and of what the reader may find alone."""

from forum.core import audience
from forum.search.query import Narrowing
from tests.search.factories import Shelf, document

OF_SCHOOL = audience.of_school(1)


def test_each_value_is_counted_of_what_was_found(shelf: Shelf) -> None:
    shelf.put_all(
        document("cornemuse", kind="sheet", tags=("Climat scolaire", "Familles"), facets={"domain": ("arts", "jeu")}),
        document("cornemuse", kind="sheet", tags=("Familles",), facets={"domain": ("arts",)}),
        document("cornemuse", place="entraide"),
        document("biniou", place="entraide", tags=("Familles",)),
    )

    found = shelf.ask("cornemuse", counted=("kind", "tag", "place", "domain"))

    assert found.counts == {
        "kind": {"sheet": 2, "post": 1},
        "tag": {"climat-scolaire": 1, "familles": 2},
        "place": {"entraide": 1},
        "domain": {"arts": 2, "jeu": 1},
    }


def test_what_was_chosen_of_a_facet_leaves_its_own_counts_as_they_were(shelf: Shelf) -> None:
    shelf.put_all(
        document("cornemuse", kind="sheet", tags=("a",)),
        document("cornemuse", kind="sheet", tags=("b",)),
        document("cornemuse", tags=("a",)),
        document("cornemuse", tags=("b",)),
        document("cornemuse"),
    )

    found = shelf.ask("cornemuse", kind="sheet", narrowed=(Narrowing("tag", ("a",)),), counted=("kind", "tag"))

    assert found.total == 1
    assert found.counts == {"kind": {"sheet": 1, "post": 1}, "tag": {"a": 1, "b": 1}}


def test_any_value_of_a_facet_will_do_and_every_facet_has_to(shelf: Shelf) -> None:
    one = document("cornemuse", tags=("a",), place="salle")
    other = document("cornemuse", tags=("b",), place="salle")
    shelf.put_all(one, other, document("cornemuse", tags=("c",), place="salle"), document("cornemuse", tags=("a", "b")))

    chosen = (Narrowing("tag", ("a", "b")), Narrowing("place", ("salle",)))

    assert sorted(shelf.find("cornemuse", narrowed=chosen)) == [one.id, other.id]


def test_two_choices_of_one_facet_both_have_to_hold(shelf: Shelf) -> None:
    both = document("cornemuse", tags=("a", "b"))
    shelf.put_all(both, document("cornemuse", tags=("a",)), document("cornemuse", tags=("b",)))

    found = shelf.ask("cornemuse", narrowed=(Narrowing("tag", ("a",)), Narrowing("tag", ("b",))), counted=("tag",))

    assert [hit.id for hit in found.hits] == [both.id]
    assert found.counts == {"tag": {"a": 2, "b": 2}}


def test_an_unwanted_value_is_left_out(shelf: Shelf) -> None:
    kept = document("cornemuse", tags=("a",))
    shelf.put_all(kept, document("cornemuse", tags=("a", "b")))

    assert shelf.find("cornemuse", narrowed=(Narrowing("tag", ("b",), is_unwanted=True),)) == [kept.id]
    assert shelf.find("cornemuse -tag:b") == [kept.id]


def test_a_typed_filter_counts_like_a_word(shelf: Shelf) -> None:
    shelf.put_all(document("cornemuse", tags=("a",)), document("cornemuse", tags=("b",)))

    assert shelf.ask("cornemuse tag:a", counted=("tag",)).counts == {"tag": {"a": 1}}


def test_filters_alone_are_counted_too(shelf: Shelf) -> None:
    shelf.put_all(document("x", place="salle", tags=("a",)), document("y", place="salle"), document("z", place="cour"))

    found = shelf.ask("in:salle", counted=("tag", "place"))

    assert (found.total, found.counts) == (2, {"tag": {"a": 1}, "place": {"salle": 2}})


def test_what_changes_is_counted_where_it_went(shelf: Shelf) -> None:
    post = document("cornemuse", tags=("a",))
    shelf.put(post, document("cornemuse", id=post.id, tags=("b",)))
    assert shelf.ask("cornemuse", counted=("tag",)).counts == {"tag": {"b": 1}}

    shelf.take_out(post)

    assert shelf.ask("cornemuse", counted=("tag",)).counts == {"tag": {}}
    assert shelf.ask("tag:b", counted=("tag",)).counts == {"tag": {}}


def test_nothing_that_the_reader_may_not_find_is_counted(shelf: Shelf) -> None:
    shelf.put_all(
        document("cornemuse", tags=("ouvert",)),
        document("cornemuse", tags=("secret",), kind="sheet", audience=OF_SCHOOL, facets={"domain": ("caché",)}),
    )
    everything = ("kind", "tag", "place", "domain", "language")

    for text in ("cornemuse", "after:2000", "cornemuse introuvable", "language:fr cornemuse"):
        counts = shelf.ask(text, counted=everything).counts
        assert counts["tag"] == {"ouvert": 1}, text
        assert counts["kind"] == {"post": 1}, text
        assert counts["domain"] == {}, text
    assert shelf.ask("tag:secret", counted=everything).total == 0
    assert shelf.ask("cornemuse", audience.PUBLIC, OF_SCHOOL, counted=("tag",)).counts == {
        "tag": {"ouvert": 1, "secret": 1}
    }


def test_strange_values_are_values_that_nothing_has(shelf: Shelf) -> None:
    shelf.put(document("cornemuse", tags=("a",)))

    for value in ("\x00", "a' OR 1=1", "\\", "\ud800", "=", "a\nb", "x" * 3_000, ""):
        narrowed = (Narrowing("tag", (value,)),)
        assert shelf.ask("cornemuse", narrowed=narrowed, counted=("tag",)).total == 0, repr(value)
