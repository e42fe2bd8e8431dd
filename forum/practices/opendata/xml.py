"""What every XML document of the library is written with."""

from __future__ import annotations

import re
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

UNWRITABLE = re.compile("[^\u0009\u000a\u000d\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no way to write (section 2.2)."""


def writable(text: str) -> str:
    """A text without the characters that XML cannot hold."""
    return UNWRITABLE.sub("", text)


def child(parent: Element, tag: str, text: str = "", **attributes: str) -> Element:
    """Adds an element with its text."""
    made = SubElement(parent, tag, {name: writable(value) for name, value in attributes.items()})
    if text:
        made.text = writable(text)
    return made


def document(root: Element) -> bytes:
    """The whole, with its declaration."""
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written
