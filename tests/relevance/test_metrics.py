"""The measures, on examples worked out by hand."""

import pytest

from tests.relevance.metrics import mean, ndcg, reciprocal_rank

GRADES = {"best": 3, "good": 2, "related": 1}


def test_the_best_order_is_worth_one() -> None:
    assert ndcg(["best", "good", "related", "other"], GRADES) == pytest.approx(1.0)


def test_another_order_is_worth_what_it_is_by_hand() -> None:
    # Found: 3/log2(2) + 0 + 7/log2(4) = 6.5; the best order: 7/log2(2) + 3/log2(3) + 1/log2(4) = 9.39279.
    assert ndcg(["good", "other", "best"], GRADES) == pytest.approx(6.5 / 9.39279, abs=1e-5)


def test_what_comes_after_the_tenth_is_worth_nothing() -> None:
    assert ndcg([*"0123456789", "best"], GRADES) == 0.0
    assert reciprocal_rank([*"0123456789", "best"], GRADES) == 0.0


def test_more_answers_than_ten_do_not_lower_a_full_page() -> None:
    grades = {f"answer {number}": 3 for number in range(14)}
    assert ndcg(list(grades), grades) == pytest.approx(1.0)


def test_nothing_found_and_nothing_to_find_are_worth_nothing() -> None:
    assert ndcg([], GRADES) == 0.0
    assert ndcg(["other"], {}) == 0.0


def test_the_rank_is_that_of_the_first_good_answer() -> None:
    assert reciprocal_rank(["other", "related", "good", "best"], GRADES) == pytest.approx(1 / 3)
    assert reciprocal_rank(["related"], GRADES) == 0.0


def test_the_mean_of_nothing_is_nothing() -> None:
    assert mean([]) == 0.0
    assert mean(iter([1.0, 0.5])) == 0.75
