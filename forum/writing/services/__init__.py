"""What can be done while writing: keep a draft and throw it away, bring a file and claim it."""

from forum.writing.services.bring_file import bring_file
from forum.writing.services.drafts import discard_draft, erase_draft, save_draft

__all__ = ["bring_file", "discard_draft", "erase_draft", "save_draft"]
