"""The index kept by PostgreSQL, beside the site's own tables."""

from forum.search.engines.postgres.engine import PostgresEngine

__all__ = ["PostgresEngine"]
