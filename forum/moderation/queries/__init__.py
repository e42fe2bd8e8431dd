"""What the desk, and those who reported something, read."""

from forum.moderation.queries.desk import Filters, Queue, colleagues, decided, queue
from forum.moderation.queries.item import Item, item
from forum.moderation.queries.log import ActionLine, log
from forum.moderation.queries.own import OwnReport, own_reports

__all__ = [
    "ActionLine",
    "Filters",
    "Item",
    "OwnReport",
    "Queue",
    "colleagues",
    "decided",
    "item",
    "log",
    "own_reports",
    "queue",
]
