"""What the pages of the library read, by the page that reads it."""

from forum.practices.queries.browsing import FacetValue, LibraryPage, library
from forum.practices.queries.cards import SheetCard, card_of, cards_of, latest_sheets
from forum.practices.queries.catalogue import Catalogue, catalogue
from forum.practices.queries.desk import Desk, committee_desk
from forum.practices.queries.history import HistoryPage, comparison, history
from forum.practices.queries.reading import SheetPage, sheet_page, sheet_to_hand_out
from forum.practices.queries.review import ReviewPage, review_page
from forum.practices.queries.shelves import (
    bookmarks,
    collection_page,
    collection_to_edit,
    entry_to_note,
    own_collections,
    public_collections,
    shelves_for,
    watched,
)
from forum.practices.queries.writing import drafts, sheet_to_edit

__all__ = [
    "Catalogue",
    "Desk",
    "FacetValue",
    "HistoryPage",
    "LibraryPage",
    "ReviewPage",
    "SheetCard",
    "SheetPage",
    "bookmarks",
    "card_of",
    "cards_of",
    "catalogue",
    "collection_page",
    "collection_to_edit",
    "committee_desk",
    "comparison",
    "drafts",
    "entry_to_note",
    "history",
    "latest_sheets",
    "library",
    "own_collections",
    "public_collections",
    "review_page",
    "sheet_page",
    "sheet_to_edit",
    "sheet_to_hand_out",
    "shelves_for",
    "watched",
]
