"""What can be done about practice sheets: one verb a module."""

from forum.practices.services.import_report import import_report
from forum.practices.services.link_translation import link_translation
from forum.practices.services.publish_sheet import publish_sheet
from forum.practices.services.save_sheet import Stale, save_sheet
from forum.practices.services.start_sheet import start_sheet

__all__ = ["Stale", "import_report", "link_translation", "publish_sheet", "save_sheet", "start_sheet"]
