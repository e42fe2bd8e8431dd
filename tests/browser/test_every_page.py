"""What holds on every page: axe finds nothing, nothing spills over the side, no script complains."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.addresses import Address, addresses_of
from tests.browser.chromium import NARROW, WIDE, Reader
from tests.services.serving import ROOT, Server

pytestmark = pytest.mark.browser
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RUN_AXE = """async () => {
  const { violations } = await axe.run(document, { resultTypes: ["violations"] });
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`);
}"""
SMALLEST = {"width": 320, "height": 640}
EXPECTED_COMPLAINT = "404 (NOT FOUND)"


def each(chrome: Browser, site: Server, **options: object) -> Iterator[tuple[Address, Page, list[str]]]:
    """Opens every page in turn, each as its reader."""
    for account, addresses in groupby(addresses_of(site), key=lambda address: address.account):
        reader = Reader(chrome, site.address, account, **options)  # type: ignore[arg-type]
        for address in addresses:
            reader.said.clear()
            yield address, reader.go(address.path), reader.said
        reader.close()


@pytest.mark.parametrize(
    ("viewport", "scheme", "language"),
    [(WIDE, "light", "fr"), (NARROW, "dark", "en")],
    ids=["wide-light", "narrow-dark"],
)
@pytest.mark.timeout(300)
def test_axe_finds_nothing(chrome: Browser, site: Server, viewport: object, scheme: str, language: str) -> None:
    source = AXE.read_text(encoding="utf-8")
    found = []
    for address, page, _ in each(chrome, site, viewport=viewport, color_scheme=scheme, language=language):
        page.evaluate(source)
        found += [f"{address.account or 'visitor'} {address.path} {violation}" for violation in page.evaluate(RUN_AXE)]

    assert not found, "\n".join(found)


@pytest.mark.parametrize("viewport", [SMALLEST, WIDE], ids=["320", "1280"])
@pytest.mark.timeout(300)
def test_nothing_spills_over_the_side_and_no_script_complains(chrome: Browser, site: Server, viewport: object) -> None:
    complaints = []
    for address, page, said in each(chrome, site, viewport=viewport):
        width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if width > 0:
            complaints.append(f"{address.path} is {width} px too wide")
        complaints += [f"{address.path}: {words}" for words in said if EXPECTED_COMPLAINT not in words]

    assert not complaints, "\n".join(complaints)


@pytest.mark.timeout(300)
def test_every_page_has_one_heading_of_the_first_level_and_a_title_of_its_own(chrome: Browser, site: Server) -> None:
    titles: dict[str, str] = {}
    for address, page, _ in each(chrome, site):
        assert page.locator("h1").count() == 1, address
        assert page.locator("main").count() == 1, address
        titles[address.path] = page.title()

    assert all(title.endswith("· Médiane") and len(title) > len("· Médiane") + 2 for title in titles.values()), titles
