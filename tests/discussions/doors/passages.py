"""How a post goes out of sight, each way undone by `Scene.go_back`; how a door is tried before, while and after."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pytest
from sqlalchemy import func, select

from forum.discussions.models import Thread, ThreadAct
from forum.discussions.services import (
    delete_post,
    hide_post,
    merge_threads,
    move_thread,
    reassign_post,
    split_thread,
    undo_act,
)
from forum.extensions import db
from tests.discussions.doors.scene import Reader, Scene
from tests.discussions.factories import make_thread
from tests.factories import actor

Look = Callable[[Reader], str]


def move(scene: Scene, thread: Thread | None = None) -> None:
    move_thread(actor(scene.holder), (thread or scene.thread).id, scene.closed.id)


def undo(scene: Scene) -> None:
    undo_act(actor(scene.holder), db.session.scalar(select(func.max(ThreadAct.id))) or 0)


def split(scene: Scene) -> Thread:
    part = split_thread(actor(scene.holder), scene.thread.id, [scene.post.id], f"Titre {scene.part}", scene.place.id)
    scene.split.append(part)
    return part


def split_into_closed(scene: Scene) -> None:
    args = [scene.post.id], f"Titre {scene.part}", scene.closed.id
    scene.split.append(split_thread(actor(scene.holder), scene.thread.id, *args))


def merge(scene: Scene, thread: Thread | None = None) -> None:
    merge_threads(actor(scene.holder), (thread or scene.thread).id, scene.within.id)


def reassign(scene: Scene) -> None:
    reassign_post(actor(scene.holder), scene.post.id, scene.within.id)


def delete(scene: Scene) -> None:
    delete_post(actor(scene.author), scene.post.id)


def hide(scene: Scene) -> None:
    hide_post(actor(scene.holder), scene.post.id, "Une personne est reconnaissable.")


def move_twice(scene: Scene) -> None:
    move(scene)
    undo(scene)
    move(scene)


def split_and_move(scene: Scene) -> None:
    move(scene, split(scene))


def split_and_merge(scene: Scene) -> None:
    merge(scene, split(scene))


def merge_and_delete(scene: Scene) -> None:
    merge(scene)
    delete(scene)


def merge_and_move(scene: Scene) -> None:
    """Into another thread that anyone reads, which then goes out of sight, and what was merged with it."""
    other = make_thread(scene.holder, scene.place, f"Titre {scene.part}")
    scene.split.append(other)
    merge_threads(actor(scene.holder), scene.thread.id, other.id)
    move(scene, other)


@dataclass(frozen=True)
class Passage:
    """A way out of sight.

    Args:
        takes_thread: the thread goes too, and its title.
        is_still_read: those of the school read the post where it stands.
    """

    go: Callable[[Scene], object]
    takes_thread: bool = False
    is_still_read: bool = True

    def secrets(self, scene: Scene) -> set[str]:
        """What the outsider must find nowhere."""
        return {scene.word, scene.part, *([scene.title] if self.takes_thread else [])}


PASSAGES = {
    "move": Passage(move, takes_thread=True),
    "move, undo, move": Passage(move_twice, takes_thread=True),
    "merge": Passage(merge, takes_thread=True),
    "merge, move": Passage(merge_and_move, takes_thread=True),
    "merge, delete": Passage(merge_and_delete, takes_thread=True, is_still_read=False),
    "split": Passage(split_into_closed),
    "split, move": Passage(split_and_move),
    "split, merge": Passage(split_and_merge),
    "reassign": Passage(reassign),
    "delete": Passage(delete, is_still_read=False),
    "hide": Passage(hide, is_still_read=False),
}


def ways(names: Iterable[str]) -> pytest.MarkDecorator:
    """A test for each of some ways out of sight."""
    return pytest.mark.parametrize("passage", [PASSAGES[name] for name in names], ids=list(names))


every_way = ways(PASSAGES)
ways_that_take_the_thread = ways([name for name, passage in PASSAGES.items() if passage.takes_thread])
some_ways = ways(["move", "merge, move", "split, merge", "delete"])
"""One of each kind, for doors that ask by a rule which the other doors are tried on."""


def try_door(
    scene: Scene,
    passage: Passage,
    look: Look,
    *,
    shows: str = "",
    to: Iterable[Reader] = (),
    inside: Look | None = None,
    comes_back: bool = True,
) -> None:
    """Opens a door before, while and after a post is out of sight.

    Args:
        look: what a reader finds by it.
        shows: what is to be found there; the word of the post where none is given.
        to: those who must not find it; the outsider where none are given.
        inside: what those of the school find instead, by another way; `look` where none is given.
        comes_back: whether the door shows it again once all is undone.
    """
    found, outsiders = shows or scene.word, list(to) or [scene.outside]
    for reader in outsiders:
        assert found in look(reader), "it is no door"

    passage.go(scene)
    scene.deliver()

    for reader in outsiders:
        seen = look(reader)
        assert not [secret for secret in (*passage.secrets(scene), *([shows] if shows else [])) if secret in seen]
    if passage.is_still_read:
        assert found in (inside or look)(scene.inside)
    scene.go_back()
    scene.deliver()
    for reader in outsiders:
        assert (found in look(reader)) is comes_back
