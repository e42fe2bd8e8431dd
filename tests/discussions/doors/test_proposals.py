"""By a proposal put in the thread."""

from __future__ import annotations

from tests.discussions.doors.passages import PASSAGES
from tests.discussions.doors.scene import Reader, Scene
from tests.proposals.factories import make_poll


def test_a_proposal_goes_with_its_thread(untold: Scene) -> None:
    """It is not tried back: a thread with a proposal stays where fewer may have answered it."""
    question = f"{untold.part} ou jeudi ?"
    poll = make_poll(untold.author, untold.thread, question)
    untold.deliver()
    moved = PASSAGES["move, undo, move"].secrets(untold)

    def look(reader: Reader) -> str:
        public = [f"/proposals/{poll.id}", f"/threads/{untold.thread.id}", f"/threads/{untold.thread.id}/proposals"]
        return reader.sees(*public, *(["/me", "/notices", "/mine"] if reader.person else []))

    for reader in (untold.outside, untold.visitor):
        assert question in look(reader)

    PASSAGES["move"].go(untold)
    untold.deliver()

    for reader in (untold.outside, untold.visitor):
        seen = look(reader)
        assert not [secret for secret in moved if secret in seen]
    assert question in look(untold.inside)
