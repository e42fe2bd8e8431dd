"""What can be done with the index: keeping it true, and asking it."""

from forum.search.services.address import Asking, read_address
from forum.search.services.asking import PAGE, Answer, Row, search
from forum.search.services.checking import Drift, check
from forum.search.services.helping import register_asking_places
from forum.search.services.keeping import index, mend, rebuild
from forum.search.services.resembling import resembling
from forum.search.services.suggesting import Suggestion, register_suggester, suggest
from forum.search.services.within import search_within

__all__ = [
    "PAGE",
    "Answer",
    "Asking",
    "Drift",
    "Row",
    "Suggestion",
    "check",
    "index",
    "mend",
    "read_address",
    "rebuild",
    "register_asking_places",
    "register_suggester",
    "resembling",
    "search",
    "search_within",
    "suggest",
]
