"""What relevance is measured over is sound: enough of it, no name twice, no answer that does not exist."""

from collections import Counter
from datetime import date

from forum.demo import texts
from forum.demo.sheets import PUBLISHED
from tests.relevance.judged import GRADES, WAYS, judged
from tests.relevance.reading import FOLDER, written
from tests.relevance.shelf import FOUNDING

SMALLEST, LARGEST = 50, 120
"""Words of a document."""


def names_of_all() -> set[str]:
    """The names of all that can answer."""
    schools = (texts.DATA / "schools.csv").read_text(encoding="utf-8").splitlines()[1:]
    return {
        *(each.name for each in written()),
        *(each.key for each in texts.discussions()),
        *PUBLISHED,
        *(line.partition(";")[0] for line in schools),
        *texts.table("people.toml"),
        FOUNDING,
    }


def test_there_are_three_hundred_documents_in_both_languages() -> None:
    languages = Counter(each.language for each in written())
    assert languages.total() >= 300
    assert set(languages) == {"fr", "en"}
    assert min(languages.values()) >= 90


def test_there_are_sixty_questions_in_both_languages_that_try_everything() -> None:
    questions = judged()
    assert len(questions) >= 60
    assert min(Counter(each.language for each in questions).values()) >= 15
    assert {each.way for each in questions} == set(WAYS)


def test_no_two_documents_share_a_name_or_a_text() -> None:
    for values in ([each.name for each in written()], [each.title for each in written()], [e.body for e in written()]):
        assert [value for value, count in Counter(values).items() if count > 1] == []


def test_documents_are_as_long_as_what_people_write() -> None:
    for each in written():
        assert SMALLEST <= len(f"{each.summary} {each.body}".split()) <= LARGEST, each.name
        assert date(2020, 1, 1) <= each.day <= date(2025, 12, 31), each.name
        assert all(each.tags), each.name


def test_no_question_is_asked_twice() -> None:
    assert [text for text, count in Counter(each.text for each in judged()).items() if count > 1] == []


def test_each_answer_exists_and_has_a_grade() -> None:
    known = names_of_all()
    for each in judged():
        assert set(each.grades) <= known, each.text
        assert set(each.grades.values()) <= set(GRADES)


def test_each_question_has_an_answer_that_is_there_on_every_machine() -> None:
    for each in judged():
        assert any(grade == 3 for name, grade in each.grades.items() if name != FOUNDING), each.text


def test_each_file_says_its_language() -> None:
    assert {path.suffixes[-2] for path in FOLDER.glob("*.md")} == {".fr", ".en"}
