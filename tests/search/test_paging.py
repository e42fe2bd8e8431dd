"""Pages of results, their order and their groups, whichever engine keeps the index."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.core import audience
from forum.search.engine import Order
from tests.search.factories import NOON, Shelf, document

ORDERS: list[Order] = ["best", "newest", "oldest"]


def day(number: int) -> datetime:
    return datetime(2025, 1, 1, tzinfo=UTC) + timedelta(days=number)


@pytest.mark.parametrize("order", ORDERS)
def test_pages_follow_each_other_without_gap_or_repetition(shelf: Shelf, order: Order) -> None:
    shelf.put_all(*(document("Une exclusion", kind=kind) for kind in ("post", "thread") * 12))

    pages = shelf.pages("exclusion", size=5, order=order)

    ids = [number for page in pages for number in page]
    assert len(ids) == len(set(ids)) == 24
    assert [len(page) for page in pages] == [5, 5, 5, 5, 4]


def test_a_last_page_that_is_full_leads_nowhere(shelf: Shelf) -> None:
    shelf.put_all(*(document("cornemuse") for _ in range(4)))

    assert [len(page) for page in shelf.pages("cornemuse", size=2)] == [2, 2]


def test_the_total_and_the_counts_are_those_of_all_pages(shelf: Shelf) -> None:
    shelf.put_all(*(document("cornemuse") for _ in range(7)))

    first = shelf.ask("cornemuse", size=3)
    second = shelf.ask("cornemuse", size=3, after=first.next_cursor)

    assert (first.total, first.counts) == (second.total, second.counts) == (7, {"kind": {"post": 7}})


@pytest.mark.parametrize("order", ORDERS)
def test_what_comes_or_goes_between_two_pages_neither_hides_nor_repeats_what_stayed(shelf: Shelf, order: Order) -> None:
    posts = [document("cornemuse", written_at=day(number)) for number in range(12)]
    shelf.put_all(*posts)
    first = shelf.ask("cornemuse", size=4, order=order)
    shown = [hit.id for hit in first.hits]

    shelf.put_all(*(document("cornemuse", title="cornemuse", written_at=day(number)) for number in (-5, 5, 50)))
    shelf.take_out(next(each for each in posts if each.id == shown[0]))
    cursor, later = first.next_cursor, list[int]()
    while cursor:
        page = shelf.ask("cornemuse", size=4, order=order, after=cursor)
        later += [hit.id for hit in page.hits]
        cursor = page.next_cursor

    assert len(later) == len(set(later))
    assert not set(later) & set(shown)
    assert {each.id for each in posts} <= {*shown, *later}


def test_pages_of_what_holds_some_of_the_words_go_on_like_that(shelf: Shelf) -> None:
    shelf.put_all(*(document("cornemuse") for _ in range(5)))
    first = shelf.ask("cornemuse biniou", size=2)
    assert first.is_loose
    shelf.put(document("cornemuse biniou"))

    second = shelf.ask("cornemuse biniou", size=2, after=first.next_cursor)

    assert not {hit.id for hit in first.hits} & {hit.id for hit in second.hits}


@pytest.mark.parametrize("cursor", ["x", "é", "AAAA", "bnVsbA", "W10", "\x00", "a" * 5_000, "WyJiZXN0IiwgTmFOXQ", "=="])
def test_a_cursor_that_is_none_begins_at_the_start(shelf: Shelf, cursor: str) -> None:
    post = document("cornemuse")
    shelf.put(post)

    assert shelf.find("cornemuse", after=cursor) == [post.id]


@given(st.text(max_size=80))
def test_any_text_may_stand_where_a_cursor_does(cursor: str) -> None:
    from forum.search.engines.postgres import cursors

    cursors.read(cursor, "best", 1)


def test_the_newest_and_the_oldest_come_first_where_that_is_asked(shelf: Shelf) -> None:
    posts = [document("cornemuse", written_at=day(number)) for number in (2, 3, 1)]
    titled = document(title="Cornemuse", written_at=day(0))
    shelf.put_all(*posts, titled)

    assert shelf.find("cornemuse", order="newest") == [posts[1].id, posts[0].id, posts[2].id, titled.id]
    assert shelf.find("cornemuse", order="oldest") == [titled.id, posts[2].id, posts[0].id, posts[1].id]
    assert shelf.find("cornemuse")[0] == titled.id


def test_ties_come_by_kind_and_number(shelf: Shelf) -> None:
    shelf.put_all(
        *(document("cornemuse", kind=kind, id=number) for kind in ("thread", "post") for number in (10, 9, 2))
    )

    for order in ORDERS:
        hits = shelf.ask("cornemuse", order=order).hits
        assert [(hit.kind, hit.id) for hit in hits] == [
            ("post", 2), ("post", 9), ("post", 10), ("thread", 2), ("thread", 9), ("thread", 10),
        ]  # fmt: skip


@pytest.mark.parametrize("is_grouped", [False, True])
def test_whatever_is_found_can_be_paged_through_however_much_it_is(shelf: Shelf, is_grouped: bool) -> None:
    titled = [document("cornemuse", title="Cornemuse", written_at=day(-number)) for number in range(20)]
    others = [document("cornemuse", group=f"thread:{number // 2}", written_at=day(number)) for number in range(1_700)]
    shelf.put_all(*titled, *others)

    pages = shelf.pages("cornemuse", size=400, is_grouped=is_grouped)

    ids = [number for page in pages for number in page]
    assert len(ids) == len(set(ids)) == 20 + (850 if is_grouped else 1_700)
    assert set(ids[:20]) == {each.id for each in titled}


# What counts


def test_a_title_counts_more_than_a_summary_and_that_more_than_a_text(shelf: Shelf) -> None:
    text = document("Une cornemuse, encore une cornemuse, toujours une cornemuse.")
    summary = document("Un biniou.", summary="De la cornemuse.")
    tagged = document("Un biniou.", tags=("cornemuse",))
    title = document("Un biniou.", title="La cornemuse")
    shelf.put_all(text, summary, tagged, title)

    order = shelf.find("cornemuse")

    assert order[0] == title.id
    assert set(order[1:3]) == {summary.id, tagged.id}
    assert order[3] == text.id


def test_words_that_stand_together_count_more(shelf: Shelf) -> None:
    apart = document("Le climat est bon, et la vie y est scolaire tous les jours.")
    together = document("Le climat scolaire est bon, et la vie y est belle tous les jours.")
    shelf.put_all(apart, together)

    assert shelf.find("climat scolaire") == [together.id, apart.id]


def test_a_sheet_and_what_the_committee_recommends_count_a_little_more(shelf: Shelf) -> None:
    post = document("cornemuse")
    sheet = document("cornemuse", kind="sheet")
    recommended = document("cornemuse", kind="sheet", weight=1.0)
    shelf.put_all(post, sheet, recommended)

    assert shelf.find("cornemuse") == [recommended.id, sheet.id, post.id]


def test_what_is_recent_counts_a_little_more_and_not_more_than_a_title(shelf: Shelf) -> None:
    old = document("cornemuse", written_at=datetime(2019, 1, 1, tzinfo=UTC))
    recent = document("cornemuse", written_at=NOON)
    titled = document(title="cornemuse", written_at=datetime(2019, 1, 1, tzinfo=UTC))
    shelf.put_all(old, recent, titled)

    assert shelf.find("cornemuse") == [titled.id, recent.id, old.id]


def test_a_rare_word_counts_more_than_one_that_is_everywhere(shelf: Shelf) -> None:
    shelf.put_all(*(document("un élève") for _ in range(30)))
    rare, frequent = document(title="Une cornemuse"), document(title="Un élève")
    shelf.put_all(rare, frequent)

    assert [hit.id for hit in shelf.ask("cornemuse élève").hits][:2] == [rare.id, frequent.id]


def test_what_others_wrote_behind_closed_doors_does_not_change_an_order(shelf: Shelf) -> None:
    one, other = document(title="Une cornemuse"), document(title="Un biniou")
    shelf.put_all(one, other, document("cornemuse"), document("biniou"), document("biniou"))
    before = [hit.id for hit in shelf.ask("cornemuse biniou").hits]

    shelf.put_all(*(document("cornemuse", audience=audience.of_school(1)) for _ in range(40)))

    assert [hit.id for hit in shelf.ask("cornemuse biniou").hits] == before


def test_of_any_of_the_words_more_are_better(shelf: Shelf) -> None:
    one = document(title="Cornemuse")
    two = document("Un biniou et une bombarde.")
    shelf.put_all(one, two)

    found = shelf.ask("cornemuse biniou bombarde")

    assert found.is_loose
    assert found.hits[0].id == two.id


# Groups


def test_of_a_group_the_best_is_shown_and_how_many_more_there_are(shelf: Shelf) -> None:
    thread = document("Bonjour", title="Cornemuse", kind="thread", group="thread:1")
    replies = [document("une cornemuse", group="thread:1") for _ in range(3)]
    alone, elsewhere = document("une cornemuse"), document("un biniou", group="thread:1")
    shelf.put_all(thread, *replies, alone, elsewhere)

    found = shelf.ask("cornemuse", is_grouped=True)

    assert [(hit.kind, hit.id, hit.more) for hit in found.hits] == [("thread", thread.id, 3), ("post", alone.id, 0)]
    assert (found.total, found.counts) == (5, {"kind": {"thread": 1, "post": 4}})


def test_what_a_reader_may_not_find_is_no_more_of_a_group(shelf: Shelf) -> None:
    shelf.put_all(
        document("cornemuse", group="thread:1"),
        document("cornemuse", group="thread:1", audience=audience.of_school(1)),
    )

    assert [hit.more for hit in shelf.ask("cornemuse", is_grouped=True).hits] == [0]


@pytest.mark.parametrize("order", ORDERS)
def test_pages_of_groups_follow_each_other(shelf: Shelf, order: Order) -> None:
    shelf.put_all(
        *(document("cornemuse", group=f"thread:{number % 7}", written_at=day(number)) for number in range(30))
    )

    pages = shelf.pages("cornemuse", is_grouped=True, size=3, order=order)

    assert [len(page) for page in pages] == [3, 3, 1]
    groups = {each.id: each.group for each in shelf.rows.values()}
    assert len({groups[number] for page in pages for number in page}) == 7
    if order != "best":
        first = {"newest": range(29, 22, -1), "oldest": range(7)}[order]
        days = {each.id: each.written_at for each in shelf.rows.values()}
        assert [days[number] for page in pages for number in page] == [day(number) for number in first]


def test_a_hit_brings_its_title_and_its_text_which_begins_with_the_summary(shelf: Shelf) -> None:
    shelf.put(document("Tout est dit.  ", title="Une  cornemuse", summary="En bref."))

    hit = shelf.ask("cornemuse").hits[0]

    assert hit.title == "Une  cornemuse"
    assert hit.body.split() == ["En", "bref.", "Tout", "est", "dit."]
