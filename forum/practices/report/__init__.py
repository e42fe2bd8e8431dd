"""Reading practice reports: plain text or Markdown, French or English, laid out in many ways, nothing dropped."""

from forum.practices.report.reader import Line, Report, ReportError, ReportTooLong, read_report

__all__ = ["Line", "Report", "ReportError", "ReportTooLong", "read_report"]
