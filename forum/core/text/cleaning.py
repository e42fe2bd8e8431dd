"""The closed list of what HTML may hold, the links made of bare addresses, and the people named."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from functools import partial
from typing import Any

from bleach.html5lib_shim import Filter  # type: ignore[attr-defined]
from bleach.linkifier import LinkifyFilter
from bleach.sanitizer import Cleaner

TAGS = frozenset(
    [
        "a",
        "abbr",
        "blockquote",
        "br",
        "code",
        "del",
        "details",
        "dd",
        "div",
        "dl",
        "dt",
        "em",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "img",
        "input",
        "label",
        "li",
        "ol",
        "p",
        "pre",
        "s",
        "strong",
        "sub",
        "summary",
        "sup",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
LINK_RELATION = "nofollow noopener ugc"
BARE_LINK = re.compile(
    r"(?i)(?<![\w@.])(?:https?://(?=\w)|www\.(?=\w))(?:[^\s{}|\\^`<>\"«»()]|\([^\s{}|\\^`<>\"«»()]*\))*"
)
"""A link is one that says so: « demain.Il faut » is a slip of the finger, and no address in the Isle of Man."""
FOOTNOTE_ID = re.compile(r"fn(ref)?\d*-?[\w-]{1,60}")
LOCAL_FILE = re.compile(r"/files/\d{1,10}/[A-Za-z0-9._~%-]{1,400}")
"""A file that somebody brought to the site: the only pictures that are drawn."""
MENTION = re.compile(r"(?<![\w@./+-])@(?P<handle>[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*)(?![\w@])")
"""A person named by their handle; an address of mail names nobody."""
CODE = frozenset({"code", "pre"})

Mentions = Mapping[str, tuple[int, str]]
"""People by their handle: the id and the name of each."""


def allowed(tag: str, name: str, value: str) -> bool:
    """The closed list of attributes."""
    match tag, name:
        case "a", "href" | "title":
            return True
        case ("a", "class"):
            return value in ("footnote-ref", "footnote-backref", "mention")
        case "img", "src":
            return LOCAL_FILE.fullmatch(value) is not None
        case ("img", "alt"):
            return True
        case ("img", "loading"):
            return value == "lazy"
        case ("li" | "sup", "id"):
            return FOOTNOTE_ID.fullmatch(value) is not None
        case ("li", "class"):
            return value == "task"
        case ("div", "class"):
            return value == "footnote"
        case ("td" | "th", "class"):
            return value in ("align-start", "align-center", "align-end")
        case ("input", "type"):
            return value == "checkbox"
        case ("input", "checked" | "disabled") | ("ol", "start") | ("abbr", "title"):
            return True
    return False


INSIDE = re.compile(r"#|/(?![/\\\s])")
"""Links that stay on the site. Browsers read a backslash as a slash, and leave out tabs."""
Attributes = MutableMapping[tuple[str | None, str], str]


def relate(attributes: Attributes, new: bool = False, /) -> Attributes:
    """Marks a link that leads elsewhere as written by a member of the public."""
    href = attributes.get((None, "href"), "")
    if href and not INSIDE.match(href):
        attributes[(None, "rel")] = LINK_RELATION
    return attributes


class NamePeople(Filter):  # type: ignore[misc,unused-ignore]
    """Makes links of the people named in words, outside of code and of other links."""

    def __init__(self, source: Any, mentions: Mentions) -> None:
        super().__init__(source)
        self.mentions = mentions

    def __iter__(self) -> Iterator[Any]:
        within = 0
        for token in super().__iter__():
            if token.get("name") in CODE | {"a"}:
                within += {"StartTag": 1, "EndTag": -1}.get(token["type"], 0)
            if within or token["type"] != "Characters" or "@" not in token["data"]:
                yield token
            else:
                yield from self.named(token["data"])

    def named(self, words: str) -> Iterator[Any]:
        end = 0
        for match in MENTION.finditer(words):
            person = self.mentions.get(match["handle"].lower())
            if person is None:
                continue
            if match.start() > end:
                yield {"type": "Characters", "data": words[end : match.start()]}
            link = {(None, "class"): "mention", (None, "href"): f"/people/{person[0]}-{match['handle'].lower()}"}
            yield {"type": "StartTag", "name": "a", "data": link}
            yield {"type": "Characters", "data": match.group()}
            yield {"type": "EndTag", "name": "a"}
            end = match.end()
        if end < len(words):
            yield {"type": "Characters", "data": words[end:]}


def cleaner(mentions: Mentions) -> Cleaner:
    """What makes rendered Markdown safe, and links of the addresses and the people in it."""
    linkify: Callable[..., LinkifyFilter] = partial(
        LinkifyFilter, callbacks=[relate], skip_tags=CODE, parse_email=False, url_re=BARE_LINK
    )
    return Cleaner(
        tags=TAGS,
        attributes=allowed,
        protocols={"http", "https", "mailto"},
        strip=False,
        strip_comments=True,
        filters=[linkify, partial(NamePeople, mentions=mentions)] if mentions else [linkify],
    )
