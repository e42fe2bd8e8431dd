"""What is said of what could not be understood: kindly, with an example, and with what was done about it."""

import pytest
from flask import Flask

from forum.search.grammar import MOST_THINGS, parse, sentence


def said(typed: str) -> list[str]:
    return [" ".join(sentence(problem).split()) for problem in parse(typed).problems]


@pytest.mark.parametrize("typed", ["après:jamais", "after:2025-13", "avant:2025-02-30", "before:0000", "avant:٢٠٢٥"])
def test_a_day_that_is_none_is_said_and_the_rest_is_looked_for(app: Flask, typed: str) -> None:
    with app.test_request_context():
        name = typed.partition(":")[0]
        assert said(f"climat {typed}") == [
            f"« {typed} » n’est pas une date ; exemple : {name}:2025-01. Le reste a été cherché."
        ]
    query = parse(f"climat {typed}")
    assert (query.after, query.before, len(query.wanted)) == (None, None, 1)


def test_a_filter_with_nothing_behind_it_is_said(app: Flask) -> None:
    with app.test_request_context():
        assert said("tag: famille") == [
            "Rien ne suit « tag: » ; exemple : tag:climat-scolaire, sans espace. Le reste a été cherché."
        ]
        assert "auteur:dupont" in said("auteur: x")[0]
    assert not parse("tag: famille").is_empty


def test_a_value_that_there_is_not_is_said_with_those_there_are(app: Flask) -> None:
    with app.test_request_context():
        [words] = said("climat type:accordéon")
        assert words.startswith("« type:accordéon » ne désigne rien ici ; il y a : type:")
        examples = words.partition("il y a : ")[2].removesuffix(". Le reste a été cherché.").split(", ")
        assert len(examples) > 1
        for example in examples:
            assert parse(example).narrowed
            assert not said(example)
        assert said("langue:klingon") == [
            "« langue:klingon » ne désigne rien ici ; il y a : langue:fr, langue:en. Le reste a été cherché."
        ]
    assert parse("climat type:accordéon").narrowed == ()


def test_a_kind_is_named_in_either_language(app: Flask) -> None:
    with app.test_request_context():
        kinds = {parse(f"kind:{typed}").narrowed for typed in ("sheet", "fiche", "Fiches")}
    assert len(kinds) == 1
    assert () not in kinds


def test_known_values_of_a_filter_hold_beside_an_unknown_one(app: Flask) -> None:
    with app.test_request_context():
        query = parse("kind:fiche,accordéon")
        assert query.narrowed[0].values == ("sheet",)
        assert [problem.reason for problem in query.problems] == ["value"]


def test_a_quotation_mark_that_is_not_closed_is_said_and_read_to_the_end(app: Flask) -> None:
    with app.test_request_context():
        assert said('climat "exclusion définitive') == [
            "Un guillemet n’est pas fermé : « exclusion définitive » a été lu jusqu’au bout."
        ]
    assert parse('climat "exclusion définitive').wanted == parse('climat "exclusion définitive"').wanted


def test_what_only_must_be_missing_is_said(app: Flask) -> None:
    with app.test_request_context():
        for typed in ("-sanction", "-tag:famille", "-auteur:claire"):
            assert said(typed) == [
                f"« {typed} » dit seulement ce qui doit manquer ; dites aussi quoi chercher : climat {typed}."
            ]
    assert not parse("climat -sanction").problems


def test_a_text_that_is_too_long_is_cut_between_words_and_it_is_said(app: Flask) -> None:
    with app.test_request_context():
        [words] = said("un " + "exclusion " * 19 + "définitive longuement")
        assert words == (
            "La recherche compte 200 caractères au plus : la fin, « définitive longuement », a été laissée."
        )


def test_too_many_things_are_said_once(app: Flask) -> None:
    typed = " ".join(f"m{number}" for number in range(MOST_THINGS + 5))
    query = parse(typed)

    assert len(query.wanted) == MOST_THINGS
    with app.test_request_context():
        assert said(typed) == ["La recherche compte 20 mots au plus : la fin, dès « m20 », a été laissée."]
