"""Sheets on paper: what one says as data (`document`), set in type by typst in a process of its own (`typesetting`)."""
