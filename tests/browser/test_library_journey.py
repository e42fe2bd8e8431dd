"""A practice from its report to its transposition: imported, edited, reviewed, published, cited, taken up, revised."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from forum.practices.report import read_report
from tests.browser.conftest import Open
from tests.services.serving import ROOT

pytestmark = pytest.mark.browser
FOUNDING = ROOT.parent / "shared" / "data" / "resolis-osez-la-mediation.txt"
OURS = ROOT / "forum" / "demo" / "data" / "sheets" / "osez-la-mediation.en.txt"
"""Told from the same facts in our own words, for machines that do not have the report itself."""


@pytest.mark.timeout(240)
def test_the_founding_report_becomes_a_sheet_that_another_school_takes_up(open_as: Open, tmp_path: Path) -> None:
    report = FOUNDING if FOUNDING.exists() else OURS
    teacher = open_as("teacher")
    page = teacher.go("/practices/import")
    page.set_input_files("[name=file]", str(report))
    page.get_by_role("button", name="Lire le rapport").click()
    expect(page.locator("main")).to_contain_text("relational intelligence", ignore_case=True)
    page.locator("main").get_by_role("button", name=re.compile("Enregistrer")).click()
    expect(page.locator("[name=title]")).to_have_value(re.compile("relational intelligence", re.IGNORECASE))
    number = re.search(r"/practices/(\d+)/edit", page.url)
    assert number is not None
    sheet = f"/practices/{number[1]}"

    page.goto(f"{sheet}/edit")
    page.locator("[data-step-link]", has_text="Ce qu’on en retient").click()
    page.fill("[name=improvements]", "Former les élèves délégués dès la sixième.")
    page.get_by_role("button", name="Soumettre au comité…").click()
    expect(page.locator("h1")).to_have_text("Avant de soumettre")
    for box in page.locator(".checklist input[type=checkbox]").all():
        box.check()
    page.get_by_role("button", name="Soumettre au comité de lecture").click()
    expect(page.locator("[data-flashes]")).to_contain_text("comité")

    for account in ("editor", "editor2"):
        judge = open_as(account).go("/review" if account == "editor" else f"/review/{number[1]}")
        if account == "editor":
            judge.locator(f"main a[href^='/review/{number[1]}']").first.click()
            judge.get_by_role("button", name="Prendre cette fiche").click()
        judge.get_by_label("À généraliser").check()
        judge.fill("[name=reasons]", "Les résultats sont décrits, les sources données.")
        judge.get_by_role("button", name="Donner votre avis").click()

    visitor = open_as().go(sheet)
    expect(visitor.locator("h1")).to_have_text(re.compile("relational intelligence", re.IGNORECASE))
    expect(visitor.locator("main")).to_contain_text("À généraliser")
    expect(visitor.locator(".cite")).to_contain_text(re.compile("relational intelligence", re.IGNORECASE))
    citation = visitor.request.get(visitor.url.split("#")[0] + ".bib")
    assert citation.ok and citation.text().lstrip().startswith("@")
    made = pdf_of(visitor, sheet)
    assert made.startswith(b"%PDF-") and len(made) > 20_000

    outsider = open_as("outsider").go(sheet)
    outsider.get_by_role("link", name="Nous l’avons fait ici").first.click()
    outsider.locator("[name=state][value=under_way]").check()
    outsider.fill("[name=started_on]", "2026-10-01")
    outsider.fill("[name=outcome]", "Deux professeurs se sont portés volontaires.")
    outsider.get_by_role("button", name="Enregistrer").click()
    expect(outsider.locator("[data-flashes]")).to_contain_text("transposition")
    outsider.goto(sheet)
    expect(outsider.locator("main")).to_contain_text("1 transposition")

    page.goto(f"{sheet}/edit")
    page.fill("[name=title]", "Un titre repris pour la seconde édition")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    visitor.goto(sheet)
    expect(visitor.locator("h1")).to_have_text(re.compile("relational intelligence", re.IGNORECASE))
    page.goto(f"{sheet}?version=latest")
    expect(page.locator("h1")).to_have_text("Un titre repris pour la seconde édition")
    assert teacher.said == []


def pdf_of(page: Page, sheet: str) -> bytes:
    """Asks for the PDF as a reader does, and waits until the job has made it."""
    page.goto(f"{sheet}/pdf")
    ask = page.get_by_role("button", name="Préparer le PDF")
    if ask.count():
        ask.click()
    link = page.get_by_role("link", name="Ouvrir le PDF")
    expect(link).to_be_visible(timeout=30_000)
    address = link.get_attribute("href")
    assert address is not None
    return page.request.get(address).body()


def test_our_own_telling_is_laid_out_like_the_report() -> None:
    content = read_report(OURS.read_text(encoding="utf-8")).content

    assert {"title", "summary", "background", "objectives", "actions", "results"} <= set(content)
