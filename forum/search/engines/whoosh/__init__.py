"""The index kept by Whoosh, in a folder of generations: for an installation without PostgreSQL."""

from forum.search.engines.whoosh.engine import WhooshEngine

__all__ = ["WhooshEngine"]
