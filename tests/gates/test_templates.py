"""Templates hold what is shown, and nothing that the content policy refuses."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TEMPLATES = sorted((Path(__file__).resolve().parents[2] / "templates").rglob("*.html"))
INLINE = re.compile(r"\sstyle=|\son[a-z]+=|<style|<script(?![^>]*\bsrc=)|javascript:")
ELSEWHERE = re.compile(r"(?:src|href|action)=[\"']?(?:https?:)?//")


def pages() -> list[Path]:
    return [path for path in TEMPLATES if "mail" not in path.parts]


@pytest.mark.parametrize("path", pages(), ids=lambda path: "/".join(path.parts[-2:]))
def test_a_template_holds_no_inline_style_or_script(path: Path) -> None:
    assert INLINE.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", pages(), ids=lambda path: "/".join(path.parts[-2:]))
def test_a_template_asks_nothing_of_a_third_party(path: Path) -> None:
    assert ELSEWHERE.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", pages(), ids=lambda path: "/".join(path.parts[-2:]))
def test_a_form_that_posts_carries_a_token(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    posting = len(re.findall(r"<form[^>]*method=\"?post", text, re.IGNORECASE))
    tokens = text.count("csrf_token") + text.count("hidden_tag") + text.count("token-free")

    assert tokens >= posting, "a form without a token (or the comment « token-free » that says why)"
