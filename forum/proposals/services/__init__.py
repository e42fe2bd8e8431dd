"""What can be done with proposals: one verb a module."""

from forum.proposals.services.answer import answer_consent, answer_poll, take_back
from forum.proposals.services.close_proposal import close_due, close_proposal
from forum.proposals.services.conclude_proposal import conclude_proposal
from forum.proposals.services.edit_proposal import edit_proposal
from forum.proposals.services.hide_proposal import hide_proposal, restore_proposal
from forum.proposals.services.open_proposal import open_proposal
from forum.proposals.services.withdraw_proposal import withdraw_proposal

__all__ = [
    "answer_consent",
    "answer_poll",
    "close_due",
    "close_proposal",
    "conclude_proposal",
    "edit_proposal",
    "hide_proposal",
    "open_proposal",
    "restore_proposal",
    "take_back",
    "withdraw_proposal",
]
