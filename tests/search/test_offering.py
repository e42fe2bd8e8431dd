"""What is offered without being asked for in words, whichever engine keeps the index: titles as one types, documents
alike, other spellings. None of it tells of what the reader may not open."""

from collections.abc import Sequence

import pytest

from forum.core import audience
from forum.search.documents import Document
from tests.search.factories import Shelf, document

OF_SCHOOL = audience.of_school(1)
VISITOR = frozenset({audience.PUBLIC})
TEACHER = frozenset({audience.PUBLIC, OF_SCHOOL})
KINDS = ("thread", "sheet", "person")


def thread(title: str, body: str = "", **more: object) -> Document:
    return document(body, title=title, **{"kind": "thread", **more})


def suggested(shelf: Shelf, typed: str, reader: frozenset[str] = VISITOR, kinds: Sequence[str] = KINDS) -> list[str]:
    return [hit.title for hit in shelf.engine.suggest(typed, reader, kinds, 8)]


# Suggestions


def test_titles_are_offered_by_words_of_which_the_last_is_perhaps_only_begun(shelf: Shelf) -> None:
    shelf.put_all(
        thread("Le climat scolaire"),
        thread("Le climat, et la météo"),
        thread("La vie scolaire"),
        thread("x", "climat sco"),
    )

    assert suggested(shelf, "climat sco") == ["Le climat scolaire"]
    assert suggested(shelf, "climat scolaire") == ["Le climat scolaire"]
    assert sorted(suggested(shelf, "clim")) == ["Le climat scolaire", "Le climat, et la météo"]
    assert suggested(shelf, "sco clim") == []


def test_accents_capitals_and_endings_do_not_matter_while_one_types(shelf: Shelf) -> None:
    shelf.put_all(thread("L’École des élèves médiateurs"), thread("Établissements inclusifs"), thread("Écoles vertes"))

    assert suggested(shelf, "ELEVES medi") == ["L’École des élèves médiateurs"]
    assert suggested(shelf, "etablissem") == ["Établissements inclusifs"]
    assert suggested(shelf, "établissement") == ["Établissements inclusifs"]
    assert sorted(suggested(shelf, "ecole")) == ["L’École des élèves médiateurs", "Écoles vertes"]


def test_each_letter_more_leads_on_to_the_title(shelf: Shelf) -> None:
    title = "Médiations inclusives et vivre-ensemble"
    shelf.put(thread(title))

    for end in range(1, len(title) + 1):
        if title[end - 1].isalpha():
            assert suggested(shelf, title[:end]) == [title], title[:end]


def test_titles_that_begin_with_what_was_typed_come_first(shelf: Shelf) -> None:
    shelf.put_all(thread("Améliorer le climat", kind="sheet", weight=1.0), thread("Climat et famille"))

    assert suggested(shelf, "clim") == ["Climat et famille", "Améliorer le climat"]


def test_only_the_kinds_that_are_asked_for_are_offered(shelf: Shelf) -> None:
    shelf.put_all(thread("Cornemuse"), document(kind="person", title="Claire Cornemuse"), document(title="Cornemuse"))

    assert suggested(shelf, "corn", kinds=("person",)) == ["Claire Cornemuse"]
    assert suggested(shelf, "corn", kinds=()) == []


def test_a_title_that_the_reader_may_not_open_is_not_offered(shelf: Shelf) -> None:
    shelf.put(thread("Cornemuse secrète", audience=OF_SCHOOL))

    assert suggested(shelf, "corn") == []
    assert suggested(shelf, "corn", TEACHER) == ["Cornemuse secrète"]
    assert suggested(shelf, "corn", frozenset()) == []


@pytest.mark.parametrize("typed", ["", " ", "*", "'", "é'", '"', "\\", ":*", "!", "\x00", "&|", "😀", "-", "l’"])
def test_whatever_is_begun_is_answered(shelf: Shelf, typed: str) -> None:
    shelf.put(thread("Cornemuse"))

    assert suggested(shelf, typed) == []


# Alike


def alike(
    shelf: Shelf, terms: Sequence[str], reader: frozenset[str] = VISITOR, kinds: Sequence[str] = KINDS
) -> list[int]:
    return [hit.id for hit in shelf.engine.similar(terms, reader, kinds, 6)]


def fill(shelf: Shelf) -> None:
    """Puts in what speaks of something else, in words that are everywhere."""
    shelf.put_all(*(thread(f"Sujet {number}", f"un élève, une école, mot{number}") for number in range(30)))


def test_what_shares_telling_words_is_alike_the_nearest_first(shelf: Shelf) -> None:
    fill(shelf)
    near = thread("Cornemuse et biniou", "une bombarde")
    far = thread("Autre chose", "avec une bombarde et un élève")
    shelf.put_all(near, far)

    assert alike(shelf, ["cornemus", "biniou", "bombard"]) == [near.id, far.id]


def test_what_shares_only_a_word_that_is_everywhere_is_not_alike(shelf: Shelf) -> None:
    fill(shelf)

    assert alike(shelf, ["elev", "ecol"]) == []
    assert alike(shelf, ["introuvabl"]) == []
    assert alike(shelf, []) == []


