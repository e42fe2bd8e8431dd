"""The tables of the practice library."""

from forum.practices.models.communities import CommunitySheet
from forum.practices.models.pdf import SheetPdf
from forum.practices.models.quotation import Consent, Quotation
from forum.practices.models.review import Opinion, Review, SheetComment, SheetEvent
from forum.practices.models.sheet import LISTED, Sheet, SheetDiscussion, SheetFacet, SheetVersion
from forum.practices.models.shelves import Bookmark, Collection, CollectionEntry, WatchedFilter
from forum.practices.models.transposition import ContactRequest, Transposition, TranspositionState
from forum.practices.models.writing import SheetAuthor, SheetFile
from forum.practices.workflow import SheetState

__all__ = [
    "LISTED",
    "Bookmark",
    "Collection",
    "CollectionEntry",
    "CommunitySheet",
    "Consent",
    "ContactRequest",
    "Opinion",
    "Quotation",
    "Review",
    "Sheet",
    "SheetAuthor",
    "SheetComment",
    "SheetDiscussion",
    "SheetEvent",
    "SheetFacet",
    "SheetFile",
    "SheetPdf",
    "SheetState",
    "SheetVersion",
    "Transposition",
    "TranspositionState",
    "WatchedFilter",
]
