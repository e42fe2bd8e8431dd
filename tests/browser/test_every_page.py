"""What holds on every page: axe finds nothing, nothing spills over the side, no script complains."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.addresses import Address, addresses_of
from tests.browser.chromium import WIDE, Reader
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
    [(WIDE, "light", "fr"), (SMALLEST, "dark", "en")],
    ids=["wide-light-french", "smallest-dark-english"],
)
@pytest.mark.timeout(400)
def test_every_page_is_sound(chrome: Browser, site: Server, viewport: object, scheme: str, language: str) -> None:
    source = AXE.read_text(encoding="utf-8")
    complaints = []
    for address, page, said in each(chrome, site, viewport=viewport, color_scheme=scheme, language=language):
        width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        page.evaluate(source)
        found = [*page.evaluate(RUN_AXE), *(words for words in said if EXPECTED_COMPLAINT not in words)]
        if width > 0:
            found.append(f"{width} px too wide")
        if page.locator("h1").count() != 1 or page.locator("main").count() != 1:
            found.append("not one heading of the first level, or not one main part")
        if not (page.title().endswith("· Médiane") and len(page.title()) > len("· Médiane") + 2):
            found.append(f"no title of its own: {page.title()}")
        complaints += [f"{address.account or 'visitor'} {address.path} {words}" for words in found]

    assert not complaints, "\n".join(complaints)
