"""Counts of what very many documents hold, which stay true however the index came to be what it is."""

from forum.core import audience
from forum.search.documents import Document
from forum.search.engine import Found
from forum.search.query import Narrowing
from tests.search.factories import Shelf, document

COUNTED = ("kind", "tag", "place")
READER = (audience.PUBLIC, audience.MEMBERS)
PLACES = ("cour", "salle", "cour")


def post(number: int, **more: object) -> Document:
    """One of many: all hold « cornemuse », each second « biniou », each fifth is in the house alone."""
    described = {
        "id": number,
        "kind": "sheet" if number % 10 == 0 else "post",
        "title": "Bombarde" if number % 4 == 0 else "",
        "place": PLACES[number % 3],
        "tags": (f"mot {number % 7}",) if number % 3 else (),
        "audience": audience.of_school(1) if number % 5 == 0 else READER[number % 2],
        **more,
    }
    return document(f"cornemuse {'biniou' if number % 2 else 'vielle'} {number}", **described)


def looked_up(shelf: Shelf, *readers: str) -> list[Found]:
    """What readers find who look for frequent words, narrowed down in several ways."""
    ways: tuple[dict[str, object], ...] = (
        {},
        {"narrowed": (Narrowing("place", ("cour",)),)},
        {"narrowed": (Narrowing("tag", ("mot-1", "mot-2")), Narrowing("kind", ("post",)))},
        {"narrowed": (Narrowing("tag", ("mot-1",), is_unwanted=True), Narrowing("place", ("salle",)))},
        {"narrowed": (Narrowing("place", ("nulle-part",)),)},
        {"is_grouped": True, "size": 5},
        {"order": "newest", "size": 5},
    )
    asked = ("cornemuse", "cornemuse biniou", "biniou vielle", "biniou introuvable", "bombarde", "17", "tag:mot-3")
    return [shelf.ask(text, *readers, counted=COUNTED, **way) for text in asked for way in ways]


def test_counts_are_those_of_what_there_is(shelf: Shelf) -> None:
    shelf.put_all(*(post(number) for number in range(60)))

    for _ in ("put in", "made anew"):
        mine = [each for each in shelf.rows.values() if each.audience in READER]
        found = shelf.ask("cornemuse", *READER, counted=COUNTED, narrowed=(Narrowing("place", ("cour",)),))
        in_court = [each for each in mine if each.place == "cour"]
        assert found.total == len(in_court)
        assert found.counts["kind"]["post"] == sum(each.kind == "post" for each in in_court)
        assert found.counts["place"] == {"cour": len(in_court), "salle": len(mine) - len(in_court)}
        assert found.counts["tag"] == {
            f"mot-{number}": several
            for number in range(7)
            if (several := sum(each.tags == (f"mot {number}",) for each in in_court))
        }
        assert shelf.ask("biniou introuvable", *READER).total == sum("biniou" in each.body for each in mine)
        shelf.rebuild()


def test_after_changes_everything_is_found_as_in_an_index_made_anew(shelf: Shelf) -> None:
    shelf.put_all(*(post(number) for number in range(60)))
    shelf.rebuild()

    shelf.put_all(*(post(number, audience=audience.MEMBERS, title="Bombarde") for number in range(0, 60, 7)))
    shelf.put_all(*(document("vielle seule", id=number) for number in (1, 11, 31)))
    shelf.put_all(*(post(number, place="salle", tags=("mot 1", "neuf")) for number in range(60, 80)))
    shelf.take_out(*[each for each in shelf.rows.values() if each.id % 9 == 4])
    changed = [looked_up(shelf, *readers) for readers in ((audience.PUBLIC,), READER)]
    shelf.rebuild()

    assert [looked_up(shelf, *readers) for readers in ((audience.PUBLIC,), READER)] == changed


def test_nobody_else_counts_what_is_in_the_house(shelf: Shelf) -> None:
    shelf.put_all(*(post(number) for number in range(60)))
    shelf.rebuild()
    shelf.put_all(*(post(number, audience=audience.of_school(1)) for number in range(0, 60, 3)))

    for readers in ((audience.PUBLIC,), READER, (audience.of_school(2),)):
        mine = [each for each in shelf.rows.values() if each.audience in readers]
        assert shelf.ask("cornemuse", *readers).total == len(mine)
        assert shelf.ask('cornemuse "biniou"', *readers).total == sum("biniou" in each.body for each in mine)
