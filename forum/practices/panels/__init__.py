"""What the library adds to pages: of its own sheets, of tags, of threads.

On a sheet's page: `panels("sheet.actions", sheet.id)` beside its title, `panels("sheet.main", sheet.id)` below its
sections, `panels("sheet.side", sheet.id)` below its facts.
"""

from forum.practices.panels import communities, discussion, files, quotations, shelves, tags, transpositions, watching

__all__ = ["communities", "discussion", "files", "quotations", "shelves", "tags", "transpositions", "watching"]
