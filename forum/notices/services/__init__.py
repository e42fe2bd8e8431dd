"""Telling people, and taking back what they were told: one verb a module."""

from forum.notices.events import NoticesTold
from forum.notices.services.following import follow
from forum.notices.services.keeping import move_abouts, move_topic, retitle
from forum.notices.services.reading import mark_all_read, mark_read, mark_topic_read
from forum.notices.services.telling import tell, tell_many
from forum.notices.services.withdrawing import withdraw

__all__ = [
    "NoticesTold",
    "follow",
    "mark_all_read",
    "mark_read",
    "mark_topic_read",
    "move_abouts",
    "move_topic",
    "retitle",
    "tell",
    "tell_many",
    "withdraw",
]