def test_only_what_the_reader_may_open_is_alike_and_of_the_kinds_asked_for(shelf: Shelf) -> None:
    fill(shelf)
    closed = thread("Cornemuse", audience=OF_SCHOOL)
    sheet = thread("Cornemuse", kind="sheet")
    shelf.put_all(closed, sheet)

    assert alike(shelf, ["cornemus"]) == [sheet.id]
    assert alike(shelf, ["cornemus"], kinds=("thread",)) == []
    assert set(alike(shelf, ["cornemus"], TEACHER)) == {closed.id, sheet.id}


# Other spellings


def respelt(shelf: Shelf, *typed: str, reader: frozenset[str] = VISITOR) -> dict[str, str]:
    return dict(shelf.engine.respell(list(typed), reader))


def test_the_nearest_word_is_offered_as_it_is_written(shelf: Shelf) -> None:
    shelf.put(document("Les élèves et la médiation, au collège, sont l’établissement."))

    assert respelt(shelf, "medaition") == {"medaition": "médiation"}
    assert respelt(shelf, "colege") == {"colege": "collège"}
    assert respelt(shelf, "établixement") == {"établixement": "établissement"}
    assert respelt(shelf, "Médiatoin", "colllège") == {"Médiatoin": "médiation", "colllège": "collège"}


def test_a_word_that_is_there_is_well_spelt_whatever_its_ending(shelf: Shelf) -> None:
    shelf.put(document("Le collège et les élèves."))

    assert respelt(shelf, "collèges", "colleges", "élève", "eleves") == {}


def test_for_what_is_near_nothing_nothing_is_offered(shelf: Shelf) -> None:
    shelf.put(document("Le collège, la REP et le CPE de 0352009S."))

    assert respelt(shelf, "cornemuse", "rip", "cpa", "0352009T", "", "x", "collège élève", "'", "\\", "\x00") == {}


def test_of_two_words_that_are_as_near_the_more_frequent_is_offered(shelf: Shelf) -> None:
    shelf.put_all(document("la marche"), *(document("le marchi") for _ in range(3)))

    assert respelt(shelf, "marcho") == {"marcho": "marchi"}


def test_a_word_that_stands_only_where_the_reader_may_not_look_is_never_offered(shelf: Shelf) -> None:
    shelf.put(document("cornemuse", title="Vielle", tags=("bombarde",), author="Yannick Grall", audience=OF_SCHOOL))

    for typed in ("cornemuze", "veille", "bombrade", "yanick", "gralk"):
        assert respelt(shelf, typed) == {}, typed
        assert respelt(shelf, typed, reader=frozenset()) == {}, typed
        assert respelt(shelf, typed, reader=frozenset({"school:11", "school:"})) == {}, typed
        assert respelt(shelf, typed, reader=TEACHER) != {}, typed


def test_of_an_open_and_a_closed_word_the_open_one_is_offered_though_it_is_farther(shelf: Shelf) -> None:
    shelf.put_all(document("cornemuses", audience=OF_SCHOOL), document("cornemusier"))

    assert respelt(shelf, "cornemusee") in ({}, {"cornemusee": "cornemusier"})


def test_a_word_goes_with_the_last_document_that_held_it(shelf: Shelf) -> None:
    one, other = document("cornemuse"), document("cornemuse")
    shelf.put_all(one, other)
    shelf.take_out(one)
    assert respelt(shelf, "cornemuze") == {"cornemuze": "cornemuse"}

    shelf.put(document("biniou", id=other.id))

    assert respelt(shelf, "cornemuze") == {}


def test_a_word_is_closed_with_its_document(shelf: Shelf) -> None:
    post = document("cornemuse")
    shelf.put(post, document("cornemuse", id=post.id, audience=OF_SCHOOL))

    assert respelt(shelf, "cornemuze") == {}
    assert respelt(shelf, "cornemuze", reader=TEACHER) == {"cornemuze": "cornemuse"}


# What there is


def test_fingerprints_are_those_of_the_documents_from_one_number_on(shelf: Shelf) -> None:
    posts = [document(f"cornemuse {number}", id=number) for number in (3, 1, 20, 12)]
    shelf.put_all(*posts, document("x", kind="thread", id=2))
    by_number = {each.id: each.fingerprint for each in posts}

    first = shelf.engine.fingerprints("post", 0, 3)
    assert list(first.items()) == [(number, by_number[number]) for number in (1, 3, 12)]
    assert dict(shelf.engine.fingerprints("post", 12, 3)) == {20: by_number[20]}
    assert dict(shelf.engine.fingerprints("post", 20, 3)) == {}


def test_a_fingerprint_changes_with_what_it_is_of(shelf: Shelf) -> None:
    post = document("cornemuse", id=1)
    changed = document("cornemuse", id=1, audience=audience.MEMBERS)
    shelf.put(post, changed)

    assert dict(shelf.engine.fingerprints("post", 0, 3)) == {1: changed.fingerprint}
    shelf.rebuild()
    assert dict(shelf.engine.fingerprints("post", 0, 3)) == {1: changed.fingerprint}
    shelf.take_out(changed)
    assert dict(shelf.engine.fingerprints("post", 0, 3)) == {}
