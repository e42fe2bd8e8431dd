"""A mail that is ready to leave, and the one that tells notices by themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from forum.accounts.links import absolute
from forum.core import mailer
from forum.notices.delivery.categories import Category, category_of
from forum.notices.delivery.endings import endings
from forum.notices.delivery.identity import list_headers, name_of, thread_headers, unsubscribing_address
from forum.notices.delivery.links import Target
from forum.notices.delivery.readers import Reader
from forum.notices.delivery.said import say, subject_of, why_told
from forum.notices.models import Notice


@dataclass(frozen=True)
class Envelope:
    """A mail that is ready to leave."""

    to: str
    subject: str
    template: str
    headers: Mapping[str, str]
    words: Mapping[str, Any] = field(default_factory=dict)

    def send(self, over: mailer.Line) -> None:
        """Hands it over.

        Raises:
            OSError: the server can't be reached or refuses.
        """
        mailer.send(self.to, self.subject, self.template, headers=self.headers, over=over, **self.words)


def notice_mail(reader: Reader, notices: Sequence[Notice], count: int) -> Envelope | None:
    """The mail of what a person is told under one topic, in the language at hand.

    Args:
        reader: who is told.
        notices: newest first.
        count: how many there are, those that are not given too.
    """
    told = [(notice, words) for notice in notices if (words := say(notice))]
    if not told:
        return None
    newest, said = told[0][0], [words for _notice, words in told]
    category = category_of(newest.kind, newest.reason)
    target = target_of(newest, category)
    headers = {
        "Message-ID": name_of(f"notice-{newest.id}"),
        **thread_headers(newest.topic),
        **list_headers(reader.person.id, category.name, target),
    }
    if category.is_discreet:
        said, count = said[:1], 1
    shown = {
        "person": reader.person,
        "said": said[::-1],
        "more": count - len(said),
        "why": why_told(newest),
        **foot(reader, target),
    }
    return Envelope(reader.person.email, subject_of(said), "notices/mail/notice", headers, shown)


def target_of(notice: Notice, category: Category) -> Target:
    """What its link ends: that for which it was told, where a feature says how; else the mails of the category."""
    kind, _colon, number = notice.topic.partition(":")
    ending = endings().get(kind)
    if ending is not None and ending.reason == notice.reason:
        return Target(kind, number)
    return Target("category", category.name)


def foot(reader: Reader, target: Target) -> dict[str, str]:
    """What stands at the foot of every mail of notices."""
    return {
        "ends": target.button,
        "unsubscribe": unsubscribing_address(reader.person.id, target),
        "preferences": absolute("delivery.preferences"),
        "every_notice": absolute("notices.inbox"),
        "site": absolute("pages.about"),
    }
