"""What can be done in mediation cases: one verb, or a verb and its opposite, a module."""

from forum.mediation.services.accompanying import answer_companion, wish_companion
from forum.mediation.services.agreeing import accept_no_more, accept_version, write_version
from forum.mediation.services.asking import About, ask_for_mediation, withdraw_request
from forum.mediation.services.choosing import list_option, weigh_option
from forum.mediation.services.consenting import consent, decline, leave_case
from forum.mediation.services.erasing import erase_due
from forum.mediation.services.following_up import ask_due, say_how_it_goes
from forum.mediation.services.inviting import drop_party, invite_parties, name_party
from forum.mediation.services.moving import close_case, open_next, say_ready
from forum.mediation.services.reformulating import confirm_reformulation, correct_reformulation, reformulate
from forum.mediation.services.rotating import rotate_keys
from forum.mediation.services.speaking import give_turn, speak, speak_aside
from forum.mediation.services.taking import let_go, refer_case, take_case

__all__ = [
    "About",
    "accept_no_more",
    "accept_version",
    "answer_companion",
    "ask_due",
    "ask_for_mediation",
    "close_case",
    "confirm_reformulation",
    "consent",
    "correct_reformulation",
    "decline",
    "drop_party",
    "erase_due",
    "give_turn",
    "invite_parties",
    "leave_case",
    "let_go",
    "list_option",
    "name_party",
    "open_next",
    "refer_case",
    "reformulate",
    "rotate_keys",
    "say_how_it_goes",
    "say_ready",
    "speak",
    "speak_aside",
    "take_case",
    "weigh_option",
    "wish_companion",
    "withdraw_request",
    "write_version",
]
