"""The demonstration's library has shelves worth looking at."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask

from tests.browsing import Browser, Page


def test_a_visitor_finds_collections_that_members_made(demo: Flask) -> None:
    visitor = Browser(demo)
    page = visitor.get("/collections")

    shown = visitor.get(page.links()["Pour préparer la rentrée"])

    assert page.texts(".row h3") == ["Pour préparer la rentrée", "À l’école élémentaire"]
    assert len(shown.select(".shelf > li")) == 3
    assert shown.texts(".shelf h2")[0].startswith("L’atelier d’écoute à la récréation")
    assert len(shown.texts(".shelf-note")) == 3
    assert "À relire avant mon conseil de classe" not in page.html


def test_the_teacher_finds_bookmarks_a_collection_and_watched_filters(
    log_in: Callable[[str], tuple[Browser, Page]],
) -> None:
    teacher, _page = log_in("teacher@demo.example")

    assert len(teacher.get("/practices/bookmarks").select(".sheet-card")) == 2
    assert "À relire avant mon conseil de classe" in teacher.get("/collections").links()
    watched = teacher.get("/practices/watched").links()["Domaines : Alternatives à l’exclusion"]
    assert teacher.get(watched).select(".sheet-card")


def test_the_library_of_the_demonstration_is_found_by_every_facet(demo: Flask) -> None:
    facets = Browser(demo).get("/practices").texts(".facets h2")

    assert facets == [
        "Domaines",
        "Bénéficiaires",
        "Types d’établissement",
        "Portée",
        "Pays",
        "Régions",
        "Année de début",
        "Avis du comité",
        "Langue de la fiche",
        "Transpositions",
        "Mots-clés",
    ]
