"""What can be done about practice sheets: one verb a module."""

from forum.practices.services.archive_sheet import archive_sheet, reinstate_sheet
from forum.practices.services.ask_changes import ask_changes
from forum.practices.services.comment_sheet import comment_sheet, settle_comment
from forum.practices.services.give_opinion import give_opinion
from forum.practices.services.history import note
from forum.practices.services.import_report import import_report
from forum.practices.services.link_translation import follow_original, link_translation, unlink_translation
from forum.practices.services.make_pdf import ask_pdf
from forum.practices.services.publish_sheet import publish_at_once
from forum.practices.services.release_review import release_review
from forum.practices.services.restore_version import restore_version
from forum.practices.services.save_sheet import Stale, save_sheet
from forum.practices.services.start_sheet import start_sheet
from forum.practices.services.submit_sheet import submit_sheet, withdraw_sheet
from forum.practices.services.take_review import take_review

__all__ = [
    "Stale",
    "archive_sheet",
    "ask_changes",
    "ask_pdf",
    "comment_sheet",
    "follow_original",
    "give_opinion",
    "import_report",
    "link_translation",
    "note",
    "publish_at_once",
    "reinstate_sheet",
    "release_review",
    "restore_version",
    "save_sheet",
    "settle_comment",
    "start_sheet",
    "submit_sheet",
    "take_review",
    "unlink_translation",
    "withdraw_sheet",
]
