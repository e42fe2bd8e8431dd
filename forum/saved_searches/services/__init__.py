"""What can be done with saved searches."""

from forum.saved_searches.services.ask import ask_due
from forum.saved_searches.services.keep import (
    change_search,
    forget_search,
    my_search,
    my_searches,
    save_search,
    tell_no_more,
)

__all__ = [
    "ask_due",
    "change_search",
    "forget_search",
    "my_search",
    "my_searches",
    "save_search",
    "tell_no_more",
]
